package org.pytorch.alerting.stack.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/** Something that happened in the stack, for those who wait for it or tell of it. */
public sealed interface StackEvent {
  /** A function wrote a line; its {@code function} field says which. */
  record LogLine(JsonNode line) implements StackEvent {
    /** {@return a field of the line as text; empty when it is absent} */
    public String text(String field) {
      return line.path(field).asText("");
    }
  }

  /**
   * A function has answered.
   *
   * @param error the error's type, when it failed
   */
  record FunctionAnswered(String function, Duration took, Optional<String> error)
      implements StackEvent {}

  /** Somebody published to the topic; the message is on the queue under {@code messageId}. */
  record MessagePublished(String messageId, Optional<String> source, int bytes)
      implements StackEvent {}

  /** The starter has dealt with a message; it is off the queue. */
  record MessageHandled(String messageId, int receiveCount) implements StackEvent {}

  /**
   * The starter has reported a message as failed; it stays on the queue.
   *
   * @param receiptHandle with which its visibility can be changed
   */
  record MessageFailed(String messageId, int receiveCount, String receiptHandle)
      implements StackEvent {}
}
