package org.pytorch.alerting.statemachine.script;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One call that the state machine made.
 *
 * @param payload a function's payload, or the parameters of SQS SendMessage
 * @param eventId the event that the call is about; for a claimed action, the claim's event; empty
 *     for a whole message
 * @param number number of earlier calls of the same callee in this execution
 * @param numberForEvent number of those calls about the same event
 */
public record Call(
    Callee callee, JsonNode payload, String eventId, int number, int numberForEvent) {}
