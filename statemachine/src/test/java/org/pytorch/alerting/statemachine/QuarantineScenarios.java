package org.pytorch.alerting.statemachine;

import static org.pytorch.alerting.model.AlertAction.SKIP_STALE;
import static org.pytorch.alerting.statemachine.Checks.attribute;
import static org.pytorch.alerting.statemachine.Checks.attributeSays;
import static org.pytorch.alerting.statemachine.Checks.bodySetAside;
import static org.pytorch.alerting.statemachine.Decisions.decides;
import static org.pytorch.alerting.statemachine.Scenario.scenario;
import static org.pytorch.alerting.statemachine.Script.accepted;
import static org.pytorch.alerting.statemachine.Script.failing;
import static org.pytorch.alerting.statemachine.Script.refused;

import java.util.List;
import org.pytorch.alerting.model.BodyEncoding;

/** Scenarios of messages, and of alerts of a message, that nobody can ever normalise. */
final class QuarantineScenarios {
  private QuarantineScenarios() {}

  static List<Scenario> all() {
    return List.of(
        scenario("a message that is broken is set aside at once, with what its sender must mend")
            .normalize(failing(Errors.INVALID_ALERT))
            .queue(accepted())
            .then(bodySetAside(Messages.BODY))
            .then(attribute("body_encoding", BodyEncoding.IDENTITY.jsonName()))
            .then(attribute("message_id", Messages.MESSAGE_ID))
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
}
