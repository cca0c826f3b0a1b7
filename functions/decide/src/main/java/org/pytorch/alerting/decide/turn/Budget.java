package org.pytorch.alerting.decide.turn;

import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The limits that our App keeps at GitHub, over all functions.
 *
 * @param requestsPerSecond requests of any kind
 * @param writesPerMinute new and changed issues and comments, of which GitHub allows about 80
 * @param writesPerHour the same, of which GitHub allows about 500
 */
public record Budget(double requestsPerSecond, double writesPerMinute, double writesPerHour) {
  /** Terraform's defaults. */
  public static final Budget DEFAULT = new Budget(10, 60, 400);

  /**
   * The share of {@link #requestsPerSecond} that is given out as turns. The rest is for an action's
   * additional requests: a token, labels, one more page.
   */
  static final double SHARE_OF_TURNS = 0.8;

  public Budget {
    if (requestsPerSecond <= 0 || writesPerMinute <= 0 || writesPerHour <= 0) {
      throw new IllegalArgumentException("not a budget");
    }
  }

  /** Evenly spaced: a second never has more than its share. */
  Meter requests() {
    return new Meter(between(requestsPerSecond * SHARE_OF_TURNS, Duration.ofSeconds(1)), 1);
  }

  /**
   * Slightly less than a third at once, so that even with delays a minute has under four thirds.
   */
  Meter writesInMinute() {
    return new Meter(between(writesPerMinute, Duration.ofMinutes(1)), burst(writesPerMinute / 3));
  }

  /** Slightly less than a quarter at once, so that an hour has under five quarters. */
  Meter writesInHour() {
    return new Meter(between(writesPerHour, Duration.ofHours(1)), burst(writesPerHour / 4));
  }

  /** {@return the time between writes in the long run, by the strictest limit} */
  Duration pace() {
    return Stream.of(requests(), writesInMinute(), writesInHour())
        .map(Meter::interval)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Duration between(double count, Duration period) {
    return Duration.ofNanos(Math.max(1, Math.round(period.toNanos() / count)));
  }

  private static int burst(double count) {
    return Math.max(2, (int) count - 1);
  }
}
