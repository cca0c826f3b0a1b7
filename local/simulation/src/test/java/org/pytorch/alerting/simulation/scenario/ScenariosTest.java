package org.pytorch.alerting.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.fakegithub.RsaKeys;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.simulation.planted.ListsOnly;
import org.pytorch.alerting.simulation.virtual.StoreFaults;
import org.pytorch.alerting.simulation.virtual.VirtualPipeline;
import org.pytorch.alerting.simulation.virtual.Wiring;
import org.pytorch.alerting.simulation.world.SimulatedAlert;
import org.pytorch.alerting.starter.workflow.WorkflowResult;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Faults one by one: each test is a row of the table in {@code docs/RELIABILITY.md}. */
final class ScenariosTest {
  private static final String CREATE = "/issues$";
  private static final String COMMENT = "/comments$";

  @Test
  @Scenario(
      row = 10,
      given = "The same message is delivered twice",
      then = "One issue, no comment: the second delivery is recognised by its event id.")
  void same_message_twice() {
    Scene scene = new Scene();
    String[] id = new String[1];
    scene.atMinute(0, () -> id[0] = scene.fires(1));
    scene.atMinute(5, () -> scene.pipeline().queue().redeliver(id[0]));
    scene.run();
    scene.expectOneIssue(1, true, 0);
  }

  @Test
  @Scenario(
      row = 11,
      given = "Two processes work on the same message at once",
      then = "One has the claim; the other waits and finds the event handled. One issue.")
  void two_processes_at_once() {
    deliveriesAtOnce(2);
  }

  @Test
  @Scenario(
      row = 12,
      given = "Five processes work on the same message at once",
      then = "As with two: one issue, no comment.")
  void five_processes_at_once() {
    deliveriesAtOnce(5);
  }

  private static void deliveriesAtOnce(int processes) {
    Scene scene = new Scene();
    scene.pipeline().starter().batchesAtATime(processes);
    String[] id = new String[1];
    scene.at(Duration.ZERO, () -> id[0] = scene.fires(1));
    for (int i = 1; i < processes; i++) {
      scene.at(Duration.ofMillis(i * 13L), () -> scene.pipeline().queue().redeliver(id[0]));
    }
    scene.run();
    assertThat(scene.pipeline().starter().executions()).isGreaterThanOrEqualTo(processes);
    scene.expectOneIssue(1, true, 0);
  }

  @Test
  @Scenario(
      row = 20,
      given = "GitHub returns 500 to a create, a comment and a close, twice each",
      then = "Each is retried after a search for its effect: one issue, closed.")
  void server_errors() {
    Scene scene = new Scene();
    scene.faults(
        Fault.on("POST", CREATE).answering(500).times(2),
        Fault.on("POST", COMMENT).answering(500).times(2),
        Fault.on("PATCH", "/issues/\\d+$").answering(500).times(2));
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(20, () -> scene.repeats(1));
    scene.atMinute(40, () -> scene.resolves(1));
    scene.run();
    scene.expectOneIssue(1, false, 2);
  }

  @Test
  @Scenario(
      row = 21,
      given = "GitHub creates the issue, but the response is lost, five times",
      then = "The retry finds the issue by its marker. One issue.")
  void response_to_the_create_is_lost() {
    Scene scene = new Scene();
    scene.faults(Fault.on("POST", CREATE).dropping().afterCommit().times(5));
    scene.atMinute(0, () -> scene.fires(1));
    scene.run();
    scene.expectOneIssue(1, true, 0);
  }

  @Test
  @Scenario(
      row = 22,
      given = "The process dies after the create, before it is recorded, four times",
      then =
          "Its lease blocks other executions for 5 min; then the redelivery finds the issue."
              + " One issue.")
  void crash_after_the_create() {
    AtomicInteger deaths = new AtomicInteger();
    Scene scene =
        new Scene(
            new Wiring()
                .observer(
                    (execution, event) -> {
                      if (event.type().equals("TaskStateExited")
                          && event.details().path("name").asText().equals("Create issue")
                          && deaths.getAndIncrement() < 4) {
                        execution.abort();
                      }
                    }));
    scene.atMinute(0, () -> scene.fires(1));
    scene.run();
    assertThat(deaths.get()).isEqualTo(5);
    scene.expectOneIssue(1, true, 0);
  }

  @Test
  @Scenario(
      row = 23,
      given = "GitHub is down for 1 h while 40 alerts fire",
      then = "Messages are redelivered until GitHub is back: 40 issues, no duplicates.")
  void github_down_for_an_hour() {
    Scene scene = outage(40, Duration.ofHours(1));
    IntStream.range(0, 40).forEach(alert -> scene.expectOneIssue(alert, true, 0));
  }

  @Test
  @Scenario(
      row = 24,
      given = "GitHub is down for 4 h while 40 alerts fire",
      then = "The same: 20 deliveries take at least 4 h 45 min. 40 issues, no duplicates.")
  void github_down_for_four_hours() {
    Scene scene = outage(40, Duration.ofHours(4));
    IntStream.range(0, 40).forEach(alert -> scene.expectOneIssue(alert, true, 0));
  }

  @Test
  @Scenario(
      row = 25,
      given = "GitHub is down for 7 h while 10 alerts fire",
      then =
          "After 20 deliveries a message goes to the dead-letter queue and an alarm is"
              + " raised. A redrive after the outage opens the issues: 10 issues, no duplicates.")
  void github_down_for_seven_hours() {
    Scene scene = outage(10, Duration.ofHours(7));
    assertThat(scene.pipeline().queue().deadLetters())
        .hasSize(10)
        .allMatch(letter -> letter.exhausted());
    assertThat(scene.pipeline().issues()).isEmpty();

    scene.redrive();
    for (int alert = 0; alert < 10; alert++) {
      assertThat(scene.issuesOf(alert)).as("alert %d", alert).hasSize(1);
    }
    assertThat(scene.pipeline().queue().isEmpty()).isTrue();
    scene.expectNothingPending();
  }

  private static Scene outage(int alerts, Duration length) {
    Scene scene = new Scene();
    scene.gitHubIsDown();
    for (int i = 0; i < alerts; i++) {
      int alert = i;
      scene.at(Duration.ofSeconds(20L * i), () -> scene.fires(alert));
    }
    scene.at(length, scene::clearFaults);
    scene.run();
    return scene;
  }

  @Test
  @Scenario(
      row = 26,
      given = "GitHub rate-limits and asks to wait 60 s (Retry-After)",
      then = "Nothing is sent for 60 s; then one issue is opened.")
  void rate_limit() {
    Scene scene = new Scene();
    scene.faults(Fault.on("POST", CREATE).answering(429, Map.of("retry-after", "60")));
    scene.atMinute(0, () -> scene.fires(1));
    scene.run();
    scene.expectOneIssue(1, true, 0);
    Instant limited = requestTimes(scene, 429).getFirst();
    assertThat(requestTimes(scene, 201).getLast()).isAfterOrEqualTo(limited.plusSeconds(60));
  }

  private static List<Instant> requestTimes(Scene scene, int status) {
    return scene.pipeline().gitHub().requests().stream()
        .filter(request -> request.status() == status)
        .map(request -> request.time())
        .toList();
  }

  @Test
  @Scenario(
      row = 27,
      given = "The App's token is revoked",
      then = "A new token is fetched and the call is repeated, with no visible effect.")
  void token_revoked() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(5, () -> scene.pipeline().gitHub().revokeInstallationTokens());
    scene.atMinute(5, () -> scene.repeats(1));
    scene.run();
    scene.expectOneIssue(1, true, 1);
  }

  @Test
  @Scenario(
      row = 28,
      given = "The App's key is rotated: the old key is deleted, the new one is in the secret",
      then = "On the 401 the function reads the secret again, with no visible effect.")
  void secret_rotated() {
    KeyPair keys = RsaKeys.of(2);
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(
        2,
        () -> {
          scene.pipeline().gitHub().appKeys(List.of(keys.getPublic()));
          scene.pipeline().gitHub().revokeInstallationTokens();
          scene.pipeline().secret(Optional.of(VirtualPipeline.secretOf(keys)));
        });
    scene.atMinute(3, () -> scene.resolves(1));
    scene.run();
    scene.expectOneIssue(1, false, 1);
  }

  @Test
  @Scenario(
      row = 29,
      given = "A create takes effect but gets no response, three times",
      then = "Each attempt ends within 25 s; the retry finds the issue. One issue.")
  void github_never_responds() {
    Scene scene = new Scene();
    scene.faults(Fault.on("POST", CREATE).delayed(Duration.ofMinutes(10)).times(3));
    scene.atMinute(0, () -> scene.fires(1));
    scene.run();
    scene.expectOneIssue(1, true, 0);
  }

  @Test
  @Scenario(
      row = 30,
      given =
          "GitHub's lists lag by 60 s, and the responses to a create, a comment and a close"
              + " are lost",
      then =
          "The retry reads issue numbers that no list shows yet, and waits until the list has"
              + " all comments that the issue counts. One issue, two comments.")
  void lists_lag() {
    Scene scene = laggingLists(new Wiring());
    scene.run();
    scene.expectOneIssue(1, false, 2);
  }

  @Test
  @Scenario(
      row = 31,
      given = "The same, and for a while GitHub does not find the issue by its number either",
      then = "A second issue is opened; the next message closes the newer one as a duplicate.")
  void duplicate_is_closed() {
    Scene scene = laggingLists(new Wiring().transport(ListsOnly::new));
    scene.run();
    assertThat(scene.issuesOf(1)).hasSize(2).noneMatch(Issue::open);
    assertThat(scene.issuesOf(1).get(0).status().reason()).contains("completed");
    assertThat(scene.issuesOf(1).get(1).status().reason()).contains("duplicate");
    scene.expectAtRest();
  }

  private static Scene laggingLists(Wiring wiring) {
    Scene scene = new Scene(wiring);
    scene.pipeline().gitHub().rules(scene.pipeline().gitHub().rules().with("{\"list_lag_s\": 60}"));
    scene.atMinute(
        0,
        () -> {
          scene.faults(Fault.on("POST", CREATE).dropping().afterCommit());
          scene.fires(1);
        });
    scene.atMinute(
        20,
        () -> {
          scene.faults(Fault.on("POST", COMMENT).dropping().afterCommit());
          scene.repeats(1);
        });
    scene.atMinute(
        40,
        () -> {
          scene.faults(Fault.on("PATCH", "/issues/\\d+$").dropping().afterCommit());
          scene.resolves(1);
        });
    return scene;
  }

  @Test
  @Scenario(
      row = 34,
      given = "A person deletes the issue (410)",
      then = "The episode is left alone; the next episode gets its own issue.")
  void issue_deleted() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(5, () -> scene.pipeline().gitHub().deleteIssue(VirtualPipeline.REPO, 1));
    scene.atMinute(10, () -> scene.repeats(1));
    scene.atMinute(20, () -> scene.resolves(1));
    scene.atMinute(30, () -> scene.fires(1));
    scene.run();
    scene.expectOneIssue(1, true, 0);
  }

  @Test
  @Scenario(
      row = 35,
      given = "A person transfers the issue to another repository (301)",
      then = "The issue is left alone there; the next episode gets its own issue here.")
  void issue_transferred() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(
        5,
        () -> scene.pipeline().gitHub().transferIssue(VirtualPipeline.REPO, 1, "acme/other", true));
    scene.atMinute(10, () -> scene.repeats(1));
    scene.atMinute(20, () -> scene.resolves(1));
    scene.atMinute(30, () -> scene.fires(1));
    scene.run();
    assertThat(scene.pipeline().gitHub().comments("acme/other", 1)).isEmpty();
    scene.expectOneIssue(1, true, 0);
  }

  @Test
  @Scenario(
      row = 36,
      given = "The issue has reached GitHub's limit of comments (403, for good)",
      then =
          "The comment is dropped with a note in the log; the issue is still closed at the"
              + " end.")
  void comment_cap() {
    Scene scene = new Scene();
    scene
        .pipeline()
        .gitHub()
        .rules(scene.pipeline().gitHub().rules().with("{\"comments_per_issue_max\": 1}"));
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(10, () -> scene.repeats(1));
    scene.atMinute(20, () -> scene.repeats(1));
    scene.atMinute(30, () -> scene.resolves(1));
    scene.run();
    scene.expectOneIssue(1, false, 1);
  }

  @Test
  @Scenario(
      row = 37,
      given = "A person locks the issue",
      then = "The same: GitHub refuses our comments (403), and the issue is closed at the end.")
  void issue_locked() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(5, () -> scene.personLocks(1));
    scene.atMinute(10, () -> scene.repeats(1));
    scene.atMinute(20, () -> scene.resolves(1));
    scene.run();
    scene.expectOneIssue(1, false, 0);
  }

  @Test
  @Scenario(
      row = 40,
      given = "DynamoDB is down for 30 min",
      then = "Nothing is posted during the outage; then one issue.")
  void dynamo_down() {
    withStoreFaults(Duration.ofMinutes(30), _ -> StoreFaults.Kind.FAILED);
  }

  @Test
  @Scenario(
      row = 41,
      given = "Only DynamoDB writes fail for 30 min",
      then = "The same: without a claim nothing is posted; then one issue.")
  void dynamo_writes_down() {
    withStoreFaults(
        Duration.ofMinutes(30), write -> write ? StoreFaults.Kind.FAILED : StoreFaults.Kind.NONE);
  }

  @Test
  @Scenario(
      row = 42,
      given = "One DynamoDB read fails",
      then = "The step is retried within the execution; one delivery is enough.")
  void one_failed_read() {
    AtomicInteger reads = new AtomicInteger();
    Scene scene =
        withStoreFaults(
            Duration.ofMinutes(30),
            write ->
                !write && reads.getAndIncrement() == 0
                    ? StoreFaults.Kind.FAILED
                    : StoreFaults.Kind.NONE);
    assertThat(scene.pipeline().starter().executions()).isEqualTo(1);
  }

  @Test
  @Scenario(
      row = 43,
      given = "DynamoDB throttles two of three calls for 30 min",
      then = "Processing takes longer; one issue.")
  void dynamo_throttles() {
    AtomicInteger calls = new AtomicInteger();
    withStoreFaults(
        Duration.ofMinutes(30),
        _ -> calls.getAndIncrement() % 3 == 0 ? StoreFaults.Kind.NONE : StoreFaults.Kind.THROTTLED);
  }

  @Test
  @Scenario(
      row = 44,
      given = "The response to every DynamoDB write is lost for 10 min",
      then = "Each retry recognises its own write; one issue.")
  void dynamo_responses_lost() {
    withStoreFaults(
        Duration.ofMinutes(10),
        write -> write ? StoreFaults.Kind.RESPONSE_LOST : StoreFaults.Kind.NONE);
  }

  private static Scene withStoreFaults(Duration length, StoreFaults faults) {
    Scene scene = new Scene();
    scene.pipeline().dynamoDb().faults(faults);
    scene.atMinute(0, () -> scene.fires(1));
    scene.at(length, () -> scene.pipeline().dynamoDb().faults(StoreFaults.NONE));
    scene.run();
    scene.expectOneIssue(1, true, 0);
    return scene;
  }

  @Test
  @Scenario(
      row = 45,
      given = "The row was written by an older version, without version and event ids",
      then = "The row is read with that version's meaning and upgraded: the issue is closed.")
  void row_of_an_older_version() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(
        5,
        () -> {
          Map<String, AttributeValue> row =
              new HashMap<>(scene.pipeline().dynamoDb().rows().getFirst());
          List.of("version", "schema_version", "recent_event_ids", "teams", "first_seen_at")
              .forEach(row::remove);
          scene.pipeline().dynamoDb().put(row);
        });
    scene.atMinute(10, () -> scene.resolves(1));
    scene.run();
    scene.expectOneIssue(1, false, 1);
    assertThat(scene.pipeline().dynamoDb().rows().getFirst()).containsKey("version");
  }

  @Test
  @Scenario(
      row = 50,
      given = "The RESOLVED arrives first, the older FIRING later",
      then = "The RESOLVED is remembered and the FIRING is skipped as stale: no issue.")
  void resolved_first() {
    AtomicInteger messages = new AtomicInteger();
    Scene scene =
        new Scene(
            new Wiring()
                .workflows(
                    workflows ->
                        execution ->
                            messages.getAndIncrement() == 0
                                ? CompletableFuture.completedFuture(
                                    new WorkflowResult.Unanswered("lost", Optional.empty()))
                                : workflows.start(execution)));
    scene.atMinute(0, () -> scene.fires(1));
    scene.at(Duration.ofSeconds(5), () -> scene.resolves(1));
    scene.run();
    assertThat(scene.pipeline().issues()).isEmpty();
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 51,
      given = "A copy of the FIRING is sent after the RESOLVED, and another RESOLVED follows",
      then =
          "The copy waits for the reorder window of 2 min and is stale by then: the issue"
              + " stays closed.")
  void late_copy_is_stale() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(10, () -> scene.resolves(1));
    scene.atMinute(11, () -> scene.repeats(1));
    scene.atMinute(12, () -> scene.resolves(1));
    scene.run();
    scene.expectOneIssue(1, false, 1);
  }

  @Test
  @Scenario(
      row = 52,
      given = "The FIRING's message is redelivered after the RESOLVED",
      then = "It is recognised by its event id: the issue stays closed.")
  void firing_redelivered_after_resolved() {
    Scene scene = new Scene();
    String[] id = new String[1];
    scene.atMinute(0, () -> id[0] = scene.fires(1));
    scene.atMinute(10, () -> scene.resolves(1));
    scene.atMinute(11, () -> scene.pipeline().queue().redeliver(id[0]));
    scene.run();
    scene.expectOneIssue(1, false, 1);
  }

  @Test
  @Scenario(
      row = 53,
      given = "In a group of three, one alert is incomplete (no priority)",
      then =
          "The other two get their issues; only the incomplete one is quarantined, with a"
              + " diagnosis for its sender.")
  void group_with_an_incomplete_alert() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.send(scene.firing(1), Scene.incomplete(2), scene.firing(3)));
    scene.run();
    assertThat(scene.issuesOf(1)).hasSize(1);
    assertThat(scene.issuesOf(3)).hasSize(1);
    assertThat(scene.pipeline().issues()).hasSize(2);
    assertThat(scene.pipeline().queue().deadLetters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.attributes().get("diagnosis")).contains("priority"));
    scene.expectNothingPending();
  }

  @Test
  @Scenario(
      row = 54,
      given = "A group of three fires; later one of them resolves",
      then = "Three issues; one is closed, the other two get a comment.")
  void group_where_one_resolves() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.send(scene.firing(1), scene.firing(2), scene.firing(3)));
    scene.atMinute(10, () -> scene.send(scene.repeated(1), scene.resolved(2), scene.repeated(3)));
    scene.run();
    scene.expectOneIssue(1, true, 1);
    scene.expectOneIssue(2, false, 1);
    scene.expectOneIssue(3, true, 1);
  }

  @Test
  @Scenario(
      row = 55,
      given = "The same alert is twice in one message",
      then = "One issue; the second one is a repeat and becomes a comment.")
  void same_alert_twice_in_one_message() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.send(scene.firing(1), scene.firing(1)));
    scene.run();
    scene.expectOneIssue(1, true, 1);
  }

  @Test
  @Scenario(
      row = 56,
      given = "One message has a FIRING and a RESOLVED of the same alert",
      then = "The newer state wins, whatever their order: no issue is left open.")
  void firing_and_resolved_in_one_message() {
    Scene scene = new Scene();
    Instant begun = VirtualPipeline.START;
    scene.atMinute(5, () -> scene.send(Scene.report(1, true, begun), scene.resolved(1)));
    scene.run();
    assertThat(scene.issuesOf(1)).hasSizeLessThanOrEqualTo(1).noneMatch(Issue::open);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 57,
      given = "The rule is renamed while the alert is open",
      then = "The alert keeps its identity: a comment on the same issue, which keeps its title.")
  void rule_renamed() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(
        10,
        () ->
            scene
                .pipeline()
                .send(
                    SimulatedAlert.payload(List.of(scene.repeated(1)))
                        .replace("Alert 1", "Renamed")));
    scene.atMinute(
        20,
        () ->
            scene
                .pipeline()
                .send(
                    SimulatedAlert.payload(List.of(scene.resolved(1)))
                        .replace("Alert 1", "Renamed")));
    scene.run();
    scene.expectOneIssue(1, false, 2);
  }

  @Test
  @Scenario(
      row = 58,
      given = "The alert's summary changes while the alert is open",
      then = "The comment has the new text; the issue keeps its original text.")
  void text_changes() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(
        10,
        () ->
            scene
                .pipeline()
                .send(
                    SimulatedAlert.payload(List.of(scene.repeated(1)))
                        .replace(
                            "\"annotations\":{}",
                            "\"annotations\":{\"summary\":\"Now it is worse\"}")));
    scene.run();
    scene.expectOneIssue(1, true, 1);
    assertThat(scene.issuesOf(1).getFirst().body().orElse("")).doesNotContain("worse");
    assertThat(scene.pipeline().gitHub().comments(VirtualPipeline.REPO, 1).getFirst().body())
        .contains("Now it is worse");
  }

  @Test
  @Scenario(
      row = 60,
      given = "GitHub is disabled when the alert fires, and enabled later",
      then = "Nothing is written to GitHub while disabled; the next FIRING opens the issue.")
  void disabled_then_enabled() {
    Scene scene = new Scene();
    scene.pipeline().gitHubEnabled(false);
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(5, () -> assertThat(scene.pipeline().issues()).isEmpty());
    scene.atMinute(5, () -> scene.pipeline().gitHubEnabled(true));
    scene.atMinute(10, () -> scene.repeats(1));
    scene.run();
    scene.expectOneIssue(1, true, 0);
  }

  @Test
  @Scenario(
      row = 61,
      given = "A person closes the issue, and the alert keeps firing",
      then = "The issue is left alone: no comment, and it stays closed when the alert resolves.")
  void person_closes() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(5, () -> scene.personCloses(1));
    scene.atMinute(10, () -> scene.repeats(1));
    scene.atMinute(20, () -> scene.repeats(1));
    scene.atMinute(30, () -> scene.resolves(1));
    scene.run();
    scene.expectOneIssue(1, false, 0);
  }

  @Test
  @Scenario(
      row = 62,
      given = "A person closes the issue and reopens it before the alert's next event",
      then = "The close has no effect: comments continue, and the issue is closed at the end.")
  void person_reopens() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(3, () -> scene.personCloses(1));
    scene.atMinute(5, () -> scene.personReopens(1));
    scene.atMinute(10, () -> scene.repeats(1));
    scene.atMinute(20, () -> scene.resolves(1));
    scene.run();
    scene.expectOneIssue(1, false, 2);
  }

  @Test
  @Scenario(
      row = 63,
      given = "A person closes the issue, the alert resolves and fires again",
      then = "A new episode: a second issue is opened, the first stays closed.")
  void closed_by_a_person_then_fires_again() {
    Scene scene = new Scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(5, () -> scene.personCloses(1));
    scene.atMinute(10, () -> scene.repeats(1));
    scene.atMinute(20, () -> scene.resolves(1));
    scene.atMinute(30, () -> scene.fires(1));
    scene.run();
    assertThat(scene.issuesOf(1)).extracting(Issue::open).containsExactly(false, true);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 70,
      given = "1,000 alerts fire within a minute",
      then = "1,000 issues: none lost, no duplicates.")
  void thousand_alerts_in_a_minute() {
    Scene scene = new Scene();
    for (int i = 0; i < 1_000; i++) {
      int alert = i;
      scene.at(Duration.ofMillis(60L * i), () -> scene.fires(alert));
    }
    scene.run();
    assertThat(scene.pipeline().issues().stream().map(Issue::title).distinct()).hasSize(1_000);
    assertThat(scene.pipeline().issues()).hasSize(1_000);
    scene.expectAtRest();
  }
}
