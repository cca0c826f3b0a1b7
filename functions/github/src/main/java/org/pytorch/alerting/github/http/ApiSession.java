package org.pytorch.alerting.github.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.GitHubRateLimitedException;
import org.pytorch.alerting.github.issue.TimeBudget;
import org.pytorch.alerting.model.json.Json;

/** Sends the requests of one invocation, within its time budget and its request budget. */
public final class ApiSession {
  /** The API version that this client was written for; supported until March 2028. */
  public static final String API_VERSION = "2022-11-28";

  public static final String USER_AGENT = "pytorch-alerting";

  /** With less time than this no request is sent. */
  private static final Duration SHORTEST = Duration.ofMillis(100);

  /** Before a read is retried. */
  static final Duration REPEAT_PAUSE = Duration.ofSeconds(1);

  /** The time needed to retry a read: the pause, the read, and the write that follows. */
  static final Duration TO_REPEAT =
      REPEAT_PAUSE.plus(Duration.ofSeconds(2)).plus(TimeBudget.TO_WRITE);

  private final GitHubTransport transport;
  private final RequestRate rate;
  private final TimeBudget time;
  private final InstantSource clock;
  private final Usage usage;

  public ApiSession(
      GitHubTransport transport,
      RequestRate rate,
      TimeBudget time,
      InstantSource clock,
      Usage usage) {
    this.transport = transport;
    this.rate = rate;
    this.time = time;
    this.clock = clock;
    this.usage = usage;
  }

  /** {@return the time that all decisions here use} */
  public Instant now() {
    return clock.instant();
  }

  TimeBudget time() {
    return time;
  }

  /**
   * {@return the response to {@code call}, whatever its status, except for rate limits}
   *
   * <p>A read that fails temporarily is retried once, if there is time: a single hiccup must not
   * cause a redelivery.
   *
   * @param authorization the value of that header
   * @throws GitHubNotAskedException if there is no response and the call cannot have taken effect
   * @throws org.pytorch.alerting.github.GitHubUnavailableException if there is no response and it
   *     may have
   * @throws GitHubRateLimitedException if a limit is reached
   */
  GitHubResponse send(ApiCall call, String authorization) {
    if (!call.repeated()) {
      return sendOnce(call, authorization);
    }
    try {
      GitHubResponse response = sendOnce(call, authorization);
      if (response.status() < 500 || !time.allows(TO_REPEAT)) {
        return response;
      }
    } catch (GitHubNotAskedException e) {
      if (!time.allows(TO_REPEAT)) {
        throw e;
      }
    }
    time.pause(REPEAT_PAUSE, SHORTEST, "repeat " + call);
    return sendOnce(call, authorization);
  }

  private GitHubResponse sendOnce(ApiCall call, String authorization) {
    rate.acquire(time.left());
    time.require(call.lasting() ? TimeBudget.TO_WRITE : SHORTEST, "send " + call);
    Duration left = time.left();
    Duration timeout = left.compareTo(call.atMost()) < 0 ? left : call.atMost();
    GitHubResponse response = exchange(call, authorization, timeout);
    Optional<Instant> limited = RateLimit.until(response, clock.instant());
    if (limited.isPresent()) {
      rate.silence(limited.get());
      throw new GitHubRateLimitedException(
          "GitHub's rate limit is reached until %s (%s returned %d)"
              .formatted(Json.format(limited.get()), call, response.status()),
          limited.get());
    }
    return response;
  }

  private GitHubResponse exchange(ApiCall call, String authorization, Duration timeout) {
    try {
      GitHubResponse response =
          transport.send(
              new GitHubRequest(
                  call.method(), call.uri(), headers(call, authorization), call.body(), timeout));
      usage.responded(response);
      return response;
    } catch (IOException e) {
      usage.noResponse();
      String message =
          "no response from GitHub to %s within %d ms: %s: %s"
              .formatted(
                  call,
                  timeout.toMillis(),
                  e.getClass().getSimpleName(),
                  Redaction.quote(String.valueOf(e.getMessage())));
      throw isBeforeSending(e) ? new GitHubNotAskedException(message) : call.failure(message);
    }
  }

  /** There was no connection yet, so GitHub has not received the request. */
  private static boolean isBeforeSending(IOException e) {
    return e instanceof ConnectException
        || e instanceof NoRouteToHostException
        || e instanceof UnknownHostException
        || e instanceof SSLHandshakeException;
  }

  private static Map<String, String> headers(ApiCall call, String authorization) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Authorization", authorization);
    headers.put("Accept", "application/vnd.github+json");
    headers.put("User-Agent", USER_AGENT);
    headers.put("X-GitHub-Api-Version", API_VERSION);
    if (call.body().isPresent()) {
      headers.put("Content-Type", "application/json; charset=utf-8");
    }
    return headers;
  }
}
