package org.pytorch.alerting.fakegithub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ADMIN;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ISSUES;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.call.GitHubCall;

class RequestRulesTest {
  private final GitHubFixture fixture = new GitHubFixture();

  @Test
  void user_agent_is_required() {
    CallResponse response = fixture.gitHub.handle(new GitHubCall("GET", ISSUES, Map.of(), ""));

    assertThat(response.status()).isEqualTo(403);
    assertThat(response.header("Content-Type")).contains("text/html; charset=utf-8");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /repos/tidewater/alerts/issues/",
    "GET, /repos/tidewater/alerts/",
    "GET, /app/installations/",
    "PUT, /repos/tidewater/alerts/issues",
    "DELETE, /repos/tidewater/alerts/issues/1",
    "POST, /repos/tidewater/alerts/issues/1",
    "GET, /repos/tidewater/nowhere/issues",
    "GET, /repos/tidewater/alerts/issues/one",
    "GET, /repos/tidewater/alerts/issues/7",
    "GET, /repositories/one/issues",
    "GET, /nothing",
    "GET, /",
  })
  void unknown_path_or_method_is_not_found(String method, String path) {
    CallResponse response = fixture.person(ADMIN).send(method, path, "{}");

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.json().get("message").asText()).isEqualTo("Not Found");
    assertThat(response.json().get("status").asText()).isEqualTo("404");
    assertThat(response.json().has("documentation_url")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer nobody",
    "Basic abc",
    "Bearer a.b.c",
    "token person-token",
    "Bearer ghs_a.b.c"
  })
  void bad_credentials_are_401(String authorization) {
    CallResponse response = fixture.anonymous().with("Authorization", authorization).get(ISSUES);

    assertThat(response.status()).isEqualTo(401);
  }

  @Test
  void missing_credentials_are_401() {
    assertThat(fixture.anonymous().get(ISSUES).json().get("message").asText())
        .isEqualTo("Requires authentication");
  }

  @Test
  void jwt_of_the_app_has_no_access_to_issues() {
    assertThat(fixture.app().get(ISSUES).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({"2022-11-28, 200", "2026-03-10, 200", "2019-01-01, 400", "latest, 400"})
  void api_version_must_be_supported(String version, int status) {
    CallResponse response = fixture.person(ADMIN).with("X-GitHub-Api-Version", version).get(ISSUES);

    assertThat(response.status()).isEqualTo(status);
  }

  @Test
  void sunset_api_version_is_gone() {
    GitHubFixture later = GitHubFixture.withRules("{\"sunset_api_versions\":[\"2022-11-28\"]}");
    CallResponse response =
        later.person(ADMIN).with("X-GitHub-Api-Version", "2022-11-28").get(ISSUES);

    assertThat(response.status()).isEqualTo(410);
    assertThat(response.json().get("message").asText()).contains("API version 2022-11-28");
  }

  @Test
  void second_api_version_has_no_single_assignee_and_no_rate() {
    GitHubFixture.Client first = fixture.person(ADMIN);
    GitHubFixture.Client second = first.with("X-GitHub-Api-Version", "2026-03-10");
    long number = first.open("a");

    assertThat(first.get(ISSUES + "/" + number).json().has("assignee")).isTrue();
    assertThat(second.get(ISSUES + "/" + number).json().has("assignee")).isFalse();
    assertThat(first.get("/rate_limit").json().has("rate")).isTrue();
    assertThat(second.get("/rate_limit").json().has("rate")).isFalse();
    assertThat(second.get("/repos/tidewater/alerts").json().has("has_downloads")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"title\":   | 400 | Problems parsing JSON",
        "7             | 400 | Body should be a JSON object",
        "{}            | 422 | \"title\" wasn't supplied",
        "{\"title\":5} | 422 | 5 is not a string",
        "{\"title\":\"a\",\"labels\":\"b\"} | 422 | is not an array",
      })
  void body_must_match_the_endpoint(String body, int status, String message) {
    CallResponse response = fixture.person(ADMIN).post(ISSUES, body);

    assertThat(response.status()).isEqualTo(status);
    assertThat(response.json().get("message").asText()).contains(message);
  }

  @Test
  void names_in_paths_are_case_insensitive() {
    assertThat(fixture.person(ADMIN).get("/repos/Tidewater/ALERTS").status()).isEqualTo(200);
  }

  @Test
  void user_endpoint_returns_the_caller() {
    CallResponse response = fixture.person(ADMIN).get("/user");

    assertThat(response.json().get("login").asText()).isEqualTo("m-ferrow");
    assertThat(response.json().get("type").asText()).isEqualTo("User");
  }
}
