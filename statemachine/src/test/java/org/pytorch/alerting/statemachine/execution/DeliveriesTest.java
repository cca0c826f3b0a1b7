package org.pytorch.alerting.statemachine.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.model.action.AlertAction.CLOSE;
import static org.pytorch.alerting.model.action.AlertAction.COMMENT;
import static org.pytorch.alerting.model.action.AlertAction.CREATE;
import static org.pytorch.alerting.model.action.AlertAction.GIVE_UP;
import static org.pytorch.alerting.model.action.AlertAction.POSTPONE;
import static org.pytorch.alerting.model.action.AlertAction.REJECT;
import static org.pytorch.alerting.model.action.AlertAction.SKIP_MANUAL_CLOSE;
import static org.pytorch.alerting.model.action.AlertAction.SKIP_STALE;
import static org.pytorch.alerting.statemachine.scenario.Checks.actedFor;
import static org.pytorch.alerting.statemachine.scenario.Checks.actions;
import static org.pytorch.alerting.statemachine.scenario.Checks.left;
import static org.pytorch.alerting.statemachine.scenario.Checks.outcomeUnknownAtAttempts;
import static org.pytorch.alerting.statemachine.scenario.Scenario.scenario;
import static org.pytorch.alerting.statemachine.script.Decisions.OTHER_EVENT;
import static org.pytorch.alerting.statemachine.script.Decisions.decides;
import static org.pytorch.alerting.statemachine.script.Decisions.done;
import static org.pytorch.alerting.statemachine.script.Decisions.helps;
import static org.pytorch.alerting.statemachine.script.Decisions.limited;
import static org.pytorch.alerting.statemachine.script.Decisions.manuallyClosed;
import static org.pytorch.alerting.statemachine.script.Decisions.releasedForRedelivery;
import static org.pytorch.alerting.statemachine.script.Decisions.settled;
import static org.pytorch.alerting.statemachine.script.Decisions.settledDifferently;
import static org.pytorch.alerting.statemachine.script.Messages.eventId;
import static org.pytorch.alerting.statemachine.script.Script.accepted;
import static org.pytorch.alerting.statemachine.script.Script.failing;
import static org.pytorch.alerting.statemachine.script.Script.inOrder;
import static org.pytorch.alerting.statemachine.script.Script.refused;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.statemachine.definition.Definition;
import org.pytorch.alerting.statemachine.engine.EmbeddedEngine;
import org.pytorch.alerting.statemachine.engine.Engine;
import org.pytorch.alerting.statemachine.scenario.Checks;
import org.pytorch.alerting.statemachine.scenario.Scenario;
import org.pytorch.alerting.statemachine.script.Backend;
import org.pytorch.alerting.statemachine.script.Callee;
import org.pytorch.alerting.statemachine.script.Errors;
import org.pytorch.alerting.statemachine.script.Messages;
import org.pytorch.alerting.statemachine.script.Script;
import org.pytorch.alerting.stepfunctions.execution.history.ExecutionListener;

/** Scenarios of one message over several deliveries; each delivery is an execution. */
class DeliveriesTest {
  private final Engine engine = new EmbeddedEngine(ExecutionListener.NONE);

  static Stream<Arguments> stories() {
    return Stream.of(
        Arguments.of(
            2,
            scenario("another event's abandoned action is finished first, then the alert's own")
                .normalize(Messages.alerts(1), Messages.alerts(1))
                .decide(helps(CREATE), decides(COMMENT))
                .script(Callee.GITHUB, inOrder(done(), done()))
                .script(Callee.RECORD, inOrder(settled(), settled()))
                .then(actedFor(OTHER_EVENT, eventId(0)))
                .then(actions("COMMENT"))
                .succeeds("normalize decide github record normalize decide github record")),
        Arguments.of(
            3,
            scenario("two abandoned actions are finished, then the alert is skipped")
                .normalize(Messages.alerts(1), Messages.alerts(1), Messages.alerts(1))
                .decide(helps(CREATE), helps(CLOSE), decides(SKIP_STALE))
                .script(Callee.GITHUB, inOrder(done(), done()))
                .script(Callee.RECORD, inOrder(settled(), settled()))
                .then(actions("SKIP_STALE"))
                .succeeds(
                    "normalize decide github record normalize decide github record normalize"
                        + " decide")),
        Arguments.of(
            2,
            scenario(
                    "an attempt for another event has an unknown outcome: the alert's own action starts fresh")
                .normalize(Messages.alerts(1), Messages.alerts(1))
                .decide(helps(CREATE), decides(COMMENT))
                .script(Callee.GITHUB, inOrder(failing(Errors.GITHUB_UNAVAILABLE), done(), done()))
                .script(Callee.RECORD, inOrder(settled(), settled()))
                .then(actedFor(OTHER_EVENT, OTHER_EVENT, eventId(0)))
                .then(outcomeUnknownAtAttempts(false, true, false))
                .then(actions("COMMENT"))
                .succeeds("normalize decide github*2 record normalize decide github record")),
        Arguments.of(
            2,
            scenario("every action gets all its attempts, also after another event's action")
                .normalize(Messages.alerts(1), Messages.alerts(1))
                .decide(helps(CREATE), decides(COMMENT))
                .script(
                    Callee.GITHUB,
                    inOrder(
                        failing(Errors.NOT_ASKED),
                        failing(Errors.NOT_ASKED),
                        failing(Errors.NOT_ASKED),
                        done(),
                        failing(Errors.NOT_ASKED),
                        failing(Errors.NOT_ASKED),
                        failing(Errors.NOT_ASKED),
                        done()))
                .script(Callee.RECORD, inOrder(settled(), settled()))
                .then(actions("COMMENT"))
                .succeeds("normalize decide github*4 record normalize decide github*4 record")),
        Arguments.of(
            2,
            scenario("a person has closed the issue of this firing: it is left alone")
                .normalize(Messages.alerts(1), Messages.alerts(1))
                .decide(decides(COMMENT), decides(SKIP_MANUAL_CLOSE))
                .github(manuallyClosed())
                .record(settledDifferently())
                .then(actions("SKIP_MANUAL_CLOSE"))
                .succeeds("normalize decide github record normalize decide")),
        Arguments.of(
            2,
            scenario("a person has closed the issue of an earlier firing: a new one is opened")
                .normalize(Messages.alerts(1), Messages.alerts(1))
                .decide(decides(COMMENT), decides(CREATE))
                .github(manuallyClosed(), done())
                .record(settledDifferently(), settled())
                .then(outcomeUnknownAtAttempts(false, false))
                .then(actions("CREATE"))
                .succeeds("normalize decide github record normalize decide github record")),
        Arguments.of(
            2,
            scenario("GitHub refuses for good: the action is given up by the next delivery")
                .normalize(Messages.alerts(1), Messages.alerts(1))
                .decide(decides(CREATE), decides(GIVE_UP))
                .github(failing(Errors.REJECTED))
                .record(releasedForRedelivery(), settled())
                .queue(accepted())
                .then(Checks.givingUpIsRecorded())
                .then(actions("GIVE_UP"))
                .succeeds("normalize decide github record normalize decide quarantine record")),
        Arguments.of(
            2,
            scenario("the last attempt has an unknown outcome: the next delivery gives up")
                .normalize(Messages.alerts(1), Messages.alerts(1))
                .decide(decides(CREATE), decides(GIVE_UP))
                .script(Callee.GITHUB, failing(Errors.GITHUB_UNAVAILABLE))
                .record(releasedForRedelivery(), settled())
                .queue(accepted())
                .then(Checks.givingUpIsRecorded())
                .then(actions("GIVE_UP"))
                .succeeds("normalize decide github*4 record normalize decide quarantine record")),
        Arguments.of(
            3,
            scenario("GitHub refuses another event's action for good: then the alert's own is done")
                .normalize(Messages.alerts(1), Messages.alerts(1), Messages.alerts(1))
                .decide(helps(CREATE), helps(GIVE_UP), decides(CREATE))
                .script(Callee.GITHUB, inOrder(failing(Errors.REJECTED), done()))
                .script(Callee.RECORD, inOrder(releasedForRedelivery(), settled(), settled()))
                .queue(accepted())
                .then(actedFor(OTHER_EVENT, eventId(0)))
                .then(actions("CREATE"))
                .succeeds(
                    "normalize decide github record normalize decide quarantine record normalize"
                        + " decide github record")),
        Arguments.of(
            2,
            scenario("another event's action is given up for an alert that needs nothing itself")
                .normalize(Messages.alerts(1), Messages.alerts(1))
                .decide(helps(GIVE_UP), decides(SKIP_STALE))
                .record(settled())
                .queue(accepted())
                .then(actions("SKIP_STALE"))
                .succeeds("normalize decide quarantine record normalize decide")),
        Arguments.of(
            2,
            scenario("an incomplete alert finishes another event's action, then it is quarantined")
                .normalize(Messages.alertsWithIncomplete(1, 0), Messages.alertsWithIncomplete(1, 0))
                .decide(helps(CLOSE), decides(REJECT))
                .github(done())
                .record(settled())
                .queue(accepted())
                .then(left("REJECTED"))
                .succeeds("normalize decide github record normalize decide quarantine")),
        Arguments.of(
            3,
            scenario("no turn, then a rate limit, then done")
                .normalize(Messages.alerts(1), Messages.alerts(1), Messages.alerts(1))
                .decide(decides(POSTPONE), decides(CREATE), decides(CREATE))
                .github(limited(), done())
                .record(releasedForRedelivery(), settled())
                .then(outcomeUnknownAtAttempts(false, false))
                .then(actions("CREATE"))
                .succeeds(
                    "normalize decide normalize decide github record normalize decide github"
                        + " record")),
        Arguments.of(
            3,
            scenario(
                    "an unreadable alert is quarantined exactly once, when the other alert is done")
                .normalize(
                    Messages.alertsAndUnreadable(1),
                    Messages.alertsAndUnreadable(1),
                    Messages.alertsAndUnreadable(1))
                .script(
                    Callee.DECIDE,
                    Script.byEvent(
                        Map.of(
                            eventId(0),
                            Script.inOrderForEachEvent(
                                failing(Errors.BUG), decides(POSTPONE), decides(SKIP_STALE)),
                            eventId(1),
                            decides(REJECT))))
                .queue(accepted())
                .inAnyOrder()
                .then(left("REJECTED"))
                .succeeds("normalize*3 decide*6 quarantine")),
        Arguments.of(
            2,
            scenario(
                    "SQS keeps refusing an unreadable message, and accepts it on the next delivery")
                .normalize(
                    Messages.unreadable(Messages.DIAGNOSIS),
                    Messages.unreadable(Messages.DIAGNOSIS))
                .script(Callee.DECIDE, decides(REJECT))
                .queue(refused(), refused(), refused(), refused(), accepted())
                .then(left("REJECTED"))
                .succeeds("normalize decide quarantine*4 normalize decide quarantine")));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("stories")
  void all_deliveries_end_as_expected(int deliveries, Scenario story) {
    Backend backend = new Backend(story.scripts());
    Definition definition = Definition.load();
    for (int delivery = 1; delivery < deliveries; delivery++) {
      Engine.Result result = engine.run(definition, story.input(), backend);

      assertThat(isDone(result)).as("%s: delivery %d", story, delivery).isFalse();
    }
    story.verify(engine.run(definition, story.input(), backend));
  }

  /** {@return whether the starter would delete the message} */
  private static boolean isDone(Engine.Result result) {
    return result
        .output()
        .map(output -> output.get("rest").valueStream().noneMatch(rest -> rest.has("retry_at")))
        .orElse(false);
  }
}
