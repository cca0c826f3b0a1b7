package org.pytorch.alerting.webhook.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A request as received. */
public final class WebhookRequest {
  private final String method;
  private final Map<String, String> headers;
  private final Optional<byte[]> bytes;
  private final Optional<String> id;

  /**
   * Without an id.
   *
   * @param headers by their names in any case; several of one name are joined by a comma
   * @param body text, or base64 of the bytes
   */
  public WebhookRequest(
      String method, Map<String, String> headers, String body, boolean base64Encoded) {
    this.method = method.toUpperCase(Locale.ROOT);
    this.headers =
        headers.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    header -> header.getKey().toLowerCase(Locale.ROOT),
                    Map.Entry::getValue,
                    (one, other) -> one + "," + other));
    this.bytes = base64Encoded ? decoded(body) : Optional.of(body.getBytes(StandardCharsets.UTF_8));
    this.id = Optional.empty();
  }

  private WebhookRequest(WebhookRequest request, String id) {
    this.method = request.method;
    this.headers = request.headers;
    this.bytes = request.bytes;
    this.id = Optional.of(id);
  }

  /** {@return this request, called {@code id} in the API's own log} */
  public WebhookRequest withId(String id) {
    return new WebhookRequest(this, id);
  }

  private static Optional<byte[]> decoded(String body) {
    try {
      return Optional.of(Base64.getDecoder().decode(body));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** {@return the method in upper case} */
  public String method() {
    return method;
  }

  /**
   * {@return the value of the header called {@code name}}
   *
   * @param name in lower case
   */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /**
   * {@return the body's bytes as sent, which signatures are computed over; empty if the body is not
   * the base64 that it is said to be}
   */
  public Optional<byte[]> bytes() {
    return bytes;
  }

  /** {@return its id in the API's own log, unique to this request} */
  public Optional<String> id() {
    return id;
  }

  /** {@return the size of the body in bytes; 0 if it cannot be decoded} */
  public int size() {
    return bytes.map(body -> body.length).orElse(0);
  }

  /** Headers have tokens and bodies have people's texts: neither belongs in a log. */
  @Override
  public String toString() {
    return method + " request";
  }
}
