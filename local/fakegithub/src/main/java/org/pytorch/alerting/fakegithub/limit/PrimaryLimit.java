package org.pytorch.alerting.fakegithub.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.pytorch.alerting.fakegithub.auth.Caller;
import org.pytorch.alerting.fakegithub.call.Refusal;
import org.pytorch.alerting.fakegithub.settings.LimitRules;

/** The hourly request limit of each caller, and its headers. */
public final class PrimaryLimit {
  private static final Duration WINDOW = Duration.ofHours(1);
  private static final int ANONYMOUS_PER_HOUR = 60;

  /** An hour that starts with its first request. */
  private record Window(Instant start, int used) {
    boolean isOver(Instant now) {
      return !now.isBefore(start.plus(WINDOW));
    }
  }

  private final Map<String, Window> windows = new HashMap<>();

  /**
   * Counts one request.
   *
   * @throws Refusal if the limit is used up
   */
  public void count(Caller caller, LimitRules rules, Instant now) {
    Window window = window(caller, now);
    if (window.used() >= rules.requestsPerHour()) {
      throw Refusal.of(
          rules.primaryStatus(),
          "API rate limit exceeded for %s. If you reach out for help, include the request ID."
              .formatted(caller.limitKey()),
          Refusal.RATE_LIMITS);
    }
    windows.put(caller.limitKey(), new Window(window.start(), window.used() + 1));
  }

  /** Refunds one request: a 304 is free. */
  public void refund(Caller caller, Instant now) {
    Window window = window(caller, now);
    windows.put(caller.limitKey(), new Window(window.start(), Math.max(0, window.used() - 1)));
  }

  /** {@return the current {@code x-ratelimit-*} headers} */
  public Map<String, String> headers(Caller caller, LimitRules rules, Instant now) {
    Status status = status(caller, rules, now);
    return Map.of(
        "x-ratelimit-limit", Integer.toString(status.limit()),
        "x-ratelimit-remaining", Integer.toString(status.remaining()),
        "x-ratelimit-used", Integer.toString(status.used()),
        "x-ratelimit-reset", Long.toString(status.resetEpochSecond()),
        "x-ratelimit-resource", "core");
  }

  /** The state of a caller's limit. */
  public record Status(int limit, int used, long resetEpochSecond) {
    public int remaining() {
      return Math.max(0, limit - used);
    }
  }

  public Status status(Caller caller, LimitRules rules, Instant now) {
    boolean anonymous = caller instanceof Caller.Nobody;
    Window window = window(caller, now);
    return new Status(
        anonymous ? ANONYMOUS_PER_HOUR : rules.requestsPerHour(),
        window.used(),
        window.start().plus(WINDOW).getEpochSecond());
  }

  public void reset() {
    windows.clear();
  }

  private Window window(Caller caller, Instant now) {
    Window window = windows.getOrDefault(caller.limitKey(), new Window(now, 0));
    return window.isOver(now) ? new Window(now, 0) : window;
  }
}
