package org.pytorch.alerting.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.text.Sha256;

/**
 * The webhook's id for a message. It travels as the message's attribute {@link #ATTRIBUTE} and
 * replaces the queue's own id, so that two copies of one delivery have the same event ids. It has
 * the form of the queue's ids, and is a SHA-256 of the content.
 */
public record DeliveryId(@JsonValue String value) {
  /** The SNS or SQS message attribute that holds it. */
  public static final String ATTRIBUTE = "delivery_id";

  private static final Pattern FORM =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public DeliveryId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("delivery id is not a UUID of version 8: " + value);
    }
  }

  /**
   * {@return the id of {@code body} within {@code scope}}
   *
   * @param source the sender's system
   * @param scope within which two equal bodies are one delivery, such as a request or an hour
   */
  public static DeliveryId of(String source, String scope, String body) {
    // JSON on one line ends at the first line feed, so different inputs never give the same text.
    String text = Json.write(List.of(source, scope)) + "\n" + body;
    ByteBuffer hash = ByteBuffer.wrap(Sha256.of(text));
    // RFC 9562: version 8 is free for custom use; four bits say so, and two bits are the variant.
    long high = (hash.getLong() & ~0xF000L) | 0x8000L;
    long low = (hash.getLong() & ~(3L << 62)) | (2L << 62);
    return new DeliveryId(new UUID(high, low).toString());
  }

  /** {@return {@code text} as an id, or empty if it is not one} */
  public static Optional<DeliveryId> parse(String text) {
    return Optional.of(text).filter(id -> FORM.matcher(id).matches()).map(DeliveryId::new);
  }

  @Override
  public String toString() {
    return value;
  }
}
