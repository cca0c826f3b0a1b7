package org.pytorch.alerting.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.RecordedLog;
import org.pytorch.alerting.runtime.StubAws;
import org.pytorch.alerting.starter.queue.SqsEvent;
import org.pytorch.alerting.starter.queue.SqsMessage;
import org.pytorch.alerting.starter.queue.SqsMessages;
import org.pytorch.alerting.starter.workflow.NewExecution;
import org.pytorch.alerting.starter.workflow.SfnWorkflowStarter;
import org.pytorch.alerting.starter.workflow.WorkflowInput;
import org.pytorch.alerting.starter.workflow.WorkflowResult;

/** What operators see of a batch, limits at their last byte, and the ends that are seldom taken. */
class StarterRulesTest {
  private static final Instant NOW = SqsMessages.SENT_AT.plusMillis(1_500);

  private final RecordedLog log = new RecordedLog();
  private final FakeWorkflows workflows = new FakeWorkflows();
  private final FakeQueue queue = new FakeQueue();
  private final Deque<RuntimeException> clockFailures = new ArrayDeque<>();
  private Instant now = NOW;
  private final InstantSource clock = () -> now;
  private final BatchStarter starter =
      new BatchStarter(workflows, queue, Runnable::run, this::tick, new Random(1), log());

  private Instant tick() {
    if (!clockFailures.isEmpty() && !workflows.starts.isEmpty()) {
      throw clockFailures.pop();
    }
    return now;
  }

  private Log log() {
    return Log.of("starter", log.host(clock));
  }

  @Test
  void message_that_a_bug_hits_after_its_execution_is_redelivered() {
    clockFailures.add(new IllegalStateException("a bug"));

    assertThat(start(SqsMessages.message("a")).unhandled()).containsExactly("a");
    assertThat(line("problem").get("level").asText()).isEqualTo("ERROR");
    assertThat(line("problem").get("problem").asText())
        .isEqualTo("java.lang.IllegalStateException: a bug");
    assertThat(queue.visibility).containsOnlyKeys("handle-of-a");
  }

  @Test
  void abandoned_message_is_an_error_and_counts() {
    var running = workflows.hold("a-1");

    start(SqsMessages.message("a")).giveUp();

    JsonNode line = line("remedy");
    assertThat(line.get("level").asText()).isEqualTo("ERROR");
    assertThat(line.get("retry_after_s").asInt()).isEqualTo(300);
    assertThat(line("MessagesFailed").get("MessagesFailed").asInt()).isEqualTo(1);
    assertThat(line("MessagesFailed").get("reason").asText()).isEqualTo("abandoned");
    assertThat(running).isNotDone();
  }

  @Test
  void visibility_that_cannot_be_changed_is_a_warning() {
    workflows.answer("a-1", new WorkflowResult.TimedOut("arn"));
    queue.down = true;

    start(SqsMessages.message("a"));

    assertThat(line("problem").get("level").asText()).isEqualTo("WARN");
    assertThat(line("problem").get("problem").asText()).contains("queue is down");
  }

  @ParameterizedTest
  @CsvSource({"grant it, ERROR", ", WARN"})
  void execution_without_an_answer_is_an_error_if_somebody_has_to_act(String remedy, String level) {
    workflows.answer(
        "a-1", new WorkflowResult.Unanswered("access denied", Optional.ofNullable(remedy)));

    start(SqsMessages.message("a"));

    assertThat(line("problem").get("level").asText()).isEqualTo(level);
  }

  @Test
  void each_message_counts_once() {
    workflows.answer("b-1", new WorkflowResult.TimedOut("arn"));
    start(SqsMessages.message("b"), tooBig());

    assertThat(line("MessagesStarted").get("MessagesStarted").asInt()).isEqualTo(1);
    assertThat(line("MessagesFailed").get("MessagesFailed").asInt()).isEqualTo(1);
    assertThat(line("MessagesQuarantined").get("MessagesQuarantined").asInt()).isEqualTo(1);
    assertThat(line("MessagesQuarantined").get("error").asText()).isEqualTo("MessageTooBig");
  }

  @Test
  void message_from_the_future_has_no_latency() {
    now = SqsMessages.SENT_AT.minusSeconds(1);

    start(SqsMessages.message("a"));

    assertThat(line("MessageLatency").get("MessageLatency").asLong()).isZero();
  }

  @Test
  void function_whose_time_is_over_hides_its_messages_for_their_leases() {
    var running = workflows.hold("a-1");

    assertThat(handle("{\"Records\":[{\"messageId\":\"a\",\"receiptHandle\":\"h\"}]}"))
        .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"a\"}]}");
    assertThat(queue.visibility).isEqualTo(Map.of("h", Duration.ofSeconds(300)));
    assertThat(running).isNotDone();
  }

  @Test
  void function_that_handled_everything_hides_nothing() {
    assertThat(handle("{\"Records\":[{\"messageId\":\"a\",\"receiptHandle\":\"h\"}]}"))
        .isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(queue.visibility).isEmpty();
    assertThat(log.text()).doesNotContain("ERROR");
  }

  @Test
  void interrupted_function_answers_and_stays_interrupted() {
    var running = workflows.hold("a-1");

    Thread.currentThread().interrupt();
    String answer = handle("{\"Records\":[{\"messageId\":\"a\",\"receiptHandle\":\"h\"}]}");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(answer).contains("\"a\"");
    assertThat(queue.visibility).containsOnlyKeys("h");
    assertThat(running).isNotDone();
  }

  @Test
  void message_fits_up_to_204_800_bytes_of_input() {
    // The room is measured with the longer of the two encodings' names.
    int others = bytes(input("", BodyEncoding.GZIP_BASE64));

    assertThat(fitted(204_800 - others, BodyEncoding.IDENTITY))
        .hasValue(BodyEncoding.IDENTITY.name());
    assertThat(fitted(204_801 - others, BodyEncoding.IDENTITY))
        .isNotEqualTo(Optional.of(BodyEncoding.IDENTITY.name()));
    assertThat(fitted(204_800 - others, BodyEncoding.GZIP_BASE64))
        .hasValue(BodyEncoding.GZIP_BASE64.name());
    assertThat(fitted(204_801 - others, BodyEncoding.GZIP_BASE64)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "253402214399999, 9999-12-30T23:59:59.999Z",
    "253402214400000, 2026-03-04T00:00:00Z",
    "0, 1970-01-01T00:00:00Z"
  })
  void time_beyond_the_year_9999_is_now(String sentTimestamp, Instant expected) {
    SqsMessage message = read("\"attributes\":{\"SentTimestamp\":\"" + sentTimestamp + "\"}");

    assertThat(message.sentAt()).isEqualTo(expected);
  }

  @Test
  void blank_or_structured_text_is_none() {
    assertThat(read("\"receiptHandle\":\" \"").receiptHandle()).isEmpty();
    assertThat(read("\"receiptHandle\":[1]").receiptHandle()).isEmpty();
    assertThat(read("\"receiptHandle\":7").receiptHandle()).hasValue("7");
  }

  @Test
  void message_has_an_id_and_was_received() {
    assertThatThrownBy(() -> SqsMessages.message(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SqsMessages.message("a", 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void trace_header_of_256_characters_is_passed_on() {
    try (StubAws aws = StubAws.answering(200, "{\"status\":\"SUCCEEDED\"}")) {
      new SfnWorkflowStarter(
              SfnWorkflowStarter.client(aws.environment(), Duration.ofSeconds(30)),
              "arn",
              Runnable::run)
          .start(new NewExecution("name", "{}", Optional.of("x".repeat(256))))
          .join();

      assertThat(aws.requests.getFirst().body()).contains("x".repeat(256));
    }
  }

  private BatchRun start(SqsMessage... messages) {
    return starter.start(List.of(messages), NOW.plusSeconds(10));
  }

  private static SqsMessage tooBig() {
    return SqsMessages.message("big", SqsMessages.incompressible(300_000), Map.of());
  }

  private static SqsMessage read(String member) {
    String event = "{\"Records\":[{\"messageId\":\"a\"," + member + "}]}";
    return SqsEvent.read(
            new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
            Instant.parse("2026-03-04T00:00:00Z"))
        .getFirst();
  }

  private static WorkflowInput input(String body, BodyEncoding encoding) {
    return WorkflowInput.of(
        SqsMessages.message("m-1", body, Map.of("body_encoding", encoding.jsonName())));
  }

  /** {@return the encoding in which a body of so many bytes fits, if it does} */
  private static Optional<String> fitted(int jsonBytes, BodyEncoding encoding) {
    String text = SqsMessages.incompressible(300_000).replaceAll("[\"\\\\]", "x");
    // An empty body's quotes are counted with the other fields.
    return input(text.substring(0, jsonBytes - 2), encoding)
        .fitted()
        .map(input -> input.bodyEncoding().name());
  }

  private static int bytes(WorkflowInput input) {
    return Json.write(input).getBytes(StandardCharsets.UTF_8).length;
  }

  /** The function is called with no more time than it needs to answer. */
  private String handle(String event) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    new StarterHandler(new StarterHandler.Wiring(() -> starter, clock))
        .handleRequest(
            new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), output, context());
    return output.toString(StandardCharsets.UTF_8);
  }

  private static Context context() {
    return (Context)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (_, method, _) -> method.getName().equals("getRemainingTimeInMillis") ? 10_000 : null);
  }

  /** {@return the one line of the log that has this field} */
  private JsonNode line(String field) {
    List<JsonNode> lines = log.lines(field);
    assertThat(lines).as("lines with %s", field).hasSize(1);
    return lines.getFirst();
  }
}
