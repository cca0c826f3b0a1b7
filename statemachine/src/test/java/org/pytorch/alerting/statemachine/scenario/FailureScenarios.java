package org.pytorch.alerting.statemachine.scenario;

import static org.pytorch.alerting.model.action.AlertAction.CLOSE;
import static org.pytorch.alerting.model.action.AlertAction.COMMENT;
import static org.pytorch.alerting.model.action.AlertAction.CREATE;
import static org.pytorch.alerting.model.action.AlertAction.REOPEN;
import static org.pytorch.alerting.model.action.AlertAction.SKIP_STALE;
import static org.pytorch.alerting.model.action.AlertAction.UPDATE;
import static org.pytorch.alerting.statemachine.scenario.Checks.causeSays;
import static org.pytorch.alerting.statemachine.scenario.Checks.claimIsReleasedAfter;
import static org.pytorch.alerting.statemachine.scenario.Checks.isRedelivered;
import static org.pytorch.alerting.statemachine.scenario.Checks.onlyFailed;
import static org.pytorch.alerting.statemachine.scenario.Checks.outcomeUnknownAtAttempts;
import static org.pytorch.alerting.statemachine.scenario.Checks.recordGets;
import static org.pytorch.alerting.statemachine.scenario.Checks.releaseGets;
import static org.pytorch.alerting.statemachine.scenario.Scenario.scenario;
import static org.pytorch.alerting.statemachine.script.Decisions.decides;
import static org.pytorch.alerting.statemachine.script.Decisions.done;
import static org.pytorch.alerting.statemachine.script.Decisions.limited;
import static org.pytorch.alerting.statemachine.script.Decisions.records;
import static org.pytorch.alerting.statemachine.script.Decisions.released;
import static org.pytorch.alerting.statemachine.script.Decisions.releasedForRedelivery;
import static org.pytorch.alerting.statemachine.script.Decisions.settled;
import static org.pytorch.alerting.statemachine.script.Script.failing;
import static org.pytorch.alerting.statemachine.script.Script.tooLarge;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.statemachine.engine.DataLimit;
import org.pytorch.alerting.statemachine.script.Callee;
import org.pytorch.alerting.statemachine.script.Errors;
import org.pytorch.alerting.statemachine.script.Messages;
import org.pytorch.alerting.statemachine.script.Script;

/** Scenarios in which a function fails: temporarily, for good, or with too large a result. */
final class FailureScenarios {
  private FailureScenarios() {}

  static List<Scenario> ofNormalize() {
    return List.of(
        scenario("normalize is throttled, then times out, then succeeds")
            .normalize(
                failing(Errors.THROTTLED), failing(Errors.FUNCTION_TIMED_OUT), Messages.alerts(1))
            .decide(decides(SKIP_STALE))
            .succeeds("normalize*3 decide"),
        scenario("normalize is throttled for good: the message stays on its queue")
            .script(Callee.NORMALIZE, failing(Errors.THROTTLED))
            .fails("MessageNotNormalized", "normalize*4"),
        scenario("normalize times out twice: the message stays on its queue")
            .script(Callee.NORMALIZE, failing(Errors.FUNCTION_TIMED_OUT))
            .fails("MessageNotNormalized", "normalize*2"),
        scenario("normalize has a bug: the message stays on its queue, and is not quarantined")
            .normalize(failing(Errors.BUG))
            .fails("MessageNotNormalized", "normalize"),
        scenario("normalize gets an input that is not a message: our bug, so it is not quarantined")
            .normalize(failing(Errors.INVALID_ALERT))
            .then(causeSays("scripted failure of normalize"))
            .fails("MessageNotNormalized", "normalize"),
        scenario("normalize's result exceeds the limit of a state: the message stays on its queue")
            .normalize(tooLarge())
            .needs(DataLimit.RESULT)
            .fails("MessageNotNormalized", "normalize"));
  }

  static List<Scenario> ofDecide() {
    return List.of(
        scenario("decide is throttled, then times out, then succeeds")
            .decide(
                failing(Errors.THROTTLED), failing(Errors.FUNCTION_TIMED_OUT), decides(SKIP_STALE))
            .succeeds("normalize decide*3"),
        scenario("decide loses a race twice, then succeeds")
            .decide(failing(Errors.CONTENTION), failing(Errors.CONTENTION), decides(SKIP_STALE))
            .succeeds("normalize decide*3"),
        scenario("the state store is down for a while, then recovers")
            .decide(
                failing(Errors.STORE_UNAVAILABLE),
                failing(Errors.STORE_UNAVAILABLE),
                decides(SKIP_STALE))
            .succeeds("normalize decide*3"),
        scenario("the state store stays down: the alert fails")
            .script(Callee.DECIDE, failing(Errors.STORE_UNAVAILABLE))
            .then(onlyFailed(0, 1, Errors.STORE_UNAVAILABLE))
            .fails("AlertsFailed", "normalize decide*4"),
        scenario("another execution has the claim, then releases it")
            .decide(failing(Errors.BUSY), failing(Errors.BUSY), decides(SKIP_STALE))
            .succeeds("normalize decide*3"),
        scenario("another execution keeps the claim: the alert fails and is redelivered")
            .script(Callee.DECIDE, failing(Errors.BUSY))
            .then(onlyFailed(0, 1, Errors.BUSY))
            .fails("AlertsFailed", "normalize decide*5"),
        scenario("each kind of error has its own retries")
            .decide(
                failing(Errors.BUSY),
                failing(Errors.THROTTLED),
                failing(Errors.STORE_UNAVAILABLE),
                failing(Errors.CONTENTION),
                failing(Errors.BUSY),
                failing(Errors.THROTTLED),
                failing(Errors.STORE_UNAVAILABLE),
                failing(Errors.CONTENTION),
                decides(SKIP_STALE))
            .succeeds("normalize decide*9"),
        scenario("decide's result exceeds the limit of a state: that alert fails")
            .decide(tooLarge())
            .needs(DataLimit.RESULT)
            .then(onlyFailed(0, 1, "States.DataLimitExceeded"))
            .fails("AlertsFailed", "normalize decide"));
  }

  static List<Scenario> ofGitHub() {
    return Stream.of(CREATE, COMMENT, UPDATE, REOPEN, CLOSE)
        .flatMap(FailureScenarios::ofGitHub)
        .toList();
  }

  static List<Scenario> ofRecord() {
    return Stream.concat(ofSettling().stream(), ofReleasing().stream()).toList();
  }

  private static Stream<Scenario> ofGitHub(AlertAction action) {
    return Stream.concat(retried(action), notRetried(action));
  }

  private static Stream<Scenario> retried(AlertAction action) {
    return Stream.of(
        scenario(action + ": GitHub is unavailable twice, then succeeds")
            .decide(decides(action))
            .github(failing(Errors.GITHUB_UNAVAILABLE), failing(Errors.GITHUB_UNAVAILABLE), done())
            .record(settled())
            .then(outcomeUnknownAtAttempts(false, true, true))
            .succeeds("normalize decide github*3 record"),
        scenario(action + ": GitHub stays unavailable: the claim is released, the alert fails")
            .decide(decides(action))
            .script(Callee.GITHUB, failing(Errors.GITHUB_UNAVAILABLE))
            .record(released())
            .then(outcomeUnknownAtAttempts(false, true, true, true))
            .then(claimIsReleasedAfter(Errors.GITHUB_UNAVAILABLE))
            .then(releaseGets(true))
            .then(onlyFailed(0, 1, Errors.GITHUB_UNAVAILABLE))
            .fails("AlertsFailed", "normalize decide github*4 record"),
        scenario(
                action + ": GitHub limits requests: the message is redelivered when the limit ends")
            .decide(decides(action))
            .github(limited())
            .record(releasedForRedelivery())
            .then(recordGets(Outcome.Result.RATE_LIMITED, false))
            .then(isRedelivered())
            .succeeds("normalize decide github record"),
        scenario(action + ": GitHub limits requests after an attempt of unknown outcome")
            .decide(decides(action))
            .github(failing(Errors.GITHUB_UNAVAILABLE), limited())
            .record(releasedForRedelivery())
            .then(outcomeUnknownAtAttempts(false, true))
            .then(recordGets(Outcome.Result.RATE_LIMITED, true))
            .then(isRedelivered())
            .succeeds("normalize decide github*2 record"),
        scenario(action + ": a read fails temporarily: nothing was sent")
            .decide(decides(action))
            .github(failing(Errors.NOT_ASKED), failing(Errors.NOT_ASKED), done())
            .record(settled())
            .then(outcomeUnknownAtAttempts(false, false, false))
            .then(recordGets(Outcome.Result.DONE, false))
            .succeeds("normalize decide github*3 record"),
        scenario(action + ": a read keeps failing: the message is redelivered")
            .decide(decides(action))
            .script(Callee.GITHUB, failing(Errors.NOT_ASKED))
            .record(released())
            .then(outcomeUnknownAtAttempts(false, false, false, false))
            .then(claimIsReleasedAfter(Errors.NOT_ASKED))
            .then(releaseGets(false))
            .fails("AlertsFailed", "normalize decide github*4 record"),
        scenario(
                action
                    + ": the function is throttled for a while: that does not count as an attempt")
            .decide(decides(action))
            .github(
                failing(Errors.THROTTLED),
                failing(Errors.THROTTLED),
                failing(Errors.THROTTLED),
                failing(Errors.THROTTLED),
                failing(Errors.THROTTLED),
                done())
            .record(settled())
            .then(outcomeUnknownAtAttempts(false, false, false, false, false, false))
            .then(recordGets(Outcome.Result.DONE, false))
            .succeeds("normalize decide github*6 record"),
        scenario(action + ": the function stays throttled: nothing was sent")
            .decide(decides(action))
            .script(Callee.GITHUB, failing(Errors.THROTTLED))
            .record(released())
            .then(claimIsReleasedAfter(Errors.THROTTLED))
            .then(releaseGets(false))
            .fails("AlertsFailed", "normalize decide github*12 record"),
        scenario(action + ": the function has no snapshot yet: nothing was sent")
            .decide(decides(action))
            .github(failing(Errors.NO_SNAPSHOT), done())
            .record(settled())
            .then(outcomeUnknownAtAttempts(false, false))
            .succeeds("normalize decide github*2 record"),
        scenario(
                action
                    + ": an attempt is refused after one of unknown outcome: the outcome stays unknown")
            .decide(decides(action))
            .github(
                failing(Errors.NO_SNAPSHOT),
                failing(Errors.GITHUB_UNAVAILABLE),
                failing(Errors.THROTTLED),
                failing(Errors.NO_SNAPSHOT),
                failing(Errors.NOT_ASKED))
            .record(released())
            .then(outcomeUnknownAtAttempts(false, false, true, true, true))
            .then(claimIsReleasedAfter(Errors.NOT_ASKED))
            .then(releaseGets(true))
            .fails("AlertsFailed", "normalize decide github*5 record"));
  }

  private static Stream<Scenario> notRetried(AlertAction action) {
    Stream<Scenario> failures =
        Stream.of(
                Errors.CONNECTION_LOST,
                Errors.FUNCTION_TIMED_OUT,
                Errors.NO_ACCESS,
                Errors.REJECTED,
                Errors.TOO_LATE)
            .map(
                error ->
                    scenario(action + ": " + error + " is not retried within the execution")
                        .decide(decides(action))
                        .github(failing(error))
                        .record(released())
                        .then(claimIsReleasedAfter(error))
                        .then(releaseGets(false))
                        .then(onlyFailed(0, 1, error))
                        .fails("AlertsFailed", "normalize decide github record"));
    return Stream.concat(
        failures,
        Stream.of(
            scenario(action + ": too little time is left after an attempt of unknown outcome")
                .decide(decides(action))
                .github(failing(Errors.GITHUB_UNAVAILABLE), failing(Errors.TOO_LATE))
                .record(released())
                .then(claimIsReleasedAfter(Errors.TOO_LATE))
                .then(releaseGets(true))
                .fails("AlertsFailed", "normalize decide github*2 record"),
            scenario(action + ": github's result exceeds the limit of a state")
                .decide(decides(action))
                .github(tooLarge())
                .record(released())
                .needs(DataLimit.RESULT)
                .then(claimIsReleasedAfter("States.DataLimitExceeded"))
                .fails("AlertsFailed", "normalize decide github record")));
  }

  private static List<Scenario> ofSettling() {
    return List.of(
        scenario("record meets every kind of error once, then settles")
            .decide(decides(CREATE))
            .github(done())
            .record(
                failing(Errors.THROTTLED),
                failing(Errors.FUNCTION_TIMED_OUT),
                failing(Errors.CONTENTION),
                failing(Errors.STORE_UNAVAILABLE),
                settled())
            .succeeds("normalize decide github record*5"),
        scenario("record returns an unknown rest: the message fails loudly")
            .decide(decides(CREATE))
            .github(done())
            .record(
                records(
                    Map.of(
                        "result",
                        "settled",
                        "action",
                        "CREATE",
                        "rest",
                        Map.of("result", "LATER"))))
            .then(causeSays("deploy the functions and the state machine from the same version"))
            .fails("UnknownRest", "normalize decide github record"),
        scenario("record returns an unknown rest for one alert of two")
            .normalize(Messages.alerts(2))
            .decide(decides(CREATE))
            .github(done())
            .script(
                Callee.RECORD,
                Script.byEvent(
                    Map.of(
                        Messages.eventId(0),
                        settled(),
                        Messages.eventId(1),
                        records(Map.of("result", "settled", "rest", Map.of("result", "LATER"))))))
            .inAnyOrder()
            .fails("UnknownRest", "normalize decide*2 github*2 record*2"),
        scenario("record finds that the claim is lost: the alert fails and is redelivered")
            .decide(decides(CREATE))
            .github(done())
            .record(failing(Errors.CLAIM_LOST))
            .then(onlyFailed(0, 1, Errors.CLAIM_LOST))
            .fails("AlertsFailed", "normalize decide github record"),
        scenario("record's result exceeds the limit of a state: the alert fails and is redelivered")
            .decide(decides(CREATE))
            .github(done())
            .record(tooLarge())
            .needs(DataLimit.RESULT)
            .then(onlyFailed(0, 1, "States.DataLimitExceeded"))
            .fails("AlertsFailed", "normalize decide github record"));
  }

  private static List<Scenario> ofReleasing() {
    return List.of(
        scenario("release meets every kind of error once, then succeeds")
            .decide(decides(CREATE))
            .github(failing(Errors.REJECTED))
            .record(
                failing(Errors.THROTTLED),
                failing(Errors.FUNCTION_TIMED_OUT),
                failing(Errors.CONTENTION),
                failing(Errors.STORE_UNAVAILABLE),
                released())
            .then(claimIsReleasedAfter(Errors.REJECTED))
            .fails("AlertsFailed", "normalize decide github record*5"),
        scenario("release returns an unknown rest: the message fails loudly")
            .decide(decides(CREATE))
            .github(failing(Errors.REJECTED))
            .record(records(Map.of("result", "released", "rest", Map.of("result", "LATER"))))
            .fails("UnknownRest", "normalize decide github record"),
        scenario("release fails: GitHub's failure is reported")
            .decide(decides(CREATE))
            .github(failing(Errors.REJECTED))
            .record(failing(Errors.CLAIM_LOST))
            .then(onlyFailed(0, 1, Errors.REJECTED))
            .fails("AlertsFailed", "normalize decide github record"),
        scenario("release's result exceeds the limit of a state: GitHub's failure is reported")
            .decide(decides(CREATE))
            .github(failing(Errors.REJECTED))
            .record(tooLarge())
            .needs(DataLimit.RESULT)
            .then(onlyFailed(0, 1, Errors.REJECTED))
            .fails("AlertsFailed", "normalize decide github record"));
  }
}
