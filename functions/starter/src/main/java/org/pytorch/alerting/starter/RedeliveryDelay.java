package org.pytorch.alerting.starter;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The wait after a failed receive: 30 s at first, doubled each time, at most 25 minutes, so that
 * the queue's 20 receives outlast an outage of four hours. Jitter takes off up to a fifth, so that
 * the messages of an outage are not redelivered all at once: without jitter the 20th receive comes
 * 5 h 56 min after the first, with it never before 4 h 45 min.
 */
final class RedeliveryDelay {
  static final Duration FIRST = Duration.ofSeconds(30);
  static final Duration LONGEST = Duration.ofMinutes(25);
  static final double MAX_JITTER = 0.2;

  private final RandomGenerator random;

  /**
   * @param random must be thread-safe
   */
  RedeliveryDelay(RandomGenerator random) {
    this.random = random;
  }

  /** {@return the visibility timeout after receive number {@code receiveCount}, from 1} */
  Duration after(int receiveCount) {
    // 30 s doubled six times exceeds the longest wait; the limit keeps the shift from overflowing.
    int doublings = Math.min(receiveCount - 1, 6);
    long longest = Math.min(FIRST.toMillis() << doublings, LONGEST.toMillis());
    return Duration.ofMillis(Math.round(longest * (1 - MAX_JITTER * random.nextDouble())));
  }
}
