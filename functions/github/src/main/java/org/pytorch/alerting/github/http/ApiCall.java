package org.pytorch.alerting.github.http;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.pytorch.alerting.model.Json;

/**
 * What is asked of GitHub's API, before credentials and timeouts are put to it.
 *
 * @param atMost how long it is waited for
 * @param lasting whether people see its effect, so that it must not happen after the next attempt
 *     has looked for it
 */
record ApiCall(String method, URI uri, Optional<String> body, Duration atMost, boolean lasting) {
  /** GitHub gives up after 10 s itself; whoever waits a little longer gets to know. */
  static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(12);

  static ApiCall get(URI uri) {
    return new ApiCall("GET", uri, Optional.empty(), RESPONSE_TIMEOUT, false);
  }

  /** A write that leaves nothing behind that matters, such as a token or a label. */
  static ApiCall post(URI uri, Object json) {
    return new ApiCall("POST", uri, Optional.of(Json.write(json)), RESPONSE_TIMEOUT, false);
  }

  /** A write whose effect people see. */
  static ApiCall lasting(String method, URI uri, Object json) {
    return new ApiCall(method, uri, Optional.of(Json.write(json)), RESPONSE_TIMEOUT, true);
  }

  ApiCall within(Duration limit) {
    return new ApiCall(method, uri, body, limit, lasting);
  }

  ApiCall at(URI other) {
    return new ApiCall(method, other, body, atMost, lasting);
  }

  /** The call as it stands in messages: without its query, which can be long. */
  @Override
  public String toString() {
    return method + " " + uri.getPath();
  }
}
