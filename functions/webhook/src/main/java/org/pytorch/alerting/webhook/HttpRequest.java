package org.pytorch.alerting.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A request as it came. Its body is not looked at before somebody asks for {@link #bytes}.
 *
 * @param method in capitals
 * @param headers by their names in lower case; several of one name are joined by a comma
 * @param body text, or base64 of the bytes
 */
public record HttpRequest(
    String method, Map<String, String> headers, String body, boolean base64Encoded) {
  public HttpRequest {
    method = method.toUpperCase(Locale.ROOT);
    headers =
        headers.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    header -> header.getKey().toLowerCase(Locale.ROOT),
                    Map.Entry::getValue,
                    (one, other) -> one + "," + other));
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
   * {@return the body as the sender sent it, which is what signatures are over}
   *
   * @throws IllegalArgumentException if it is said to be base64 and is not
   */
  public byte[] bytes() {
    return base64Encoded ? Base64.getDecoder().decode(body) : body.getBytes(StandardCharsets.UTF_8);
  }

  /** {@return the size of the body in bytes; about, if it is in base64} */
  public int size() {
    return base64Encoded ? body.length() / 4 * 3 : body.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Headers carry tokens and bodies people's texts: neither belongs in a log. */
  @Override
  public String toString() {
    return method + " request";
  }
}
