package org.pytorch.alerting.statemachine;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One call that the state machine made.
 *
 * @param payload a function's payload, or the parameters of SQS SendMessage
 * @param eventId whose event the call is about; for a claimed action that of the claim; empty where
 *     it is about a whole message
 * @param number how many earlier calls of the same callee there were in this execution
 * @param numberForEvent how many of them were about the same event
 */
record Call(Callee callee, JsonNode payload, String eventId, int number, int numberForEvent) {}
