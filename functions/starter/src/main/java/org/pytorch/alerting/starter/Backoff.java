package org.pytorch.alerting.starter;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a failed message stays out of sight: 30 s at first, twice as long each time, 25 minutes
 * at most, so that the queue's 20 receives wait out an outage of four hours. Jitter takes off up to
 * a fifth, so that the messages of an outage do not come back all at once: without jitter the 20th
 * comes 5 h 56 min after the first, with this one never before 4 h 45 min.
 */
final class Backoff {
  static final Duration FIRST = Duration.ofSeconds(30);
  static final Duration LONGEST = Duration.ofMinutes(25);
  static final double MAX_JITTER = 0.2;

  private final RandomGenerator random;

  /**
   * @param random must stand being used by several threads
   */
  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** {@return the visibility timeout after receive number {@code receiveCount}, from 1} */
  Duration after(int receiveCount) {
    // 30 s doubled six times is past the longest already; the bound keeps the shift from overflow.
    int doublings = Math.min(receiveCount - 1, 6);
    long longest = Math.min(FIRST.toMillis() << doublings, LONGEST.toMillis());
    return Duration.ofMillis(Math.round(longest * (1 - MAX_JITTER * random.nextDouble())));
  }
}
