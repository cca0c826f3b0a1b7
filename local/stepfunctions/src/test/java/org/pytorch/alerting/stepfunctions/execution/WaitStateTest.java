package org.pytorch.alerting.stepfunctions.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.stepfunctions.execution.Machine.json;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionResult;

/** Every execution starts at 2026-03-01T10:00:00Z. */
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
          'SecondsPath': '$.s'    | {'s': -1}                 | does not reference a valid value: -1
          'SecondsPath': '$.s'    | {'s': 1.5}                | does not reference a valid value: 1.5
          'SecondsPath': '$.s'    | {'s': '1'}                | does not reference a valid value
          'SecondsPath': '$.s'    | {'s': 100000000}          | does not reference a valid value
          'TimestampPath': '$.t'  | {}                        | The TimestampPath parameter does not reference an input value: $.t
          'TimestampPath': '$.t'  | {'t': '2026-03-01'}       | does not reference a valid ISO-8601
          'TimestampPath': '$.t'  | {'t': '2026-03-01t10:00:00z'} | does not reference a valid ISO-8601
          'TimestampPath': '$.t'  | {'t': 5}                  | does not reference a valid ISO-8601
          """)
  void an_invalid_time_fails_the_execution(String fields, String input, String problem) {
    ExecutionResult result = Machine.ofState("'Type': 'Wait', " + fields).run(input);

    assertThat(result.error()).contains("States.Runtime");
    assertThat(result.cause().orElseThrow()).contains(problem);
  }
}
