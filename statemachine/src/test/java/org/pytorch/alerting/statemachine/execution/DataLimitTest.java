package org.pytorch.alerting.statemachine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.model.action.AlertAction.CREATE;
import static org.pytorch.alerting.model.action.AlertAction.GIVE_UP;
import static org.pytorch.alerting.model.action.AlertAction.POSTPONE;
import static org.pytorch.alerting.model.action.AlertAction.REJECT;
import static org.pytorch.alerting.statemachine.scenario.Scenario.scenario;
import static org.pytorch.alerting.statemachine.script.Decisions.decides;
import static org.pytorch.alerting.statemachine.script.Decisions.done;
import static org.pytorch.alerting.statemachine.script.Decisions.helps;
import static org.pytorch.alerting.statemachine.script.Decisions.released;
import static org.pytorch.alerting.statemachine.script.Decisions.settled;
import static org.pytorch.alerting.statemachine.script.Script.accepted;

import org.junit.jupiter.api.Test;
import org.pytorch.alerting.statemachine.definition.Definition;
import org.pytorch.alerting.statemachine.engine.EmbeddedEngine;
import org.pytorch.alerting.statemachine.engine.Engine;
import org.pytorch.alerting.statemachine.scenario.Checks;
import org.pytorch.alerting.statemachine.scenario.Scenario;
import org.pytorch.alerting.statemachine.script.Errors;
import org.pytorch.alerting.statemachine.script.Messages;
import org.pytorch.alerting.statemachine.script.Response;
import org.pytorch.alerting.stepfunctions.execution.history.ExecutionListener;

/** The largest data that functions accept fits the 256 KiB of a state on every path. */
class DataLimitTest {
  /** In bytes: normalize's limit for one event. */
  private static final int LARGEST_EVENT = 60 * 1024;

  /** In bytes: normalize's limit for an event's compressed payload. */
  private static final int LARGEST_PAYLOAD = 60 * 1024;

  /** In bytes: normalize's limit for the rejection of one alert. */
  private static final int LARGEST_REJECTION = 24 * 1024;

  /** In bytes: normalize's limit for its whole result. */
  private static final int LARGEST_RESULT = 200 * 1024;

  /** In bytes: the starter's limit for an execution's input. */
  private static final int LARGEST_INPUT = 200 * 1024;

  /** In characters: an error's cause on AWS. */
  private static final int LONGEST_CAUSE = 32_768;

  private final Engine engine = new EmbeddedEngine(ExecutionListener.NONE);

  @Test
  void largest_event_is_handled() {
    verify(
        scenario("largest event")
            .normalize(Messages.alertOf(LARGEST_EVENT, LARGEST_PAYLOAD))
            .decide(decides(CREATE))
            .github(done())
            .record(settled())
            .succeeds("normalize decide github record"));
  }

  @Test
  void largest_event_that_finishes_another_action_and_fails_with_the_longest_cause_is_released() {
    verify(
        scenario("largest event, help and cause")
            .normalize(Messages.alertOf(LARGEST_EVENT, LARGEST_PAYLOAD))
            .decide(helps(CREATE, Messages.eventOf(LARGEST_EVENT)))
            .github(call -> longestError(Errors.REJECTED))
            .record(released())
            .then(Checks.onlyFailed(0, 1, Errors.REJECTED))
            .fails("AlertsFailed", "normalize decide github record"));
  }

  @Test
  void largest_incomplete_alert_finishes_another_action_and_fails_with_the_longest_cause() {
    verify(
        scenario("largest event with the largest rejection, help and cause")
            .normalize(Messages.incompleteOf(LARGEST_EVENT, LARGEST_REJECTION))
            .decide(helps(CREATE, Messages.eventOf(LARGEST_EVENT)))
            .github(call -> longestError(Errors.GITHUB_UNAVAILABLE), done())
            .record(settled())
            .succeeds("normalize decide github*2 record"));
  }

  @Test
  void largest_event_of_an_action_is_given_up() {
    verify(
        scenario("largest event, help and giving up")
            .normalize(Messages.incompleteOf(LARGEST_EVENT, LARGEST_REJECTION))
            .decide(helps(GIVE_UP, Messages.eventOf(LARGEST_EVENT)))
            .record(settled())
            .queue(accepted())
            .succeeds("normalize decide quarantine record"));
  }

  @Test
  void largest_incomplete_alert_is_quarantined() {
    verify(
        scenario("largest event with the largest rejection")
            .normalize(Messages.incompleteOf(LARGEST_EVENT, LARGEST_REJECTION))
            .decide(decides(REJECT))
            .queue(accepted())
            .succeeds("normalize decide quarantine"));
  }

  /** All rejections are part of the result. */
  @Test
  void largest_message_that_cannot_be_read_is_quarantined() {
    verify(
        scenario("largest rejection of a whole message")
            .input(Messages.inputOf(LARGEST_INPUT))
            .normalize(Messages.unreadableOf(LARGEST_RESULT))
            .decide(decides(REJECT))
            .queue(accepted())
            .succeeds("normalize decide quarantine"));
  }

  @Test
  void largest_result_of_normalize_is_handled() {
    int alerts = Messages.alertsWithin(LARGEST_RESULT);
    String all = "*" + alerts;

    verify(
        scenario("largest result")
            .normalize(Messages.alerts(alerts))
            .decide(decides(CREATE))
            .github(done())
            .record(settled())
            .inAnyOrder()
            .succeeds("normalize decide" + all + " github" + all + " record" + all));
  }

  @Test
  void largest_result_of_normalize_can_fail_as_a_whole() {
    int alerts = Messages.alertsWithin(LARGEST_RESULT);

    Engine.Result result =
        verify(
            scenario("largest result, every alert with the longest cause")
                .normalize(Messages.alerts(alerts))
                .decide(call -> longestError(Errors.BUG))
                .inAnyOrder()
                .fails("AlertsFailed", "normalize decide*" + alerts));

    assertThat(result.cause().orElseThrow().length()).isLessThanOrEqualTo(LONGEST_CAUSE);
  }

  @Test
  void largest_result_of_normalize_can_be_redelivered_as_a_whole() {
    int alerts = Messages.alertsWithin(LARGEST_RESULT);

    verify(
        scenario("largest result, and no turn for any alert")
            .normalize(Messages.alerts(alerts))
            .decide(decides(POSTPONE))
            .inAnyOrder()
            .succeeds("normalize decide*" + alerts));
  }

  private Engine.Result verify(Scenario scenario) {
    Engine.Result result = scenario.run(engine, Definition.load());
    scenario.verify(result);
    return result;
  }

  /**
   * Its cause is the message within a JSON object of {@code errorType} and {@code errorMessage}.
   */
  private static Response longestError(String type) {
    int rest = "{\"errorType\":\"\",\"errorMessage\":\"\"}".length() + type.length();
    return new Response.FunctionError(type, "x".repeat(LONGEST_CAUSE - rest));
  }
}
