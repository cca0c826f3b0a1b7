package org.pytorch.alerting.stack.aws;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;

/**
 * A request to an {@link HttpEndpoint}.
 *
 * @param path as received, still percent-encoded
 * @param query without the question mark; empty if there is none
 * @param headers with names in lower case; repeated headers are joined by a comma
 */
public record HttpRequest(
    String method, String path, String query, Map<String, String> headers, SdkBytes body) {
  public HttpRequest {
    Map<String, String> lower = new LinkedHashMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    headers = Map.copyOf(lower);
  }

  /** {@return the body, read as UTF-8} */
  public String text() {
    return new String(body.asByteArrayUnsafe(), StandardCharsets.UTF_8);
  }

  /** {@return the header called {@code name}, in lower case} */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
