package org.pytorch.alerting.github.issue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.runtime.Pause;

/**
 * The time of one invocation. The state machine gives up on an invocation after 30 s and starts
 * another: the first must not write after that, or both would post. So an invocation ends within
 * {@link #PER_INVOCATION}, and starts no write whose end it could not wait for.
 */
public final class TimeBudget {
  /** Below the function's timeout of 27 s and the task's of 30 s. */
  public static final Duration PER_INVOCATION = Duration.ofSeconds(25);

  /**
   * GitHub gives up on a request after 10 s. A write that was given this long has therefore either
   * happened or never will, and takes no effect while the next attempt is running.
   */
  public static final Duration TO_WRITE = Duration.ofSeconds(12);

  private final InstantSource clock;
  private final Pause pause;
  private final Instant end;

  private TimeBudget(InstantSource clock, Pause pause, Instant end) {
    this.clock = clock;
    this.pause = pause;
    this.end = end;
  }

  /** {@return a budget of {@link #PER_INVOCATION} from now on} */
  public static TimeBudget start(InstantSource clock, Pause pause) {
    return new TimeBudget(clock, pause, clock.instant().plus(PER_INVOCATION));
  }

  /** {@return the time left; zero if it is used up, never negative} */
  public Duration left() {
    Duration left = Duration.between(clock.instant(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** {@return the time that all decisions here use} */
  public Instant now() {
    return clock.instant();
  }

  /** {@return whether {@code moment} is more than {@code duration} ago} */
  public boolean isLongSince(Instant moment, Duration duration) {
    return moment.plus(duration).isBefore(clock.instant());
  }

  /** {@return whether {@code needed} is left} */
  public boolean allows(Duration needed) {
    return left().compareTo(needed) >= 0;
  }

  /**
   * Checks that {@code needed} is left to do {@code what}.
   *
   * @throws GitHubNotAskedException if it is not
   */
  public void require(Duration needed, String what) {
    if (!allows(needed)) {
      throw new GitHubNotAskedException(
          "no time left to %s: %d ms are needed and %d ms are left of this attempt"
              .formatted(what, needed.toMillis(), left().toMillis()));
    }
  }

  /**
   * Waits {@code duration}, if {@code neededAfter} is still left after the wait.
   *
   * @throws GitHubNotAskedException at once, if it would not be
   */
  public void pause(Duration duration, Duration neededAfter, String what) {
    require(duration.plus(neededAfter), what);
    pause.of(duration);
  }
}
