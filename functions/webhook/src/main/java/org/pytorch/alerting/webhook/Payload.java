package org.pytorch.alerting.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;

/**
 * A body that is one JSON object.
 *
 * @param text as it came, but for what the queue does not take; see {@link #of}
 * @param group what it says of a group of alerts, if it has a list of {@code alerts}
 */
record Payload(String text, Optional<Group> group) {

  /**
   * {@return what is in {@code body}}
   *
   * <p>A byte order mark, which JSON does not know, is dropped. SQS refuses two characters that
   * JSON allows, and SNS would drop the message behind our back; so they become escapes.
   *
   * @throws JsonProcessingException if it is not JSON, nested deeper than 64 levels, names a member
   *     twice, has a number of over 100 digits, or goes on after its end
   * @throws NotAnObjectException if it is JSON of another type
   */
  static Payload of(String body) throws JsonProcessingException {
    String text = allowedOnQueue(body.startsWith("\uFEFF") ? body.substring(1) : body);
    return new Payload(text, PayloadScan.group(text));
  }

  /** {@return {@code json} with escapes for the characters that SQS refuses} */
  static String allowedOnQueue(String json) {
    return json.replace("\uFFFE", "\\uFFFE").replace("\uFFFF", "\\uFFFF");
  }

  /** It is JSON, but not an object. */
  static final class NotAnObjectException extends JsonProcessingException {
    private static final long serialVersionUID = 1L;

    NotAnObjectException() {
      super("not an object");
    }
  }
}
