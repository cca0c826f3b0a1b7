package org.pytorch.alerting.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ADMIN;
import static org.pytorch.alerting.fakegithub.GitHubFixture.REPO;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.fakegithub.GitHubFixture;
import org.pytorch.alerting.fakegithub.OpenApiCheck;
import org.pytorch.alerting.fakegithub.call.GitHubCall;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;

/** Compares the function's requests with GitHub's OpenAPI document. */
class RequestsMatchOpenApiTest {
  private final OpenApiCheck check = new OpenApiCheck();
  private final GitHubFixture fixture = new GitHubFixture();

  @Test
  void every_request_of_the_function_matches_the_document() {
    fixture.observe(
        (call, response) -> {
          if (!isByTheTest(call)) {
            check.request(call);
          }
          if (!response.isLost()) {
            check.response(call, response);
          }
        });
    FunctionOnGitHub function = new FunctionOnGitHub(fixture);
    FunctionOnGitHub.Alert alert = function.alert("queue-age");
    alert.attempt(AlertAction.CREATE);
    alert.attempt(AlertAction.COMMENT);
    alert.attemptChange(Priority.P3, "quay", ADMIN.login());
    alert.attempt(AlertAction.CLOSE);
    afterLostResponses(function);
    afterARename(function, alert);

    assertThat(check.deviations()).isEmpty();
    assertThat(check.requested())
        .contains(
            "GET /repos/{owner}/{repo}/installation",
            "POST /app/installations/{installation_id}/access_tokens",
            "GET /repos/{owner}/{repo}/issues",
            "POST /repos/{owner}/{repo}/issues",
            "GET /repos/{owner}/{repo}/issues/{issue_number}",
            "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
            "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
            "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
            "POST /repos/{owner}/{repo}/issues/{issue_number}/labels",
            "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}",
            "POST /repos/{owner}/{repo}/issues/{issue_number}/assignees",
            "PATCH /repos/{owner}/{repo}/labels/{name}");
  }

  private static boolean isByTheTest(GitHubCall call) {
    return call.header("user-agent").equals(Optional.of("tests"));
  }

  /** Loses the response to each action, so that the retry has to search. */
  private void afterLostResponses(FunctionOnGitHub function) {
    for (int i = 0; i < 40; i++) {
      fixture.person(ADMIN).open("someone else's");
      fixture.pass(Duration.ofSeconds(2));
    }
    FunctionOnGitHub.Alert alert = function.alert("lost");
    for (AlertAction action : List.of(AlertAction.CREATE, AlertAction.COMMENT, AlertAction.CLOSE)) {
      fixture.gitHub.faults(
          List.of(
              Fault.on("POST", "/issues$").dropping().afterCommit(),
              Fault.on("POST", "/comments$").dropping().afterCommit(),
              Fault.on("PATCH", "/issues/[0-9]+$").dropping().afterCommit()));
      alert.attemptsUntilDone(action, Duration.ofSeconds(30), 5);
      fixture.gitHub.faults(List.of());
    }
  }

  private void afterARename(FunctionOnGitHub function, FunctionOnGitHub.Alert alert) {
    fixture.person(ADMIN).patch("/repos/" + REPO, "{\"name\":\"renamed\"}");
    alert.attempt(AlertAction.CREATE);
    function.alert("after the rename").attempt(AlertAction.CREATE);
  }
}
