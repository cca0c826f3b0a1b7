package org.pytorch.alerting.model.json;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A message's body, encoded. */
public record EncodedBody(String text, BodyEncoding encoding) {
  /**
   * In bytes of UTF-8: the most that an execution's whole input may take. Step Functions allows
   * 262,144; the rest is for the error and cause (at most 256 and 32,768 characters) that a Catch
   * adds to it, JSON-escaped once more.
   */
  public static final int MAX_INPUT_BYTES = 204_800;

  /**
   * In bytes, as {@link #jsonBytes} counts them: the most that the webhook accepts. The rest of
   * {@link #MAX_INPUT_BYTES} is for the input's other fields, so an accepted body can always be
   * handed over.
   */
  public static final int MAX_JSON_BYTES = MAX_INPUT_BYTES - 4_096;

  /**
   * {@return {@code body} as it is if that takes at most {@code maxBytes} of JSON, else compressed
   * if that does, else empty}
   */
  public static Optional<EncodedBody> fitting(String body, int maxBytes) {
    EncodedBody plain = new EncodedBody(body, BodyEncoding.IDENTITY);
    if (plain.jsonBytes() <= maxBytes) {
      return Optional.of(plain);
    }
    return Optional.of(compressed(body)).filter(compressed -> compressed.jsonBytes() <= maxBytes);
  }

  /** {@return {@code body} compressed, whatever its size} */
  public static EncodedBody compressed(String body) {
    return new EncodedBody(BodyEncoding.GZIP_BASE64.encode(body), BodyEncoding.GZIP_BASE64);
  }

  /** {@return the text's size in bytes of UTF-8} */
  public int bytes() {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** {@return the text's size as a JSON string, in bytes of UTF-8 with its quotes} */
  public int jsonBytes() {
    return Json.write(text).getBytes(StandardCharsets.UTF_8).length;
  }
}
