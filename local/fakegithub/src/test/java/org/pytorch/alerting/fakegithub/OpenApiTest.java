package org.pytorch.alerting.fakegithub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ADMIN;
import static org.pytorch.alerting.fakegithub.GitHubFixture.BOT;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ISSUES;
import static org.pytorch.alerting.fakegithub.GitHubFixture.READER;
import static org.pytorch.alerting.fakegithub.GitHubFixture.REPO;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.call.GitHubCall;
import org.pytorch.alerting.fakegithub.call.Refusal;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.model.json.Json;

/** Compares the fake GitHub with GitHub's OpenAPI document. */
class OpenApiTest {
  private static final OpenApi DOCUMENT = OpenApi.ofGitHub();
  private static final String HERE = "/repos/" + REPO;
  private static final String INSTALLATION = "/app/installations/55500001";

  private final OpenApiCheck check = new OpenApiCheck(DOCUMENT);
  private final GitHubFixture fixture = new GitHubFixture();

  @BeforeEach
  void observe() {
    fixture.observe(check::response);
  }

  @Test
  void fake_has_exactly_the_operations_of_the_extract() {
    assertThat(fixture.gitHub.operations())
        .map(OpenApiTest::withoutNames)
        .containsExactlyInAnyOrderElementsOf(
            DOCUMENT.operations().stream()
                .map(operation -> withoutNames(operation.name()))
                .toList());
  }

  private static String withoutNames(String operation) {
    return operation.replaceAll("\\{[^}]*}", "{}");
  }

  @Test
  void every_response_of_the_fake_matches_the_document() {
    callsByTheApp();
    callsByPeople();
    callsThatAreRefused();
    callsThatChangeTheRepository();

    assertThat(check.deviations()).isEmpty();
    assertThat(check.succeeded())
        .isEqualTo(
            new TreeSet<>(DOCUMENT.operations().stream().map(OpenApi.Operation::name).toList()));
  }

  private void callsByTheApp() {
    fixture.app().get("/app");
    fixture.app().get("/app/installations");
    fixture.app().get(INSTALLATION);
    fixture.app().get(HERE + "/installation");
    fixture.app().get("/repos/tidewater/none/installation");
    fixture.gitHub.suspendInstallation(true);
    fixture.app().get(INSTALLATION);
    fixture.app().post(INSTALLATION + "/access_tokens", "");
    fixture.gitHub.suspendInstallation(false);
    GitHubFixture.Client installation =
        fixture.installation(
            "{\"repositories\":[\"alerts\"],\"permissions\":{\"issues\":\"write\"}}");
    installation.get("/rate_limit");
    installation.get("/user");
    installation.get(HERE);
    workOnIssues(installation);
    fixture.installation().delete("/installation/token");
  }

  private void callsByPeople() {
    fixture.person(ADMIN).get("/user");
    workOnIssues(fixture.person(ADMIN));
    workOnIssues(fixture.person(BOT));
    fixture.gitHub.openPullRequest(REPO, "a pull request");
    fixture.person(ADMIN).get(ISSUES + "?state=all&per_page=2");
    fixture.person(ADMIN).get(ISSUES + "?state=all&per_page=2&page=2");
  }

  private void workOnIssues(GitHubFixture.Client client) {
    client.post(
        HERE + "/labels", "{\"name\":\"x y\",\"color\":\"00aaff\",\"description\":\"both\"}");
    client.post(HERE + "/labels", "{\"name\":\"x y\"}");
    client.get(HERE + "/labels");
    client.get(HERE + "/labels/x%20y");
    client.patch(HERE + "/labels/x%20y", "{\"color\":\"00aa00\",\"description\":\"other\"}");
    JsonNode issue =
        client.post(ISSUES, "{\"title\":\"a\",\"body\":\"b\",\"labels\":[\"x y\"]}").json();
    String path = ISSUES + "/" + issue.get("number").asText();
    client.get(path);
    fixture.person(ADMIN).get(path);
    client.patch(path, "{\"state\":\"closed\",\"state_reason\":\"not_planned\"}");
    client.patch(path, "{\"state\":\"open\"}");
    client.post(path + "/labels", "{\"labels\":[\"one\",\"two\"]}");
    client.get(path + "/labels");
    client.put(path + "/labels", "{\"labels\":[\"three\"]}");
    client.delete(path + "/labels/three");
    client.delete(path + "/labels");
    client.post(path + "/assignees", "{\"assignees\":[\"m-ferrow\",\"nobody\"]}");
    client.put(path + "/lock", "{\"lock_reason\":\"resolved\"}");
    client.get(path);
    client.delete(path + "/lock");
    workOnComments(client, path);
    client.get(ISSUES + "?state=all&sort=updated&direction=asc");
    client.delete(HERE + "/labels/x%20y");
  }

  private void workOnComments(GitHubFixture.Client client, String issue) {
    String id = client.post(issue + "/comments", "{\"body\":\"c\"}").json().get("id").asText();
    client.get(issue + "/comments");
    client.get(ISSUES + "/comments?sort=updated");
    client.get(ISSUES + "/comments/" + id);
    client.patch(ISSUES + "/comments/" + id, "{\"body\":\"d\"}");
    client.delete(ISSUES + "/comments/" + id);
  }

  private void callsThatAreRefused() {
    GitHubFixture.Client person = fixture.person(ADMIN);
    person.post(ISSUES, "{\"title\":\"\"}");
    person.post(ISSUES, "{\"title\":7}");
    person.post(ISSUES, "{");
    person.post(ISSUES + "/1/comments", "{\"body\":\"" + "x".repeat(70_000) + "\"}");
    person.get(ISSUES + "?sort=nonsense");
    person.get(ISSUES + "/4711");
    person.get(HERE + "/labels/none");
    person.get("/no/such/path");
    person.with("X-GitHub-Api-Version", "1999-01-01").get(ISSUES);
    person
        .with("If-None-Match", person.get(ISSUES + "/1").header("etag").orElseThrow())
        .get(ISSUES + "/1");
    fixture.person(READER).post(HERE + "/labels", "{\"name\":\"no\"}");
    fixture.anonymous().get(ISSUES);
    fixture
        .installation("{\"permissions\":{\"issues\":\"read\"}}")
        .post(ISSUES, "{\"title\":\"a\"}");
    fixture.app().get(ISSUES);
    fixture.app().post(INSTALLATION + "/access_tokens", "{\"repositories\":[\"none\"]}");
    fixture.app().post("/app/installations/1/access_tokens", "");
    for (int status : List.of(401, 403, 404, 410, 429)) {
      fixture.gitHub.faults(List.of(Fault.on("GET", "/issues/1$").answering(status)));
      person.get(ISSUES + "/1");
    }
    fixture.gitHub.faults(List.of());
  }

  private void callsThatChangeTheRepository() {
    GitHubFixture.Client person = fixture.person(ADMIN);
    fixture.gitHub.deleteIssue(REPO, 1);
    person.get(ISSUES + "/1");
    fixture.gitHub.transferIssue(REPO, 2, "tidewater/elsewhere", true);
    person.get(ISSUES + "/2");
    person.patch(ISSUES + "/2", "{\"title\":\"moved\"}");
    person.get("/repos/tidewater/elsewhere");
    person.patch(HERE, "{\"name\":\"renamed\"}");
    person.get(HERE);
    person.patch("/repos/tidewater/renamed", "{\"archived\":true}");
    person.post("/repos/tidewater/renamed/issues", "{\"title\":\"too late\"}");
    person.patch("/repos/tidewater/renamed", "{\"archived\":false,\"has_issues\":false}");
    person.post("/repos/tidewater/renamed/issues", "{\"title\":\"no issues\"}");
    fixture.gitHub.rules(fixture.gitHub.rules().with("{\"limits\":{\"requests_per_hour\":1}}"));
    person.get(ISSUES);
    fixture.gitHub.rules(
        fixture
            .gitHub
            .rules()
            .with("{\"limits\":{\"requests_per_hour\":5000,\"points_per_minute\":1}}"));
    person.get(ISSUES);
    fixture.pass(Duration.ofHours(2));
    fixture.gitHub.rules(fixture.gitHub.rules().with("{\"limits\":{\"points_per_minute\":900}}"));
    person.delete("/repos/tidewater/renamed");
  }

  // Proofs that the check can fail.

  @ParameterizedTest
  @CsvSource({
    "/user/login, remove",
    "/user/gravatar_id, 7",
    "/performed_via_github_app/owner, remove",
    "/performed_via_github_app/events, remove",
    "/title, null",
    "/number, \"1\"",
    "/created_at, \"yesterday\"",
    "/state_reason, \"bored\"",
    "/labels/0/made_up, true",
    "/made_up, 1"
  })
  void deviating_response_is_found(String pointer, String value) {
    GitHubFixture.Client app = fixture.installation();
    GitHubCall call =
        new GitHubCall("POST", ISSUES, Map.of("user-agent", "tests"), "{\"title\":\"a\"}");
    CallResponse response = app.post(ISSUES, "{\"title\":\"a\",\"labels\":[\"b\"]}");
    assertThat(check.deviations()).isEmpty();
    ObjectNode body = (ObjectNode) response.json();
    int slash = pointer.lastIndexOf('/');
    ObjectNode parent = (ObjectNode) body.at(pointer.substring(0, slash));
    String member = pointer.substring(slash + 1);
    if (value.equals("remove")) {
      parent.remove(member);
    } else {
      parent.set(member, Json.read(value, JsonNode.class));
    }

    check.response(call, new CallResponse(201, response.headers(), body.toString(), Duration.ZERO));
    assertThat(check.deviations()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST  | /repos/a/b/issues               | {\"body\":\"no title\"}",
        "POST  | /repos/a/b/issues               | {\"title\":\"a\",\"colour\":\"red\"}",
        "PATCH | /repos/a/b/issues/1             | {\"state\":\"shut\"}",
        "PATCH | /repos/a/b/issues/one           | {\"state\":\"closed\"}",
        "POST  | /repos/a/b/issues/1/comments    | {}",
        "GET   | /repos/a/b/issues?sort=nonsense | ",
        "GET   | /repos/a/b/issues?per_page=ten  | ",
        "GET   | /repos/a/b/issues?made_up=1     | ",
        "GET   | /repos/a/b/tissues              | ",
        "PUT   | /repos/a/b/issues               | {}"
      })
  void deviating_request_is_found(String method, String target, String body) {
    check.request(new GitHubCall(method, target, Map.of(), body == null ? "" : body));
    assertThat(check.deviations()).hasSize(1);
  }

  @Test
  void response_without_a_header_or_with_an_unknown_status_is_found() {
    GitHubCall call = new GitHubCall("GET", ISSUES, Map.of(), "");
    check.response(call, CallResponse.json(200, Json.mapper().createArrayNode()));
    check.response(call, Refusal.of(418, "I'm a teapot", Refusal.GENERAL).response());

    assertThat(check.deviations())
        .anyMatch(text -> text.contains("no ETag"))
        .anyMatch(text -> text.contains("no X-GitHub-Media-Type"))
        .anyMatch(text -> text.contains("no such status"));
  }
}
