package org.pytorch.alerting.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.endtoend.GrafanaAlerts.firing;
import static org.pytorch.alerting.endtoend.GrafanaAlerts.firingNextDay;
import static org.pytorch.alerting.endtoend.GrafanaAlerts.repeat;
import static org.pytorch.alerting.endtoend.GrafanaAlerts.resolved;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.stack.Project;
import org.pytorch.alerting.stack.StackDescription;

/** Alerts from firing to resolved on the running stack: one issue per firing episode. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LifecycleTest {
  private final RunningStack stack = new RunningStack();

  @AfterAll
  void close() {
    stack.close();
  }

  @Test
  void firing_opens_an_issue_repeat_is_counted_resolved_closes_and_next_firing_reopens_it() {
    stack.sendAndAwait(firing("Lifecycle"));
    assertThat(stack.issues("Lifecycle")).singleElement().satisfies(LifecycleTest::isOpen);

    stack.sendAndAwait(repeat("Lifecycle"));
    assertThat(stack.comments(stack.issues("Lifecycle").getFirst())).isEmpty();

    stack.sendAndAwait(resolved("Lifecycle"));
    assertThat(stack.issues("Lifecycle")).singleElement().satisfies(LifecycleTest::isClosed);

    stack.sendAndAwait(firingNextDay("Lifecycle"));
    assertThat(stack.issues("Lifecycle"))
        .singleElement()
        .satisfies(
            issue -> {
              isOpen(issue);
              assertThat(stack.comments(issue)).hasSize(2);
            });
    stack.awaitNoClaimPending();
  }

  @Test
  void issue_has_the_labels_and_the_title_of_its_alert() {
    stack.sendAndAwait(firing("Labelled"));

    assertThat(stack.issues("Labelled"))
        .singleElement()
        .satisfies(
            issue -> {
              assertThat(issue.title())
                  .isEqualTo("[P1] Labelled: queue=berth-intake, region=eu-north-1");
              assertThat(issue.labels())
                  .contains("area:alerting", "Pri: P1", "Team: harbor", "Source: grafana");
            });
  }

  @Test
  void group_of_three_opens_three_issues_and_one_that_resolves_closes_only_its_own() {
    stack.sendAndAwait(Project.payload("grafana/group-of-three.json"));
    assertThat(stack.issues("Queue age too high")).hasSize(3).allSatisfy(LifecycleTest::isOpen);

    stack.sendAndAwait(Project.payload("grafana/group-of-three-one-resolved.json"));

    assertThat(stack.issues("Queue age too high"))
        .hasSize(3)
        .filteredOn(issue -> !issue.status().open())
        .singleElement()
        .satisfies(issue -> assertThat(issue.title()).startsWith("[P2]"));
  }

  @Test
  void cloudwatch_alarm_opens_and_closes_an_issue() {
    stack.sendAndAwait(Project.payload("cloudwatch/metric-alarm.json"));
    assertThat(stack.issues("harbor-berth-queue-age"))
        .singleElement()
        .satisfies(LifecycleTest::isOpen);

    stack.sendAndAwait(Project.payload("cloudwatch/insufficient-data.json"));
    assertThat(stack.issues("harbor-berth-queue-age"))
        .singleElement()
        .satisfies(LifecycleTest::isOpen);

    stack.sendAndAwait(Project.payload("cloudwatch/metric-ok.json"));
    assertThat(stack.issues("harbor-berth-queue-age"))
        .singleElement()
        .satisfies(LifecycleTest::isClosed);
  }

  @Test
  void firing_sent_before_its_resolve_and_delivered_after_it_opens_no_issue() {
    Instant saidAt = Instant.parse("2026-03-04T07:20:00Z");
    stack.sendAndAwait(resolved("Backwards"));
    stack.awaitHandled(stack.sendRedriven(firing("Backwards"), saidAt));

    assertThat(stack.issues("Backwards")).isEmpty();
  }

  @Test
  void issue_that_a_person_closes_is_left_alone_until_the_next_episode() throws Exception {
    stack.sendAndAwait(firing("By hand"));
    closeAsPerson(stack.issues("By hand").getFirst());

    stack.sendAndAwait(repeat("By hand"));
    stack.sendAndAwait(repeat("By hand"));
    stack.sendAndAwait(resolved("By hand"));

    assertThat(stack.issues("By hand"))
        .singleElement()
        .satisfies(
            issue -> {
              isClosed(issue);
              assertThat(stack.comments(issue)).isEmpty();
            });
    stack.sendAndAwait(firingNextDay("By hand"));
    assertThat(stack.issues("By hand")).hasSize(2).last().satisfies(LifecycleTest::isOpen);
  }

  private static void isOpen(Issue issue) {
    assertThat(issue.status().open()).as(issue.title()).isTrue();
  }

  private static void isClosed(Issue issue) {
    assertThat(issue.status().open()).as(issue.title()).isFalse();
  }

  private void closeAsPerson(Issue issue) throws Exception {
    StackDescription.GitHub gitHub = stack.stack().description().github();
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "%s/repos/%s/issues/%d"
                        .formatted(gitHub.endpoint(), gitHub.repo(), issue.number())))
            .header("authorization", "Bearer " + gitHub.personToken().orElseThrow())
            .header("user-agent", "olivia's browser")
            .method("PATCH", BodyPublishers.ofString("{\"state\":\"closed\"}"))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }
}
