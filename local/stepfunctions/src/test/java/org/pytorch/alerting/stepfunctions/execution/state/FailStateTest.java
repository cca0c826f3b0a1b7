package org.pytorch.alerting.stepfunctions.execution.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.stepfunctions.execution.Machine;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionResult;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStatus;

class FailStateTest {
  private static final String INPUT = "{'e': 'FromInput', 'n': 3, 'l': [{'x': 1}]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      emptyValue = "",
      textBlock =
          """
          'Error': 'E', 'Cause': 'why'                          | E         | why
          'Error': 'E'                                          | E         |
          'Cause': 'why'                                        |           | why
          'Comment': 'neither'                                  |           |
          'ErrorPath': '$.e', 'CausePath': '$$.State.Name'      | FromInput | S
          'Error': 'E', 'CausePath': 'States.JsonToString($.l)' | E         | "[{""x"":1}]"
          'ErrorPath': 'States.Format(`E{}`, $.n)'              | E3        |
          """)
  void a_fail_state_ends_the_execution_with_its_error_and_cause(
      String fields, String error, String cause) {
    ExecutionResult result = fail(fields).run(INPUT);

    assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(result.error()).isEqualTo(Optional.ofNullable(error));
    assertThat(result.cause()).isEqualTo(Optional.ofNullable(cause));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'ErrorPath': '$.gone'                            | No results for path
          'CausePath': '$.n'                               | must give a string
          'CausePath': '$.l'                               | must give a string
          'CausePath': 'States.ArrayLength($.l)'           | must give a string
          'CausePath': 'States.JsonToString($.gone)'       | could not be found
          """)
  void a_path_to_a_value_that_is_not_a_string_is_a_runtime_error(String fields, String problem) {
    ExecutionResult result = fail(fields).run(INPUT);

    assertThat(result.error()).contains("States.Runtime");
    assertThat(result.cause().orElseThrow()).contains(problem);
  }

  @Test
  void a_fail_state_is_entered_but_never_exited() {
    Machine machine = fail("'Error': 'E'");

    machine.run("{}");

    assertThat(machine.eventTypes())
        .containsExactly("ExecutionStarted", "FailStateEntered", "ExecutionFailed");
  }

  private static Machine fail(String fields) {
    return Machine.of("{'StartAt': 'S', 'States': {'S': {'Type': 'Fail', " + fields + "}}}");
  }
}
