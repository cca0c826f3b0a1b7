package org.pytorch.alerting.statemachine;

import static org.pytorch.alerting.model.AlertAction.CLOSE;
import static org.pytorch.alerting.model.AlertAction.COMMENT;
import static org.pytorch.alerting.model.AlertAction.CREATE;
import static org.pytorch.alerting.model.AlertAction.REJECT;
import static org.pytorch.alerting.model.AlertAction.SKIP_STALE;
import static org.pytorch.alerting.statemachine.Checks.actions;
import static org.pytorch.alerting.statemachine.Checks.attribute;
import static org.pytorch.alerting.statemachine.Checks.attributeSays;
import static org.pytorch.alerting.statemachine.Checks.attributes;
import static org.pytorch.alerting.statemachine.Checks.bodySetAside;
import static org.pytorch.alerting.statemachine.Checks.causeSays;
import static org.pytorch.alerting.statemachine.Checks.onlyFailed;
import static org.pytorch.alerting.statemachine.Decisions.decides;
import static org.pytorch.alerting.statemachine.Decisions.done;
import static org.pytorch.alerting.statemachine.Decisions.helps;
import static org.pytorch.alerting.statemachine.Decisions.settled;
import static org.pytorch.alerting.statemachine.Scenario.scenario;
import static org.pytorch.alerting.statemachine.Script.accepted;
import static org.pytorch.alerting.statemachine.Script.failing;
import static org.pytorch.alerting.statemachine.Script.refused;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pytorch.alerting.model.BodyEncoding;
import org.pytorch.alerting.model.Json;

/** Scenarios of messages, and of alerts of a message, that nobody can ever normalise. */
final class QuarantineScenarios {
  /** What everything in the dead-letter queue says of itself; SQS takes ten at most. */
  static final String[] ATTRIBUTES = {
    "error", "diagnosis", "message_id", "said_at", "body_encoding", "message_attributes"
  };

  private QuarantineScenarios() {}

  /** {@return all of them} */
  static List<Scenario> all() {
    return Stream.concat(ofMessages().stream(), ofAlerts().stream()).toList();
  }

  private static List<Scenario> ofMessages() {
    return List.of(
        scenario("a message that is broken is set aside at once, with what its sender must mend")
            .normalize(failing(Errors.INVALID_ALERT))
            .queue(accepted())
            .then(bodySetAside(Messages.BODY))
            .then(attribute("body_encoding", BodyEncoding.IDENTITY.jsonName()))
            .then(attribute("message_id", Messages.MESSAGE_ID))
            .then(attribute("said_at", Json.format(Messages.SENT_AT)))
            .then(attribute("message_attributes", "{\"source\":\"grafana\"}"))
            .then(attribute("error", Errors.INVALID_ALERT))
            .then(attribute("diagnosis", "scripted failure of normalize"))
            .succeeds("normalize quarantine"),
        scenario("a message that is broken in nobody knows which way is set aside all the same")
            .normalize(call -> new Answer.FunctionError(Errors.INVALID_ALERT, ""))
            .queue(accepted())
            .then(bodySetAside(Messages.BODY))
            .then(attributeSays("diagnosis", Errors.INVALID_ALERT))
            .succeeds("normalize quarantine"),
        scenario("broken alerts of a message are set aside as a message of their own")
            .normalize(Messages.alertsAndRejected(1))
            .decide(decides(SKIP_STALE))
            .queue(accepted())
            .then(bodySetAside(BodyEncoding.GZIP_BASE64.encode(Messages.BODY)))
            .then(attribute("body_encoding", BodyEncoding.GZIP_BASE64.jsonName()))
            .then(attribute("message_id", Messages.MESSAGE_ID))
            .then(attribute("said_at", Json.format(Messages.SENT_AT)))
            .then(attribute("message_attributes", "{\"source\":\"grafana\"}"))
            .then(attribute("error", Errors.INVALID_ALERT))
            .then(attribute("diagnosis", Messages.DIAGNOSIS))
            .succeeds("normalize decide quarantine"),
        scenario("nothing but broken alerts and ignored ones: the broken ones are set aside")
            .normalize(Messages.alertsAndRejected(0))
            .queue(accepted())
            .succeeds("normalize quarantine"),
        scenario("SQS refuses the broken message twice, then takes it")
            .normalize(failing(Errors.INVALID_ALERT))
            .queue(refused(), refused(), accepted())
            .succeeds("normalize quarantine*3"),
        scenario("SQS refuses the broken message for good: it stays on its queue")
            .normalize(failing(Errors.INVALID_ALERT))
            .queue(refused(), refused(), refused(), refused())
            .fails("MessageNotQuarantined", "normalize quarantine*4"),
        scenario("a broken message outgrows a state with its diagnosis: it stays on its queue")
            .normalize(failing(Errors.INVALID_ALERT))
            .needs(DataLimit.PARAMETERS)
            .input(Messages.inputThatOutgrowsAState())
            .fails("MessageNotQuarantined", "normalize"));
  }

  private static List<Scenario> ofAlerts() {
    return List.of(
        scenario("an alert that needs an issue and names no priority is set aside by itself")
            .normalize(Messages.alertsWithIncomplete(1, 0))
            .decide(decides(REJECT))
            .queue(accepted())
            .then(bodySetAside(BodyEncoding.GZIP_BASE64.encode(Messages.BODY)))
            .then(attributes(ATTRIBUTES))
            .then(attribute("error", Errors.INVALID_ALERT))
            .then(attribute("diagnosis", Messages.DIAGNOSIS))
            .then(attribute("message_id", Messages.MESSAGE_ID))
            .then(attribute("said_at", Json.format(Messages.SENT_AT)))
            .then(attribute("body_encoding", BodyEncoding.GZIP_BASE64.jsonName()))
            .then(attribute("message_attributes", "{\"source\":\"grafana\"}"))
            .then(actions("REJECT"))
            .succeeds("normalize decide quarantine"),
        scenario("an incomplete alert of a group is set aside: its siblings are handled")
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
            .then(actions("CREATE", "REJECT", "CREATE"))
            .succeeds("normalize decide*3 github*2 record*2 quarantine"),
        scenario("an incomplete alert that repeats what is known is commented on like any other")
            .normalize(Messages.alertsWithIncomplete(1, 0))
            .decide(decides(COMMENT))
            .github(done())
            .record(settled())
            .then(actions("COMMENT"))
            .succeeds("normalize decide github record"),
        scenario("an incomplete alert finishes another event's action before it is set aside")
            .normalize(Messages.alertsWithIncomplete(1, 0))
            .decide(helps(CLOSE), decides(REJECT))
            .github(done())
            .record(settled())
            .queue(accepted())
            .then(actions("REJECT"))
            .succeeds("normalize decide github record decide quarantine"),
        scenario("decide rejects an alert that normalize found complete: it fails, loudly")
            .decide(decides(REJECT))
            .then(causeSays("#0 UnknownAction"))
            .fails("AlertsFailed", "normalize decide"),
        scenario("SQS refuses the incomplete alert twice, then takes it")
            .normalize(Messages.alertsWithIncomplete(1, 0))
            .decide(decides(REJECT))
            .queue(refused(), refused(), accepted())
            .then(actions("REJECT"))
            .succeeds("normalize decide quarantine*3"),
        scenario("SQS refuses the incomplete alert for good: it fails, and the message comes again")
            .normalize(Messages.alertsWithIncomplete(1, 0))
            .decide(decides(REJECT))
            .script(Callee.QUARANTINE, refused())
            .then(causeSays("#0 SQS."))
            .fails("AlertsFailed", "normalize decide quarantine*4"),
        scenario("an incomplete alert outgrows a state with its attributes: it fails")
            .normalize(Messages.incompleteThatOutgrowsAState())
            .decide(decides(REJECT))
            .needs(DataLimit.PARAMETERS)
            .then(onlyFailed(0, 1, "States.DataLimitExceeded"))
            .fails("AlertsFailed", "normalize decide"));
  }
}
