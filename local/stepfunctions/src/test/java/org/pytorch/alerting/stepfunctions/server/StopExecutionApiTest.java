package org.pytorch.alerting.stepfunctions.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.stepfunctions.server.ApiClient.Answer;
import org.pytorch.alerting.stepfunctions.time.RealScheduler;

/** Executions that are stopped while they wait; nothing here waits for them. */
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

  private JsonNode ask(String action, String executionArn) {
    return api.call(action, "{'executionArn': '" + executionArn + "'}").body();
  }

  private String startOne() {
    return api.start("StartExecution", MACHINE, "n", "{}").text("executionArn");
  }

  @ParameterizedTest
  @ValueSource(strings = {"STANDARD", "EXPRESS"})
  void a_stopped_execution_is_aborted_and_says_why(String type) {
    api.create("m", type, WAITS);
    String arn = startOne();

    Answer stopped =
        api.call(
            "StopExecution",
            "{'executionArn': '%s', 'error': 'Enough', 'cause': 'by hand'}".formatted(arn));

    JsonNode execution = ask("DescribeExecution", arn);
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
  void an_execution_that_is_stopped_again_stays_as_it_is() {
    api.create("m", "STANDARD", WAITS);
    String arn = startOne();
    JsonNode first = ask("StopExecution", arn);
    JsonNode second =
        api.call("StopExecution", "{'executionArn': '%s', 'error': 'Late'}".formatted(arn)).body();

    assertThat(second).isEqualTo(first);
    assertThat(ask("DescribeExecution", arn).has("error")).isFalse();
  }

  @Test
  void an_execution_shows_the_machine_that_it_began_with() {
    api.create("m", "STANDARD", WAITS);
    String before = startOne();
    api.call(
        "UpdateStateMachine",
        "{'stateMachineArn': '%s', 'definition': '%s'}"
            .formatted(MACHINE, ENDS.replace("'", "\\'")));
    String after = api.start("StartExecution", MACHINE, "later", "{}").text("executionArn");

    JsonNode old = ask("DescribeStateMachineForExecution", before);
    JsonNode updated = ask("DescribeStateMachineForExecution", after);
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
  void an_execution_that_is_not_there_is_refused(String action) {
    assertThat(api.call(action, "{'executionArn': 'arn:x'}").error())
        .isEqualTo("ExecutionDoesNotExist");
    assertThat(api.call(action, "{'executionArn': 'x'}").error()).isEqualTo("InvalidArn");
    assertThat(api.call(action, "{}").error()).isEqualTo("ValidationException");
  }
}
