package org.pytorch.alerting.stepfunctions.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.stepfunctions.execution.Machine.TASK;
import static org.pytorch.alerting.stepfunctions.execution.Machine.json;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionResult;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStatus;
import org.pytorch.alerting.stepfunctions.task.TaskRequest;

class TimeoutTest {
  @Test
  void a_slow_task_fails_with_a_timeout_without_a_cause() {
    Machine machine = Machine.ofTask(", 'TimeoutSeconds': 5");
    machine.service.takes(Duration.ofSeconds(6)).returns("1");

    ExecutionResult result = machine.run("{}");

    assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(result.error()).contains("States.Timeout");
    assertThat(result.cause()).isEmpty();
    assertThat(machine.elapsed()).isEqualTo(Duration.ofSeconds(5));
    assertThat(machine.eventTypes()).contains("TaskTimedOut").doesNotContain("TaskFailed");
  }

  @Test
  void a_result_in_time_cancels_the_timer() {
    Machine machine = Machine.ofTask(", 'TimeoutSeconds': 5, 'OutputPath': '$.Payload'");
    machine.service.takes(Duration.ofMillis(4_999)).returns("1");

    assertThat(machine.outputOf("{}")).isEqualTo(json("1"));
    machine.scheduler.runUntilIdle();
    assertThat(machine.elapsed()).isEqualTo(Duration.ofMillis(4_999));
  }

  @Test
  void the_cause_of_a_caught_timeout_is_the_empty_string() {
    Machine machine =
        Machine.ofTask(
            ", 'TimeoutSeconds': 5, 'Catch': [{'ErrorEquals': ['States.Timeout'], 'Next': 'C'}],"
                + " 'Next': 'C'}, 'C': {'Type': 'Pass', 'End': true");
    machine.service.takes(Duration.ofSeconds(6));

    assertThat(machine.outputOf("{}")).isEqualTo(json("{'Error': 'States.Timeout', 'Cause': ''}"));
  }

  @Test
  void a_result_after_the_timeout_is_dropped_even_during_the_next_attempt() {
    Machine machine =
        Machine.ofTask(
            ", 'TimeoutSeconds': 5, 'OutputPath': '$.Payload', 'Retry': [{'ErrorEquals':"
                + " ['States.Timeout'], 'IntervalSeconds': 2, 'MaxAttempts': 1}]");
    // The first result arrives at 8 s, during the second attempt, which starts at 7 s.
    machine.service.takes(Duration.ofSeconds(8)).returns("'late'");
    machine.start("{}");
    machine.scheduler.advance(Duration.ofSeconds(6));
    machine.service.takes(Duration.ofSeconds(3)).returns("'in time'");

    machine.scheduler.runUntilIdle();

    assertThat(machine.eventTypes().stream().filter("TaskSucceeded"::equals)).hasSize(1);
    assertThat(machine.events.getLast().details().path("output")).isEqualTo(json("'in time'"));
    assertThat(machine.elapsed()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void every_attempt_has_the_whole_timeout() {
    Machine machine =
        Machine.ofTask(
            ", 'TimeoutSeconds': 5, 'Retry': [{'ErrorEquals': ['States.Timeout'],"
                + " 'IntervalSeconds': 1, 'BackoffRate': 1, 'MaxAttempts': 2}]");
    machine.service.takes(Duration.ofMinutes(1));

    machine.run("{}");

    assertThat(machine.elapsed()).isEqualTo(Duration.ofSeconds(5 + 1 + 5 + 1 + 5));
  }

  @Test
  void the_input_can_set_the_timeout_and_the_service_gets_it() {
    Machine machine = Machine.ofTask(", 'TimeoutSecondsPath': '$.t'");
    machine.service.takes(Duration.ofSeconds(9));

    assertThat(machine.run("{'t': 3}").error()).contains("States.Timeout");
    assertThat(machine.elapsed()).isEqualTo(Duration.ofSeconds(3));
    assertThat(machine.service.requests)
        .extracting(TaskRequest::timeout)
        .containsExactly(Optional.of(Duration.ofSeconds(3)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'t': 0}", "{'t': '3'}", "{'t': 1.5}"})
  void an_invalid_timeout_from_the_input_is_a_runtime_error(String input) {
    assertThat(Machine.ofTask(", 'TimeoutSecondsPath': '$.t'").run(input).error())
        .contains("States.Runtime");
  }

  @Test
  void a_task_without_a_timeout_may_take_any_time() {
    Machine machine = Machine.ofTask(", 'OutputPath': '$.Payload'");
    machine.service.takes(Duration.ofDays(30)).returns("1");

    assertThat(machine.outputOf("{}")).isEqualTo(json("1"));
  }

  @Test
  void a_slow_execution_times_out_without_error_and_cause() {
    Machine machine =
        Machine.of(
            "{'TimeoutSeconds': 10, 'StartAt': 'T', 'States': {'T': {"
                + TASK
                + ", 'Catch': [{'ErrorEquals': ['States.ALL'], 'Next': 'C'}], 'Next': 'C'}, 'C':"
                + " {'Type': 'Pass', 'End': true}}}");
    machine.service.takes(Duration.ofSeconds(11)).returns("1");

    ExecutionResult result = machine.run("{}");
    machine.scheduler.runUntilIdle();

    assertThat(result.status()).isEqualTo(ExecutionStatus.TIMED_OUT);
    assertThat(result.error()).isEmpty();
    assertThat(result.cause()).isEmpty();
    assertThat(Duration.between(result.startedAt(), result.stoppedAt()))
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(machine.eventTypes()).last().isEqualTo("ExecutionTimedOut");
  }

  @Test
  void an_execution_that_ends_in_time_leaves_no_timer() {
    Machine machine =
        Machine.of(
            "{'TimeoutSeconds': 10, 'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'End':"
                + " true}}}");

    machine.outputOf("{}");
    machine.scheduler.runUntilIdle();

    assertThat(machine.elapsed()).isZero();
  }

  @Test
  void the_timeout_ends_an_endless_loop() {
    Machine machine =
        Machine.of(
            "{'TimeoutSeconds': 10, 'StartAt': 'W', 'States': {'W': {'Type': 'Wait', 'Seconds': 1,"
                + " 'Next': 'P'}, 'P': {'Type': 'Pass', 'Next': 'W'}}}");

    assertThat(machine.run("{}").status()).isEqualTo(ExecutionStatus.TIMED_OUT);
  }
}
