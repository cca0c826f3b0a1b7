package org.pytorch.alerting.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One alert of one message: {@code <message id>#<index in the message>}. It stays the same when the
 * message is redelivered, so that a duplicate event is recognised.
 */
public record EventId(@JsonValue String value) {
  /** In characters; a message id is at most 100 and the index at most 5. */
  public static final int MAX_LENGTH = 200;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public EventId {
    if (value.isBlank() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("event id is blank or too long: " + value);
    }
  }

  /**
   * {@return the id of the alert at {@code index}, counted from 0, of the message {@code
   * messageId}}
   */
  public static EventId of(String messageId, int index) {
    return new EventId(messageId + "#" + index);
  }

  @Override
  public String toString() {
    return value;
  }
}
