package org.pytorch.alerting.github.http;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.pytorch.alerting.github.GitHubException;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.GitHubUnavailableException;
import org.pytorch.alerting.model.json.Json;

/**
 * One call of GitHub's API, without credentials.
 *
 * @param atMost how long to wait for the response
 * @param lasting whether people see its effect, so that it must not happen after the next attempt
 *     has searched for it
 * @param repeated whether it is sent again, once, after a passing failure
 */
public record ApiCall(
    String method,
    URI uri,
    Optional<String> body,
    Duration atMost,
    boolean lasting,
    boolean repeated) {
  /** GitHub gives up after 10 s itself; with a little more than that, its response arrives. */
  static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(12);

  public static ApiCall get(URI uri) {
    return new ApiCall("GET", uri, Optional.empty(), RESPONSE_TIMEOUT, false, true);
  }

  /** A write that leaves nothing behind that matters, such as a token. */
  static ApiCall post(URI uri, Object json) {
    return new ApiCall("POST", uri, Optional.of(Json.write(json)), RESPONSE_TIMEOUT, false, false);
  }

  /** A change that leaves nothing behind that matters. */
  public static ApiCall change(URI uri, Object json) {
    return new ApiCall("PATCH", uri, Optional.of(Json.write(json)), RESPONSE_TIMEOUT, false, false);
  }

  /** A write whose effect people see. */
  public static ApiCall lasting(String method, URI uri, Object json) {
    return new ApiCall(method, uri, Optional.of(Json.write(json)), RESPONSE_TIMEOUT, true, false);
  }

  /** {@return this call where its result is not worth more than {@code limit}: sent once} */
  public ApiCall within(Duration limit) {
    return new ApiCall(method, uri, body, limit, lasting, false);
  }

  /** {@return the same call of another address} */
  public ApiCall at(URI other) {
    return new ApiCall(method, other, body, atMost, lasting, repeated);
  }

  /** {@return the exception for a passing failure after which its effect is unknown} */
  public GitHubException failure(String message) {
    return lasting ? new GitHubUnavailableException(message) : new GitHubNotAskedException(message);
  }

  /** The call as it stands in messages: without its query, which can be long. */
  @Override
  public String toString() {
    return method + " " + uri.getPath();
  }
}
