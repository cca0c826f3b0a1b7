package org.pytorch.alerting.stepfunctions.execution.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.stepfunctions.execution.Machine.TASK;
import static org.pytorch.alerting.stepfunctions.execution.Machine.json;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.stepfunctions.execution.Machine;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionResult;

/** The history of Map states as recorded on AWS: the order, and the previous event of each one. */
class MapHistoryTest {
  private static final String PASS =
      "{'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'End': true}}}";

  private static final String FAIL =
      "{'StartAt': 'F', 'States': {'F': {'Type': 'Fail', 'Error': 'E', 'Cause': 'why'}}}";

  /** The last state of an iteration leads to the next iteration, not the end of the iteration. */
  @Test
  void iterations_one_after_the_other() {
    Machine machine = map("'MaxConcurrency': 1", PASS);

    machine.outputOf("['Hello', 'World']");

    assertThat(machine.history())
        .containsExactly(
            "1<0 ExecutionStarted",
            "2<0 MapStateEntered",
            "3<2 MapStateStarted",
            "4<3 MapIterationStarted",
            "5<4 PassStateEntered",
            "6<5 PassStateExited",
            "7<6 MapIterationSucceeded",
            "8<6 MapIterationStarted",
            "9<8 PassStateEntered",
            "10<9 PassStateExited",
            "11<10 MapIterationSucceeded",
            "12<11 MapStateSucceeded",
            "13<11 MapStateExited",
            "14<13 ExecutionSucceeded");
    assertThat(machine.events.get(2).details()).isEqualTo(json("{'length': 2}"));
    assertThat(machine.events.get(7).details()).isEqualTo(json("{'name': 'S', 'index': 1}"));
    assertThat(machine.events.get(11).details()).isEqualTo(json("{}"));
  }

  @Test
  void a_map_without_items() {
    Machine machine = map("'Comment': 'x'", PASS);

    machine.outputOf("[]");

    assertThat(machine.history())
        .containsExactly(
            "1<0 ExecutionStarted",
            "2<0 MapStateEntered",
            "3<2 MapStateStarted",
            "4<3 MapStateSucceeded",
            "5<3 MapStateExited",
            "6<5 ExecutionSucceeded");
  }

  @Test
  void a_failed_iteration_whose_error_is_caught() {
    Machine machine =
        Machine.ofState(
            "'Type': 'Map', 'ItemProcessor': "
                + FAIL
                + ", 'Catch': [{'ErrorEquals': ['E'], 'Next': 'C'}], 'Next': 'C'}, 'C': {'Type':"
                + " 'Pass', 'End': true");

    assertThat(machine.outputOf("[1]")).isEqualTo(json("{'Error': 'E', 'Cause': 'why'}"));

    assertThat(machine.history())
        .containsExactly(
            "1<0 ExecutionStarted",
            "2<0 MapStateEntered",
            "3<2 MapStateStarted",
            "4<3 MapIterationStarted",
            "5<4 FailStateEntered",
            "6<5 MapIterationFailed",
            "7<5 MapStateFailed",
            "8<7 MapStateExited",
            "9<8 PassStateEntered",
            "10<9 PassStateExited",
            "11<10 ExecutionSucceeded");
  }

  /** Only the last attempt ends with MapStateFailed. */
  @Test
  void a_map_that_is_retried() {
    Machine machine = map("'Retry': [{'ErrorEquals': ['E'], 'MaxAttempts': 2}]", FAIL);

    ExecutionResult result = machine.run("[1]");

    assertThat(result.error()).contains("E");
    assertThat(result.cause()).contains("why");
    assertThat(machine.history())
        .containsExactly(
            "1<0 ExecutionStarted",
            "2<0 MapStateEntered",
            "3<2 MapStateStarted",
            "4<3 MapIterationStarted",
            "5<4 FailStateEntered",
            "6<5 MapIterationFailed",
            "7<5 MapStateStarted",
            "8<7 MapIterationStarted",
            "9<8 FailStateEntered",
            "10<9 MapIterationFailed",
            "11<9 MapStateStarted",
            "12<11 MapIterationStarted",
            "13<12 FailStateEntered",
            "14<13 MapIterationFailed",
            "15<13 MapStateFailed",
            "16<15 ExecutionFailed");
  }

  /** Each iteration that ends early, and the failed one, has not left its Task. */
  @Test
  void a_failed_iteration_aborts_the_others() {
    Machine machine =
        map(
            "'Comment': 'x'",
            "{'StartAt': 'T', 'States': {'T': {" + TASK + ", 'TimeoutSeconds': 5, 'End': true}}}");
    machine.service.takes(Duration.ofSeconds(9));

    assertThat(machine.run("[1, 2, 3]").error()).contains("States.Timeout");

    assertThat(machine.history())
        .containsExactly(
            "1<0 ExecutionStarted",
            "2<0 MapStateEntered",
            "3<2 MapStateStarted",
            "4<3 MapIterationStarted",
            "5<3 MapIterationStarted",
            "6<3 MapIterationStarted",
            "7<4 TaskStateEntered",
            "8<7 TaskScheduled",
            "9<8 TaskStarted",
            "10<5 TaskStateEntered",
            "11<10 TaskScheduled",
            "12<11 TaskStarted",
            "13<6 TaskStateEntered",
            "14<13 TaskScheduled",
            "15<14 TaskStarted",
            "16<9 TaskTimedOut",
            "17<16 MapIterationFailed",
            "18<16 TaskStateAborted",
            "19<16 MapIterationAborted",
            "20<16 TaskStateAborted",
            "21<16 MapIterationAborted",
            "22<16 TaskStateAborted",
            "23<16 MapStateFailed",
            "24<23 ExecutionFailed");
    assertThat(machine.events.get(17).details()).isEqualTo(json("{}"));
    assertThat(machine.events.get(18).details()).isEqualTo(json("{'name': 'S', 'index': 1}"));
  }

  /**
   * As recorded for a Wait state: nothing but the end, to which no event of the execution leads.
   */
  @Test
  void a_stopped_execution() {
    Machine machine =
        map(
            "'Comment': 'x'",
            "{'StartAt': 'W', 'States': {'W': {'Type': 'Wait', 'Seconds': 9, 'End': true}}}");
    var execution = machine.start("[1]");
    machine.scheduler.advance(Duration.ofSeconds(1));

    execution.abort();

    assertThat(machine.history().getLast()).isEqualTo("6<0 ExecutionAborted");
    assertThat(machine.history()).hasSize(6);
    machine.scheduler.runUntilIdle();
    assertThat(machine.elapsed())
        .as("the Wait state is cancelled")
        .isEqualTo(Duration.ofSeconds(1));
  }

  private static Machine map(String fields, String processor) {
    return Machine.ofState("'Type': 'Map', " + fields + ", 'ItemProcessor': " + processor);
  }
}
