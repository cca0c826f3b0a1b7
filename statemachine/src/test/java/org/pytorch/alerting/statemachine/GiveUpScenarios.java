package org.pytorch.alerting.statemachine;

import static org.pytorch.alerting.model.AlertAction.CLOSE;
import static org.pytorch.alerting.model.AlertAction.COMMENT;
import static org.pytorch.alerting.model.AlertAction.CREATE;
import static org.pytorch.alerting.model.AlertAction.GIVE_UP;
import static org.pytorch.alerting.model.AlertAction.SKIP_STALE;
import static org.pytorch.alerting.statemachine.Checks.actedFor;
import static org.pytorch.alerting.statemachine.Checks.actions;
import static org.pytorch.alerting.statemachine.Checks.attribute;
import static org.pytorch.alerting.statemachine.Checks.attributes;
import static org.pytorch.alerting.statemachine.Checks.causeSays;
import static org.pytorch.alerting.statemachine.Checks.claimIsReleasedAfter;
import static org.pytorch.alerting.statemachine.Checks.eventSetAside;
import static org.pytorch.alerting.statemachine.Checks.givingUpIsNotRecorded;
import static org.pytorch.alerting.statemachine.Checks.givingUpIsRecorded;
import static org.pytorch.alerting.statemachine.Checks.onlyFailed;
import static org.pytorch.alerting.statemachine.Checks.outcomeUnknownAtTries;
import static org.pytorch.alerting.statemachine.Decisions.OTHER_EVENT;
import static org.pytorch.alerting.statemachine.Decisions.decides;
import static org.pytorch.alerting.statemachine.Decisions.done;
import static org.pytorch.alerting.statemachine.Decisions.helps;
import static org.pytorch.alerting.statemachine.Decisions.releasedForGood;
import static org.pytorch.alerting.statemachine.Decisions.settled;
import static org.pytorch.alerting.statemachine.Scenario.scenario;
import static org.pytorch.alerting.statemachine.Script.accepted;
import static org.pytorch.alerting.statemachine.Script.failing;
import static org.pytorch.alerting.statemachine.Script.refused;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pytorch.alerting.model.BodyEncoding;
import org.pytorch.alerting.model.Json;

/** Scenarios of actions that GitHub refuses for good, or that have failed too often. */
final class GiveUpScenarios {
  private GiveUpScenarios() {}

  /** {@return all of them} */
  static List<Scenario> all() {
    return Stream.concat(givenUp().stream(), notSetAside().stream()).toList();
  }

  private static List<Scenario> givenUp() {
    return List.of(
        scenario("GitHub refuses for good: the action is given up, its event is set aside")
            .decide(decides(CREATE), decides(GIVE_UP))
            .github(failing(Errors.REJECTED))
            .record(releasedForGood(), settled())
            .queue(accepted())
            .then(isSetAside(Messages.eventId(0)))
            .then(givingUpIsRecorded())
            .then(actions("GIVE_UP"))
            .succeeds("normalize decide github record decide quarantine record"),
        scenario("a try of unknown outcome was the last one: the action is given up")
            .decide(decides(CREATE), decides(GIVE_UP))
            .script(Callee.GITHUB, failing(Errors.GITHUB_UNAVAILABLE))
            .record(releasedForGood(), settled())
            .queue(accepted())
            .then(givingUpIsRecorded())
            .then(actions("GIVE_UP"))
            .succeeds("normalize decide github*4 record decide quarantine record"),
        scenario("decide gives up another event's action at once: then the alert's own is done")
            .decide(helps(GIVE_UP), decides(COMMENT))
            .github(done())
            .record(settled(), settled())
            .queue(accepted())
            .then(isSetAside(OTHER_EVENT))
            .then(givingUpIsRecorded())
            .then(actedFor(Messages.eventId(0)))
            .then(outcomeUnknownAtTries(false))
            .then(actions("COMMENT"))
            .succeeds("normalize decide quarantine record decide github record"),
        scenario("GitHub refuses another event's action for good: then the alert's own is done")
            .decide(helps(CREATE), helps(GIVE_UP), decides(CREATE))
            .script(Callee.GITHUB, Script.inOrder(failing(Errors.REJECTED), done()))
            .script(Callee.RECORD, Script.inOrder(releasedForGood(), settled(), settled()))
            .queue(accepted())
            .then(isSetAside(OTHER_EVENT))
            .then(actedFor(OTHER_EVENT, Messages.eventId(0)))
            .then(actions("CREATE"))
            .succeeds(
                "normalize decide github record decide quarantine record decide github record"),
        scenario("another event's action is given up for an alert that needs nothing itself")
            .decide(helps(GIVE_UP), decides(SKIP_STALE))
            .record(settled())
            .queue(accepted())
            .then(actions("SKIP_STALE"))
            .succeeds("normalize decide quarantine record decide"),
        scenario("SQS refuses the event of a given up action once, then takes it")
            .decide(decides(GIVE_UP))
            .record(settled())
            .queue(refused(), accepted())
            .then(givingUpIsRecorded())
            .then(actions("GIVE_UP"))
            .succeeds("normalize decide quarantine*2 record"));
  }

  private static List<Scenario> notSetAside() {
    return List.of(
        scenario("SQS refuses the event of a given up action for good: nothing is recorded")
            .decide(decides(CREATE), decides(GIVE_UP))
            .github(failing(Errors.REJECTED))
            .record(releasedForGood())
            .script(Callee.QUARANTINE, refused())
            .then(claimIsReleasedAfter(Errors.REJECTED))
            .then(givingUpIsNotRecorded())
            .then(causeSays("#0 SQS."))
            .fails("AlertsFailed", "normalize decide github record decide quarantine*3"),
        scenario("the event of a given up action outgrows a state: nothing is recorded")
            .decide(helps(GIVE_UP, Messages.eventThatOutgrowsAState()))
            .needs(DataLimit.PARAMETERS)
            .then(onlyFailed(0, 1, "States.DataLimitExceeded"))
            .fails("AlertsFailed", "normalize decide"),
        scenario("record fails after a given up action's event is set aside: the alert fails")
            .decide(helps(GIVE_UP))
            .queue(accepted())
            .record(failing(Errors.CLAIM_LOST))
            .then(onlyFailed(0, 1, Errors.CLAIM_LOST))
            .fails("AlertsFailed", "normalize decide quarantine record"),
        scenario("too little time is left to give up: the redelivery does it")
            .decide(decides(CLOSE), failing(Errors.TOO_LATE))
            .github(failing(Errors.REJECTED))
            .record(releasedForGood())
            .then(onlyFailed(0, 1, Errors.TOO_LATE))
            .fails("AlertsFailed", "normalize decide github record decide"));
  }

  /** It is set aside as an event of our own schema, said when it was first said. */
  private static Consumer<Engine.Result> isSetAside(String eventId) {
    return eventSetAside(Messages.event(0))
        .andThen(attributes(QuarantineScenarios.ATTRIBUTES))
        .andThen(attribute("error", "ActionGivenUp"))
        .andThen(attribute("diagnosis", Decisions.REASON))
        .andThen(attribute("message_id", eventId))
        .andThen(attribute("said_at", Json.format(Decisions.SAID_AT)))
        .andThen(attribute("body_encoding", BodyEncoding.IDENTITY.jsonName()))
        .andThen(attribute("message_attributes", "{\"source\":\"normalized\"}"));
  }
}
