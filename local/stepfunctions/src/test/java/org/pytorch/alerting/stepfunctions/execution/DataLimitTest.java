package org.pytorch.alerting.stepfunctions.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionResult;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStatus;

/** The limit is 262,144 bytes of UTF-8. Text of n ASCII characters has n + 2 with its quotes. */
class DataLimitTest {
  private static final int LIMIT = 262_144;
  private static final String LAMBDA_CAUSE =
      "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes"
          + " service limit.";

  @Test
  void a_task_result_of_the_exact_limit_is_accepted() {
    Machine machine = Machine.ofTask(", 'ResultPath': null");
    machine.service.returns(text(LIMIT - "{'Payload':,'StatusCode':200}".length()));

    assertThat(machine.run("{}").status()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void a_longer_result_fails_the_task_even_if_only_a_part_of_it_is_used() {
    Machine machine = Machine.ofTask(", 'ResultPath': null");
    machine.service.returns(text(LIMIT - "{'Payload':,'StatusCode':200}".length() + 1));

    ExecutionResult result = machine.run("{}");

    assertThat(result.error()).contains("States.DataLimitExceeded");
    assertThat(result.cause()).contains(LAMBDA_CAUSE);
    assertThat(machine.eventTypes()).contains("TaskFailed").doesNotContain("TaskSucceeded");
  }

  /** Both as recorded on AWS; the documentation contradicts the second. */
  @ParameterizedTest
  @ValueSource(strings = {"States.DataLimitExceeded", "States.ALL"})
  void a_catch_handles_the_error_by_name_and_by_wildcard(String name) {
    Machine machine =
        Machine.ofTask(
            ", 'Catch': [{'ErrorEquals': ['%s'], 'Next': 'C'}], 'Next': 'C'}, 'C': {'Type': 'Pass', 'End': true"
                .formatted(name));
    machine.service.returns(text(LIMIT));

    assertThat(machine.outputOf("{}").path("Error").textValue())
        .isEqualTo("States.DataLimitExceeded");
  }

  @Test
  void the_limit_counts_bytes_not_characters() {
    Machine machine = Machine.ofTask("");
    machine.service.returns("'" + "ü".repeat(LIMIT / 2) + "'");

    assertThat(machine.run("{}").error()).contains("States.DataLimitExceeded");
  }

  @Test
  void an_output_that_becomes_too_long_can_be_caught() {
    Machine machine =
        Machine.ofTask(
            ", 'ResultPath': '$.r', 'Catch': [{'ErrorEquals': ['States.DataLimitExceeded'],"
                + " 'ResultPath': null, 'Next': 'C'}], 'Next': 'C'}, 'C': {'Type': 'Pass',"
                + " 'Result': 'caught', 'End': true");
    machine.service.returns(text(LIMIT - 100));

    assertThat(machine.outputOf("{'a': '%s'}".formatted("a".repeat(200))).textValue())
        .isEqualTo("caught");
  }

  @Test
  void parameters_have_the_same_limit() {
    Machine machine =
        Machine.ofState(
            "'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke', 'Parameters':"
                + " {'FunctionName': 'f', 'Payload': {'one.$': '$', 'two.$': '$'}}");

    assertThat(machine.run(text(LIMIT / 2)).error()).contains("States.DataLimitExceeded");
    assertThat(machine.service.requests).isEmpty();
  }

  @Test
  void too_long_data_in_a_pass_state_fails_the_execution() {
    Machine machine = Machine.ofState("'Type': 'Pass', 'Parameters': {'one.$': '$', 'two.$': '$'}");

    ExecutionResult result = machine.run(text(LIMIT / 2));

    assertThat(result.error()).contains("States.DataLimitExceeded");
    assertThat(result.cause().orElseThrow()).contains("The state/task 'S' returned a result");
  }

  @Test
  void an_error_that_makes_the_input_too_long_fails_the_execution() {
    Machine machine =
        Machine.ofTask(
            ", 'Catch': [{'ErrorEquals': ['States.ALL'], 'ResultPath': '$.error', 'Next': 'C'}],"
                + " 'Next': 'C'}, 'C': {'Type': 'Pass', 'End': true");
    machine.service.fails("E", "c".repeat(1000));

    ExecutionResult result = machine.run("{'a': '%s'}".formatted("a".repeat(LIMIT - 500)));

    assertThat(result.error()).contains("States.DataLimitExceeded");
  }

  @Test
  void results_that_are_too_long_together_fail_the_map() {
    Machine machine =
        Machine.ofState(
            "'Type': 'Map', 'ItemProcessor': {'StartAt': 'P', 'States': {'P': {'Type': 'Pass',"
                + " 'Result': "
                + text(LIMIT / 3)
                + ", 'End': true}}}");

    assertThat(machine.run("[1, 2]").status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(machine.run("[1, 2, 3]").error()).contains("States.DataLimitExceeded");
  }

  @Test
  void an_execution_with_a_too_long_input_does_not_start() {
    Machine machine = Machine.ofState("'Type': 'Pass'");

    assertThat(machine.run(text(LIMIT)).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThatThrownBy(() -> machine.start(text(LIMIT + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 262144 bytes");
  }

  /** {@return a JSON string of this size, quotes included} */
  private static String text(int bytes) {
    return "'" + "a".repeat(bytes - 2) + "'";
  }
}
