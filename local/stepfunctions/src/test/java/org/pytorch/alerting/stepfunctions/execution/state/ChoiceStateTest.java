package org.pytorch.alerting.stepfunctions.execution.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.stepfunctions.execution.Machine.json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;
import org.pytorch.alerting.stepfunctions.execution.Machine;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionResult;

class ChoiceStateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'StringEquals': 'b'                           | 'b'                    | true
          'StringEquals': 'b'                           | 'B'                    | false
          'StringEquals': 'null'                        | null                   | false
          'StringEquals': '1'                           | 1                      | false
          'StringEquals': 'true'                        | true                   | false
          'StringEquals': ''                            | ['']                   | false
          'StringLessThan': 'b'                         | 'a'                    | true
          'StringLessThan': 'b'                         | 'b'                    | false
          'StringLessThan': 'a'                         | 'Z'                    | true
          'StringLessThanEquals': 'b'                   | 'b'                    | true
          'StringGreaterThan': 'b'                      | 'c'                    | true
          'StringGreaterThan': 'b'                      | 1                      | false
          'StringGreaterThanEquals': 'b'                | 'a'                    | false
          'StringEqualsPath': '$.other'                 | 'same'                 | true
          'StringLessThanPath': '$.other'               | 'z'                    | false
          'StringMatches': 'log-*.txt'                  | 'log-1.txt'            | true
          'StringMatches': 'log-*.txt'                  | 'log-.txt'             | true
          'StringMatches': 'log-*.txt'                  | 'log-1_txt'            | false
          'StringMatches': '*'                          | ''                     | true
          'StringMatches': 'a\\\\*b'                    | 'a*b'                  | true
          'StringMatches': 'a\\\\*b'                    | 'axb'                  | false
          'StringMatches': 'a\\\\\\\\*'                 | 'a\\\\x'               | true
          'StringMatches': 'a?[b]'                      | 'a?[b]'                | true
          'StringMatches': '*'                          | 5                      | false
          'NumericEquals': 1                            | 1.0                    | true
          'NumericEquals': 1                            | '1'                    | false
          'NumericEquals': 0.1                          | 0.1                    | true
          'NumericLessThan': 2                          | 1                      | true
          'NumericLessThanEquals': 2                    | 2                      | true
          'NumericGreaterThan': 2                       | 2.5                    | true
          'NumericGreaterThan': 2                       | null                   | false
          'NumericGreaterThanEquals': 2                 | 1.9                    | false
          'NumericEqualsPath': '$.number'               | 5                      | true
          'NumericLessThanPath': '$.number'             | 5                      | false
          'NumericLessThanPath': '$.other'              | 5                      | false
          'BooleanEquals': true                         | true                   | true
          'BooleanEquals': false                        | false                  | true
          'BooleanEquals': true                         | 'true'                 | false
          'BooleanEqualsPath': '$.yes'                  | true                   | true
          'TimestampEquals': '2026-01-01T00:00:00Z'     | '2026-01-01T01:00:00+01:00' | true
          'TimestampLessThan': '2026-01-01T00:00:00Z'   | '2025-12-31T23:59:59.999Z' | true
          'TimestampGreaterThan': '2026-01-01T00:00:00Z' | '2026-01-01T00:00:00.001Z' | true
          'TimestampLessThanEquals': '2026-01-01T00:00:00Z' | '2026-01-01T00:00:00Z' | true
          'TimestampGreaterThanEquals': '2026-01-01T00:00:00Z' | '2026-01-01'      | false
          'TimestampEquals': '2026-01-01T00:00:00Z'     | '2026-01-01t00:00:00z' | false
          'TimestampEqualsPath': '$.time'               | '2026-01-01T00:00:00Z' | true
          'TimestampGreaterThanPath': '$$.State.EnteredTime' | '2026-03-01T10:00:00.001Z' | true
          'TimestampGreaterThanPath': '$$.State.EnteredTime' | '2026-03-01T10:00:00.000Z' | false
          'TimestampLessThanPath': '$$.State.EnteredTime'    | '2026-03-01T09:59:59.999Z' | true
          'IsNull': true                                | null                   | true
          'IsNull': true                                | 0                      | false
          'IsNull': false                               | 0                      | true
          'IsPresent': true                             | null                   | true
          'IsPresent': true                             | 1                      | true
          'IsPresent': false                            | 1                      | false
          'IsNumeric': true                             | 1.5                    | true
          'IsNumeric': true                             | '1'                    | false
          'IsString': true                              | ''                     | true
          'IsString': false                             | 1                      | true
          'IsBoolean': true                             | false                  | true
          'IsBoolean': true                             | null                   | false
          'IsTimestamp': true                           | '2026-01-01T00:00:00Z' | true
          'IsTimestamp': true                           | '2026-01-01T00:00:00'  | false
          'IsTimestamp': true                           | '2026-13-01T00:00:00Z' | false
          'IsTimestamp': false                          | 1                      | true
          """)
  void an_operator_compares(String operator, String value, boolean expected) {
    Machine machine = choice("{'Variable': '$.v', " + operator + ", 'Next': 'Yes'}");
    String input =
        "{'v': %s, 'other': 'same', 'number': 5, 'yes': true, 'time': '2026-01-01T01:00:00+01:00'}"
            .formatted(value);

    machine.outputOf(input);

    assertThat(machine.edges)
        .contains(expected ? new Edge.Rule("S", 0, "Yes") : new Edge.Default("S", "No"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'And': [<a=1>, <b=2>], 'Next': 'Yes'}                 | {'a': 1, 'b': 2} | true
          {'And': [<a=1>, <b=2>], 'Next': 'Yes'}                 | {'a': 1, 'b': 3} | false
          {'Or': [<a=1>, <b=2>], 'Next': 'Yes'}                  | {'a': 0, 'b': 2} | true
          {'Or': [<a=1>, <b=2>], 'Next': 'Yes'}                  | {'a': 0, 'b': 0} | false
          {'Not': <a=1>, 'Next': 'Yes'}                      | {'a': 0}         | true
          {'Not': <a=1>, 'Next': 'Yes'}                      | {'a': 1}         | false
          {'Not': {'Or': [<a=1>, {'Not': <b=2>}]}, 'Next': 'Yes'} | {'a': 0, 'b': 2} | true
          {'And': [<a?>, <a=1>], 'Next': 'Yes'}                 | {}               | false
          {'Or': [<no a>, <a=1>], 'Next': 'Yes'}                  | {}               | true
          {'Variable': '$.a', 'IsPresent': false, 'Next': 'Yes'} | {}       | true
          {'Variable': '$.a', 'IsPresent': true, 'Next': 'Yes'}  | {}       | false
          {'Variable': '$.a.b.c', 'IsPresent': true, 'Next': 'Yes'} | {'a': 1} | false
          {'Variable': '$$.Execution.Name', 'StringEquals': 'run', 'Next': 'Yes'} | {} | true
          {'Variable': '$[*]', 'IsPresent': true, 'Next': 'Yes'} | []       | true
          """)
  void combined_rules_stop_as_soon_as_the_result_is_known(
      String rule, String input, boolean expected) {
    Machine machine =
        choice(
            rule.replace("<a=1>", "{'Variable': '$.a', 'NumericEquals': 1}")
                .replace("<b=2>", "{'Variable': '$.b', 'NumericEquals': 2}")
                .replace("<a?>", "{'Variable': '$.a', 'IsPresent': true}")
                .replace("<no a>", "{'Variable': '$.a', 'IsPresent': false}"));

    machine.outputOf(input);

    assertThat(machine.edges)
        .contains(expected ? new Edge.Rule("S", 0, "Yes") : new Edge.Default("S", "No"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'Variable': '$.x', 'StringEquals': 'a'                    | $.x
          'Variable': '$.x', 'IsNull': true                         | $.x
          'Variable': '$.x', 'IsString': true                       | $.x
          'Variable': '$.x.y', 'NumericEquals': 1                   | $.x.y
          'Variable': '$.v', 'StringEqualsPath': '$.y'              | $.y
          'Not': {'Variable': '$.x', 'BooleanEquals': true}         | $.x
          'And': [{'Variable': '$.v', 'NumericEquals': 1}, {'Variable': '$.x', 'BooleanEquals': true}] | $.x
          """)
  void a_missing_variable_is_a_runtime_error(String rule, String path) {
    ExecutionResult result = choice("{" + rule + ", 'Next': 'Yes'}").run("{'v': 1}");

    assertThat(result.error()).contains("States.Runtime");
    assertThat(result.cause())
        .contains(
            "An error occurred while executing the state 'S' (entered at the event id #2). Invalid"
                + " path '"
                + path
                + "': The choice state's condition path references an invalid value.");
  }

  @Test
  void the_first_true_rule_wins() {
    Machine machine =
        choice(
            "{'Variable': '$.v', 'NumericEquals': 2, 'Next': 'No'}, {'Variable': '$.v',"
                + " 'NumericEquals': 1, 'Next': 'Yes'}, {'Variable': '$.v', 'IsNumeric': true,"
                + " 'Next': 'No'}");

    machine.outputOf("{'v': 1}");

    assertThat(machine.edges).contains(new Edge.Rule("S", 1, "Yes"));
  }

  /** A rule inside And, Or or Not has the Variable; the rules around it have none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'And': [{'Variable': '$.a', 'NumericEquals': 1}]                                        | true
          'Or': [{'And': [ONE, {'Not': Y}]}, {'Not': ONE}]                                            | true
          'And': [{'Or': [{'Not': ONE}, Y]}, ONE]                                                     | false
          'Not': {'And': [ONE, {'Or': [Y, {'Not': {'Variable': '$.gone', 'IsPresent': true}}]}]}    | false
          'Not': {'Not': {'Not': {'Not': ONE}}}                                                     | true
          """)
  void rules_nest(String rule, boolean expected) {
    Machine machine =
        Machine.of(
            "{'StartAt': 'S', 'States': {'S': {'Type': 'Choice', 'Choices': [{%s, 'Next': 'Yes'}],"
                    .formatted(
                        rule.replace("ONE", "{'Variable': '$.a', 'NumericEquals': 1}")
                            .replace("Y", "{'Variable': '$.b', 'StringEquals': 'y'}"))
                + " 'Default': 'No'}, 'Yes': {'Type': 'Pass', 'Result': true, 'End': true}, 'No':"
                + " {'Type': 'Pass', 'Result': false, 'End': true}}}");

    assertThat(machine.outputOf("{'a': 1, 'b': 'x'}").booleanValue()).isEqualTo(expected);
  }

  @Test
  void rules_nest_a_hundred_deep() {
    String rule = "{'Not': ".repeat(100) + "{'Variable': '$.a', 'IsNull': true}" + "}".repeat(100);
    Machine machine =
        Machine.of(
            "{'StartAt': 'S', 'States': {'S': {'Type': 'Choice', 'Choices': [{'And': ["
                + rule
                + "], 'Next': 'Yes'}]}, 'Yes': {'Type': 'Succeed'}}}");

    assertThat(machine.outputOf("{'a': null}")).isEqualTo(json("{'a': null}"));
  }

  @Test
  void no_match_without_a_default_is_a_runtime_error() {
    Machine machine =
        Machine.of(
            "{'StartAt': 'S', 'States': {'S': {'Type': 'Choice', 'Choices': [{'Variable': '$.v',"
                + " 'NumericEquals': 2, 'Next': 'Yes'}]}, 'Yes': {'Type': 'Succeed'}}}");

    ExecutionResult result = machine.run("{'v': 1}");

    assertThat(result.error()).contains("States.Runtime");
    assertThat(result.cause().orElseThrow())
        .endsWith(
            "Failed to transition out of the state. The state does not point to a next state.");
  }

  @Test
  void a_choice_applies_its_input_path_to_the_rules_and_its_output_path_to_the_output() {
    Machine machine =
        Machine.of(
            """
            {'StartAt': 'S', 'States': {
              'S': {'Type': 'Choice', 'InputPath': '$.in', 'OutputPath': '$.out',
                    'Choices': [{'Variable': '$.v', 'NumericEquals': 1, 'Next': 'Yes'}]},
              'Yes': {'Type': 'Succeed'}}}
            """);

    assertThat(machine.outputOf("{'in': {'v': 1, 'out': 5}}")).isEqualTo(json("5"));
  }

  private static Machine choice(String rules) {
    return Machine.of(
        """
        {'StartAt': 'S', 'States': {
          'S': {'Type': 'Choice', 'Choices': [%s], 'Default': 'No'},
          'Yes': {'Type': 'Succeed'}, 'No': {'Type': 'Pass', 'Next': 'Yes'}}}
        """
            .formatted(rules));
  }
}
