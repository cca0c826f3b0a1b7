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
 * @param lasting whether people see its effect, so it must not take effect after the next attempt
 *     has searched for it
 * @param repeated whether it is retried, once, after a temporary failure
 */
public record ApiCall(
    String method,
    URI uri,
    Optional<String> body,
    Duration atMost,
    boolean lasting,
    boolean repeated) {
  /** GitHub itself gives up after 10 s; slightly later its response has arrived. */
  static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(12);

  public static ApiCall get(URI uri) {
    return new ApiCall("GET", uri, Optional.empty(), RESPONSE_TIMEOUT, false, true);
  }

  /** A write without a lasting effect, such as a token. */
  static ApiCall post(URI uri, Object json) {
    return new ApiCall("POST", uri, Optional.of(Json.write(json)), RESPONSE_TIMEOUT, false, false);
  }

  /** A change without a lasting effect. */
  public static ApiCall change(URI uri, Object json) {
    return new ApiCall("PATCH", uri, Optional.of(Json.write(json)), RESPONSE_TIMEOUT, false, false);
  }

  /** A write whose effect people see. */
  public static ApiCall lasting(String method, URI uri, Object json) {
    return new ApiCall(method, uri, Optional.of(Json.write(json)), RESPONSE_TIMEOUT, true, false);
  }

  /** A write without a body whose effect people see. */
  public static ApiCall lasting(String method, URI uri) {
    return new ApiCall(method, uri, Optional.empty(), RESPONSE_TIMEOUT, true, false);
  }

  /** {@return this call with a shorter time limit, for a less important result: sent once} */
  public ApiCall within(Duration limit) {
    return new ApiCall(method, uri, body, limit, lasting, false);
  }

  /** {@return the same call to another address} */
  public ApiCall at(URI other) {
    return new ApiCall(method, other, body, atMost, lasting, repeated);
  }

  /** {@return the exception for a temporary failure, after which the call's effect is unknown} */
  public GitHubException failure(String message) {
    return lasting ? new GitHubUnavailableException(message) : new GitHubNotAskedException(message);
  }

  /** The call as named in messages: without its query, which can be long. */
  @Override
  public String toString() {
    return method + " " + uri.getPath();
  }
}
