package org.pytorch.alerting.stepfunctions.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pytorch.alerting.stepfunctions.server.ApiClient.Response;
import org.pytorch.alerting.stepfunctions.task.LambdaTaskService;
import org.pytorch.alerting.stepfunctions.task.TaskResult;
import org.pytorch.alerting.stepfunctions.task.TaskService;
import org.pytorch.alerting.stepfunctions.time.RealScheduler;

@Timeout(60)
class SyncExecutionApiTest {
  private static final String ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:m";
  private static final String DEFINITION =
      "{'StartAt': 'T', 'States': {'T': {'Type': 'Task', 'Resource':"
          + " 'arn:aws:states:::lambda:invoke', 'Parameters': {'FunctionName': 'f', 'Payload.$':"
          + " '$'}, 'OutputPath': '$.Payload', 'End': true}}}";

  /** Responds from another thread, like a real service. */
  private static final TaskService ECHO =
      (request, done) ->
          Thread.ofVirtual()
              .start(
                  () ->
                      done.accept(
                          request.parameters().path("Payload").path("fail").asBoolean()
                              ? new TaskResult.Failed("E", "why")
                              : new TaskResult.Succeeded(
                                  JsonNodeFactory.instance
                                      .objectNode()
                                      .set("Payload", request.parameters().path("Payload")))));

  private final RealScheduler scheduler = new RealScheduler();
  private StepFunctionsServer server;
  private ApiClient api;

  @BeforeEach
  void start() throws IOException {
    server = StepFunctionsServer.start(0, scheduler, Map.of(LambdaTaskService.RESOURCE, ECHO));
    api = new ApiClient(server.endpoint());
    api.create("m", "EXPRESS", DEFINITION);
  }

  @AfterEach
  void stop() {
    server.close();
    scheduler.close();
  }

  @Test
  void the_response_comes_after_the_end_of_the_execution() {
    Response response = api.start("StartSyncExecution", ARN, "n", "{\"a\":1}");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.text("status")).isEqualTo("SUCCEEDED");
    assertThat(response.text("output")).isEqualTo("{\"a\":1}");
    assertThat(response.text("input")).isEqualTo("{\"a\":1}");
    assertThat(response.text("name")).isEqualTo("n");
    assertThat(response.text("stateMachineArn")).isEqualTo(ARN);
    assertThat(response.text("executionArn"))
        .matches("arn:aws:states:us-east-1:123456789012:express:m:n:[0-9a-f-]{36}");
    assertThat(response.body().at("/inputDetails/included").asBoolean()).isTrue();
    assertThat(response.body().at("/outputDetails/included").asBoolean()).isTrue();
    assertThat(response.body().path("startDate").isNumber()).isTrue();
    assertThat(response.body().path("stopDate").decimalValue())
        .isGreaterThanOrEqualTo(response.body().path("startDate").decimalValue());
    assertThat(response.body().at("/billingDetails/billedMemoryUsedInMB").intValue()).isEqualTo(64);
    assertThat(response.body().at("/billingDetails/billedDurationInMilliseconds").intValue() % 100)
        .isZero();
  }

  @Test
  void a_failed_execution_is_not_an_error_of_the_call() {
    Response response = api.start("StartSyncExecution", ARN, "n", "{\"fail\":true}");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.text("status")).isEqualTo("FAILED");
    assertThat(response.text("error")).isEqualTo("E");
    assertThat(response.text("cause")).isEqualTo("why");
    assertThat(response.body().has("output")).isFalse();
  }

  @Test
  void names_are_not_deduplicated() {
    String first = api.start("StartSyncExecution", ARN, "n", "{}").text("executionArn");
    String second = api.start("StartSyncExecution", ARN, "n", "{}").text("executionArn");

    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void metadata_only_omits_the_data_and_the_trace_header_is_returned() {
    Response response =
        api.call(
            "StartSyncExecution",
            "{'stateMachineArn': '%s', 'includedData': 'METADATA_ONLY', 'traceHeader': 'Root=1'}"
                .formatted(ARN));

    assertThat(response.text("status")).isEqualTo("SUCCEEDED");
    assertThat(response.body().has("input")).isFalse();
    assertThat(response.body().has("output")).isFalse();
    assertThat(response.body().at("/inputDetails/included").asBoolean()).isFalse();
    assertThat(response.text("traceHeader")).isEqualTo("Root=1");
  }

  @Test
  void the_history_can_be_read_afterwards_unlike_on_aws() {
    String arn = api.start("StartSyncExecution", ARN, "n", "{}").text("executionArn");

    Response history = api.call("GetExecutionHistory", "{'executionArn': '" + arn + "'}");

    assertThat(history.body().path("events").findValuesAsText("type"))
        .containsExactly(
            "ExecutionStarted",
            "TaskStateEntered",
            "TaskScheduled",
            "TaskStarted",
            "TaskSucceeded",
            "TaskStateExited",
            "ExecutionSucceeded");
  }

  @Test
  void an_updated_machine_runs_its_new_definition() {
    String definition =
        "{'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'Result': 2, 'End': true}}}"
            .replace("'", "\\'");
    api.call(
        "UpdateStateMachine",
        "{'stateMachineArn': '%s', 'definition': '%s'}".formatted(ARN, definition));

    assertThat(api.start("StartSyncExecution", ARN, "n", "{}").text("output")).isEqualTo("2");
  }
}
