package org.pytorch.alerting.stack.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/** An event in the stack, for waiting and for printing. */
public sealed interface StackEvent {
  /** A function wrote a line; its {@code function} field names the function. */
  record LogLine(JsonNode line) implements StackEvent {
    /** {@return a field of the line as text; empty if absent} */
    public String text(String field) {
      return line.path(field).asText("");
    }
  }

  /**
   * A function has returned.
   *
   * @param error the error's type, if it failed
   */
  record FunctionReturned(String function, Duration took, Optional<String> error)
      implements StackEvent {}

  /** A message was published to the topic; it is on the queue as {@code messageId}. */
  record MessagePublished(
      String messageId, Optional<String> deliveryId, Optional<String> source, int bytes)
      implements StackEvent {}

  /** The starter has handled a message; it is deleted from the queue. */
  record MessageHandled(String messageId, int receiveCount) implements StackEvent {}

  /**
   * The starter has reported a message as failed; it stays on the queue.
   *
   * @param receiptHandle for changing its visibility
   */
  record MessageFailed(String messageId, int receiveCount, String receiptHandle)
      implements StackEvent {}
}
