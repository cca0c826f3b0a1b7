package org.pytorch.alerting.github.http;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.GitHubRateLimitedException;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.Pause;

/**
 * Keeps this instance within its share of the request budget, and sends nothing during a rate limit
 * of GitHub's: further requests can get an App banned. Turns decide when an action starts; this
 * class spaces its requests, so that all instances together never exceed the budget in any second,
 * however many requests an action needs. Thread-safe.
 */
public final class RequestRate {
  /** A longer wait is better spent in the queue. */
  public static final Duration MAX_WAIT = Duration.ofSeconds(5);

  /** So that a second has no more than its share even if one request takes 0.2 s longer. */
  private static final double MARGIN = 1.2;

  private final Bucket bucket;
  private final InstantSource clock;
  private final Pause pause;
  private final AtomicReference<Instant> silentUntil = new AtomicReference<>(Instant.EPOCH);

  /**
   * @param requestsPerSecond this instance's share, above 0. Requests are evenly spaced, slightly
   *     wider than that: a delayed request must not be counted in the same second as the next.
   */
  public RequestRate(double requestsPerSecond, InstantSource clock, Pause pause) {
    this.clock = clock;
    this.pause = pause;
    Duration perRequest =
        Duration.ofNanos(Math.max(1, Math.round(1e9 * MARGIN / requestsPerSecond)));
    this.bucket =
        Bucket.builder()
            .addLimit(limit -> limit.capacity(1).refillGreedy(1, perRequest))
            .withCustomTimePrecision(meter(clock))
            .build();
  }

  /**
   * Returns when one request may be sent.
   *
   * @param atMost the caller's limit; {@link #MAX_WAIT} also applies
   * @throws GitHubRateLimitedException if GitHub has rate-limited us
   * @throws GitHubNotAskedException if our own budget does not allow it soon enough
   */
  void acquire(Duration atMost) {
    Instant now = clock.instant();
    Instant silence = silentUntil.get();
    if (now.isBefore(silence)) {
      throw new GitHubRateLimitedException(
          "rate-limited by GitHub until " + Json.format(silence), silence);
    }
    Duration left = atMost.compareTo(MAX_WAIT) < 0 ? atMost : MAX_WAIT;
    ConsumptionProbe turn = bucket.tryConsumeAndReturnRemaining(1);
    while (!turn.isConsumed()) {
      Duration wait = Duration.ofNanos(turn.getNanosToWaitForRefill());
      left = left.minus(wait);
      if (left.isNegative()) {
        throw new GitHubNotAskedException(
            "our own request budget (GITHUB_REQUESTS_PER_SECOND) is used up until "
                + Json.format(clock.instant().plus(wait)));
      }
      pause.of(wait);
      turn = bucket.tryConsumeAndReturnRemaining(1);
    }
  }

  /** Sends nothing more until {@code time}; never shortens a longer pause. */
  void silence(Instant time) {
    silentUntil.accumulateAndGet(time, (one, other) -> one.isAfter(other) ? one : other);
  }

  private static TimeMeter meter(InstantSource clock) {
    return new TimeMeter() {
      @Override
      public long currentTimeNanos() {
        Instant now = clock.instant();
        return Math.addExact(
            Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
      }

      @Override
      public boolean isWallClockBased() {
        return true;
      }
    };
  }
}
