package org.pytorch.alerting.starter;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a failed message stays out of sight: 30 s at first, twice as long each time, 15 minutes
 * at most. Jitter takes off up to a fifth, so that the messages of an outage do not come back all
 * at once. More would shorten the outage that the queue's 20 receives can wait out: without jitter
 * the 20th comes 3 h 45 min after the first, with this one never before 3 h.
 */
final class Backoff {
  static final Duration FIRST = Duration.ofSeconds(30);
  static final Duration LONGEST = Duration.ofMinutes(15);
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
    // 30 s doubled five times is past the longest already; the bound keeps the shift from overflow.
    int doublings = Math.min(receiveCount - 1, 5);
    long longest = Math.min(FIRST.toMillis() << doublings, LONGEST.toMillis());
    return Duration.ofMillis(Math.round(longest * (1 - MAX_JITTER * random.nextDouble())));
  }
}
