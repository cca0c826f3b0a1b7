package org.pytorch.alerting.stepfunctions.execution.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.stepfunctions.execution.Machine.TASK;
import static org.pytorch.alerting.stepfunctions.execution.Machine.json;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;
import org.pytorch.alerting.stepfunctions.execution.Machine;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionResult;
import org.pytorch.alerting.stepfunctions.task.TaskResult;

class ParallelStateTest {
  private static final String THEN_C = ", 'Next': 'C'}, 'C': {'Type': 'Pass', 'End': true";

  private static String pass(String name) {
    return "{'StartAt': 'NAME', 'States': {'NAME': {'Type': 'Pass', 'End': true}}}"
        .replace("NAME", name);
  }

  private static String wait(String name, int seconds) {
    return "{'StartAt': 'NAME', 'States': {'NAME': {'Type': 'Wait', 'Seconds': %d, 'End': true}}}"
        .replace("NAME", name)
        .formatted(seconds);
  }

  private static String call(String name) {
    return "{'StartAt': 'NAME', 'States': {'NAME': {TASK, 'OutputPath': '$.Payload', 'End': true}}}"
        .replace("NAME", name)
        .replace("TASK", TASK);
  }

  private static String fail(String name) {
    return "{'StartAt': 'NAME', 'States': {'NAME': {'Type': 'Fail', 'Error': 'E', 'Cause': 'why'}}}"
        .replace("NAME", name);
  }

  private static Machine parallel(String fields, String... branches) {
    return Machine.ofState(
        "'Type': 'Parallel', 'Branches': [" + String.join(", ", branches) + "], " + fields);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'Comment': 'defaults'                     | {'a': 1}        | [{'a': 1}, {'a': 1}]
          'InputPath': '$.a'                        | {'a': 1}        | [1, 1]
          'InputPath': null                         | {'a': 1}        | [{}, {}]
          'Parameters': {'x.$': '$.a', 'c': 2}      | {'a': 1}        | [{'x': 1, 'c': 2}, {'x': 1, 'c': 2}]
          'InputPath': '$.a', 'Parameters': {'x.$': '$'} | {'a': 1}   | [{'x': 1}, {'x': 1}]
          'ResultPath': '$.r'                       | {'a': 1}        | {'a': 1, 'r': [{'a': 1}, {'a': 1}]}
          'ResultPath': null                        | {'a': 1}        | {'a': 1}
          'ResultSelector': {'first.$': '$[0].a', 'n.$': 'States.ArrayLength($)'} | {'a': 1} | {'first': 1, 'n': 2}
          'ResultSelector': {'first.$': '$[0].a'}, 'ResultPath': '$.r' | {'a': 1} | {'a': 1, 'r': {'first': 1}}
          'OutputPath': '$[1].a'                    | {'a': 1}        | 1
          """)
  void data_flows_through_a_parallel(String fields, String input, String output) {
    assertThat(parallel(fields, pass("A"), pass("B")).outputOf(input)).isEqualTo(json(output));
  }

  @Test
  void branches_run_at_the_same_time_and_results_keep_the_order_of_the_branches() {
    // Machine.ofState would take the Next in the branch for one of the Parallel.
    Machine machine =
        Machine.of(
            "{'StartAt': 'S', 'States': {'S': {'Type': 'Parallel', 'End': true, 'Branches': ["
                + "{'StartAt': 'W', 'States': {'W': {'Type': 'Wait', 'Seconds': 9, 'Next': 'R'},"
                + " 'R': {'Type': 'Pass', 'Result': 'slow', 'End': true}}},"
                + " {'StartAt': 'Q', 'States': {'Q': {'Type': 'Pass', 'Result': 'quick', 'End':"
                + " true}}}]}}}");

    assertThat(machine.outputOf("{}")).isEqualTo(json("['slow', 'quick']"));
    assertThat(machine.elapsed()).isEqualTo(Duration.ofSeconds(9));
  }

  /** As recorded on AWS: a branch has no events of its own. */
  @Test
  void the_history_is_the_same_as_on_aws() {
    Machine machine = parallel("'Comment': 'x'", pass("A"), pass("B"));

    machine.outputOf("[1]");

    assertThat(machine.history())
        .containsExactly(
            "1<0 ExecutionStarted",
            "2<0 ParallelStateEntered",
            "3<2 ParallelStateStarted",
            "4<3 PassStateEntered",
            "5<4 PassStateExited",
            "6<3 PassStateEntered",
            "7<6 PassStateExited",
            "8<7 ParallelStateSucceeded",
            "9<7 ParallelStateExited",
            "10<9 ExecutionSucceeded");
    assertThat(machine.events.get(2).details()).isEqualTo(json("{}"));
    assertThat(machine.events.get(8).details())
        .isEqualTo(json("{'name': 'S', 'output': [[1], [1]]}"));
    assertThat(machine.edges)
        .containsExactly(
            new Edge.Start("", "S"),
            new Edge.Start("S", "A"),
            new Edge.Start("S", "B"),
            new Edge.End("A"),
            new Edge.End("B"),
            new Edge.End("S"));
  }

  @Test
  void a_failed_branch_stops_the_others_and_fails_the_parallel_with_its_error() {
    Machine machine = parallel("'Comment': 'x'", wait("A", 60), fail("B"), call("T"));
    machine.service.takes(Duration.ofSeconds(60));

    ExecutionResult result = machine.run("{}");

    assertThat(result.error()).contains("E");
    assertThat(result.cause()).contains("why");
    assertThat(machine.history())
        .containsExactly(
            "1<0 ExecutionStarted",
            "2<0 ParallelStateEntered",
            "3<2 ParallelStateStarted",
            "4<3 WaitStateEntered",
            "5<3 FailStateEntered",
            "6<5 WaitStateAborted",
            "7<5 ParallelStateFailed",
            "8<7 ExecutionFailed");
    machine.scheduler.runUntilIdle();
    assertThat(machine.elapsed()).as("nothing of another branch is left").isZero();
    assertThat(machine.service.requests).as("a branch that has not begun never does").isEmpty();
  }

  @Test
  void a_result_for_a_stopped_branch_is_dropped() {
    Machine machine = parallel("'Comment': 'x'", call("T"), call("U"));
    machine.service.takes(Duration.ofSeconds(1)).always(_ -> new TaskResult.Failed("E", ""));

    machine.run("{}");
    machine.scheduler.runUntilIdle();

    assertThat(machine.eventTypes().stream().filter("TaskFailed"::equals)).hasSize(1);
    assertThat(machine.history())
        .containsSubsequence(
            "10<6 TaskFailed",
            "11<10 TaskStateAborted",
            "12<10 TaskStateAborted",
            "13<10 ParallelStateFailed",
            "14<13 ExecutionFailed");
  }

  @Test
  void a_catch_gets_the_error_of_the_branch_and_the_raw_input() {
    Machine machine =
        parallel(
            "'InputPath': '$.a', 'Catch': [{'ErrorEquals': ['E'], 'ResultPath': '$.error', 'Next':"
                + " 'C'}]"
                + THEN_C,
            fail("B"));

    assertThat(machine.outputOf("{'a': 1}"))
        .isEqualTo(json("{'a': 1, 'error': {'Error': 'E', 'Cause': 'why'}}"));
    assertThat(machine.history())
        .containsSubsequence(
            "3<2 ParallelStateStarted",
            "4<3 FailStateEntered",
            "5<4 ParallelStateFailed",
            "6<5 ParallelStateExited",
            "7<6 PassStateEntered");
  }

  @Test
  void a_retry_runs_all_branches_again() {
    Machine machine =
        parallel(
            "'Parameters': {'n.$': '$$.State.RetryCount'}, 'Retry': [{'ErrorEquals': ['E'],"
                + " 'IntervalSeconds': 2, 'MaxAttempts': 1}]",
            call("T"),
            call("U"));
    machine.service.returns("1").failsWith("E");

    assertThat(machine.outputOf("{}")).isEqualTo(json("[{'n': 1}, {'n': 1}]"));
    assertThat(machine.service.payloads())
        .isEqualTo(List.of(json("{'n': 0}"), json("{'n': 0}"), json("{'n': 1}"), json("{'n': 1}")));
    assertThat(machine.retryDelays).containsExactly(Duration.ofSeconds(2));
    assertThat(machine.eventTypes()).doesNotContain("ParallelStateFailed");
  }

  /** As recorded on AWS for a Map. */
  @Test
  void only_the_last_attempt_ends_with_a_failed_event() {
    Machine machine = parallel("'Retry': [{'ErrorEquals': ['E'], 'MaxAttempts': 1}]", fail("B"));

    machine.run("{}");

    assertThat(machine.history())
        .containsExactly(
            "1<0 ExecutionStarted",
            "2<0 ParallelStateEntered",
            "3<2 ParallelStateStarted",
            "4<3 FailStateEntered",
            "5<4 ParallelStateStarted",
            "6<5 FailStateEntered",
            "7<6 ParallelStateFailed",
            "8<7 ExecutionFailed");
  }

  @Test
  void a_runtime_error_in_a_branch_fails_the_execution_despite_retry_and_catch() {
    Machine machine =
        parallel(
            "'Retry': [{'ErrorEquals': ['States.ALL']}], 'Catch': [{'ErrorEquals': ['States.ALL'],"
                + " 'Next': 'C'}]"
                + THEN_C,
            "{'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'InputPath': '$.x', 'End': true}}}");

    ExecutionResult result = machine.run("{}");

    assertThat(result.error()).contains("States.Runtime");
    assertThat(result.cause().orElseThrow()).contains("while executing the state 'P'");
    assertThat(machine.retryDelays).isEmpty();
  }

  @Test
  void a_succeed_state_ends_only_its_own_branch() {
    Machine machine =
        parallel(
            "'Comment': 'x'",
            "{'StartAt': 'Y', 'States': {'Y': {'Type': 'Succeed'}}}",
            wait("W", 3));

    assertThat(machine.outputOf("1")).isEqualTo(json("[1, 1]"));
    assertThat(machine.elapsed()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void a_result_that_is_too_long_fails_the_parallel_after_its_success() {
    Machine machine =
        parallel(
            "'Catch': [{'ErrorEquals': ['States.DataLimitExceeded'], 'Next': 'C'}]" + THEN_C,
            pass("A"),
            pass("B"));

    machine.run("'" + "x".repeat(140_000) + "'");

    assertThat(machine.eventTypes())
        .containsSubsequence("ParallelStateSucceeded", "ParallelStateExited", "PassStateEntered")
        .doesNotContain("ParallelStateFailed");
  }

  @Test
  void a_time_out_of_the_execution_stops_all_branches() {
    Machine machine =
        Machine.of(
            "{'StartAt': 'S', 'TimeoutSeconds': 5, 'States': {'S': {'Type': 'Parallel', 'End':"
                + " true, 'Branches': ["
                + wait("A", 60)
                + ", "
                + wait("B", 60)
                + "]}}}");

    machine.run("{}");
    machine.scheduler.runUntilIdle();

    assertThat(machine.elapsed()).isEqualTo(Duration.ofSeconds(5));
    assertThat(machine.eventTypes())
        .endsWith("WaitStateEntered", "WaitStateEntered", "ExecutionTimedOut");
  }

  @Test
  void parallels_and_maps_nest() {
    String inner =
        "{'StartAt': 'I', 'States': {'I': {'Type': 'Parallel', 'End': true, 'Branches': [%s, %s]}}}"
            .formatted(pass("A"), pass("B"));
    String map =
        "{'StartAt': 'M', 'States': {'M': {'Type': 'Map', 'End': true, 'ItemProcessor': %s}}}"
            .formatted(
                "{'StartAt': 'J', 'States': {'J': {'Type': 'Parallel', 'End': true, 'Branches': ["
                    + pass("K")
                    + "]}}}");

    assertThat(parallel("'Comment': 'x'", inner, map).outputOf("[1, 2]"))
        .isEqualTo(json("[[[1, 2], [1, 2]], [[1], [2]]]"));
  }

  @Test
  void a_failed_branch_aborts_what_is_nested_in_the_others() {
    Machine machine =
        parallel(
            "'Comment': 'x'",
            "{'StartAt': 'M', 'States': {'M': {'Type': 'Map', 'End': true, 'ItemProcessor': "
                + wait("W", 60)
                + "}}}",
            "{'StartAt': 'T', 'States': {'T': {" + TASK + ", 'End': true}}}");
    machine.service.takes(Duration.ofSeconds(1)).failsWith("E");

    machine.run("[1]");

    assertThat(machine.history())
        .containsSubsequence(
            "11<9 TaskFailed",
            "12<11 TaskStateAborted",
            "13<11 MapIterationAborted",
            "14<11 WaitStateAborted",
            "15<11 MapStateAborted",
            "16<11 ParallelStateFailed",
            "17<16 ExecutionFailed");
    assertThat(machine.elapsed()).isEqualTo(Duration.ofSeconds(1));
  }
}
