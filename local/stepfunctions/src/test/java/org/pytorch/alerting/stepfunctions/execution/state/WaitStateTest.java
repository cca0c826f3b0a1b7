package org.pytorch.alerting.stepfunctions.execution.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.stepfunctions.execution.Machine.json;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.stepfunctions.execution.Machine;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionResult;

/** Every execution starts at 2026-03-01T10:00:00Z. The causes are those recorded on AWS. */
class WaitStateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'Seconds': 0                                | {}                            | 0
          'Seconds': 90                               | {}                            | 90
          'SecondsPath': '$.s'                        | {'s': 7}                      | 7
          'SecondsPath': '$.s'                        | {'s': 0}                      | 0
          'InputPath': '$.in', 'SecondsPath': '$.s'   | {'in': {'s': 7}}              | 7
          'Timestamp': '2026-03-01T10:01:00Z'         | {}                            | 60
          'Timestamp': '2026-03-01T12:01:00+02:00'    | {}                            | 60
          'Timestamp': '2020-01-01T00:00:00Z'         | {}                            | 0
          'TimestampPath': '$.t'                      | {'t': '2026-03-01T10:00:05Z'} | 5
          'TimestampPath': '$$.Execution.StartTime'   | {}                            | 0
          """)
  void a_wait_state_waits(String fields, String input, long seconds) {
    Machine machine = Machine.ofState("'Type': 'Wait', " + fields + ", 'OutputPath': null");

    assertThat(machine.outputOf(input)).isEqualTo(json("{}"));
    assertThat(machine.elapsed()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'SecondsPath': '$.s'    | {}                        | The SecondsPath parameter does not reference an input value: $.s
          'SecondsPath': '$.s'    | {'s': -1}                 | The SecondsPath parameter references a negative value: $.s == -1
          'SecondsPath': '$.s'    | {'s': -5000000000}        | The SecondsPath parameter references a negative value: $.s == -5000000000
          'SecondsPath': '$.s'    | {'s': 1.5}                | The SecondsPath parameter cannot be parsed as a long value: $.s == 1.5
          'SecondsPath': '$.s'    | {'s': 'soon'}             | The SecondsPath parameter cannot be parsed as a long value: $.s == soon
          'SecondsPath': '$.s'    | {'s': null}               | The SecondsPath parameter cannot be parsed as a long value: $.s == null
          'SecondsPath': '$.s'    | {'s': 100000000}          | The SecondsPath parameter references a value that is not from 0 to 99999999: $.s == 100000000
          'TimestampPath': '$.t'  | {}                        | The TimestampPath parameter does not reference an input value: $.t
          'TimestampPath': '$.t'  | {'t': '2016-12-05T25:29:29Z'} | The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.t == 2016-12-05T25:29:29Z
          'TimestampPath': '$.t'  | {'t': '05-12-2016T21:29:29Z'} | The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.t == 05-12-2016T21:29:29Z
          'TimestampPath': '$.t'  | {'t': '2026-03-01'}       | The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.t == 2026-03-01
          'TimestampPath': '$.t'  | {'t': '2026-03-01t10:00:00z'} | The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.t == 2026-03-01t10:00:00z
          'TimestampPath': '$.t'  | {'t': 5}                  | The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.t == 5
          """)
  void an_invalid_time_fails_the_execution(String fields, String input, String problem) {
    ExecutionResult result = Machine.ofState("'Type': 'Wait', " + fields).run(input);

    assertThat(result.error()).contains("States.Runtime");
    assertThat(result.cause())
        .contains(
            "An error occurred while executing the state 'S' (entered at the event id #2). "
                + problem);
  }
}
