package org.pytorch.alerting.statemachine.scenario;

import static org.pytorch.alerting.model.action.AlertAction.CLOSE;
import static org.pytorch.alerting.model.action.AlertAction.COMMENT;
import static org.pytorch.alerting.model.action.AlertAction.CREATE;
import static org.pytorch.alerting.model.action.AlertAction.POSTPONE;
import static org.pytorch.alerting.model.action.AlertAction.REJECT;
import static org.pytorch.alerting.model.action.AlertAction.SKIP_STALE;
import static org.pytorch.alerting.statemachine.scenario.Checks.acted;
import static org.pytorch.alerting.statemachine.scenario.Checks.actions;
import static org.pytorch.alerting.statemachine.scenario.Checks.attribute;
import static org.pytorch.alerting.statemachine.scenario.Checks.attributes;
import static org.pytorch.alerting.statemachine.scenario.Checks.causeSays;
import static org.pytorch.alerting.statemachine.scenario.Checks.diagnoses;
import static org.pytorch.alerting.statemachine.scenario.Checks.isRedelivered;
import static org.pytorch.alerting.statemachine.scenario.Checks.left;
import static org.pytorch.alerting.statemachine.scenario.Checks.onlyFailed;
import static org.pytorch.alerting.statemachine.scenario.Checks.quarantinedBody;
import static org.pytorch.alerting.statemachine.scenario.Scenario.scenario;
import static org.pytorch.alerting.statemachine.script.Decisions.decides;
import static org.pytorch.alerting.statemachine.script.Decisions.done;
import static org.pytorch.alerting.statemachine.script.Decisions.helps;
import static org.pytorch.alerting.statemachine.script.Decisions.limited;
import static org.pytorch.alerting.statemachine.script.Decisions.releasedForRedelivery;
import static org.pytorch.alerting.statemachine.script.Decisions.settled;
import static org.pytorch.alerting.statemachine.script.Script.accepted;
import static org.pytorch.alerting.statemachine.script.Script.failing;
import static org.pytorch.alerting.statemachine.script.Script.refused;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.statemachine.engine.DataLimit;
import org.pytorch.alerting.statemachine.script.Callee;
import org.pytorch.alerting.statemachine.script.Errors;
import org.pytorch.alerting.statemachine.script.Messages;
import org.pytorch.alerting.statemachine.script.Script;

/** Scenarios of messages and alerts that are quarantined. */
public final class QuarantineScenarios {
  /** The attributes of every message in the dead-letter queue; SQS accepts ten at most. */
  public static final List<String> ATTRIBUTES =
      List.of(
          "error",
          "diagnosis",
          "message_id",
          "delivery_id",
          "said_at",
          "body_encoding",
          "message_attributes");

  private QuarantineScenarios() {}

  /** {@return all of them} */
  public static List<Scenario> all() {
    return Stream.concat(ofMessages().stream(), ofAlerts().stream()).toList();
  }

  private static List<Scenario> ofMessages() {
    return List.of(
        scenario("an unreadable message is quarantined with a diagnosis for its sender")
            .normalize(Messages.unreadable(Messages.DIAGNOSIS))
            .decide(decides(REJECT))
            .queue(accepted())
            .then(quarantinedBody(BodyEncoding.GZIP_BASE64.encode(Messages.BODY)))
            .then(attributes(ATTRIBUTES))
            .then(attribute("body_encoding", BodyEncoding.GZIP_BASE64.jsonName()))
            .then(attribute("message_id", Messages.MESSAGE_ID))
            .then(attribute("delivery_id", Messages.DELIVERY_ID))
            .then(attribute("said_at", Json.format(Messages.SENT_AT)))
            .then(attribute("message_attributes", "{\"source\":\"grafana\"}"))
            .then(attribute("error", Errors.INVALID_ALERT))
            .then(attribute("diagnosis", Messages.DIAGNOSIS))
            .then(acted())
            .then(left("REJECTED"))
            .succeeds("normalize decide quarantine"),
        scenario("the unreadable part of a message is quarantined as its own message")
            .normalize(Messages.alertsAndUnreadable(1))
            .script(
                Callee.DECIDE,
                Script.byEvent(
                    Map.of(
                        Messages.eventId(0), decides(SKIP_STALE),
                        Messages.eventId(1), decides(REJECT))))
            .queue(accepted())
            .inAnyOrder()
            .then(quarantinedBody(BodyEncoding.GZIP_BASE64.encode(Messages.BODY)))
            .then(attribute("diagnosis", Messages.DIAGNOSIS))
            .then(acted("SKIP_STALE"))
            .then(left("REJECTED"))
            .succeeds("normalize decide*2 quarantine"),
        scenario("some alerts of a group are unreadable: the others are handled")
            .normalize(Messages.alertsAndUnreadable(2))
            .script(
                Callee.DECIDE,
                Script.byEvent(
                    Map.of(
                        Messages.eventId(0), decides(CREATE),
                        Messages.eventId(1), decides(COMMENT),
                        Messages.eventId(2), decides(REJECT))))
            .github(done())
            .record(settled())
            .queue(accepted())
            .inAnyOrder()
            .then(acted("CREATE", "COMMENT"))
            .succeeds("normalize decide*3 github*2 record*2 quarantine"),
        scenario("another alert of the message fails: the unreadable part is not quarantined yet")
            .normalize(Messages.alertsAndUnreadable(1))
            .script(
                Callee.DECIDE,
                Script.byEvent(
                    Map.of(
                        Messages.eventId(0), failing(Errors.BUG),
                        Messages.eventId(1), decides(REJECT))))
            .inAnyOrder()
            .then(onlyFailed(0, 2, Errors.BUG))
            .fails("AlertsFailed", "normalize decide*2"),
        scenario(
                "another alert of the message is redelivered: the unreadable part is quarantined later")
            .normalize(Messages.alertsAndUnreadable(1))
            .script(
                Callee.DECIDE,
                Script.byEvent(
                    Map.of(
                        Messages.eventId(0), decides(POSTPONE),
                        Messages.eventId(1), decides(REJECT))))
            .inAnyOrder()
            .then(left("POSTPONED", "REJECTED"))
            .succeeds("normalize decide*2"),
        scenario("SQS refuses an unreadable message twice, then accepts it")
            .normalize(Messages.unreadable(Messages.DIAGNOSIS))
            .decide(decides(REJECT))
            .queue(refused(), refused(), accepted())
            .succeeds("normalize decide quarantine*3"),
        scenario("SQS keeps refusing an unreadable message: it stays on its queue")
            .normalize(Messages.unreadable(Messages.DIAGNOSIS))
            .decide(decides(REJECT))
            .queue(refused(), refused(), refused(), refused())
            .then(causeSays("scripted refusal"))
            .fails("AlertNotQuarantined", "normalize decide quarantine*4"));
  }

  private static List<Scenario> ofAlerts() {
    return List.of(
        scenario("an alert that needs an issue but has no priority is quarantined")
            .normalize(Messages.alertsWithIncomplete(1, 0))
            .decide(decides(REJECT))
            .queue(accepted())
            .then(quarantinedBody(BodyEncoding.GZIP_BASE64.encode(Messages.BODY)))
            .then(attributes(ATTRIBUTES))
            .then(attribute("error", Errors.INVALID_ALERT))
            .then(attribute("diagnosis", Messages.DIAGNOSIS))
            .then(attribute("message_id", Messages.MESSAGE_ID))
            .then(attribute("delivery_id", Messages.DELIVERY_ID))
            .then(attribute("said_at", Json.format(Messages.SENT_AT)))
            .then(attribute("body_encoding", BodyEncoding.GZIP_BASE64.jsonName()))
            .then(attribute("message_attributes", "{\"source\":\"grafana\"}"))
            .then(left("REJECTED"))
            .succeeds("normalize decide quarantine"),
        scenario("a message from an older starter has its delivery id as its message id")
            .input(Messages.inputOfAnOlderStarter())
            .normalize(Messages.alertsWithIncomplete(1, 0))
            .decide(decides(REJECT))
            .queue(accepted())
            .then(attributes(ATTRIBUTES))
            .then(attribute("message_id", Messages.DELIVERY_ID))
            .then(attribute("delivery_id", Messages.DELIVERY_ID))
            .succeeds("normalize decide quarantine"),
        scenario("an incomplete alert of a group is quarantined: the others are handled")
            .normalize(Messages.alertsWithIncomplete(3, 1))
            .script(
                Callee.DECIDE,
                Script.byEvent(
                    Map.of(
                        Messages.eventId(0), decides(CREATE),
                        Messages.eventId(1), decides(REJECT),
                        Messages.eventId(2), decides(CREATE))))
            .github(done())
            .record(settled())
            .queue(accepted())
            .inAnyOrder()
            .then(acted("CREATE", "CREATE"))
            .then(left("REJECTED"))
            .succeeds("normalize decide*3 github*2 record*2 quarantine"),
        scenario("another alert of the message fails: the incomplete one is not quarantined yet")
            .normalize(Messages.alertsWithIncomplete(3, 0))
            .script(
                Callee.DECIDE,
                Script.byEvent(
                    Map.of(
                        Messages.eventId(0), decides(REJECT),
                        Messages.eventId(1), decides(SKIP_STALE),
                        Messages.eventId(2), failing(Errors.BUG))))
            .inAnyOrder()
            .then(onlyFailed(2, 3, Errors.BUG))
            .fails("AlertsFailed", "normalize decide*3"),
        scenario(
                "GitHub limits another alert of the message: the incomplete one is quarantined later")
            .normalize(Messages.alertsWithIncomplete(2, 0))
            .script(
                Callee.DECIDE,
                Script.byEvent(
                    Map.of(
                        Messages.eventId(0), decides(REJECT),
                        Messages.eventId(1), decides(CREATE))))
            .github(limited())
            .record(releasedForRedelivery())
            .inAnyOrder()
            .then(left("REJECTED", "POSTPONED"))
            .succeeds("normalize decide*2 github record"),
        scenario("two incomplete alerts of a message are quarantined once each, in order")
            .normalize(Messages.incomplete("no team", "no priority"))
            .decide(decides(REJECT))
            .queue(accepted(), accepted())
            .inAnyOrder()
            .then(diagnoses("no team", "no priority"))
            .then(left("REJECTED", "REJECTED"))
            .succeeds("normalize decide*2 quarantine*2"),
        scenario("a repeated incomplete alert is commented on like any other")
            .normalize(Messages.alertsWithIncomplete(1, 0))
            .decide(decides(COMMENT))
            .github(done())
            .record(settled())
            .then(actions("COMMENT"))
            .succeeds("normalize decide github record"),
        scenario(
                "an incomplete alert finishes another event's action: the message is redelivered for its own")
            .normalize(Messages.alertsWithIncomplete(1, 0))
            .decide(helps(CLOSE))
            .github(done())
            .record(settled())
            .then(acted("CLOSE"))
            .then(isRedelivered())
            .succeeds("normalize decide github record"),
        scenario("decide rejects an alert that normalize found complete: it fails loudly")
            .decide(decides(REJECT))
            .then(causeSays("#0 UnknownAction"))
            .fails("AlertsFailed", "normalize decide"),
        scenario("SQS refuses the incomplete alert twice, then accepts it")
            .normalize(Messages.alertsWithIncomplete(1, 0))
            .decide(decides(REJECT))
            .queue(refused(), refused(), accepted())
            .then(left("REJECTED"))
            .succeeds("normalize decide quarantine*3"),
        scenario("SQS keeps refusing the incomplete alert: the message is redelivered")
            .normalize(Messages.alertsWithIncomplete(1, 0))
            .decide(decides(REJECT))
            .script(Callee.QUARANTINE, refused())
            .then(causeSays("scripted refusal"))
            .fails("AlertNotQuarantined", "normalize decide quarantine*4"),
        scenario(
                "an incomplete alert exceeds the limit of a state with its attributes: it is not quarantined")
            .normalize(Messages.incompleteTooLargeForAState())
            .decide(decides(REJECT))
            .needs(DataLimit.PARAMETERS)
            .fails("AlertNotQuarantined", "normalize decide"));
  }
}
