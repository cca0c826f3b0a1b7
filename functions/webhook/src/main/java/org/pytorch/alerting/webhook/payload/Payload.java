package org.pytorch.alerting.webhook.payload;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;
import org.pytorch.alerting.model.json.JsonNames;

/**
 * A body that is one JSON object.
 *
 * @param text as received, except for its wrapping and for characters that the queue refuses; see
 *     {@link #of}
 * @param group the group of alerts, if it has a list of {@code alerts}
 */
public record Payload(String text, Optional<Group> group) {

  /**
   * {@return the payload in {@code body}, or in the {@code data} of {@code body} if that is a
   * CloudEvent}
   *
   * <p>A byte order mark, which JSON does not allow, is dropped. SQS refuses two characters that
   * JSON allows, and SNS would then drop the message silently; so they become escapes. Half a
   * character in a name is replaced.
   *
   * @throws JsonProcessingException if it is not JSON, nested deeper than 64 levels, names a member
   *     twice, has a number of over 100 digits, or goes on after its end
   * @throws NotAnObjectException if it is JSON of another type
   */
  public static Payload of(String body) throws JsonProcessingException {
    String text = usable(body);
    PayloadScan scan = PayloadScan.of(text);
    Optional<String> data = scan.cloudEventData();
    return data.isPresent() ? bare(usable(data.get())) : new Payload(text, scan.group());
  }

  private static Payload bare(String text) throws JsonProcessingException {
    return new Payload(text, PayloadScan.of(text).group());
  }

  private static String usable(String body) {
    String json = body.startsWith("\uFEFF") ? body.substring(1) : body;
    return allowedOnQueue(JsonNames.repaired(json));
  }

  /** {@return {@code json} with escapes for the characters that SQS refuses} */
  public static String allowedOnQueue(String json) {
    return json.replace("\uFFFE", "\\uFFFE").replace("\uFFFF", "\\uFFFF");
  }

  /** The body is JSON, but not an object. */
  public static final class NotAnObjectException extends JsonProcessingException {
    private static final long serialVersionUID = 1L;

    NotAnObjectException() {
      super("not an object");
    }
  }
}
