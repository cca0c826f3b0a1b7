package org.pytorch.alerting.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.settings.Account;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.github.issue.IssueDraft;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.render.GitHubLinks;
import org.pytorch.alerting.github.render.IssueText;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.json.PackedPayload;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.runtime.RecordedLog;

/** What the policy changes about an issue, and what GitHub does not take of it. */
class PolicyIssuesTest {
  private static final String POST_ISSUE = "POST /repos/tidewater/alerts/issues";

  private final VirtualTime time = new VirtualTime();
  private final TestGitHub github = new TestGitHub(time);
  private final RecordedLog log = new RecordedLog();
  private final GitHubHandler handler =
      new GitHubHandler(
          new GitHubHandler.Wiring(
              log.host(Map.of("GITHUB_APP_SECRET_ID", "alerts/app"), time),
              github::transport,
              () -> _ -> Optional.of(TestKeys.secret()),
              time));

  @Test
  void issue_has_the_policys_labels_with_their_colors_and_its_people() {
    handler.handle(
        create(
            """
            {"route": "harbor", "labels": ["Area:Alerting", {"name": "oncall", "color": "d73a4a"}, "plain"],
             "assignees": ["quay-person"]}
            """));

    Issue issue = github.issue(1);
    assertThat(issue.labels())
        .containsExactly(
            "area:alerting", "oncall", "plain", "Pri: P1", "Team: harbor", "Source: grafana");
    assertThat(issue.assignees()).extracting(Account::login).containsExactly("quay-person");
    assertThat(github.label("oncall"))
        .isEqualTo(Map.of("color", "d73a4a", "description", "Set by the alert policy"));
    assertThat(github.label("plain"))
        .isEqualTo(Map.of("color", "ededed", "description", "Set by the alert policy"));
    assertThat(log.text())
        .contains("\"route\":\"harbor\"")
        .contains("\"repository\":\"tidewater/alerts\"");
  }

  @Test
  void labels_of_a_route_replace_the_default_one() {
    handler.handle(create("{\"route\": \"harbor\", \"labels\": []}"));

    assertThat(github.issue(1).labels())
        .containsExactly("Pri: P1", "Team: harbor", "Source: grafana");
  }

  @Test
  void person_who_cannot_be_assigned_does_not_cost_the_issue_and_is_named_in_it() {
    handler.handle(
        create("{\"route\": \"a\", \"assignees\": [\"quay-person\", \"gone\", \"away\"]}"));

    assertThat(github.issues()).hasSize(1);
    assertThat(github.issue(1).assignees())
        .extracting(Account::login)
        .containsExactly("quay-person");
    assertThat(github.bodyOf(1))
        .contains("> The policy assigns `gone`, whom GitHub does not let us assign here.")
        .contains("> The policy assigns `away`, whom GitHub does not let us assign here.");
    assertThat(github.requests()).containsExactly(POST_ISSUE, POST_ISSUE, POST_ISSUE);
  }

  @Test
  void person_whom_github_drops_silently_is_named_in_the_issue() {
    github.respondTo(
        POST_ISSUE,
        201,
        Map.of(),
        """
        {"number": 1, "state": "open", "locked": false, "created_at": "2026-03-04T07:13:02Z",
         "updated_at": "2026-03-04T07:13:02Z", "title": "a", "body": "b", "comments": 0,
         "labels": [{"name": "area:alerting"}], "assignees": [],
         "user": {"login": "tidewater-alerts[bot]", "type": "Bot"}}
        """);

    handler.handle(create("{\"route\": \"a\", \"assignees\": [\"quay-person\"]}"));

    assertThat(github.requests()).endsWith("PATCH /repos/tidewater/alerts/issues/1");
    assertThat(log.text()).contains("GitHub did not assign everybody that the policy names");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [{"resource": "Issue", "field": "labels", "code": "invalid", "value": "oncall"}]
          [{"resource": "Label", "field": "name", "code": "invalid", "value": "oncall"}]
          [{"resource": "Issue", "field": "labels", "code": "custom", "message": "too many"}]
          [{"resource": "Issue", "field": "assignees", "code": "invalid", "value": ["quay-person"]}]
          """)
  void what_github_does_not_take_never_costs_the_issue(String errors) {
    github.respondTo(
        POST_ISSUE,
        422,
        Map.of(),
        "{\"message\": \"Validation Failed\", \"errors\": " + errors + "}");

    Outcome outcome =
        handler.handle(
            create(
                "{\"route\": \"a\", \"labels\": [\"oncall\"], \"assignees\": [\"quay-person\"]}"));

    assertThat(outcome.result()).isEqualTo(Outcome.Result.DONE);
    assertThat(github.issues()).hasSize(1);
  }

  @Test
  void other_invalid_content_is_refused_as_before() {
    github.respondTo(
        POST_ISSUE,
        422,
        Map.of(),
        """
        {"message": "Validation Failed", "errors": [{"resource": "Issue", "field": "body", "code": "custom"}]}
        """);

    assertThatThrownBy(() -> handler.handle(create("{\"route\": \"a\", \"assignees\": [\"x\"]}")))
        .isInstanceOf(GitHubRejectedException.class);
  }

  @Test
  void repository_without_the_app_is_a_permanent_refusal_that_names_it() {
    ActionRequest elsewhere =
        in(
            "elsewhere/alerts",
            create("{\"route\": \"harbor\", \"repository\": \"elsewhere/alerts\"}"));

    assertThatThrownBy(() -> handler.handle(elsewhere))
        .isInstanceOf(GitHubRejectedException.class)
        .hasMessageContaining("GET /repos/elsewhere/alerts/installation returned 404")
        .hasMessageContaining("install the App on elsewhere/alerts")
        .hasMessageContaining("the policy's route \"harbor\" chose elsewhere/alerts");
    assertThatThrownBy(
            () -> handler.handle(in("elsewhere/alerts", TestAlerts.first(AlertAction.CREATE))))
        .as("without a policy, all alerts are affected, and they wait for an operator")
        .isInstanceOf(GitHubAccessException.class);

    assertThat(handler.handle(create("{\"route\": \"yard\"}")).result())
        .as("other repositories are untouched")
        .isEqualTo(Outcome.Result.DONE);
  }

  @Test
  void former_issue_in_a_repository_without_the_app_does_not_cost_the_new_one() {
    ActionRequest create = create("{\"route\": \"yard\"}");
    ActionRequest moved =
        create.withDecision(
            create.decision().withFormerIssue(Optional.of(new IssueRef("elsewhere/alerts", 9))));

    assertThat(handler.handle(moved).issue()).contains(new IssueRef(TestAlerts.REPO, 1));
  }

  @Test
  void resolve_whose_route_never_closes_is_a_comment() {
    handler.handle(TestAlerts.first(AlertAction.CREATE));
    AlertEvent resolved = TestAlerts.firing().state(AlertState.RESOLVED).build();

    handler.handle(
        TestAlerts.request(
            AlertAction.COMMENT, resolved, Optional.of(new IssueRef(TestAlerts.REPO, 1))));

    assertThat(github.issue(1).open()).isTrue();
    assertThat(github.commentsOn(1)).singleElement().asString().startsWith("Resolved at");
  }

  @Test
  void resolve_whose_route_never_closes_does_not_reopen_what_a_bot_closed() {
    handler.handle(TestAlerts.first(AlertAction.CREATE));
    github.close(TestGitHub.BOT, 1);
    AlertEvent resolved = TestAlerts.firing().state(AlertState.RESOLVED).build();

    handler.handle(
        TestAlerts.request(
            AlertAction.COMMENT, resolved, Optional.of(new IssueRef(TestAlerts.REPO, 1))));

    assertThat(github.issue(1).open()).isFalse();
  }

  @Test
  void body_says_why_the_alert_came_here_and_nothing_of_it_without_a_policy() {
    assertThat(draft(create("{\"route\": \"harbor\"}")).body())
        .contains("<summary>Why this came here</summary>")
        .contains("- **Route:** `harbor`")
        .contains("- **Repository:** `tidewater/alerts`")
        .contains("- **Decision:** test");
    assertThat(draft(TestAlerts.first(AlertAction.CREATE)).body()).doesNotContain("Why this came");
  }

  @Test
  void largest_body_has_room_for_the_note_about_assignees() {
    String huge =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "\"k" + i + "\": " + i)
            .collect(Collectors.joining(","));
    IssueDraft draft =
        draft(
            TestAlerts.withPackedPayload(
                create("{\"route\": \"harbor\", \"assignees\": [\"a\"]}"),
                PackedPayload.pack(Json.read("{" + huge + "}", JsonNode.class))));

    assertThat(draft.withoutAssignees(List.of("a".repeat(39))).body().length())
        .isBetween(60_000, 65_536);
  }

  private static IssueDraft draft(ActionRequest request) {
    return new IssueText(IssueText.Settings.of(GitHubLinks.ofApi(GitHubSettings.PUBLIC_API)))
        .draft(request, Marker.ofIssue(request.decision().fingerprint(), 1));
  }

  private static ActionRequest create(String routing) {
    return TestAlerts.request(
        AlertAction.CREATE,
        TestAlerts.firing().routing(Optional.of(Json.read(routing, Routing.class))).build(),
        Optional.empty());
  }

  private static ActionRequest in(String repository, ActionRequest request) {
    return request.withDecision(
        request.decision().withClaim(request.claim().with().repository(repository).build()));
  }
}
