package org.pytorch.alerting.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pytorch.alerting.model.BodyEncoding;
import org.pytorch.alerting.model.EncodedBody;
import org.pytorch.alerting.model.Json;

/** What the front door makes of a body. */
sealed interface BodyCheck {
  /** It can be handed over, in this form. */
  record Fit(EncodedBody body) implements BodyCheck {}

  /** It cannot; the sender is told why. */
  record Unfit(int status, String message) implements BodyCheck {}

  /** Looks at the body of {@code request}, which is from somebody we know. */
  static BodyCheck of(HttpRequest request) {
    if (!isJsonType(request.header("content-type"))) {
      return new Unfit(415, "The content type must be application/json.");
    }
    Optional<byte[]> bytes = bytes(request);
    if (bytes.isEmpty()) {
      return new Unfit(400, "The body is not valid base64.");
    }
    if (bytes.get().length > BodyEncoding.MAX_BODY_BYTES) {
      return new Unfit(413, "The body is larger than 1 MiB: notify in smaller groups.");
    }
    return decoded(bytes.get())
        .map(BodyCheck::checked)
        .orElseGet(() -> new Unfit(400, "The body is not valid UTF-8."));
  }

  private static BodyCheck checked(String text) {
    Optional<String> problem = problem(text);
    if (problem.isPresent()) {
      return new Unfit(400, problem.get());
    }
    Optional<EncodedBody> body =
        isAllowedOnQueue(text)
            ? EncodedBody.fitting(text, EncodedBody.MAX_JSON_BYTES)
            : Optional.of(EncodedBody.compressed(text))
                .filter(compressed -> compressed.jsonBytes() <= EncodedBody.MAX_JSON_BYTES);
    return body.<BodyCheck>map(Fit::new)
        .orElseGet(
            () ->
                new Unfit(
                    413, "The body is too large even when compressed: notify in smaller groups."));
  }

  private static boolean isJsonType(Optional<String> contentType) {
    return contentType
        .map(value -> value.split(";", 2)[0].strip())
        .map(type -> type.isEmpty() || type.equalsIgnoreCase("application/json"))
        .orElse(true);
  }

  private static Optional<byte[]> bytes(HttpRequest request) {
    try {
      return Optional.of(request.bytes());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Without a byte order mark, which some senders begin with and JSON does not know. */
  private static Optional<String> decoded(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> problem(String text) {
    try {
      JsonNode json = Json.mapper().readTree(text);
      return json.isObject() ? Optional.empty() : Optional.of("The body is not a JSON object.");
    } catch (JsonProcessingException e) {
      // Jackson's own message quotes the body, and the answer may end in the sender's log.
      return Optional.of("The body is not valid JSON, or nested too deep.");
    }
  }

  /**
   * SQS refuses two characters that JSON allows, and SNS would drop the message behind our back; so
   * a body with one of them travels compressed. Controls below a space are not JSON outside of
   * escapes, and half a surrogate pair is not UTF-8.
   */
  private static boolean isAllowedOnQueue(String text) {
    return text.indexOf('\uFFFE') < 0 && text.indexOf('\uFFFF') < 0;
  }
}
