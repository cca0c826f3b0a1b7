package org.pytorch.alerting.stepfunctions.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.stepfunctions.execution.Machine.json;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionResult;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStatus;

class DataFlowTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'Type': 'Pass'                                                  | {'a':1}         | {'a':1}
          'Type': 'Pass', 'InputPath': '$.a'                              | {'a':{'b':1}}   | {'b':1}
          'Type': 'Pass', 'InputPath': null                               | {'a':1}         | {}
          'Type': 'Pass', 'OutputPath': '$.a'                             | {'a':[1]}       | [1]
          'Type': 'Pass', 'OutputPath': null                              | {'a':1}         | {}
          'Type': 'Pass', 'ResultPath': null                              | {'a':1}         | {'a':1}
          'Type': 'Pass', 'Result': 5, 'ResultPath': null                 | {'a':1}         | {'a':1}
          'Type': 'Pass', 'Result': 5                                     | {'a':1}         | 5
          'Type': 'Pass', 'Result': null                                  | {'a':1}         | null
          'Type': 'Pass', 'Result': {'x.$': '$.a'}                        | {'a':1}         | {'x.$':'$.a'}
          'Type': 'Pass', 'Result': 5, 'ResultPath': '$.r.s'              | {'a':1}         | {'a':1,'r':{'s':5}}
          'Type': 'Pass', 'Parameters': {'x.$': '$.a'}                    | {'a':1}         | {'x':1}
          'Type': 'Pass', 'Parameters': {'x.$': '$.a'}, 'Result': 5       | {'a':1}         | 5
          'Type': 'Pass', 'Parameters': {'x.$': '$.a'}, 'ResultPath': '$.p' | {'a':1}       | {'a':1,'p':{'x':1}}
          'Type': 'Pass', 'InputPath': '$.a', 'ResultPath': '$.r'         | {'a':1,'b':2}   | {'a':1,'b':2,'r':1}
          'Type': 'Pass', 'Result': 5, 'ResultPath': '$.r', 'OutputPath': '$.r' | {'a':1}   | 5
          'Type': 'Pass', 'InputPath': '$$.Execution.Name'                | {}              | 'run'
          'Type': 'Wait', 'Seconds': 0, 'InputPath': '$.a', 'OutputPath': '$.b' | {'a':{'b':7}} | 7
          """)
  void data_flows_through_a_state(String fields, String input, String output) {
    assertThat(Machine.ofState(fields).outputOf(input)).isEqualTo(json(output));
  }

  @Test
  void a_succeed_state_applies_its_paths() {
    Machine machine =
        Machine.of(
            "{'StartAt': 'S', 'States': {'S': {'Type': 'Succeed', 'InputPath': '$.a',"
                + " 'OutputPath': '$.b'}}}");

    assertThat(machine.outputOf("{'a': {'b': 7}}")).isEqualTo(json("7"));
  }

  @Test
  void a_task_applies_all_fields_in_order_and_merges_into_the_raw_input() {
    Machine machine =
        Machine.ofState(
            """
            'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke',
            'InputPath': '$.in',
            'Parameters': {'FunctionName': 'f', 'Payload': {'x.$': '$.x'}},
            'ResultSelector': {'value.$': '$.Payload', 'status.$': '$.StatusCode'},
            'ResultPath': '$.out.response',
            'OutputPath': '$.out'
            """);
    machine.service.returns("{'y': 2}");

    assertThat(machine.outputOf("{'in': {'x': 1}, 'out': {'old': true}}"))
        .isEqualTo(json("{'old': true, 'response': {'value': {'y': 2}, 'status': 200}}"));
    assertThat(machine.service.payloads()).isEqualTo(List.of(json("{'x': 1}")));
  }

  @Test
  void result_selector_sees_the_raw_result_and_the_context() {
    Machine machine =
        Machine.ofTask(
            ", 'ResultSelector': {'all.$': '$', 'state.$': '$$.State.Name', 'deep': {'c.$': '$.StatusCode'}}");
    machine.service.returns("1");

    assertThat(machine.outputOf("{}"))
        .isEqualTo(
            json("{'all': {'Payload': 1, 'StatusCode': 200}, 'state': 'S', 'deep': {'c': 200}}"));
  }

  @Test
  void a_task_without_paths_outputs_the_whole_result_of_the_integration() {
    Machine machine = Machine.ofTask("");
    machine.service.returns("{'y': 2}");

    assertThat(machine.outputOf("{}")).isEqualTo(json("{'Payload': {'y': 2}, 'StatusCode': 200}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'Type': 'Pass', 'InputPath': '$.x'               | Invalid path '$.x' : No results for path: $['x']
          'Type': 'Pass', 'OutputPath': '$.x'              | Invalid path '$.x' : No results for path: $['x']
          'Type': 'Pass', 'Parameters': {'k.$': '$.x'}     | The JSONPath '$.x' specified for the field 'k.$' could not be found in the input '{"a":1}'
          'Type': 'Pass', 'Parameters': {'k.$': '$$.x'}    | The JSONPath '$$.x' specified for the field 'k.$' could not be found in the input '{"Execution":
          'Type': 'Pass', 'Result': 1, 'ResultPath': '$.a.b' | Unable to apply ResultPath
          'Type': 'Pass', 'Parameters': {'k.$': 'States.ArrayLength($.a)'} | The function 'States.ArrayLength($.a)' had the following error: Argument 1 must be an array
          """)
  void a_path_to_nothing_fails_the_execution_with_the_message_of_aws(String fields, String cause) {
    ExecutionResult result = Machine.ofState(fields).run("{'a': 1}");

    assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(result.error()).contains("States.Runtime");
    assertThat(result.cause().orElseThrow())
        .startsWith(
            "An error occurred while executing the state 'S' (entered at the event id #2). "
                + cause.replaceAll("^\"|\"$", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'InputPath': '$.x'
          'OutputPath': '$.x'
          'ResultSelector': {'k.$': '$.x'}
          'ResultSelector': {'k.$': 'States.StringToJson($.Payload)'}
          'ResultPath': '$.a.b'
          """)
  void no_retry_and_no_catch_handles_a_path_to_nothing(String field) {
    Machine machine =
        Machine.ofTask(
            """
            , %s,
            'Retry': [{'ErrorEquals': ['States.Runtime', 'States.TaskFailed']}, {'ErrorEquals': ['States.ALL']}],
            'Catch': [{'ErrorEquals': ['States.Runtime'], 'Next': 'C'}, {'ErrorEquals': ['States.ALL'], 'Next': 'C'}],
            'Next': 'C'}, 'C': {'Type': 'Pass', 'End': true
            """
                .formatted(field));

    ExecutionResult result = machine.run("{'a': 1}");

    assertThat(result.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(result.error()).contains("States.Runtime");
    assertThat(machine.retryDelays).isEmpty();
    assertThat(machine.exits).isEmpty();
  }
}
