package org.pytorch.alerting.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.EncodedBody;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.RecordedLog;
import org.pytorch.alerting.starter.queue.SqsMessage;
import org.pytorch.alerting.starter.queue.SqsMessages;
import org.pytorch.alerting.starter.workflow.WorkflowResult;

class BatchStarterTest {
  private static final Instant NOW = SqsMessages.SENT_AT.plusMillis(1_500);

  private final RecordedLog log = new RecordedLog();
  private final FakeWorkflows workflows = new FakeWorkflows();
  private final FakeQueue queue = new FakeQueue();
  private final AtomicReference<Instant> clock = new AtomicReference<>(NOW);
  private final BatchStarter starter =
      new BatchStarter(
          workflows,
          queue,
          Runnable::run,
          clock::get,
          new Random(1),
          Log.of("starter", log.host(clock::get)));

  @Test
  void every_message_gets_an_execution_of_its_own() {
    BatchRun run = start(SqsMessages.message("a"), SqsMessages.message("b", 3));

    assertThat(run.finished()).isCompleted();
    assertThat(run.unhandled()).isEmpty();
    assertThat(workflows.names()).containsExactly("a-1", "b-3");
    assertThat(Json.read(workflows.starts.getFirst().input(), JsonNode.class).get("message_id"))
        .hasToString("\"a\"");
    assertThat(queue.visibility).isEmpty();
  }

  static Stream<WorkflowResult> results_that_are_no_success() {
    return Stream.of(
        new WorkflowResult.Failed("arn", "AlertsFailed", "[]"),
        new WorkflowResult.TimedOut("arn"),
        new WorkflowResult.Unanswered("throttled", Optional.empty()),
        new WorkflowResult.Unanswered("access denied", Optional.of("grant it")));
  }

  @ParameterizedTest
  @MethodSource("results_that_are_no_success")
  void only_the_message_whose_execution_did_not_succeed_fails(WorkflowResult result) {
    workflows.answer("b-3", result);

    BatchRun run = start(SqsMessages.message("a"), SqsMessages.message("b", 3), message("c"));

    assertThat(run.unhandled()).containsExactly("b");
    assertThat(queue.visibility).containsOnlyKeys("handle-of-b");
    assertThat(queue.visibility.get("handle-of-b"))
        .isBetween(Duration.ofSeconds(96), Duration.ofSeconds(120));
  }

  /** In ms from now, and in seconds; SQS hides a message for 12 h at most. */
  @ParameterizedTest
  @CsvSource({
    "-86400000, 0",
    "-1, 0",
    "0, 0",
    "1, 1",
    "999, 1",
    "1000, 1",
    "1001, 2",
    "90000, 90",
    "39600000, 39600",
    "39600001, 39600",
    "31536000000000, 39600"
  })
  void a_postponed_message_is_redelivered_exactly_when_its_time_has_come(
      long millis, long seconds) {
    workflows.answer("b-7", new WorkflowResult.Postponed("arn", NOW.plusMillis(millis)));

    BatchRun run = start(message("a"), SqsMessages.message("b", 7), message("c"));

    assertThat(run.finished()).isCompleted();
    assertThat(run.unhandled()).containsExactly("b");
    assertThat(queue.visibility).isEqualTo(Map.of("handle-of-b", Duration.ofSeconds(seconds)));
  }

  @Test
  void a_postponed_message_is_no_failure_and_has_a_metric_of_its_own() {
    workflows.answer("b-1", new WorkflowResult.Postponed("arn-b", NOW.plusSeconds(45)));

    start(message("a"), message("b"));

    assertThat(log.lines("MessagesPostponed"))
        .singleElement()
        .satisfies(line -> assertThat(line.get("MessagesPostponed").asInt()).isEqualTo(1));
    assertThat(log.lines("MessagesFailed")).isEmpty();
    assertThat(log.lines("MessageLatency")).hasSize(1);
    JsonNode line = log.lines("arn").getLast();
    assertThat(line.get("level").asText()).isEqualTo("INFO");
    assertThat(line.get("message").asText()).isEqualTo("Message postponed; it will be redelivered");
    assertThat(line.get("arn").asText()).isEqualTo("arn-b");
    assertThat(line.get("message_id").asText()).isEqualTo("b");
    assertThat(line.get("retry_after_s").asInt()).isEqualTo(45);
  }

  @Test
  void a_postponed_message_whose_visibility_cannot_be_changed_is_still_redelivered() {
    queue.down = true;
    workflows.answer("a-1", new WorkflowResult.Postponed("arn", NOW.plusSeconds(45)));

    assertThat(start(message("a"), message("b")).unhandled()).containsExactly("a");
  }

  @Test
  void an_exception_fails_only_its_message() {
    workflows.fail("a-1", new IllegalStateException("connection lost"));
    workflows.explode("b-1", new IllegalStateException("a bug"));

    BatchRun run = start(message("a"), message("b"), message("c"));

    assertThat(run.finished()).isCompleted();
    assertThat(run.unhandled()).containsExactly("a", "b");
    assertThat(queue.visibility).containsOnlyKeys("handle-of-a", "handle-of-b");
    assertThat(log.lines("message_id")).allMatch(line -> line.has("execution"));
    assertThat(log.text()).contains("connection lost", "a bug");
  }

  @Test
  void a_visibility_that_cannot_be_changed_does_no_further_harm() {
    queue.down = true;
    workflows.answer("a-1", new WorkflowResult.TimedOut("arn"));

    assertThat(start(message("a"), message("b")).unhandled()).containsExactly("a");
  }

  @Test
  void a_message_that_fits_no_execution_is_quarantined_and_handled() {
    String body = SqsMessages.incompressible(EncodedBody.MAX_INPUT_BYTES + 4);

    BatchRun run = start(SqsMessages.message("a", body, Map.of("source", "grafana")), message("b"));

    assertThat(run.unhandled()).isEmpty();
    assertThat(workflows.names()).containsExactly("b-1");
    FakeQueue.Quarantined quarantined = queue.quarantined.getFirst();
    assertThat(quarantined.attributes())
        .containsEntry("error", "MessageTooBig")
        .containsEntry("message_id", "a")
        .containsEntry("message_attributes", "{\"source\":\"grafana\"}")
        .hasEntrySatisfying("diagnosis", text -> assertThat(text).contains("smaller groups"));
    BodyEncoding encoding =
        BodyEncoding.of(quarantined.attributes().getOrDefault("body_encoding", ""));
    assertThat(encoding.decode(quarantined.body())).isEqualTo(body);
  }

  @Test
  void a_message_that_cannot_be_quarantined_fails() {
    queue.down = true;
    String body = SqsMessages.incompressible(EncodedBody.MAX_INPUT_BYTES + 4);

    assertThat(start(SqsMessages.message("a", body, Map.of()), message("b")).unhandled())
        .containsExactly("a");
  }

  @Test
  void executions_run_side_by_side() {
    CompletableFuture<WorkflowResult> first = workflows.hold("a-1");
    CompletableFuture<WorkflowResult> second = workflows.hold("b-1");

    BatchRun run = start(message("a"), message("b"));

    assertThat(workflows.names()).containsExactly("a-1", "b-1");
    second.complete(FakeWorkflows.succeeded());
    assertThat(run.finished()).isNotCompleted();
    assertThat(run.unhandled()).containsExactly("a");
    first.complete(FakeWorkflows.succeeded());
    assertThat(run.finished()).isCompleted();
    assertThat(run.unhandled()).isEmpty();
  }

  @Test
  void more_than_the_bound_wait_for_their_turn() {
    CompletableFuture<WorkflowResult> first = workflows.hold("m0-1");
    SqsMessage[] batch = batch(33);

    BatchRun run = start(batch);

    assertThat(workflows.names()).hasSize(32);
    first.complete(FakeWorkflows.succeeded());
    assertThat(workflows.names()).hasSize(batch.length);
    assertThat(run.unhandled()).isEmpty();
  }

  @Test
  void a_message_whose_turn_comes_too_late_is_left_for_its_next_delivery() {
    CompletableFuture<WorkflowResult> first = workflows.hold("m0-1");
    String late = "m32";

    BatchRun run = start(batch(33));
    clock.set(NOW.plusSeconds(11));
    first.complete(FakeWorkflows.succeeded());

    assertThat(workflows.names()).doesNotContain(late + "-1");
    assertThat(run.unhandled()).containsExactly(late);
    assertThat(queue.visibility).containsOnlyKeys("handle-of-" + late);
  }

  @Test
  void messages_that_are_given_up_stay_out_of_sight_as_long_as_their_leases() {
    CompletableFuture<WorkflowResult> slow = workflows.hold("a-1");

    BatchRun run = start(message("a"), message("b"));
    run.giveUp();

    assertThat(run.unhandled()).containsExactly("a");
    assertThat(queue.visibility).isEqualTo(Map.of("handle-of-a", Duration.ofSeconds(300)));
    // By now the handle may be that of another delivery, which must keep its visibility.
    queue.visibility.clear();
    slow.complete(new WorkflowResult.TimedOut("arn"));
    assertThat(queue.visibility).isEmpty();
  }

  @Test
  void a_message_that_is_postponed_after_it_was_given_up_is_not_touched() {
    CompletableFuture<WorkflowResult> slow = workflows.hold("a-1");
    BatchRun run = start(message("a"));
    run.giveUp();
    queue.visibility.clear();

    slow.complete(new WorkflowResult.Postponed("arn", NOW.plusSeconds(45)));

    assertThat(run.unhandled()).containsExactly("a");
    assertThat(queue.visibility).isEmpty();
    assertThat(log.lines("MessagesPostponed")).isEmpty();
    assertThat(log.lines("arn"))
        .singleElement()
        .satisfies(line -> assertThat(line.has("retry_after_s")).isFalse());
  }

  @Test
  void a_redriven_message_is_measured_from_its_redrive() {
    Map<String, String> quarantined =
        Map.of(
            "message_id", "m-0",
            "message_attributes", "{}",
            "said_at", "2026-03-01T00:00:00.000Z");

    start(SqsMessages.message("a", "{}", quarantined));

    assertThat(Json.read(workflows.starts.getFirst().input(), JsonNode.class).get("sent_at"))
        .hasToString("\"2026-03-01T00:00:00.000Z\"");
    assertThat(log.lines("MessageLatency").getFirst().get("MessageLatency").asLong())
        .isEqualTo(1_500);
  }

  @ParameterizedTest
  @MethodSource("results_that_are_no_success")
  void every_failed_message_reports_its_age(WorkflowResult result) {
    workflows.answer("b-4", result);
    clock.set(SqsMessages.SENT_AT.plusSeconds(901));

    starter.start(List.of(message("a"), SqsMessages.message("b", 4)), clock.get());

    assertThat(log.lines("FailedMessageAge"))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.get("FailedMessageAge").asLong()).isEqualTo(901_000);
              assertThat(line.at("/_aws/CloudWatchMetrics/0/Metrics/0/Unit").asText())
                  .isEqualTo("Milliseconds");
            });
  }

  /** Its delay is no latency, and no age: nobody waits for it. */
  @Test
  void a_check_has_no_latency_and_its_age_counts_from_its_first_delivery() {
    workflows.answer("b-1", new WorkflowResult.TimedOut("arn"));
    clock.set(SqsMessages.SENT_AT.plusSeconds(902));

    starter.start(
        List.of(
            SqsMessages.check("a", Duration.ofSeconds(900)),
            SqsMessages.check("b", Duration.ofSeconds(900))),
        clock.get());

    assertThat(log.lines("MessageLatency")).isEmpty();
    assertThat(log.lines("FailedMessageAge"))
        .singleElement()
        .satisfies(line -> assertThat(line.get("FailedMessageAge").asLong()).isEqualTo(2_000));
  }

  @Test
  void a_message_that_is_given_up_reports_its_age_once() {
    CompletableFuture<WorkflowResult> slow = workflows.hold("a-1");
    BatchRun run = start(message("a"));

    clock.set(SqsMessages.SENT_AT.plusSeconds(260));
    run.giveUp();
    slow.complete(new WorkflowResult.TimedOut("arn"));

    assertThat(log.lines("FailedMessageAge"))
        .extracting(line -> line.get("FailedMessageAge").asLong())
        .containsExactly(260_000L);
  }

  @Test
  void an_age_is_never_negative() {
    workflows.answer("a-1", new WorkflowResult.TimedOut("arn"));
    clock.set(SqsMessages.SENT_AT.minusSeconds(1));

    starter.start(List.of(message("a")), clock.get());

    assertThat(log.lines("FailedMessageAge").getFirst().get("FailedMessageAge").asLong()).isZero();
  }

  @Test
  void the_trace_is_passed_on() {
    SqsMessage plain = message("a");
    start(
        new SqsMessage(
            plain.messageId(),
            plain.receiptHandle(),
            plain.body(),
            plain.sentAt(),
            plain.firstReceivedAt(),
            plain.receiveCount(),
            plain.attributes(),
            plain.eventSourceArn(),
            plain.awsRegion(),
            Optional.of("Root=1-2-3")));

    assertThat(workflows.starts.getFirst().traceHeader()).contains("Root=1-2-3");
  }

  @Test
  void each_message_has_one_line_and_its_metrics() {
    workflows.answer("b-1", new WorkflowResult.Failed("arn-b", "AlertsFailed", "x".repeat(30_000)));

    start(message("a"), message("b"));

    assertThat(log.lines("message_id")).hasSize(2);
    JsonNode failed = log.lines("arn").getLast();
    assertThat(failed.get("level").asText()).isEqualTo("WARN");
    assertThat(failed.get("error").asText()).isEqualTo("AlertsFailed");
    assertThat(failed.get("cause").asText()).hasSize(1_000);
    assertThat(failed.get("retry_after_s").asInt()).isBetween(24, 30);
    assertThat(log.lines("MessagesStarted")).hasSize(2);
    assertThat(log.lines("MessageLatency"))
        .singleElement()
        .satisfies(line -> assertThat(line.get("MessageLatency").asLong()).isEqualTo(1_500));
    assertThat(log.lines("MessagesFailed"))
        .singleElement()
        .satisfies(line -> assertThat(line.get("reason").asText()).isEqualTo("execution_failed"));
  }

  private BatchRun start(SqsMessage... messages) {
    return starter.start(List.of(messages), NOW.plusSeconds(10));
  }

  private static SqsMessage message(String id) {
    return SqsMessages.message(id);
  }

  private static SqsMessage[] batch(int size) {
    return IntStream.range(0, size)
        .mapToObj(index -> message("m" + index))
        .toArray(SqsMessage[]::new);
  }
}
