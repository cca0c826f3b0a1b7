package org.pytorch.alerting.webhook;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.pytorch.alerting.webhook.http.WebhookRequest;
import org.pytorch.alerting.webhook.payload.Payload;

/** The result of checking a body. */
sealed interface BodyCheck {
  /**
   * In bytes, decoded. Lambda takes an event of 6 MB, in which the body is base64 (four bytes for
   * three) or a JSON string (with an escape for each quote), and the headers take up to 10 KB more.
   * AWS refuses a text slightly below this limit if more than a third of it needs escapes.
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

  /** The body can be published. */
  record Accepted(Payload payload) implements BodyCheck {}

  /** The body cannot be published; the sender is told why. */
  record Refused(int status, String message) implements BodyCheck {}

  /** The body is larger than can be handled, even in parts. */
  static Refused tooLarge() {
    return new Refused(413, "The body is too large: notify in smaller groups.");
  }

  /** Checks the body of {@code request}, whose sender is already authenticated. */
  static BodyCheck of(WebhookRequest request) {
    if (!request.header("content-type").map(BodyCheck::isJsonType).orElse(true)) {
      return new Refused(
          415, "The content type must be application/json, another JSON type, or text/plain.");
    }
    return request
        .bytes()
        .map(BodyCheck::of)
        .orElseGet(() -> new Refused(400, "The body is not valid base64."));
  }

  private static BodyCheck of(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      return tooLarge();
    }
    try {
      // Malformed UTF-8 becomes U+FFFD: it must not lose an alert.
      return new Accepted(Payload.of(new String(bytes, StandardCharsets.UTF_8)));
    } catch (Payload.NotAnObjectException e) {
      return new Refused(400, "The body is not one JSON object.");
    } catch (JsonProcessingException e) {
      // Jackson's own message quotes the body, and the response may end in the sender's log.
      return new Refused(
          400, "The body is not valid JSON, is nested too deeply, or names a member twice.");
    }
  }

  private static boolean isJsonType(String contentType) {
    return JSON_TYPE.matcher(contentType.split(";", 2)[0].strip()).matches();
  }
}
