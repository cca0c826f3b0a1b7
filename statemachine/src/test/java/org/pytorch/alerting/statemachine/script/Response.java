package org.pytorch.alerting.statemachine.script;

import com.fasterxml.jackson.databind.JsonNode;

/** The scripted response of a function or queue to one call. */
public sealed interface Response {
  /** The function's return value; ignored for the queue, which confirms the message. */
  record Value(JsonNode payload) implements Response {}

  /**
   * The function throws.
   *
   * @param type the error's name, in Java the exception's class name
   */
  record FunctionError(String type, String message) implements Response {}

  /** The task fails with exactly this cause. Only in virtual time. */
  record TaskError(String error, String cause) implements Response {}

  /** SQS refuses the message. */
  record QueueError(String code, String message) implements Response {}

  /** No response, so that the task times out. Only in virtual time. */
  record Silence() implements Response {}
}
