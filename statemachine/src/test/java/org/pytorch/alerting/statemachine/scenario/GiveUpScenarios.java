package org.pytorch.alerting.statemachine.scenario;

import static org.pytorch.alerting.model.action.AlertAction.CREATE;
import static org.pytorch.alerting.model.action.AlertAction.GIVE_UP;
import static org.pytorch.alerting.statemachine.scenario.Checks.acted;
import static org.pytorch.alerting.statemachine.scenario.Checks.actions;
import static org.pytorch.alerting.statemachine.scenario.Checks.attribute;
import static org.pytorch.alerting.statemachine.scenario.Checks.attributes;
import static org.pytorch.alerting.statemachine.scenario.Checks.causeSays;
import static org.pytorch.alerting.statemachine.scenario.Checks.claimIsReleasedAfter;
import static org.pytorch.alerting.statemachine.scenario.Checks.givingUpIsRecorded;
import static org.pytorch.alerting.statemachine.scenario.Checks.isRedelivered;
import static org.pytorch.alerting.statemachine.scenario.Checks.onlyFailed;
import static org.pytorch.alerting.statemachine.scenario.Checks.quarantinedEvent;
import static org.pytorch.alerting.statemachine.scenario.Checks.releaseGets;
import static org.pytorch.alerting.statemachine.scenario.Scenario.scenario;
import static org.pytorch.alerting.statemachine.script.Decisions.OTHER_EVENT;
import static org.pytorch.alerting.statemachine.script.Decisions.decides;
import static org.pytorch.alerting.statemachine.script.Decisions.helps;
import static org.pytorch.alerting.statemachine.script.Decisions.releasedForRedelivery;
import static org.pytorch.alerting.statemachine.script.Decisions.settled;
import static org.pytorch.alerting.statemachine.script.Script.accepted;
import static org.pytorch.alerting.statemachine.script.Script.failing;
import static org.pytorch.alerting.statemachine.script.Script.refused;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.statemachine.engine.DataLimit;
import org.pytorch.alerting.statemachine.engine.Engine;
import org.pytorch.alerting.statemachine.script.Callee;
import org.pytorch.alerting.statemachine.script.Decisions;
import org.pytorch.alerting.statemachine.script.Errors;
import org.pytorch.alerting.statemachine.script.Messages;

/** Scenarios of actions that GitHub refuses for good, or that have failed too often. */
final class GiveUpScenarios {
  private GiveUpScenarios() {}

  /** {@return all of them} */
  static List<Scenario> all() {
    return Stream.concat(givenUp().stream(), notQuarantined().stream()).toList();
  }

  private static List<Scenario> givenUp() {
    return List.of(
        scenario(
                "GitHub refuses for good: the message is redelivered at once to give up the action")
            .decide(decides(CREATE))
            .github(failing(Errors.REJECTED))
            .record(releasedForRedelivery())
            .then(claimIsReleasedAfter(Errors.REJECTED))
            .then(acted())
            .then(isRedelivered())
            .succeeds("normalize decide github record"),
        scenario("the last attempt has an unknown outcome: the message is redelivered to give up")
            .decide(decides(CREATE))
            .script(Callee.GITHUB, failing(Errors.GITHUB_UNAVAILABLE))
            .record(releasedForRedelivery())
            .then(releaseGets(true))
            .then(acted())
            .then(isRedelivered())
            .succeeds("normalize decide github*4 record"),
        scenario("decide gives up the action: its event is quarantined, and that is recorded")
            .decide(decides(GIVE_UP))
            .queue(accepted())
            .record(settled())
            .then(isQuarantined(Messages.eventId(0)))
            .then(givingUpIsRecorded())
            .then(actions("GIVE_UP"))
            .succeeds("normalize decide quarantine record"),
        scenario("decide gives up another event's action: the message is redelivered for its own")
            .decide(helps(GIVE_UP))
            .queue(accepted())
            .record(settled())
            .then(isQuarantined(OTHER_EVENT))
            .then(givingUpIsRecorded())
            .then(acted("GIVE_UP"))
            .then(isRedelivered())
            .succeeds("normalize decide quarantine record"),
        scenario("SQS refuses the event of an abandoned action once, then accepts it")
            .decide(decides(GIVE_UP))
            .record(settled())
            .queue(refused(), accepted())
            .then(givingUpIsRecorded())
            .then(actions("GIVE_UP"))
            .succeeds("normalize decide quarantine*2 record"));
  }

  private static List<Scenario> notQuarantined() {
    return List.of(
        scenario("SQS keeps refusing the event of an abandoned action: nothing is recorded")
            .decide(decides(GIVE_UP))
            .script(Callee.QUARANTINE, refused())
            .then(causeSays("#0 SQS."))
            .fails("AlertsFailed", "normalize decide quarantine*3"),
        scenario(
                "the event of an abandoned action exceeds the limit of a state: nothing is recorded")
            .decide(helps(GIVE_UP, Messages.eventTooLargeForAState()))
            .needs(DataLimit.PARAMETERS)
            .then(onlyFailed(0, 1, "States.DataLimitExceeded"))
            .fails("AlertsFailed", "normalize decide"),
        scenario(
                "record fails after the event of an abandoned action is quarantined: the alert fails")
            .decide(helps(GIVE_UP))
            .queue(accepted())
            .record(failing(Errors.CLAIM_LOST))
            .then(onlyFailed(0, 1, Errors.CLAIM_LOST))
            .fails("AlertsFailed", "normalize decide quarantine record"));
  }

  /** It is quarantined as an event of our own schema, with its original time. */
  private static Consumer<Engine.Result> isQuarantined(String eventId) {
    return quarantinedEvent(Messages.event(0))
        .andThen(attributes(QuarantineScenarios.ATTRIBUTES))
        .andThen(attribute("error", "ActionGivenUp"))
        .andThen(attribute("diagnosis", Decisions.REASON))
        .andThen(attribute("message_id", Messages.MESSAGE_ID))
        .andThen(attribute("delivery_id", eventId))
        .andThen(attribute("said_at", Json.format(Decisions.SAID_AT)))
        .andThen(attribute("body_encoding", BodyEncoding.IDENTITY.jsonName()))
        .andThen(attribute("message_attributes", "{\"source\":\"normalized\"}"));
  }
}
