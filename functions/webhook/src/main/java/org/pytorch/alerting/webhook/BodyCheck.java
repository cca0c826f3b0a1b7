package org.pytorch.alerting.webhook;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pytorch.alerting.webhook.http.HttpRequest;
import org.pytorch.alerting.webhook.payload.Payload;

/** What the front door makes of a body. */
sealed interface BodyCheck {
  /**
   * In bytes, decoded. Lambda takes an event of 6 MB, in which the body is base64 (four bytes for
   * three) or a JSON string (an escape for each quote), and the headers take up to 10 KB more. A
   * text of which more than a third needs escapes is refused by AWS, a little below this limit.
   */
  int MAX_BYTES = 4_500_000;

  /**
   * The types that can hold JSON. SNS posts its envelope as {@code text/plain}, EventBridge and
   * other relays post {@code application/cloudevents+json}. A form is refused: its body is not
   * JSON.
   */
  Pattern JSON_TYPE =
      Pattern.compile(
          "application/json|text/(json|plain)|[\\w.+-]+/[\\w.+-]+\\+json|", CASE_INSENSITIVE);

  /** It can be handed over. */
  record Fit(Payload payload) implements BodyCheck {}

  /** It cannot; the sender is told why. */
  record Unfit(int status, String message) implements BodyCheck {}

  /** It is more than can be handled, even in parts. */
  static Unfit tooLarge() {
    return new Unfit(413, "The body is too large: notify in smaller groups.");
  }

  /** Looks at the body of {@code request}, which is from somebody we know. */
  static BodyCheck of(HttpRequest request) {
    if (!isJsonType(request.header("content-type"))) {
      return new Unfit(
          415, "The content type must be application/json, another of JSON, or text/plain.");
    }
    return request
        .bytes()
        .map(BodyCheck::of)
        .orElseGet(() -> new Unfit(400, "The body is not valid base64."));
  }

  private static BodyCheck of(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      return tooLarge();
    }
    try {
      // Malformed UTF-8 becomes U+FFFD: it must not lose an alert.
      return new Fit(Payload.of(new String(bytes, StandardCharsets.UTF_8)));
    } catch (Payload.NotAnObjectException e) {
      return new Unfit(400, "The body is not one JSON object.");
    } catch (JsonProcessingException e) {
      // Jackson's own message quotes the body, and the answer may end in the sender's log.
      return new Unfit(
          400, "The body is not valid JSON, is nested too deep, or names a member twice.");
    }
  }

  private static boolean isJsonType(Optional<String> contentType) {
    return contentType
        .map(value -> value.split(";", 2)[0].strip())
        .map(type -> JSON_TYPE.matcher(type).matches())
        .orElse(true);
  }
}
