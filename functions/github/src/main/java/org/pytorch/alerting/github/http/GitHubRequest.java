package org.pytorch.alerting.github.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One request.
 *
 * @param headers by name; they include the credentials, so this record never prints them
 * @param body JSON
 * @param timeout from connecting to the last byte of the response; positive
 */
public record GitHubRequest(
    String method, URI uri, Map<String, String> headers, Optional<String> body, Duration timeout) {
  public GitHubRequest {
    headers = Map.copyOf(headers);
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("timeout is not positive: " + timeout);
    }
  }

  @Override
  public String toString() {
    return method + " " + uri.getPath();
  }
}
