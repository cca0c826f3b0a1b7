package org.pytorch.alerting.stepfunctions.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.stepfunctions.server.ApiClient.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pytorch.alerting.stepfunctions.server.ApiClient.Response;
import org.pytorch.alerting.stepfunctions.time.VirtualScheduler;

/** Asynchronous executions. Virtual time advances only between the calls. */
@Timeout(60)
class ExecutionsApiTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final String EXPRESS = "arn:aws:states:us-east-1:123456789012:stateMachine:e";
  private static final String STANDARD = "arn:aws:states:us-east-1:123456789012:stateMachine:s";
  private static final String DEFINITION =
      "{'StartAt': 'W', 'States': {'W': {'Type': 'Wait', 'Seconds': 400, 'Next': 'C'}, 'C':"
          + " {'Type': 'Choice', 'Choices': [{'Variable': '$.fail', 'IsPresent': true, 'Next':"
          + " 'F'}], 'Default': 'P'}, 'P': {'Type': 'Pass', 'End': true}, 'F': {'Type': 'Fail',"
          + " 'Error': 'E', 'Cause': 'why'}}}";

  private final VirtualScheduler scheduler = new VirtualScheduler(START);
  private StepFunctionsServer server;
  private ApiClient api;

  @BeforeEach
  void start() throws IOException {
    server = StepFunctionsServer.start(0, scheduler, Map.of());
    api = new ApiClient(server.endpoint());
    api.create("e", "EXPRESS", DEFINITION);
    api.create("s", "STANDARD", DEFINITION);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_standard_execution_is_described_while_it_runs_and_after_its_end() {
    Response started = api.start("StartExecution", STANDARD, "n", "{\"a\": 1}");
    String arn = started.text("executionArn");
    scheduler.advance(Duration.ofSeconds(1));

    assertThat(arn).isEqualTo("arn:aws:states:us-east-1:123456789012:execution:s:n");
    assertThat(started.body().path("startDate").longValue()).isEqualTo(START.getEpochSecond());
    JsonNode running = describe(arn);
    assertThat(running.path("status").asText()).isEqualTo("RUNNING");
    assertThat(running.has("stopDate")).isFalse();
    assertThat(running.has("output")).isFalse();

    scheduler.runUntilIdle();

    JsonNode ended = describe(arn);
    assertThat(ended.path("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(ended.path("name").asText()).isEqualTo("n");
    assertThat(ended.path("stateMachineArn").asText()).isEqualTo(STANDARD);
    assertThat(ended.path("input").asText()).as("unchanged").isEqualTo("{\"a\": 1}");
    assertThat(ended.path("output").asText()).isEqualTo("{\"a\":1}");
    assertThat(ended.path("stopDate").longValue()).isEqualTo(START.getEpochSecond() + 400);
  }

  @Test
  void a_failed_execution_shows_error_and_cause() {
    String arn = api.start("StartExecution", STANDARD, "n", "{\"fail\": 1}").text("executionArn");
    scheduler.runUntilIdle();

    assertThat(describe(arn).path("status").asText()).isEqualTo("FAILED");
    assertThat(describe(arn).path("error").asText()).isEqualTo("E");
    assertThat(describe(arn).path("cause").asText()).isEqualTo("why");
    assertThat(describe(arn).has("output")).isFalse();
  }

  @Test
  void an_express_execution_ends_after_five_minutes() {
    String arn = api.start("StartExecution", EXPRESS, "n", "{}").text("executionArn");
    scheduler.runUntilIdle();

    assertThat(arn).startsWith("arn:aws:states:us-east-1:123456789012:express:e:n:");
    assertThat(describe(arn).path("status").asText()).isEqualTo("TIMED_OUT");
    assertThat(describe(arn).path("stopDate").longValue()).isEqualTo(START.getEpochSecond() + 300);
  }

  @Test
  void express_names_can_be_reused_but_standard_names_cannot() {
    String first = api.start("StartExecution", EXPRESS, "n", "{}").text("executionArn");
    String second = api.start("StartExecution", EXPRESS, "n", "{}").text("executionArn");
    assertThat(first).isNotEqualTo(second);

    Response standard = api.start("StartExecution", STANDARD, "n", "{}");
    assertThat(api.start("StartExecution", STANDARD, "n", "{}").body())
        .as("the same execution while it runs")
        .isEqualTo(standard.body());
    assertThat(api.start("StartExecution", STANDARD, "n", "{\"b\":1}").error())
        .isEqualTo("ExecutionAlreadyExists");
    scheduler.runUntilIdle();
    assertThat(api.start("StartExecution", STANDARD, "n", "{}").error())
        .isEqualTo("ExecutionAlreadyExists");
  }

  @Test
  void an_execution_gets_a_default_name_and_input() {
    String arn =
        api.call("StartExecution", "{'stateMachineArn': '" + STANDARD + "'}").text("executionArn");

    assertThat(describe(arn).path("name").asText()).matches("[0-9a-f-]{36}");
    assertThat(describe(arn).path("input").asText()).isEqualTo("{}");
  }

  @Test
  void executions_are_listed_by_machine_and_status_newest_first() {
    api.start("StartExecution", STANDARD, "a", "{}");
    api.start("StartExecution", STANDARD, "b", "{\"fail\": 1}");
    api.start("StartExecution", EXPRESS, "other", "{}");
    scheduler.runUntilIdle();
    api.start("StartExecution", STANDARD, "c", "{}");

    assertThat(names("{'stateMachineArn': '" + STANDARD + "'}")).containsExactly("c", "b", "a");
    assertThat(names("{'stateMachineArn': '" + STANDARD + "', 'statusFilter': 'FAILED'}"))
        .containsExactly("b");
    assertThat(names("{'stateMachineArn': '" + STANDARD + "', 'maxResults': 1}"))
        .containsExactly("c");
  }

  @Test
  void the_history_has_the_format_of_the_api() {
    String arn = api.start("StartExecution", STANDARD, "n", "{\"a\":1}").text("executionArn");
    scheduler.runUntilIdle();

    JsonNode events =
        api.call("GetExecutionHistory", "{'executionArn': '" + arn + "'}").body().path("events");

    assertThat(events.path(0).path("type").asText()).isEqualTo("ExecutionStarted");
    assertThat(events.path(0).path("executionStartedEventDetails"))
        .isEqualTo(
            json(
                "{'roleArn': '%s', 'input': '{\\'a\\':1}', 'inputDetails': {'truncated': false}}"
                    .formatted(ApiClient.ROLE)));
    assertThat(events.path(1))
        .isEqualTo(
            json(
                "{'timestamp': 1772359200.000, 'type': 'WaitStateEntered', 'id': 2,"
                    + " 'previousEventId': 0, 'stateEnteredEventDetails': {'name': 'W', 'input':"
                    + " '{\\'a\\':1}', 'inputDetails': {'truncated': false}}}"));
    assertThat(events.path(2).path("stateExitedEventDetails").path("output").asText())
        .isEqualTo("{\"a\":1}");
    assertThat(events.path(events.size() - 1).has("executionSucceededEventDetails")).isTrue();
  }

  /** As recorded on AWS for a Fail state without error and cause, and for a stopped execution. */
  @Test
  void the_end_of_an_execution_has_details_even_without_error_and_cause() {
    api.create("f", "STANDARD", "{'StartAt': 'F', 'States': {'F': {'Type': 'Fail'}}}");
    String failed =
        api.start(
                "StartExecution", "arn:aws:states:us-east-1:123456789012:stateMachine:f", "n", "{}")
            .text("executionArn");
    scheduler.runUntilIdle();

    assertThat(event(failed, 2))
        .isEqualTo(
            json(
                "{'timestamp': 1772359200.000, 'type': 'ExecutionFailed', 'id': 3,"
                    + " 'previousEventId': 2, 'executionFailedEventDetails': {}}"));
  }

  private JsonNode event(String executionArn, int index) {
    return api.call("GetExecutionHistory", "{'executionArn': '" + executionArn + "'}")
        .body()
        .path("events")
        .path(index);
  }

  @Test
  void an_asynchronous_execution_has_a_redrive_count_in_its_context() {
    api.create(
        "c",
        "EXPRESS",
        "{'StartAt': 'C', 'States': {'C': {'Type': 'Pass', 'InputPath': '$$.Execution.RedriveCount',"
            + " 'End': true}}}");
    String arn =
        api.start(
                "StartExecution", "arn:aws:states:us-east-1:123456789012:stateMachine:c", "n", "{}")
            .text("executionArn");
    scheduler.runUntilIdle();

    assertThat(describe(arn).path("output").asText()).isEqualTo("0");
  }

  @Test
  void a_history_can_be_reversed_paged_and_shown_without_data() {
    String arn = api.start("StartExecution", STANDARD, "n", "{\"a\":1}").text("executionArn");
    scheduler.runUntilIdle();

    Response page =
        api.call(
            "GetExecutionHistory",
            "{'executionArn': '%s', 'reverseOrder': true, 'maxResults': 1, 'includeExecutionData': false}"
                .formatted(arn));

    assertThat(page.body().path("events")).hasSize(1);
    assertThat(page.body().at("/events/0/type").asText()).isEqualTo("ExecutionSucceeded");
    assertThat(page.body().at("/events/0/executionSucceededEventDetails"))
        .isEqualTo(JsonNodeFactory.instance.objectNode());
    assertThat(page.body().has("nextToken")).isTrue();
  }

  @Test
  void invalid_calls_are_refused() {
    assertThat(api.start("StartExecution", STANDARD, "a b", "{}").error()).isEqualTo("InvalidName");
    assertThat(api.start("StartExecution", STANDARD, "n", "{").error())
        .isEqualTo("InvalidExecutionInput");
    Response blank = api.start("StartExecution", STANDARD, "n", "");
    assertThat(blank.error()).isEqualTo("InvalidExecutionInput");
    assertThat(blank.text("message"))
        .isEqualTo("Invalid State Machine Execution Input: 'Invalid execution input.'");
    assertThat(api.start("StartExecution", STANDARD + "x", "n", "{}").error())
        .isEqualTo("StateMachineDoesNotExist");
    assertThat(api.start("StartSyncExecution", STANDARD, "n", "{}").error())
        .isEqualTo("StateMachineTypeNotSupported");
    assertThat(api.call("DescribeExecution", "{'executionArn': 'arn:x'}").error())
        .isEqualTo("ExecutionDoesNotExist");
    assertThat(api.call("GetExecutionHistory", "{'executionArn': 'x'}").error())
        .isEqualTo("InvalidArn");
  }

  @Test
  void an_input_has_at_most_256_kib() {
    String fits = "\"" + "a".repeat(262_142) + "\"";

    assertThat(api.start("StartExecution", STANDARD, "fits", fits).status()).isEqualTo(200);
    assertThat(api.start("StartExecution", STANDARD, "not", fits + " ").error())
        .isEqualTo("ValidationException");
    String umlauts = "\"" + "ü".repeat(131_072) + "\"";
    assertThat(api.start("StartExecution", STANDARD, "bytes", umlauts).error())
        .isEqualTo("ValidationException");
  }

  @Test
  void closing_the_server_aborts_running_executions() {
    api.start("StartExecution", STANDARD, "n", "{}");
    scheduler.advance(Duration.ofSeconds(1));

    server.close();
    scheduler.runUntilIdle();

    assertThat(scheduler.now()).as("the Wait state is cancelled").isEqualTo(START.plusSeconds(1));
  }

  private JsonNode describe(String executionArn) {
    return api.call("DescribeExecution", "{'executionArn': '" + executionArn + "'}").body();
  }

  private Iterable<String> names(String body) {
    JsonNode executions = api.call("ListExecutions", body).body().path("executions");
    return StreamSupport.stream(executions.spliterator(), false)
        .map(execution -> execution.path("name").asText())
        .toList();
  }
}
