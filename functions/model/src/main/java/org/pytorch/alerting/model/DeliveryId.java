package org.pytorch.alerting.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.json.Json;

/**
 * What the front door calls a message: it travels as the message's attribute {@link #ATTRIBUTE} and
 * stands in for the queue's own id, so that two copies of one delivery have the same event ids. It
 * looks like the queue's ids, and is made of the content by SHA-256.
 */
public record DeliveryId(@JsonValue String value) {
  /** The attribute of an SNS or SQS message that holds it. */
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
   * @param source who sent it
   * @param scope within which two equal bodies are one delivery, such as a request or an hour
   */
  public static DeliveryId of(String source, String scope, String body) {
    // JSON on one line ends at the first line feed, so no two triples give the same text.
    String text = Json.write(List.of(source, scope)) + "\n" + body;
    ByteBuffer hash = ByteBuffer.wrap(sha256(text.getBytes(StandardCharsets.UTF_8)));
    // RFC 9562: version 8 is for whatever its maker likes; four bits say so, and two the variant.
    long high = (hash.getLong() & ~0xF000L) | 0x8000L;
    long low = (hash.getLong() & ~(3L << 62)) | (2L << 62);
    return new DeliveryId(new UUID(high, low).toString());
  }

  /** {@return {@code text} as an id, or empty if it is not one} */
  public static Optional<DeliveryId> parse(String text) {
    return Optional.of(text).filter(id -> FORM.matcher(id).matches()).map(DeliveryId::new);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
