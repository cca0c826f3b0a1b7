package org.pytorch.alerting.statemachine;

import com.fasterxml.jackson.databind.JsonNode;

/** How a scripted function or queue answers one call. */
sealed interface Answer {
  /** What the function returns; of no meaning for the queue, which answers that it has it. */
  record Value(JsonNode payload) implements Answer {}

  /**
   * The function throws.
   *
   * @param type the error's name, in Java the exception's class name
   */
  record FunctionError(String type, String message) implements Answer {}

  /** The task fails with this cause, whatever it looks like. Only in virtual time. */
  record TaskError(String error, String cause) implements Answer {}

  /** SQS refuses the message. */
  record QueueError(String code, String message) implements Answer {}

  /** No answer ever comes, so that the task times out. Only in virtual time. */
  record Silence() implements Answer {}
}
