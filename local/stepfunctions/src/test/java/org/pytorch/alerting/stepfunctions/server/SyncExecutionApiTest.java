package org.pytorch.alerting.stepfunctions.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pytorch.alerting.stepfunctions.server.ApiClient.Answer;
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

  /** Answers from a thread of its own, as a real service does. */
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
  void the_answer_comes_when_the_execution_has_ended() {
    Answer answer = api.start("StartSyncExecution", ARN, "n", "{\"a\":1}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("status")).isEqualTo("SUCCEEDED");
    assertThat(answer.text("output")).isEqualTo("{\"a\":1}");
    assertThat(answer.text("input")).isEqualTo("{\"a\":1}");
    assertThat(answer.text("name")).isEqualTo("n");
    assertThat(answer.text("stateMachineArn")).isEqualTo(ARN);
    assertThat(answer.text("executionArn"))
        .matches("arn:aws:states:us-east-1:123456789012:express:m:n:[0-9a-f-]{36}");
    assertThat(answer.body().at("/inputDetails/included").asBoolean()).isTrue();
    assertThat(answer.body().at("/outputDetails/included").asBoolean()).isTrue();
    assertThat(answer.body().path("startDate").isNumber()).isTrue();
    assertThat(answer.body().path("stopDate").decimalValue())
        .isGreaterThanOrEqualTo(answer.body().path("startDate").decimalValue());
    assertThat(answer.body().at("/billingDetails/billedMemoryUsedInMB").intValue()).isEqualTo(64);
    assertThat(answer.body().at("/billingDetails/billedDurationInMilliseconds").intValue() % 100)
        .isZero();
  }

  @Test
  void a_failed_execution_is_no_error_of_the_call() {
    Answer answer = api.start("StartSyncExecution", ARN, "n", "{\"fail\":true}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("status")).isEqualTo("FAILED");
    assertThat(answer.text("error")).isEqualTo("E");
    assertThat(answer.text("cause")).isEqualTo("why");
    assertThat(answer.body().has("output")).isFalse();
  }

  @Test
  void names_are_not_deduplicated() {
    String first = api.start("StartSyncExecution", ARN, "n", "{}").text("executionArn");
    String second = api.start("StartSyncExecution", ARN, "n", "{}").text("executionArn");

    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void the_data_is_left_out_if_only_metadata_is_asked_for_and_a_trace_header_comes_back() {
    Answer answer =
        api.call(
            "StartSyncExecution",
            "{'stateMachineArn': '%s', 'includedData': 'METADATA_ONLY', 'traceHeader': 'Root=1'}"
                .formatted(ARN));

    assertThat(answer.text("status")).isEqualTo("SUCCEEDED");
    assertThat(answer.body().has("input")).isFalse();
    assertThat(answer.body().has("output")).isFalse();
    assertThat(answer.body().at("/inputDetails/included").asBoolean()).isFalse();
    assertThat(answer.text("traceHeader")).isEqualTo("Root=1");
  }

  @Test
  void its_history_can_be_read_afterwards_which_aws_does_not_offer() {
    String arn = api.start("StartSyncExecution", ARN, "n", "{}").text("executionArn");

    Answer history = api.call("GetExecutionHistory", "{'executionArn': '" + arn + "'}");

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
