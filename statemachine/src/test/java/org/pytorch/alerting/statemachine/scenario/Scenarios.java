package org.pytorch.alerting.statemachine.scenario;

import static org.pytorch.alerting.model.action.AlertAction.CLOSE;
import static org.pytorch.alerting.model.action.AlertAction.COMMENT;
import static org.pytorch.alerting.model.action.AlertAction.COUNT;
import static org.pytorch.alerting.model.action.AlertAction.CREATE;
import static org.pytorch.alerting.model.action.AlertAction.JOIN;
import static org.pytorch.alerting.model.action.AlertAction.POSTPONE;
import static org.pytorch.alerting.model.action.AlertAction.REOPEN;
import static org.pytorch.alerting.model.action.AlertAction.SKIP_MANUAL_CLOSE;
import static org.pytorch.alerting.model.action.AlertAction.SKIP_POLICY;
import static org.pytorch.alerting.model.action.AlertAction.SKIP_STALE;
import static org.pytorch.alerting.model.action.AlertAction.UPDATE;
import static org.pytorch.alerting.statemachine.scenario.Checks.acted;
import static org.pytorch.alerting.statemachine.scenario.Checks.actedFor;
import static org.pytorch.alerting.statemachine.scenario.Checks.actions;
import static org.pytorch.alerting.statemachine.scenario.Checks.causeSays;
import static org.pytorch.alerting.statemachine.scenario.Checks.eventIsPassedToGitHub;
import static org.pytorch.alerting.statemachine.scenario.Checks.executionIsKnown;
import static org.pytorch.alerting.statemachine.scenario.Checks.isRedelivered;
import static org.pytorch.alerting.statemachine.scenario.Checks.onlyFailed;
import static org.pytorch.alerting.statemachine.scenario.Checks.outcomeIsRecorded;
import static org.pytorch.alerting.statemachine.scenario.Checks.outcomeUnknownAtAttempts;
import static org.pytorch.alerting.statemachine.scenario.Checks.recordGets;
import static org.pytorch.alerting.statemachine.scenario.Checks.tokensEndWith;
import static org.pytorch.alerting.statemachine.scenario.Scenario.scenario;
import static org.pytorch.alerting.statemachine.script.Decisions.decides;
import static org.pytorch.alerting.statemachine.script.Decisions.decidesLater;
import static org.pytorch.alerting.statemachine.script.Decisions.decidesWith;
import static org.pytorch.alerting.statemachine.script.Decisions.done;
import static org.pytorch.alerting.statemachine.script.Decisions.helps;
import static org.pytorch.alerting.statemachine.script.Decisions.manuallyClosed;
import static org.pytorch.alerting.statemachine.script.Decisions.settled;
import static org.pytorch.alerting.statemachine.script.Decisions.settledDifferently;
import static org.pytorch.alerting.statemachine.script.Messages.alerts;
import static org.pytorch.alerting.statemachine.script.Messages.onlyIgnored;
import static org.pytorch.alerting.statemachine.script.Script.failing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.statemachine.script.Callee;
import org.pytorch.alerting.statemachine.script.Decisions;
import org.pytorch.alerting.statemachine.script.Errors;
import org.pytorch.alerting.statemachine.script.Messages;
import org.pytorch.alerting.statemachine.script.Script;

/** All scenarios; this class defines those of messages and of decide's results. */
public final class Scenarios {
  private Scenarios() {}

  /** {@return all scenarios; together they take every path through the state machine} */
  public static List<Scenario> all() {
    return Stream.of(
            lifecycle(),
            turns(),
            groups(),
            FailureScenarios.ofNormalize(),
            FailureScenarios.ofDecide(),
            FailureScenarios.ofGitHub(),
            FailureScenarios.ofRecord(),
            QuarantineScenarios.all(),
            GiveUpScenarios.all(),
            CheckScenarios.all())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Scenario> lifecycle() {
    return List.of(
        scenario("decide returns CREATE: an issue is opened and recorded")
            .decide(decides(CREATE))
            .github(done())
            .record(settled())
            .then(outcomeIsRecorded())
            .then(executionIsKnown())
            .then(actions("CREATE"))
            .succeeds("normalize decide github record"),
        scenario("decide returns COMMENT: the issue is commented on")
            .decide(decides(COMMENT))
            .github(done())
            .record(settled())
            .then(actions("COMMENT"))
            .succeeds("normalize decide github record"),
        scenario("decide returns CLOSE: the issue is closed")
            .decide(decides(CLOSE))
            .github(done())
            .record(settled())
            .then(actions("CLOSE"))
            .succeeds("normalize decide github record"),
        scenario("decide returns UPDATE: the status block is rewritten")
            .decide(decides(UPDATE))
            .github(done())
            .record(settled())
            .then(actions("UPDATE"))
            .succeeds("normalize decide github record"),
        scenario("decide returns REOPEN: the issue is reopened")
            .decide(decides(REOPEN))
            .github(done())
            .record(settled())
            .then(actions("REOPEN"))
            .succeeds("normalize decide github record"),
        scenario("decide returns COUNT: nothing is done")
            .decide(decides(COUNT))
            .then(actions("COUNT"))
            .succeeds("normalize decide"),
        scenario("decide returns JOIN: nothing is done")
            .decide(decides(JOIN))
            .then(actions("JOIN"))
            .succeeds("normalize decide"),
        scenario("decide returns SKIP_STALE: nothing is done")
            .decide(decides(SKIP_STALE))
            .then(actions("SKIP_STALE"))
            .succeeds("normalize decide"),
        scenario("decide returns SKIP_MANUAL_CLOSE: nothing is done")
            .decide(decides(SKIP_MANUAL_CLOSE))
            .then(actions("SKIP_MANUAL_CLOSE"))
            .succeeds("normalize decide"),
        scenario("decide returns SKIP_POLICY: nothing is done")
            .decide(decides(SKIP_POLICY))
            .then(actions("SKIP_POLICY"))
            .succeeds("normalize decide"),
        scenario("decide returns an unknown action: that alert fails loudly")
            .decide(decidesWith(CREATE, "action", "ESCALATE"))
            .then(causeSays("UnknownAction"))
            .fails("AlertsFailed", "normalize decide"),
        scenario("github gets the event, and no later state has it")
            .decide(decides(CREATE))
            .github(done())
            .record(settled())
            .then(eventIsPassedToGitHub())
            .succeeds("normalize decide github record"),
        scenario(
                "another event's abandoned action is finished, and the message is redelivered for its own")
            .decide(helps(CREATE))
            .github(done())
            .record(settled())
            .then(actedFor(Decisions.OTHER_EVENT))
            .then(acted("CREATE"))
            .then(isRedelivered())
            .succeeds("normalize decide github record"),
        scenario("a person has closed the issue: the redelivery decides what that means")
            .decide(decides(COMMENT))
            .github(manuallyClosed())
            .record(settledDifferently())
            .then(recordGets(Outcome.Result.MANUALLY_CLOSED, false))
            .then(acted("COMMENT"))
            .then(isRedelivered())
            .succeeds("normalize decide github record"));
  }

  private static List<Scenario> turns() {
    return Stream.concat(
            Stream.of(CREATE, COMMENT, UPDATE, REOPEN, CLOSE)
                .map(
                    action ->
                        scenario(action + ": waits for its turn")
                            .decide(decidesLater(action, Duration.ofSeconds(2)))
                            .github(done())
                            .record(settled())
                            .then(actions(action.name()))
                            .succeeds("normalize decide github record")),
            Stream.of(
                scenario("an attempt that fails after its turn is retried without another turn")
                    .decide(decidesLater(CREATE, Duration.ofSeconds(2)))
                    .github(failing(Errors.GITHUB_UNAVAILABLE), done())
                    .record(settled())
                    .then(outcomeUnknownAtAttempts(false, true))
                    .succeeds("normalize decide github*2 record"),
                scenario("it is too early: nothing is done, and the message is redelivered")
                    .decide(decides(POSTPONE))
                    .then(acted())
                    .then(isRedelivered())
                    .succeeds("normalize decide"),
                scenario("one alert of a group is too early: the others are done")
                    .normalize(alerts(3))
                    .script(
                        Callee.DECIDE,
                        Script.byEvent(
                            Map.of(
                                Messages.eventId(0), decides(CREATE),
                                Messages.eventId(1), decides(POSTPONE),
                                Messages.eventId(2), decides(SKIP_STALE))))
                    .github(done())
                    .record(settled())
                    .inAnyOrder()
                    .then(acted("CREATE", "SKIP_STALE"))
                    .then(isRedelivered())
                    .succeeds("normalize decide*3 github record"),
                scenario("one alert is too early and one fails: the message fails")
                    .normalize(alerts(2))
                    .script(
                        Callee.DECIDE,
                        Script.byEvent(
                            Map.of(
                                Messages.eventId(0), decides(POSTPONE),
                                Messages.eventId(1), failing(Errors.BUG))))
                    .inAnyOrder()
                    .then(onlyFailed(1, 2, Errors.BUG))
                    .fails("AlertsFailed", "normalize decide*2")))
        .toList();
  }

  private static List<Scenario> groups() {
    return List.of(
        scenario("a message whose alerts are all ignored is handled")
            .normalize(onlyIgnored())
            .then(actions())
            .succeeds("normalize"),
        scenario("three alerts of a group are handled independently")
            .normalize(alerts(3))
            .decide(decides(CREATE))
            .github(done())
            .record(settled())
            .inAnyOrder()
            .then(tokensEndWith("#0", "#1", "#2"))
            .then(actions("CREATE", "CREATE", "CREATE"))
            .succeeds("normalize decide*3 github*3 record*3"),
        scenario("one alert of a group fails: the others are finished, the message is not done")
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
        scenario("all alerts of a group fail: each is named once")
            .normalize(alerts(2))
            .decide(failing(Errors.BUG))
            .inAnyOrder()
            .then(causeSays("#0 " + Errors.BUG, "#1 " + Errors.BUG))
            .fails("AlertsFailed", "normalize decide*2"));
  }
}
