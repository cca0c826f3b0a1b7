package org.pytorch.alerting.simulation.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.decide.rule.Transition;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.check.NextCheck;
import org.pytorch.alerting.stack.Project;
import org.pytorch.alerting.stepfunctions.execution.history.HistoryEvent;

/** Faults that last longer than a test in real time could wait. */
final class VirtualPipelineTest {
  private static final String FIRING = Project.payload("grafana/firing.json");
  private static final String RESOLVED = Project.payload("grafana/resolved.json");
  private static final String CREATE = "/repos/.*/issues$";

  @Test
  void github_down_for_an_hour_with_forty_alerts_gives_forty_issues() {
    VirtualPipeline pipeline = new VirtualPipeline(1);
    pipeline.policies(
        """
        {"version": 1, "defaults": {"storm": {"issues": 1000}}}
        """);
    pipeline
        .gitHub()
        .faults(
            List.of(
                Fault.on("GET", "").answering(502).forEver(),
                Fault.on("POST", "").answering(502).forEver(),
                Fault.on("PATCH", "").answering(502).forEver()));
    pipeline.after(Duration.ofHours(1), () -> pipeline.gitHub().faults(List.of()));
    IntStream.range(0, 40)
        .forEach(i -> pipeline.after(Duration.ofSeconds(i * 20L), () -> pipeline.send(alert(i))));

    pipeline.runToRest();

    assertThat(titles(pipeline))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 40)
                .mapToObj(
                    i -> "[P1] Queue %d is old: queue=berth-intake, region=eu-north-1".formatted(i))
                .toList());
    assertAtRest(pipeline);
    assertThat(pipeline.queue().deadLetters()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "TaskStateExited, Decide action", // claimed, nothing posted
    "TaskStateEntered, Create issue", // dies while the function posts
    "TaskStateExited, Create issue", // posted, not recorded
    "TaskStateEntered, Record outcome"
  })
  void process_that_dies_leaves_one_issue_after_the_redelivery(String type, String state) {
    AtomicInteger deaths = new AtomicInteger();
    VirtualPipeline pipeline =
        new VirtualPipeline(
            2,
            new Wiring()
                .observer(
                    (execution, event) -> {
                      if (is(event, type, state) && deaths.getAndIncrement() < 3) {
                        execution.abort();
                      }
                    }));
    pipeline.send(FIRING);

    pipeline.runToRest();

    assertThat(deaths.get()).isPositive();
    assertThat(pipeline.issues())
        .singleElement()
        .satisfies(issue -> assertThat(issue.status().open()).isTrue());
    assertAtRest(pipeline);
  }

  @Test
  void create_whose_response_is_lost_every_time_gives_one_issue() {
    VirtualPipeline pipeline = new VirtualPipeline(3);
    pipeline.gitHub().faults(List.of(Fault.on("POST", CREATE).dropping().afterCommit().times(5)));
    pipeline.send(FIRING);

    pipeline.runToRest();

    assertThat(pipeline.issues()).hasSize(1);
    assertAtRest(pipeline);
  }

  @Test
  void message_delivered_twice_at_once_gives_one_issue_and_no_comment() {
    VirtualPipeline pipeline = new VirtualPipeline(4);
    String id = pipeline.send(FIRING);
    pipeline.after(Duration.ofMillis(1), () -> pipeline.queue().redeliver(id));
    pipeline.after(Duration.ofMillis(40), () -> pipeline.queue().redeliver(id));

    pipeline.runToRest();

    assertThat(pipeline.issues())
        .singleElement()
        .satisfies(
            issue ->
                assertThat(pipeline.gitHub().comments(VirtualPipeline.REPO, issue.number()))
                    .isEmpty());
    assertAtRest(pipeline);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20, 50, 100, 200, 400, 800})
  void resolved_that_arrives_while_the_create_is_running_closes_the_issue(long afterMillis) {
    VirtualPipeline pipeline = new VirtualPipeline(5);
    pipeline.send(FIRING);
    pipeline.after(Duration.ofMillis(afterMillis), () -> pipeline.send(RESOLVED));

    pipeline.runToRest();

    assertThat(pipeline.issues())
        .noneMatch(issue -> issue.status().open())
        .hasSizeLessThanOrEqualTo(1);
    assertAtRest(pipeline);
  }

  @Test
  void create_without_a_response_is_retried_after_its_timeout() {
    VirtualPipeline pipeline = new VirtualPipeline(6);
    pipeline
        .gitHub()
        .faults(List.of(Fault.on("POST", CREATE).delayed(Duration.ofMinutes(10)).times(3)));
    pipeline.send(FIRING);

    pipeline.runToRest();

    assertThat(pipeline.issues()).hasSize(1);
    assertAtRest(pipeline);
  }

  /** Whatever decide asks for: the message comes after its delay, and is a check. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 600, 900})
  void check_arrives_after_its_delay(int seconds) {
    List<Instant> arrivals = new ArrayList<>();
    VirtualPipeline pipeline = new VirtualPipeline(9, lookingAgain(seconds, arrivals));
    pipeline.send(FIRING);

    pipeline.runToRest();

    assertThat(arrivals).hasSize(2);
    assertThat(Duration.between(arrivals.get(0), arrivals.get(1)))
        .isBetween(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds + 2L));
    assertAtRest(pipeline);
    assertThat(pipeline.queue().deadLetters()).isEmpty();
  }

  @Test
  void check_that_the_queue_refuses_is_sent_by_the_redelivery() {
    List<Instant> arrivals = new ArrayList<>();
    VirtualPipeline pipeline = new VirtualPipeline(10, lookingAgain(600, arrivals));
    Instant until = VirtualPipeline.START.plusSeconds(60);
    pipeline.queue().refuses(() -> pipeline.now().isBefore(until));
    pipeline.send(FIRING);

    pipeline.runToRest();

    assertThat(arrivals).hasSizeGreaterThan(2);
    assertThat(arrivals.getLast()).isAfter(until.plusSeconds(600));
    assertAtRest(pipeline);
    assertThat(pipeline.queue().deadLetters()).isEmpty();
  }

  /** Events are counted and checked; a check finds nothing that is due. */
  private static Wiring lookingAgain(int seconds, List<Instant> arrivals) {
    return new Wiring()
        .decider(
            rule ->
                (stored, request, now) -> {
                  arrivals.add(now);
                  Optional<NextCheck> nextCheck =
                      request
                          .said()
                          .map(
                              _ ->
                                  new NextCheck(
                                      new Check(request.fingerprint(), CheckReason.REFRESH),
                                      seconds));
                  return new Transition.Keep<>(
                      new Decision.Skip(
                          AlertAction.COUNT,
                          ReasonCode.NOTHING_DUE,
                          "counted",
                          request.fingerprint(),
                          1,
                          Optional.empty(),
                          nextCheck));
                });
  }

  @Test
  void same_seed_repeats_the_same_history() {
    assertThat(historyOfSeed(7)).isEqualTo(historyOfSeed(7)).isNotEqualTo(historyOfSeed(8));
  }

  private static String historyOfSeed(long seed) {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    VirtualPipeline pipeline = new VirtualPipeline(seed, new Wiring().log(log));
    pipeline.gitHub().faults(List.of(Fault.on("POST", CREATE).answering(500).times(2)));
    pipeline.send(Project.payload("grafana/group-of-three.json"));
    pipeline.send(FIRING);
    pipeline.runToRest();
    return log.toString(StandardCharsets.UTF_8);
  }

  private static String alert(int number) {
    return FIRING
        .replace("04ae3ef017b5425f", "%016x".formatted(number))
        .replace("Queue age too high", "Queue %d is old".formatted(number));
  }

  private static boolean is(HistoryEvent event, String type, String state) {
    return event.type().equals(type) && event.details().path("name").asText().equals(state);
  }

  private static List<String> titles(VirtualPipeline pipeline) {
    return pipeline.issues().stream().map(Issue::title).toList();
  }

  private static void assertAtRest(VirtualPipeline pipeline) {
    assertThat(pipeline.queue().isEmpty()).isTrue();
    assertThat(pipeline.dynamoDb().rows()).noneMatch(row -> row.containsKey("pending"));
  }
}
