package org.pytorch.alerting.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One alert of one delivery: {@code <delivery id>#<index in the message>}. It stays the same when
 * the message is redelivered or redriven, so that a duplicate event is recognised.
 */
public record EventId(@JsonValue String value) {
  /** In characters; a delivery id is at most 100 and the index at most 5. */
  public static final int MAX_LENGTH = 200;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public EventId {
    if (value.isBlank() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("event id is blank or too long: " + value);
    }
  }

  /**
   * {@return the id of the alert at {@code index}, counted from 0, of the delivery {@code
   * deliveryId}}
   */
  public static EventId of(String deliveryId, int index) {
    return new EventId(deliveryId + "#" + index);
  }

  /** {@return the id of the delivery that brought the alert} */
  public String deliveryId() {
    int end = value.lastIndexOf('#');
    return end < 0 ? value : value.substring(0, end);
  }

  @Override
  public String toString() {
    return value;
  }
}
