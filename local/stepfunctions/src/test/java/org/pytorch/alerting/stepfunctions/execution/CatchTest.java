package org.pytorch.alerting.stepfunctions.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.stepfunctions.execution.Machine.json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionResult;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStatus;

class CatchTest {
  private static final String ERROR = "{'Error': 'E', 'Cause': 'why'}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""                         | ""                                 | ERROR
          'ResultPath': '$'          | ""                                 | ERROR
          'ResultPath': '$.error'    | ""                                 | {'a': 1, 'error': ERROR}
          'ResultPath': '$.x.y'      | ""                                 | {'a': 1, 'x': {'y': ERROR}}
          'ResultPath': null         | ""                                 | {'a': 1}
          'ResultPath': '$.error'    | 'OutputPath': '$.Payload'          | {'a': 1, 'error': ERROR}
          'ResultPath': '$.error'    | 'OutputPath': null                 | {'a': 1, 'error': ERROR}
          'ResultPath': '$.error'    | 'ResultSelector': {'v.$': '$.Payload'} | {'a': 1, 'error': ERROR}
          'ResultPath': '$.error'    | 'ResultPath': '$.result'           | {'a': 1, 'error': ERROR}
          'ResultPath': '$.error'    | 'InputPath': '$.a'                 | {'a': 1, 'error': ERROR}
          """)
  void result_path_puts_the_error_into_the_raw_input_and_other_paths_do_not_apply(
      String catcher, String task, String output) {
    Machine machine = caught(catcher, task);
    machine.service.fails("E", "why");

    assertThat(machine.outputOf("{'a': 1}")).isEqualTo(json(output.replace("ERROR", ERROR)));
  }

  @Test
  void the_first_matching_catcher_is_taken() {
    Machine machine =
        Machine.ofTask(
            """
            , 'Catch': [{'ErrorEquals': ['A'], 'Next': 'X'}, {'ErrorEquals': ['B', 'E'], 'Next': 'Y'},
                        {'ErrorEquals': ['States.ALL'], 'Next': 'X'}],
            'Next': 'X'}, 'X': {'Type': 'Pass', 'End': true}, 'Y': {'Type': 'Pass', 'End': true
            """);
    machine.service.failsWith("E");

    machine.outputOf("{}");

    assertThat(machine.edges)
        .containsExactly(new Edge.Start("", "S"), new Edge.Catch("S", 1, "Y"), new Edge.End("Y"));
  }

  @Test
  void an_uncaught_error_fails_the_execution_with_its_name_and_cause() {
    Machine machine = Machine.ofTask("");
    machine.service.fails("E", "why");

    ExecutionResult result = machine.run("{}");

    assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(result.error()).contains("E");
    assertThat(result.cause()).contains("why");
    assertThat(result.output()).isEmpty();
  }

  @Test
  void retries_come_first_and_the_catch_gets_the_last_error() {
    Machine machine =
        caught("'ResultPath': '$.error'", "'Retry': [{'ErrorEquals': ['E'], 'MaxAttempts': 1}]");
    machine.service.fails("E", "first").fails("E", "second");

    assertThat(machine.outputOf("{}").path("error").path("Cause").textValue()).isEqualTo("second");
  }

  @Test
  void a_cause_that_is_json_can_be_parsed() {
    Machine machine =
        Machine.ofTask(
            """
            , 'Catch': [{'ErrorEquals': ['States.ALL'], 'ResultPath': '$.error', 'Next': 'C'}], 'Next': 'C'},
            'C': {'Type': 'Pass', 'Parameters': {'m.$': 'States.StringToJson($.error.Cause)'}, 'End': true
            """);
    machine.service.fails("E", "{\"errorMessage\":\"m\",\"errorType\":\"E\"}");

    assertThat(machine.outputOf("{}").path("m").path("errorMessage").textValue()).isEqualTo("m");
  }

  @Test
  void error_and_cause_are_cut_at_the_limits_of_the_api() {
    Machine machine = Machine.ofTask("");
    machine.service.fails("e".repeat(300), "c".repeat(40_000));

    ExecutionResult result = machine.run("{}");

    assertThat(result.error().orElseThrow()).hasSize(256);
    assertThat(result.cause().orElseThrow()).hasSize(32_768);
  }

  @Test
  void a_result_path_into_a_value_that_is_not_an_object_fails_the_execution() {
    Machine machine = caught("'ResultPath': '$.a.error'", "");
    machine.service.fails("E", "why");

    assertThat(machine.run("{'a': 1}").error()).contains("States.Runtime");
  }

  private static Machine caught(String catcher, String task) {
    String comma = catcher.isEmpty() ? "" : ", ";
    return Machine.ofTask(
        (task.isEmpty() ? "" : ", " + task)
            + ", 'Catch': [{'ErrorEquals': ['States.ALL'], 'Next': 'C'"
            + comma
            + catcher
            + "}], 'Next': 'C'}, 'C': {'Type': 'Pass', 'End': true");
  }
}
