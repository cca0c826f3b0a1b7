package org.pytorch.alerting.github.http;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One response.
 *
 * @param headers by name in any case; of a repeated header the first value
 * @param body empty if there is none; it can contain a token, so this record never prints it
 */
public record GitHubResponse(int status, Map<String, String> headers, String body) {
  public GitHubResponse {
    Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    anyCase.putAll(headers);
    headers = Collections.unmodifiableMap(anyCase);
  }

  /** {@return the header's value, stripped, or empty if it is absent or blank} */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** {@return whether the request was carried out} */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** {@return whether the response points to another address} */
  public boolean isRedirect() {
    return status == 301 || status == 302 || status == 307 || status == 308;
  }

  @Override
  public String toString() {
    return "HTTP " + status;
  }
}
