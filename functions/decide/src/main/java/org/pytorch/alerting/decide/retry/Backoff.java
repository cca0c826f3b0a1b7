package org.pytorch.alerting.decide.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.pytorch.alerting.runtime.Pause;

/**
 * Random pauses between writes that compete for one item ("full jitter"): without them, everyone
 * who lost a race would run into the next one.
 */
public final class Backoff {
  /** The limit of the first pause, in milliseconds; it doubles with each lost race. */
  private static final long FIRST_MILLIS = 25;

  private static final long LONGEST_MILLIS = 400;

  private final RandomGenerator random;
  private final Pause pause;

  /**
   * @param random must be thread-safe if the instance is shared
   */
  public Backoff(RandomGenerator random, Pause pause) {
    this.random = random;
    this.pause = pause;
  }

  /**
   * @param lost races lost so far, from 1
   */
  public void pause(int lost) {
    long limit = FIRST_MILLIS;
    for (int i = 1; i < lost && limit < LONGEST_MILLIS; i++) {
      limit *= 2;
    }
    pause.of(Duration.ofMillis(random.nextLong(limit + 1)));
  }
}
