package org.pytorch.alerting.stepfunctions.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.stepfunctions.server.ApiClient.Response;
import org.pytorch.alerting.stepfunctions.time.RealScheduler;

/** Executions that are stopped in a Wait state. The tests themselves never wait. */
@Timeout(60)
class StopExecutionApiTest {
  private static final String MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:m";
  private static final String WAITS =
      "{'StartAt': 'W', 'States': {'W': {'Type': 'Wait', 'Seconds': 299, 'End': true}}}";
  private static final String ENDS = "{'StartAt': 'P', 'States': {'P': {'Type': 'Succeed'}}}";

  private final RealScheduler scheduler = new RealScheduler();
  private StepFunctionsServer server;
  private ApiClient api;

  @BeforeEach
  void start() throws IOException {
    server = StepFunctionsServer.start(0, scheduler, Map.of());
    api = new ApiClient(server.endpoint());
  }

  @AfterEach
  void stop() {
    server.close();
    scheduler.close();
  }

  private JsonNode call(String action, String executionArn) {
    return api.call(action, "{'executionArn': '" + executionArn + "'}").body();
  }

  private String startExecution() {
    return api.start("StartExecution", MACHINE, "n", "{}").text("executionArn");
  }

  @ParameterizedTest
  @ValueSource(strings = {"STANDARD", "EXPRESS"})
  void a_stopped_execution_is_aborted_with_error_and_cause(String type) {
    api.create("m", type, WAITS);
    String arn = startExecution();

    Response stopped =
        api.call(
            "StopExecution",
            "{'executionArn': '%s', 'error': 'Enough', 'cause': 'by hand'}".formatted(arn));

    JsonNode execution = call("DescribeExecution", arn);
    assertThat(stopped.status()).isEqualTo(200);
    assertThat(execution.path("status").asText()).isEqualTo("ABORTED");
    assertThat(execution.path("error").asText()).isEqualTo("Enough");
    assertThat(execution.path("cause").asText()).isEqualTo("by hand");
    assertThat(execution.path("stopDate")).isEqualTo(stopped.body().path("stopDate"));
    JsonNode last =
        api.call(
                "GetExecutionHistory",
                "{'executionArn': '%s', 'reverseOrder': true}".formatted(arn))
            .body()
            .at("/events/0");
    assertThat(last.path("type").asText()).isEqualTo("ExecutionAborted");
    assertThat(last.at("/executionAbortedEventDetails/error").asText()).isEqualTo("Enough");
  }

  @Test
  void stopping_an_ended_execution_changes_nothing() {
    api.create("m", "STANDARD", WAITS);
    String arn = startExecution();
    JsonNode first = call("StopExecution", arn);
    JsonNode second =
        api.call("StopExecution", "{'executionArn': '%s', 'error': 'Late'}".formatted(arn)).body();

    JsonNode aborted = call("GetExecutionHistory", arn).path("events").path(2);
    // As recorded on AWS.
    assertThat(aborted.path("type").asText()).isEqualTo("ExecutionAborted");
    assertThat(aborted.path("previousEventId").asLong(-1)).isZero();
    assertThat(aborted.path("executionAbortedEventDetails"))
        .isEqualTo(JsonNodeFactory.instance.objectNode());
    assertThat(second).isEqualTo(first);
    assertThat(call("DescribeExecution", arn).has("error")).isFalse();
  }

  @Test
  void an_execution_shows_the_machine_as_of_its_start() {
    api.create("m", "STANDARD", WAITS);
    String before = startExecution();
    api.call(
        "UpdateStateMachine",
        "{'stateMachineArn': '%s', 'definition': '%s'}"
            .formatted(MACHINE, ENDS.replace("'", "\\'")));
    String after = api.start("StartExecution", MACHINE, "later", "{}").text("executionArn");

    JsonNode old = call("DescribeStateMachineForExecution", before);
    JsonNode updated = call("DescribeStateMachineForExecution", after);
    assertThat(old.path("definition").asText()).contains("Wait");
    assertThat(updated.path("definition").asText()).contains("Succeed");
    assertThat(old.path("stateMachineArn").asText()).isEqualTo(MACHINE);
    assertThat(old.path("name").asText()).isEqualTo("m");
    assertThat(old.path("roleArn").asText()).isEqualTo(ApiClient.ROLE);
    assertThat(updated.path("updateDate").decimalValue())
        .isGreaterThanOrEqualTo(old.path("updateDate").decimalValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"StopExecution", "DescribeStateMachineForExecution"})
  void a_missing_execution_is_an_error(String action) {
    assertThat(api.call(action, "{'executionArn': 'arn:x'}").error())
        .isEqualTo("ExecutionDoesNotExist");
    assertThat(api.call(action, "{'executionArn': 'x'}").error()).isEqualTo("InvalidArn");
    assertThat(api.call(action, "{}").error()).isEqualTo("ValidationException");
  }
}
