package org.pytorch.alerting.github.issue;

import java.time.Duration;
import java.time.Instant;
import org.pytorch.alerting.model.action.SentWindow;

/**
 * The creation times to search, by GitHub's clock, both ends included. A search covers exactly its
 * window, so its cost does not grow with the repository.
 */
public record SearchWindow(Instant from, Instant until) {
  /** The largest difference between our clock and GitHub's. */
  public static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  /** How much older an unknown duplicate can be: SQS delivers a message for that long. */
  public static final Duration DUPLICATE_AGE = Duration.ofHours(8);

  /** GitHub's lists show a write after at most this long. */
  public static final Duration LONGEST_LIST_LAG = Duration.ofMinutes(15);

  public SearchWindow {
    if (until.isBefore(from)) {
      throw new IllegalArgumentException("window ends before it begins: " + from + ", " + until);
    }
  }

  /** {@return the creation times of an issue whose creation was sent within {@code sent}} */
  public static SearchWindow of(SentWindow sent) {
    return new SearchWindow(
        sent.from().minus(CLOCK_SKEW), sent.until().plus(TimeBudget.TO_WRITE).plus(CLOCK_SKEW));
  }

  /** {@return the creation times of the duplicates of an issue created at {@code created}} */
  public static SearchWindow ofDuplicates(Instant created) {
    return new SearchWindow(created.minus(DUPLICATE_AGE), created.plus(CLOCK_SKEW));
  }

  /** {@return whether at {@code now} GitHub's lists may not show all of it yet} */
  public boolean isRecent(Instant now) {
    return !until.plus(LONGEST_LIST_LAG).isBefore(now);
  }
}
