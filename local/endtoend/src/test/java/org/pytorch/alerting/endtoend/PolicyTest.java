package org.pytorch.alerting.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.endtoend.GrafanaAlerts.firing;
import static org.pytorch.alerting.endtoend.GrafanaAlerts.repeat;
import static org.pytorch.alerting.endtoend.GrafanaAlerts.resolved;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.pytorch.alerting.fakegithub.data.Comment;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.settings.Account;
import org.pytorch.alerting.stack.Project;
import org.pytorch.alerting.stack.StackOptions;
import org.pytorch.alerting.stack.Throughput;

/** Three teams in two organisations, with one App. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PolicyTest {
  private static final String POLICY =
      """
      {"version": 1,
       "defaults": {"repository": "acme/alerts", "team": "triage", "priority": "P3"},
       "routes": [
         {"name": "noise", "match": {"labels.env": "dev"}, "drop": true},
         {"name": "harbor", "match": {"team": "harbor"}, "repository": "acme/harbor",
          "assignees": ["olivia", "nobody-here"],
          "labels": ["area:alerting", {"name": "oncall", "color": "d73a4a"}]},
         {"name": "yard", "match": {"team": "yard"}, "repository": "tidewater/yard", "close": "never"}],
       "maintenance": [
         {"name": "always", "match": {"team": "dock"},
          "from": "2020-01-01T00:00:00Z", "to": "2999-01-01T00:00:00Z"}]}
      """;

  private Optional<RunningStack> started = Optional.empty();

  @BeforeAll
  void start(@TempDir Path folder) {
    try {
      Path policy = Files.writeString(folder.resolve("policy.json"), POLICY);
      started =
          Optional.of(
              new RunningStack(
                  StackOptions.quiet(Project.root())
                      .withThroughput(Throughput.UNHURRIED)
                      .withPolicy(Optional.of(policy))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  void close() {
    started.ifPresent(RunningStack::close);
  }

  @Test
  void each_team_gets_its_issues_in_its_repository_with_its_labels_and_people() {
    stack().sendAndAwait(firing("Harbor alert"));
    stack().sendAndAwait(ofTeam("yard", firing("Yard alert")));
    stack().sendAndAwait(ofTeam("quay", firing("Quay alert")));

    Issue harbor = only("acme/harbor", "Harbor alert");
    assertThat(harbor.labels())
        .containsExactly("area:alerting", "oncall", "Pri: P1", "Team: harbor", "Source: grafana");
    assertThat(harbor.assignees()).extracting(Account::login).containsExactly("olivia");
    assertThat(harbor.body().orElseThrow())
        .contains("The policy assigns `nobody-here`, whom GitHub does not let us assign here.")
        .contains("Why this came here")
        .contains("- **Route:** `harbor`");

    Issue yard = only("tidewater/yard", "Yard alert");
    assertThat(yard.labels()).contains("area:alerting", "Team: yard");
    assertThat(only("acme/alerts", "Quay alert").body().orElseThrow())
        .contains("none matched, so the policy's defaults hold");
  }

  @Test
  void issue_lives_on_where_it_was_opened() {
    stack().sendAndAwait(firing("Long-lived"));
    stack().sendAndAwait(repeat("Long-lived"));
    stack().sendAndAwait(resolved("Long-lived"));

    Issue issue = only("acme/harbor", "Long-lived");
    assertThat(issue.open()).isFalse();
    assertThat(comments("acme/harbor", issue)).hasSize(1);
  }

  @Test
  void issue_whose_route_never_closes_gets_its_resolve_as_a_comment_and_the_next_firing_too() {
    stack().sendAndAwait(ofTeam("yard", firing("Never closed")));
    stack().sendAndAwait(ofTeam("yard", resolved("Never closed")));
    stack()
        .sendAndAwait(ofTeam("yard", firing("Never closed").replace("2026-03-04", "2026-03-05")));

    Issue issue = only("tidewater/yard", "Never closed");
    assertThat(issue.open()).isTrue();
    assertThat(comments("tidewater/yard", issue))
        .hasSize(2)
        .satisfiesExactly(
            first -> assertThat(first).startsWith("Resolved after"),
            second -> assertThat(second).startsWith("Fires again since"));
    stack().awaitNoClaimPending();
  }

  @Test
  void dropped_alerts_and_those_in_maintenance_have_no_issue() {
    stack()
        .sendAndAwait(firing("Dropped").replace("\"queue\": \"berth-intake\"", "\"env\": \"dev\""));
    stack().sendAndAwait(ofTeam("dock", firing("Maintained")));

    assertThat(all("Dropped")).isEmpty();
    assertThat(all("Maintained")).isEmpty();
    stack().awaitDecided("Dropped", "SKIP_POLICY");
    stack().awaitDecided("Maintained", "SKIP_POLICY");
  }

  @Test
  void alert_without_team_and_priority_gets_the_policys() {
    stack().sendAndAwait(Project.payload("grafana/missing-team-and-priority.json"));

    Issue issue = only("acme/alerts", "Disk nearly full");
    assertThat(issue.title()).startsWith("[P3] Disk nearly full");
    assertThat(issue.labels()).contains("Pri: P3", "Team: triage");
  }

  @Test
  void sender_is_not_warned_of_what_the_policy_adds() {
    WebhookPost webhook = new WebhookPost(stack().stack().description());
    String unlabelled = Project.payload("grafana/missing-team-and-priority.json");
    webhook.response(unlabelled, true);

    // The first request may have no time for warnings.
    HttpResponse<String> response = webhook.response(unlabelled, true);

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).doesNotContain("warnings");
  }

  private RunningStack stack() {
    return started.orElseThrow();
  }

  private static String ofTeam(String team, String payload) {
    return payload.replace("\"harbor\"", '"' + team + '"');
  }

  private Issue only(String repository, String title) {
    assertThat(all(title)).hasSize(1);
    return issues(repository, title).getFirst();
  }

  private List<Issue> all(String title) {
    return List.of("acme/alerts", "acme/harbor", "tidewater/yard").stream()
        .flatMap(repository -> issues(repository, title).stream())
        .toList();
  }

  private List<Issue> issues(String repository, String title) {
    return stack().gitHub().issues(repository).stream()
        .filter(issue -> issue.title().contains(title))
        .toList();
  }

  private List<String> comments(String repository, Issue issue) {
    return stack().gitHub().comments(repository, issue.number()).stream()
        .map(Comment::body)
        .toList();
  }
}
