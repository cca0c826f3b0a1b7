package org.pytorch.alerting.stepfunctions.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.pytorch.alerting.stepfunctions.execution.Machine.TASK;
import static org.pytorch.alerting.stepfunctions.execution.Machine.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;
import org.pytorch.alerting.stepfunctions.execution.history.HistoryEvent;
import org.pytorch.alerting.stepfunctions.execution.outcome.Execution;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStatus;
import org.pytorch.alerting.stepfunctions.task.TaskResult;
import org.pytorch.alerting.stepfunctions.time.VirtualScheduler;

class ExecutionTest {
  private static final String TASK_THEN_PASS =
      "{'StartAt': 'T', 'States': {'T': {"
          + TASK
          + ", 'OutputPath': '$.Payload', 'Retry': [{'ErrorEquals': ['E']}], 'Catch':"
          + " [{'ErrorEquals': ['F'], 'Next': 'P'}], 'Next': 'P'}, 'P': {'Type': 'Pass', 'End':"
          + " true}}}";

  @Test
  void the_history_is_the_same_as_on_aws() {
    Machine machine = Machine.of(TASK_THEN_PASS);
    machine.service.failsWith("E").returns("{'y': 2}");

    machine.outputOf("{'x': 1}");

    assertThat(machine.events)
        .extracting(event -> "%d<%d %s".formatted(event.id(), event.previousId(), event.type()))
        .containsExactly(
            "1<0 ExecutionStarted",
            "2<0 TaskStateEntered",
            "3<2 TaskScheduled",
            "4<3 TaskStarted",
            "5<4 TaskFailed",
            "6<5 TaskScheduled",
            "7<6 TaskStarted",
            "8<7 TaskSucceeded",
            "9<8 TaskStateExited",
            "10<9 PassStateEntered",
            "11<10 PassStateExited",
            "12<11 ExecutionSucceeded");
    assertThat(machine.events.get(0).details())
        .isEqualTo(
            json(
                "{'roleArn': 'arn:aws:iam::123456789012:role/step-functions', 'input': {'x': 1}}"));
    assertThat(machine.events.get(1).details()).isEqualTo(json("{'name': 'T', 'input': {'x': 1}}"));
    assertThat(machine.events.get(2).details())
        .isEqualTo(
            json(
                "{'resourceType': 'lambda', 'resource': 'invoke', 'region': 'us-east-1',"
                    + " 'parameters': {'FunctionName': 'f', 'Payload': {'x': 1}}}"));
    assertThat(machine.events.get(4).details())
        .isEqualTo(
            json(
                "{'resourceType': 'lambda', 'resource': 'invoke', 'error': 'E', 'cause':"
                    + " 'because'}"));
    assertThat(machine.events.get(8).details())
        .isEqualTo(json("{'name': 'T', 'output': {'y': 2}}"));
    assertThat(machine.events.get(11).details()).isEqualTo(json("{'output': {'y': 2}}"));
  }

  /**
   * As recorded on AWS: input and output are the function's payloads, and the events have other
   * names.
   */
  @Test
  void a_function_called_by_its_arn_has_lambda_function_events() {
    String arn = "arn:aws:lambda:us-east-1:123456789012:function:f:live";
    Machine machine =
        Machine.ofState(
            "'Type': 'Task', 'Resource': '"
                + arn
                + "', 'TimeoutSeconds': 9, 'Parameters': {'x.$': '$.a'}, 'Retry': [{'ErrorEquals':"
                + " ['E']}]");
    machine
        .service
        .failsWith("E")
        .always(request -> new TaskResult.Succeeded(request.parameters()));

    assertThat(machine.outputOf("{'a': 1}")).isEqualTo(json("{'x': 1}"));

    assertThat(machine.service.requests)
        .allSatisfy(request -> assertThat(request.resource()).isEqualTo(arn));
    assertThat(machine.events.subList(2, 8))
        .extracting(HistoryEvent::type, event -> json(event.details().toString()))
        .containsExactly(
            tuple("LambdaFunctionScheduled", scheduled(arn)),
            tuple("LambdaFunctionStarted", json("{}")),
            tuple("LambdaFunctionFailed", json("{'error': 'E', 'cause': 'because'}")),
            tuple("LambdaFunctionScheduled", scheduled(arn)),
            tuple("LambdaFunctionStarted", json("{}")),
            tuple("LambdaFunctionSucceeded", json("{'output': {'x': 1}}")));
  }

  private static JsonNode scheduled(String arn) {
    return json("{'resource': '" + arn + "', 'input': {'x': 1}, 'timeoutInSeconds': 9}");
  }

  @Test
  void a_slow_function_called_by_its_arn_times_out() {
    Machine machine =
        Machine.ofState(
            "'Type': 'Task', 'Resource': 'arn:aws-cn:lambda:cn-north-1:123456789012:function:f',"
                + " 'TimeoutSeconds': 5");
    machine.service.takes(Duration.ofSeconds(6)).returns("1");

    assertThat(machine.run("{}").error()).contains("States.Timeout");
    assertThat(machine.eventTypes()).contains("LambdaFunctionTimedOut");
  }

  @Test
  void the_history_of_a_map_shows_each_iteration() {
    Machine machine =
        Machine.ofState(
            "'Type': 'Map', 'MaxConcurrency': 1, 'ItemProcessor': {'StartAt': 'P', 'States': {'P':"
                + " {'Type': 'Pass', 'End': true}}}");

    machine.outputOf("[1]");

    assertThat(machine.eventTypes())
        .containsExactly(
            "ExecutionStarted",
            "MapStateEntered",
            "MapStateStarted",
            "MapIterationStarted",
            "PassStateEntered",
            "PassStateExited",
            "MapIterationSucceeded",
            "MapStateSucceeded",
            "MapStateExited",
            "ExecutionSucceeded");
    assertThat(machine.events.get(3).details()).isEqualTo(json("{'name': 'S', 'index': 0}"));
  }

  @Test
  void a_listener_gets_every_transition() {
    Machine machine = Machine.of(TASK_THEN_PASS);
    machine.service.failsWith("E", "F");

    machine.outputOf("{}");

    assertThat(machine.edges)
        .containsExactly(
            new Edge.Start("", "T"),
            new Edge.Retry("T", 0),
            new Edge.Catch("T", 0, "P"),
            new Edge.End("P"));
    assertThat(machine.definition().edges())
        .containsAll(machine.edges)
        .contains(new Edge.Next("T", "P"))
        .hasSize(5);
  }

  @Test
  void a_listener_gets_the_duration_of_each_state() {
    Machine machine = Machine.of(TASK_THEN_PASS);
    machine.service.takes(Duration.ofMillis(200)).failsWith("E").returns("1");

    machine.outputOf("{}");

    assertThat(machine.exits).containsExactly("T after 1400 ms", "P after 0 ms");
  }

  @Test
  void an_aborted_execution_stops_at_once() {
    Machine machine = Machine.of(TASK_THEN_PASS);
    machine.service.takes(Duration.ofSeconds(10)).returns("1");
    Execution execution = machine.start("{}");
    machine.scheduler.advance(Duration.ofSeconds(5));

    execution.abort();

    assertThat(execution.result().join().status()).isEqualTo(ExecutionStatus.ABORTED);
    assertThat(execution.result().join().stoppedAt()).isEqualTo(Machine.START.plusSeconds(5));
    machine.scheduler.runUntilIdle();
    assertThat(machine.eventTypes()).last().isEqualTo("ExecutionAborted");
    assertThat(machine.eventTypes()).doesNotContain("TaskSucceeded", "PassStateEntered");
  }

  @Test
  void an_execution_can_be_aborted_at_any_of_its_steps() {
    int steps = stepsOf(Integer.MAX_VALUE);
    assertThat(steps).isGreaterThan(10);
    for (int step = 0; step < steps; step++) {
      assertThat(stepsOf(step)).isEqualTo(step);
    }
  }

  /**
   * Runs an execution and aborts it.
   *
   * @param abortAfter the number of steps before the abort
   * @return the number of steps that ran
   */
  private static int stepsOf(int abortAfter) {
    Machine machine =
        Machine.ofState(
            "'Type': 'Map', 'ItemProcessor': {'StartAt': 'T', 'States': {'T': {"
                + TASK
                + ", 'TimeoutSeconds': 5, 'Retry': [{'ErrorEquals': ['E']}], 'End': true}}}");
    machine.service.takes(Duration.ofSeconds(1)).failsWith("E").returns("1");
    Execution execution = machine.start("[1, 2]");
    int steps = 0;
    while (!execution.result().isDone() && steps < abortAfter) {
      assertThat(machine.scheduler.runNext()).isTrue();
      steps++;
    }
    execution.abort();
    int events = machine.events.size();
    machine.scheduler.runUntilIdle();
    assertThat(machine.events).as("no events after the end").hasSize(events);
    assertThat(execution.result()).isDone();
    return steps;
  }

  @Test
  void aborting_after_the_end_does_nothing() {
    Machine machine = Machine.of(TASK_THEN_PASS);
    Execution execution = machine.start("{}");
    machine.scheduler.runUntilIdle();

    execution.abort();

    assertThat(execution.result().join().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(machine.eventTypes()).doesNotContain("ExecutionAborted");
  }

  @Test
  void executions_run_concurrently_in_one_thread() {
    Machine machine = Machine.ofTask(", 'OutputPath': '$.Payload'");
    machine.service.takes(Duration.ofSeconds(1));

    List<Execution> executions =
        List.of(machine.start("1"), machine.start("2"), machine.start("3"));
    machine.scheduler.runUntilIdle();

    assertThat(machine.elapsed()).isEqualTo(Duration.ofSeconds(1));
    assertThat(executions)
        .extracting(execution -> execution.result().join().output().orElseThrow())
        .containsExactly(json("1"), json("2"), json("3"));
  }

  @Test
  void equal_runs_have_equal_histories() {
    assertThat(jitteredRun()).isEqualTo(jitteredRun());
  }

  private static List<HistoryEvent> jitteredRun() {
    Machine machine =
        Machine.ofState(
            "'Type': 'Map', 'ItemProcessor': {'StartAt': 'T', 'States': {'T': {"
                + TASK
                + ", 'Retry': [{'ErrorEquals': ['E'], 'JitterStrategy': 'FULL'}], 'End': true}}}");
    machine.service.takes(Duration.ofMillis(70)).failsWith("E", "E", "E", "E", "E");
    machine.outputOf("[1, 2, 3]");
    return machine.events;
  }

  @Test
  void a_long_loop_does_not_overflow_the_stack() {
    Machine machine =
        Machine.of(
            """
            {'StartAt': 'Add', 'States': {
              'Add': {'Type': 'Pass', 'Parameters': {'n.$': 'States.MathAdd($.n, 1)'}, 'Next': 'Enough?'},
              'Enough?': {'Type': 'Choice', 'Choices': [{'Variable': '$.n', 'NumericGreaterThanEquals': 5000, 'Next': 'Done'}],
                          'Default': 'Add'},
              'Done': {'Type': 'Succeed'}}}
            """);

    assertThat(machine.outputOf("{'n': 0}")).isEqualTo(json("{'n': 5000}"));
  }

  @Test
  void every_resource_needs_a_service() {
    Machine machine = Machine.ofTask("");

    assertThatThrownBy(
            () ->
                new Interpreter(
                    machine.definition(),
                    new VirtualScheduler(Machine.START),
                    Map.of(),
                    new Random(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No service for the resource arn:aws:states:::lambda:invoke");
  }
}
