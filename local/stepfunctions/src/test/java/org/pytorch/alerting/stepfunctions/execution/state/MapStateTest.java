package org.pytorch.alerting.stepfunctions.execution.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.stepfunctions.execution.Machine.TASK;
import static org.pytorch.alerting.stepfunctions.execution.Machine.json;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;
import org.pytorch.alerting.stepfunctions.execution.Machine;
import org.pytorch.alerting.stepfunctions.execution.ScriptedService;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionResult;
import org.pytorch.alerting.stepfunctions.task.TaskResult;

class MapStateTest {
  private static final String PASS =
      "{'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'End': true}}}";

  /** Waits as many seconds as its input, and returns the input. */
  private static final String WAIT =
      "{'StartAt': 'W', 'States': {'W': {'Type': 'Wait', 'SecondsPath': '$', 'End': true}}}";

  private static final String CALL =
      "{'StartAt': 'T', 'States': {'T': {" + TASK + ", 'OutputPath': '$.Payload', 'End': true}}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'Comment': 'defaults'                          | [1, 'a', null]          | [1, 'a', null]
          'Comment': 'defaults'                          | []                      | []
          'ItemsPath': '$.l'                             | {'l': [1, 2]}           | [1, 2]
          'InputPath': '$.in', 'ItemsPath': '$.l'        | {'in': {'l': [1]}}      | [1]
          'ItemsPath': '$$.Execution.Input.l'            | {'l': [1]}              | [1]
          'ItemsPath': '$.l', 'ResultPath': '$.r'        | {'l': [1]}              | {'l': [1], 'r': [1]}
          'ItemsPath': '$.l', 'ResultPath': null         | {'l': [1]}              | {'l': [1]}
          'ResultSelector': {'n.$': 'States.ArrayLength($)', 'all.$': '$[*]'} | [1, 2] | {'n': 2, 'all': [1, 2]}
          'ResultSelector': {'x.$': '$[*].x', 'y.$': '$[*].x.y'} | [{'x': {'y': 1}}, {}, {'x': 2}] | {'x': [{'y': 1}, 2], 'y': [1]}
          'ResultSelector': {'x.$': '$[*].x', 'any.$': 'States.ArrayContains($[*].x, 1)'} | [] | {'x': [], 'any': false}
          'ResultSelector': {'any.$': 'States.ArrayContains($[*].x.y, 1)'} | [{}, {'x': {'y': 1}}] | {'any': true}
          'OutputPath': '$[0]'                           | [7, 8]                  | 7
          'ItemsPath': '$.l', 'ItemSelector': {'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value', 'k.$': '$.k', 'c': 1} | {'l': ['a', 'b'], 'k': 5} | [{'i': 0, 'v': 'a', 'k': 5, 'c': 1}, {'i': 1, 'v': 'b', 'k': 5, 'c': 1}]
          'ItemsPath': '$.l', 'ItemSelector': {'x.$': '$$.Map.Item.Value.x'} | {'l': [{'x': 1}, {'x': 2}]} | [{'x': 1}, {'x': 2}]
          """)
  void data_flows_through_a_map(String fields, String input, String output) {
    assertThat(map(fields, PASS).outputOf(input)).isEqualTo(json(output));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'MaxConcurrency': 1    | [3, 1, 2]       | 6
          'MaxConcurrency': 2    | [3, 1, 2, 4]    | 7
          'MaxConcurrency': 0    | [3, 1, 2]       | 3
          'MaxConcurrency': 40   | [3, 1, 2]       | 3
          'Comment': 'unlimited' | [3, 1, 2]       | 3
          """)
  void iterations_run_concurrently_and_results_keep_the_order_of_the_items(
      String fields, String items, long seconds) {
    Machine machine = map(fields, WAIT);

    assertThat(machine.outputOf(items)).isEqualTo(json(items));
    assertThat(machine.elapsed()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void the_input_can_set_the_concurrency() {
    Machine machine = map("'ItemsPath': '$.l', 'MaxConcurrencyPath': '$.c'", WAIT);

    machine.outputOf("{'l': [3, 1, 2], 'c': 1}");

    assertThat(machine.elapsed()).isEqualTo(Duration.ofSeconds(6));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'ItemsPath': '$.l'                    | {}                    | Invalid path '$.l' : No results for path: $['l']
          'ItemsPath': '$.l'                    | {'l': {}}             | "Reference path ""$.l"" must point to array."
          'Comment': 'defaults'                 | {}                    | "Reference path ""$"" must point to array."
          'ItemsPath': '$.l', 'ItemSelector': {'k.$': '$.x'} | {'l': [1]} | The JSONPath '$.x' specified for the field 'k.$' could not be found
          'ItemsPath': '$.l', 'ItemSelector': {'k.$': '$$.Map.Item.Value.x'} | {'l': [{'x': 1}, {}]} | The JSONPath '$$.Map.Item.Value.x'
          'ItemsPath': '$.l', 'MaxConcurrencyPath': '$.c' | {'l': [1], 'c': 'x'} | "The MaxConcurrencyPath field refers to value ""x"" which is not a valid integer: $.c"
          'ItemsPath': '$.l', 'MaxConcurrencyPath': '$.c' | {'l': [1], 'c': 1.5} | "The MaxConcurrencyPath field refers to value ""1.5"" which is not a valid integer: $.c"
          'ItemsPath': '$.l', 'MaxConcurrencyPath': '$.c' | {'l': [1], 'c': -1} | "Expected non-negative integer for MaxConcurrency, got '-1' instead."
          'ItemsPath': '$.l', 'MaxConcurrencyPath': '$.c' | {'l': [1]}          | Invalid path '$.c' : No results for path: $['c']
          """)
  void invalid_data_is_a_runtime_error_that_no_catch_handles(
      String fields, String input, String problem) {
    Machine machine =
        Machine.ofState(
            "'Type': 'Map', "
                + fields
                + ", 'ItemProcessor': "
                + PASS
                + ", 'Catch': [{'ErrorEquals': ['States.ALL'], 'Next': 'C'}], 'Next': 'C'}, 'C':"
                + " {'Type': 'Pass', 'End': true");

    ExecutionResult result = machine.run(input);

    assertThat(result.error()).contains("States.Runtime");
    assertThat(result.cause().orElseThrow())
        .startsWith(
            "An error occurred while executing the state 'S' (entered at the event id #2). ")
        .contains(problem);
  }

  /** As recorded on AWS. */
  @ParameterizedTest
  @ValueSource(strings = {"'x'", "-1", "1.5", "null"})
  void an_invalid_concurrency_fails_the_execution_before_the_map_starts(String concurrency) {
    Machine machine = map("'ItemsPath': '$.l', 'MaxConcurrencyPath': '$.c'", PASS);

    assertThat(machine.run("{'l': [1], 'c': " + concurrency + "}").error())
        .contains("States.Runtime");
    assertThat(machine.eventTypes())
        .containsExactly("ExecutionStarted", "MapStateEntered", "ExecutionFailed");
  }

  /** Iterator and Parameters are the older words for ItemProcessor and ItemSelector. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'ItemSelector': SELECTOR, 'ItemProcessor': {FLOW}
          'Parameters': SELECTOR, 'ItemProcessor': {FLOW}
          'ItemSelector': SELECTOR, 'Iterator': {FLOW}
          'Parameters': SELECTOR, 'Iterator': {FLOW}
          'Parameters': SELECTOR, 'Iterator': {'ProcessorConfig': {'Mode': 'INLINE'}, FLOW}
          """)
  void the_older_words_mean_the_same(String fields) {
    String selector =
        "{'all.$': '$', 'value.$': '$$.Map.Item.Value', 'index.$': '$$.Map.Item.Index', 'c': 'x'}";
    Machine machine =
        Machine.ofState(
            "'Type': 'Map', 'InputPath': '$.d', 'ItemsPath': '$.l', 'ResultPath': '$.r', "
                + fields
                    .replace("SELECTOR", selector)
                    .replace(
                        "FLOW", "'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'End': true}}"));

    assertThat(machine.outputOf("{'d': {'l': ['a', 'b']}}"))
        .isEqualTo(
            json(
                "{'d': {'l': ['a', 'b']}, 'r':"
                    + " [{'all': {'l': ['a', 'b']}, 'value': 'a', 'index': 0, 'c': 'x'},"
                    + " {'all': {'l': ['a', 'b']}, 'value': 'b', 'index': 1, 'c': 'x'}]}"));
  }

  @Test
  void only_the_item_selector_sees_the_item_in_the_context() {
    Machine machine =
        map(
            "'MaxConcurrency': 1",
            "{'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'Parameters': {'i.$':"
                + " '$$.Map.Item.Index'}, 'End': true}}}");

    assertThat(machine.run("[1]").error()).contains("States.Runtime");
  }

  @Test
  void a_failed_iteration_aborts_the_others_and_fails_the_map_with_its_error() {
    Machine machine =
        map(
            "'Comment': 'x'",
            """
            {'StartAt': 'Wait?', 'States': {
              'Wait?': {'Type': 'Choice', 'Choices': [{'Variable': '$', 'NumericEquals': 0, 'Next': 'F'}], 'Default': 'W'},
              'W': {'Type': 'Wait', 'Seconds': 60, 'Next': 'P'},
              'P': {'Type': 'Pass', 'End': true},
              'F': {'Type': 'Fail', 'Error': 'Inner', 'Cause': 'why'}}}
            """);

    ExecutionResult result = machine.run("[1, 0, 2]");

    assertThat(result.error()).contains("Inner");
    assertThat(result.cause()).contains("why");
    assertThat(machine.elapsed()).isZero();
    assertThat(machine.eventTypes())
        .containsSubsequence(
            "MapIterationFailed",
            "MapIterationAborted",
            "MapIterationAborted",
            "MapStateFailed",
            "ExecutionFailed");
    machine.scheduler.runUntilIdle();
    assertThat(machine.elapsed()).as("no task of another iteration is left").isZero();
    assertThat(machine.edges).doesNotContain(new Edge.Next("W", "P"));
  }

  @Test
  void no_iteration_starts_after_a_failure() {
    Machine machine = map("'MaxConcurrency': 1", CALL);
    machine.service.returns("1").failsWith("E");

    assertThat(machine.run("[1, 2, 3, 4]").error()).contains("E");
    assertThat(machine.service.requests).hasSize(2);
  }

  @Test
  void a_result_for_an_aborted_iteration_is_dropped() {
    Machine machine = map("'Comment': 'x'", CALL);
    machine
        .service
        .takes(Duration.ofSeconds(1))
        .always(
            request -> new TaskResult.Failed("E", request.parameters().path("Payload").asText()));

    ExecutionResult result = machine.run("[1, 2]");
    machine.scheduler.runUntilIdle();

    assertThat(result.cause()).contains("1");
    assertThat(machine.eventTypes().stream().filter("TaskFailed"::equals)).hasSize(1);
  }

  @Test
  void a_succeed_state_ends_only_its_own_iteration() {
    Machine machine =
        map(
            "'Comment': 'x'",
            """
            {'StartAt': 'C', 'States': {
              'C': {'Type': 'Choice', 'Choices': [{'Variable': '$', 'NumericEquals': 1, 'Next': 'Early'}], 'Default': 'Late'},
              'Early': {'Type': 'Succeed'},
              'Late': {'Type': 'Pass', 'Result': 'late', 'End': true}}}
            """);

    assertThat(machine.outputOf("[1, 2]")).isEqualTo(json("[1, 'late']"));
  }

  @Test
  void a_catch_in_the_iteration_isolates_the_items() {
    Machine machine =
        map(
            "'Comment': 'x'",
            """
            {'StartAt': 'T', 'States': {
              'T': {%s, 'OutputPath': '$.Payload',
                    'Catch': [{'ErrorEquals': ['States.ALL'], 'ResultPath': '$.error', 'Next': 'F'}], 'End': true},
              'F': {'Type': 'Pass', 'OutputPath': '$.error.Error', 'End': true}}}
            """
                .formatted(TASK));
    machine.service.always(
        request ->
            request.parameters().path("Payload").path("bad").asBoolean()
                ? new TaskResult.Failed("Bad", "")
                : ScriptedService.payload(request.parameters().path("Payload")));

    assertThat(machine.outputOf("[{'n': 1}, {'bad': true}, {'n': 3}]"))
        .isEqualTo(json("[{'n': 1}, 'Bad', {'n': 3}]"));
  }

  @Test
  void a_retry_of_the_map_runs_all_iterations_again() {
    Machine machine =
        map(
            "'MaxConcurrency': 1, 'ItemSelector': {'n.$': '$$.State.RetryCount', 'v.$':"
                + " '$$.Map.Item.Value'}, 'Retry': [{'ErrorEquals': ['E'], 'IntervalSeconds': 2}]",
            CALL);
    machine.service.returns("1").failsWith("E");

    assertThat(machine.outputOf("[1, 2]")).isEqualTo(json("[{'n': 1, 'v': 1}, {'n': 1, 'v': 2}]"));
    assertThat(machine.service.requests).hasSize(4);
    assertThat(machine.retryDelays).containsExactly(Duration.ofSeconds(2));
  }

  @Test
  void a_catch_of_the_map_gets_the_inner_error_and_the_raw_input_of_the_map() {
    Machine machine =
        Machine.ofState(
            "'Type': 'Map', 'ItemsPath': '$.l', 'ItemProcessor': "
                + CALL
                + ", 'Catch': [{'ErrorEquals': ['Inner'], 'ResultPath': '$.error', 'Next': 'C'}],"
                + " 'Next': 'C'}, 'C': {'Type': 'Pass', 'End': true");
    machine.service.fails("Inner", "why");

    assertThat(machine.outputOf("{'l': [1]}"))
        .isEqualTo(json("{'l': [1], 'error': {'Error': 'Inner', 'Cause': 'why'}}"));
  }

  @Test
  void a_runtime_error_in_an_iteration_fails_the_execution_despite_the_catch_of_the_map() {
    Machine machine =
        Machine.ofState(
            """
            'Type': 'Map',
            'ItemProcessor': {'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'InputPath': '$.x', 'End': true}}},
            'Retry': [{'ErrorEquals': ['States.ALL']}],
            'Catch': [{'ErrorEquals': ['States.ALL'], 'Next': 'C'}], 'Next': 'C'}, 'C': {'Type': 'Pass', 'End': true
            """);

    ExecutionResult result = machine.run("[{}]");

    assertThat(result.error()).contains("States.Runtime");
    assertThat(result.cause().orElseThrow()).contains("while executing the state 'P'");
    assertThat(machine.retryDelays).isEmpty();
  }

  @Test
  void a_loop_to_an_earlier_state_keeps_the_data_of_the_iteration() {
    Machine machine =
        map(
            "'ItemSelector': {'alert.$': '$$.Map.Item.Value'}",
            """
            {'StartAt': 'Decide', 'States': {
              'Decide': {'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke',
                'Parameters': {'FunctionName': 'f', 'Payload.$': '$.alert'},
                'ResultSelector': {'value.$': '$.Payload'}, 'ResultPath': '$.decision', 'Next': 'Own?'},
              'Own?': {'Type': 'Choice', 'Choices': [{'Variable': '$.decision.value.help', 'BooleanEquals': true, 'Next': 'Decide'}],
                'Default': 'Done'},
              'Done': {'Type': 'Pass', 'End': true}}}
            """);
    machine.service.returns("{'help': true}").returns("{'help': false}").returns("{'help': false}");

    assertThat(machine.outputOf("['a', 'b']"))
        .isEqualTo(
            json(
                "[{'alert': 'a', 'decision': {'value': {'help': false}}}, {'alert': 'b',"
                    + " 'decision': {'value': {'help': false}}}]"));
    assertThat(machine.service.payloads())
        .isEqualTo(List.of(json("'a'"), json("'b'"), json("'a'")));
  }

  @Test
  void maps_nest() {
    Machine machine =
        map(
            "'Comment': 'x'",
            "{'StartAt': 'Inner', 'States': {'Inner': {'Type': 'Map', 'ItemProcessor': "
                + PASS
                + ", 'End': true}}}");

    assertThat(machine.outputOf("[[1, 2], [], [3]]")).isEqualTo(json("[[1, 2], [], [3]]"));
  }

  private static Machine map(String fields, String processor) {
    return Machine.ofState(
        "'Type': 'Map', " + fields + ", 'ItemProcessor': " + processor + tail(processor));
  }

  /** Machine.ofState takes a Next inside the processor for one of the Map, and adds no End. */
  private static String tail(String processor) {
    return processor.contains("'Next'") ? ", 'End': true" : "";
  }
}
