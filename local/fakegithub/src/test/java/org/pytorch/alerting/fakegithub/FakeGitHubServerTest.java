package org.pytorch.alerting.fakegithub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ADMIN;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ISSUES;
import static org.pytorch.alerting.fakegithub.GitHubFixture.REPO;
import static org.pytorch.alerting.fakegithub.GitHubFixture.START;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.fakegithub.settings.GitHubRules;
import org.pytorch.alerting.model.json.Json;

class FakeGitHubServerTest {
  private final FakeGitHubServer server =
      FakeGitHubServer.start(InstantSource.fixed(START), GitHubFixture.settings(), 0);
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  @Test
  void issues_are_created_and_read_over_http() throws Exception {
    HttpResponse<String> created =
        send("POST", ISSUES, "{\"title\":\"Zürich ⚓\",\"labels\":[\"x y\"]}");
    JsonNode issue = json(created);
    URI location = URI.create(created.headers().firstValue("location").orElseThrow());

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(location).hasHost("127.0.0.1").hasPort(server.endpoint().getPort());
    assertThat(issue.get("title").asText()).isEqualTo("Zürich ⚓");
    assertThat(issue.get("html_url").asText()).startsWith(server.endpoint().toString());
    assertThat(json(send("GET", location.getPath(), ""))).isEqualTo(issue);
    assertThat(send("GET", "/repos/tidewater/alerts/labels/x%20y", "").statusCode()).isEqualTo(200);
  }

  @Test
  void empty_responses_have_no_body() throws Exception {
    send("POST", ISSUES, "{\"title\":\"a\"}");
    HttpResponse<String> locked = send("PUT", ISSUES + "/1/lock", "");

    assertThat(locked.statusCode()).isEqualTo(204);
    assertThat(locked.body()).isEmpty();
  }

  @Test
  void dropped_connection_is_an_error_for_the_client() throws Exception {
    control("PUT", "/faults", "[{\"method\":\"POST\",\"status\":0,\"after\":\"commit\"}]");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> send("POST", ISSUES, "{\"title\":\"a\"}"));
    assertThat(server.gitHub().issues(REPO)).hasSize(1);
  }

  @Test
  void delayed_response_is_sent() throws Exception {
    control("PUT", "/faults", "[{\"method\":\"GET\",\"delay_ms\":1}]");

    assertThat(send("GET", ISSUES, "").statusCode()).isEqualTo(200);
    assertThat(json(control("GET", "/faults", ""))).isEmpty();
  }

  @Test
  void faults_are_replaced_and_shown() throws Exception {
    control(
        "PUT", "/faults", "[{\"path\":\"/a\",\"status\":500},{\"path\":\"/b\",\"status\":500}]");
    HttpResponse<String> replaced =
        control("PUT", "/faults", "[{\"path\":\"/c\",\"status\":500,\"times\":-1}]");

    assertThat(json(replaced)).hasSize(1);
    assertThat(json(control("GET", "/faults", "")).at("/0/path").asText()).isEqualTo("/c");
  }

  @Test
  void control_endpoint_accepts_full_paths_too() throws Exception {
    assertThat(control("GET", "/_control/faults", "").statusCode()).isEqualTo(200);
  }

  @Test
  void request_log_excludes_requests_to_the_control_endpoint() throws Exception {
    send("GET", ISSUES + "?state=all", "");
    JsonNode requests = json(control("GET", "/requests", ""));

    assertThat(requests.toString())
        .isEqualTo(
            "[{\"method\":\"GET\",\"path\":\"/repos/tidewater/alerts/issues?state=all\","
                + "\"status\":200,\"time\":\"2026-03-04T07:13:02.250Z\",\"actor\":\"m-ferrow\",\"fault\":false}]");
  }

  @Test
  void reset_removes_everything_but_the_tokens() throws Exception {
    send("POST", ISSUES, "{\"title\":\"a\",\"labels\":[\"l\"]}");
    send("PATCH", "/repos/tidewater/alerts", "{\"name\":\"alarms\"}");
    control("PUT", "/faults", "[{\"method\":\"POST\",\"status\":500,\"times\":-1}]");
    control("PUT", "/list-lag", "{\"seconds\":60}");

    assertThat(control("POST", "/reset", "").statusCode()).isEqualTo(204);
    assertThat(json(control("GET", "/requests", ""))).isEmpty();
    assertThat(json(send("POST", ISSUES, "{\"title\":\"a\"}")).get("number").asInt()).isEqualTo(1);
    assertThat(json(send("GET", ISSUES, ""))).hasSize(1);
    assertThat(json(send("GET", "/repos/tidewater/alerts/labels", ""))).isEmpty();
  }

  @Test
  void lists_can_be_made_to_lag() throws Exception {
    JsonNode rules = json(control("PUT", "/list-lag", "{\"seconds\":60}"));
    send("POST", ISSUES, "{\"title\":\"a\"}");

    assertThat(rules.get("list_lag_s").asInt()).isEqualTo(60);
    assertThat(json(send("GET", ISSUES, ""))).isEmpty();
  }

  @Test
  void rules_can_be_changed_and_reset() throws Exception {
    control("PUT", "/rules", "{\"comments_per_issue_max\":7,\"limits\":{\"content_per_hour\":9}}");
    JsonNode changed = json(control("GET", "/rules", ""));
    control("PUT", "/rules", "{}");

    assertThat(changed.get("comments_per_issue_max").asInt()).isEqualTo(7);
    assertThat(changed.at("/limits/content_per_hour").asInt()).isEqualTo(9);
    assertThat(changed.at("/limits/content_per_minute").asInt()).isEqualTo(80);
    assertThat(server.gitHub().rules()).isEqualTo(GitHubRules.STANDARD);
  }

  @Test
  void issues_are_deleted_and_transferred() throws Exception {
    for (int i = 0; i < 3; i++) {
      send("POST", ISSUES, "{\"title\":\"a\"}");
    }

    assertThat(control("POST", "/issues/1/delete", "").statusCode()).isEqualTo(204);
    assertThat(send("GET", ISSUES + "/1", "").statusCode()).isEqualTo(410);
    assertThat(json(control("POST", "/issues/2/transfer", "")).get("number").asInt()).isEqualTo(1);
    assertThat(send("GET", ISSUES + "/2", "").statusCode()).isEqualTo(301);
    String elsewhere = "{\"repository\":\"elsewhere/private\",\"public\":false}";
    assertThat(control("POST", "/issues/3/transfer", elsewhere).statusCode()).isEqualTo(200);
    assertThat(json(control("POST", "/pulls", "{\"title\":\"p\"}")).get("number").asInt())
        .isEqualTo(4);
    assertThat(json(control("POST", "/discussions", "{}")).get("number").asInt()).isEqualTo(5);
  }

  @Test
  void history_of_an_issue_says_who_changed_what() throws Exception {
    send("POST", ISSUES, "{\"title\":\"a\",\"body\":\"one\",\"labels\":[\"x\"]}");
    send("PATCH", ISSUES + "/1", "{\"body\":\"two\",\"state\":\"closed\"}");
    send("PATCH", ISSUES + "/1", "{\"body\":\"two\"}");
    send("POST", ISSUES + "/1/labels", "{\"labels\":[\"y\"]}");
    send("POST", ISSUES + "/1/comments", "{\"body\":\"c\"}");

    assertThat(json(control("GET", "/issues/1/history", "")).toString())
        .isEqualTo(
            "[{\"by\":\"m-ferrow\",\"at\":\"2026-03-04T07:13:02Z\",\"changes\":{"
                + "\"body\":{\"before\":\"one\",\"after\":\"two\"},"
                + "\"state\":{\"before\":\"open\",\"after\":\"closed\"}}},"
                + "{\"by\":\"m-ferrow\",\"at\":\"2026-03-04T07:13:02Z\",\"changes\":{"
                + "\"labels\":{\"before\":[\"x\"],\"after\":[\"x\",\"y\"]}}}]");
    assertThat(json(control("GET", "/issues/2/history", ""))).isEmpty();
    assertThat(json(control("GET", "/repositories", "")).toString())
        .startsWith("[\"tidewater/alerts\"");
  }

  @Test
  void tokens_are_revoked_and_the_installation_suspended() throws Exception {
    assertThat(control("POST", "/tokens/revoke", "").statusCode()).isEqualTo(204);
    assertThat(control("PUT", "/installation", "{\"suspended\":true}").statusCode()).isEqualTo(204);
    assertThat(json(control("GET", "/limits", "")).get("secondary_limit_breaches").asInt())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT  | /faults          | [{\"state\":1}]         | 400",
        "PUT  | /list-lag        | {\"seconds\":\"many\"}  | 400",
        "PUT  | /list-lag        | {\"seconds\":-1}        | 400",
        "PUT  | /rules           | {\"comments_max\":1}    | 400",
        "PUT  | /installation    | {}                      | 400",
        "POST | /issues/9/delete | {}                      | 400",
        "POST | /issues/9/delete?repository=a/b | {}       | 400",
        "GET  | /issues/1/history?repository=a/b | {}      | 400",
        "GET  | /reset           | {}                      | 404",
        "GET  | /nothing         | {}                      | 404",
      })
  void invalid_control_request_is_refused_with_a_reason(
      String method, String path, String body, int status) throws Exception {
    HttpResponse<String> response = control(method, path, body);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(json(response).get("message").asText()).isNotBlank();
  }

  private HttpResponse<String> send(String method, String target, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.endpoint() + target))
            .header("Authorization", "Bearer " + ADMIN.token())
            .method(method, BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> control(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.control() + path))
            .method(method, BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) {
    return Json.read(response.body(), JsonNode.class);
  }
}
