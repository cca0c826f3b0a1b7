package org.pytorch.alerting.statemachine;

import static org.pytorch.alerting.model.AlertAction.CLOSE;
import static org.pytorch.alerting.model.AlertAction.COMMENT;
import static org.pytorch.alerting.model.AlertAction.CREATE;
import static org.pytorch.alerting.model.AlertAction.SKIP_MANUAL_CLOSE;
import static org.pytorch.alerting.model.AlertAction.SKIP_STALE;
import static org.pytorch.alerting.statemachine.Checks.actedFor;
import static org.pytorch.alerting.statemachine.Checks.actions;
import static org.pytorch.alerting.statemachine.Checks.causeSays;
import static org.pytorch.alerting.statemachine.Checks.executionIsKnown;
import static org.pytorch.alerting.statemachine.Checks.onlyFailed;
import static org.pytorch.alerting.statemachine.Checks.outcomeIsRecorded;
import static org.pytorch.alerting.statemachine.Checks.outcomeUnknownAtTries;
import static org.pytorch.alerting.statemachine.Checks.tokensEndWith;
import static org.pytorch.alerting.statemachine.Decisions.decides;
import static org.pytorch.alerting.statemachine.Decisions.decidesWith;
import static org.pytorch.alerting.statemachine.Decisions.done;
import static org.pytorch.alerting.statemachine.Decisions.helps;
import static org.pytorch.alerting.statemachine.Decisions.manuallyClosed;
import static org.pytorch.alerting.statemachine.Decisions.settled;
import static org.pytorch.alerting.statemachine.Decisions.settledDifferently;
import static org.pytorch.alerting.statemachine.Messages.alerts;
import static org.pytorch.alerting.statemachine.Messages.alertsAndRejected;
import static org.pytorch.alerting.statemachine.Messages.onlyIgnored;
import static org.pytorch.alerting.statemachine.Scenario.scenario;
import static org.pytorch.alerting.statemachine.Script.accepted;
import static org.pytorch.alerting.statemachine.Script.failing;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every scenario: here those of messages and of what decide says. */
final class Scenarios {
  private Scenarios() {}

  /** {@return all of them; together they take every way through the state machine} */
  static List<Scenario> all() {
    return Stream.of(
            lifecycle(),
            groups(),
            FailureScenarios.ofNormalize(),
            FailureScenarios.ofDecide(),
            FailureScenarios.ofGitHub(),
            FailureScenarios.ofRecord(),
            QuarantineScenarios.all(),
            GiveUpScenarios.all())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Scenario> lifecycle() {
    return List.of(
        scenario("decide says CREATE: an issue is opened and recorded")
            .decide(decides(CREATE))
            .github(done())
            .record(settled())
            .then(outcomeIsRecorded())
            .then(executionIsKnown())
            .then(actions("CREATE"))
            .succeeds("normalize decide github record"),
        scenario("decide says COMMENT: the issue is commented on")
            .decide(decides(COMMENT))
            .github(done())
            .record(settled())
            .then(actions("COMMENT"))
            .succeeds("normalize decide github record"),
        scenario("decide says CLOSE: the issue is closed")
            .decide(decides(CLOSE))
            .github(done())
            .record(settled())
            .then(actions("CLOSE"))
            .succeeds("normalize decide github record"),
        scenario("decide says SKIP_STALE: nothing is done")
            .decide(decides(SKIP_STALE))
            .then(actions("SKIP_STALE"))
            .succeeds("normalize decide"),
        scenario("decide says SKIP_MANUAL_CLOSE: nothing is done")
            .decide(decides(SKIP_MANUAL_CLOSE))
            .then(actions("SKIP_MANUAL_CLOSE"))
            .succeeds("normalize decide"),
        scenario("decide says something new: that alert fails, loudly")
            .decide(decidesWith(CREATE, "action", "ESCALATE"))
            .then(causeSays("UnknownAction"))
            .fails("AlertsFailed", "normalize decide"),
        scenario("an action of a dead holder is finished first, then the alert's own")
            .decide(helps(CREATE), decides(COMMENT))
            .script(Callee.GITHUB, Script.inOrder(done(), done()))
            .script(Callee.RECORD, Script.inOrder(settled(), settled()))
            .then(actedFor(Decisions.OTHER_EVENT, Messages.eventId(0)))
            .then(actions("COMMENT"))
            .succeeds("normalize decide github record decide github record"),
        scenario("two actions of dead holders are finished before the alert's own is skipped")
            .decide(helps(CREATE), helps(CLOSE), decides(SKIP_STALE))
            .script(Callee.GITHUB, Script.inOrder(done(), done()))
            .script(Callee.RECORD, Script.inOrder(settled(), settled()))
            .then(actions("SKIP_STALE"))
            .succeeds("normalize decide github record decide github record decide"),
        scenario("helping took a try of unknown outcome: the alert's own action is a new one")
            .decide(helps(CREATE), decides(COMMENT))
            .script(
                Callee.GITHUB, Script.inOrder(failing(Errors.GITHUB_UNAVAILABLE), done(), done()))
            .script(Callee.RECORD, Script.inOrder(settled(), settled()))
            .then(actedFor(Decisions.OTHER_EVENT, Decisions.OTHER_EVENT, Messages.eventId(0)))
            .then(outcomeUnknownAtTries(false, true, false))
            .succeeds("normalize decide github*2 record decide github record"),
        scenario("every action may be tried as often as the first, also after helping")
            .decide(helps(CREATE), decides(COMMENT))
            .script(
                Callee.GITHUB,
                Script.inOrder(
                    failing(Errors.THROTTLED),
                    failing(Errors.THROTTLED),
                    failing(Errors.THROTTLED),
                    done(),
                    failing(Errors.THROTTLED),
                    failing(Errors.THROTTLED),
                    failing(Errors.THROTTLED),
                    done()))
            .script(Callee.RECORD, Script.inOrder(settled(), settled()))
            .succeeds("normalize decide github*4 record decide github*4 record"),
        scenario("a person has closed the issue of this firing: what that means is decided again")
            .decide(decides(COMMENT), decides(SKIP_MANUAL_CLOSE))
            .github(manuallyClosed())
            .record(settledDifferently())
            .then(actions("SKIP_MANUAL_CLOSE"))
            .succeeds("normalize decide github record decide"),
        scenario("a person has closed the issue of an earlier firing: a new one is opened")
            .decide(decides(COMMENT), decides(CREATE))
            .github(manuallyClosed(), done())
            .record(settledDifferently(), settled())
            .then(outcomeUnknownAtTries(false, false))
            .then(actions("CREATE"))
            .succeeds("normalize decide github record decide github record"));
  }

  private static List<Scenario> groups() {
    return List.of(
        scenario("a message whose alerts are all ignored is handled")
            .normalize(onlyIgnored())
            .then(actions())
            .succeeds("normalize"),
        scenario("three alerts of a group are handled each for itself")
            .normalize(alerts(3))
            .decide(decides(CREATE))
            .github(done())
            .record(settled())
            .inAnyOrder()
            .then(tokensEndWith("#0", "#1", "#2"))
            .then(actions("CREATE", "CREATE", "CREATE"))
            .succeeds("normalize decide*3 github*3 record*3"),
        scenario("one alert of a group fails: its siblings are finished, the message is not done")
            .normalize(alerts(3))
            .decide(decides(CREATE))
            .script(
                Callee.GITHUB,
                Script.byEvent(
                    Map.of(
                        Messages.eventId(0), done(),
                        Messages.eventId(1), failing(Errors.REJECTED),
                        Messages.eventId(2), done())))
            .record(settled())
            .inAnyOrder()
            .then(onlyFailed(1, 3, Errors.REJECTED))
            .fails("AlertsFailed", "normalize decide*3 github*3 record*3"),
        scenario("a group of alerts of which one is broken: the others first, then it is set aside")
            .normalize(alertsAndRejected(2))
            .decide(decides(SKIP_STALE))
            .queue(accepted())
            .inAnyOrder()
            .succeeds("normalize decide*2 quarantine"),
        scenario("a sibling of a broken alert fails: nothing is set aside before it is done")
            .normalize(alertsAndRejected(1))
            .decide(failing(Errors.BUG))
            .fails("AlertsFailed", "normalize decide"));
  }
}
