package org.pytorch.alerting.github.issue;

import java.time.Duration;
import java.time.Instant;
import org.pytorch.alerting.model.action.SentWindow;

/**
 * Between when and when an issue must have been created to be found, by GitHub's clock, both ends
 * included. A search covers its window and nothing else, so its cost does not grow with the
 * repository.
 */
public record SearchWindow(Instant from, Instant until) {
  /** How far our clock and GitHub's may differ. */
  public static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  /** How much older the lost duplicate of an issue can be: SQS delivers a message that long. */
  public static final Duration DUPLICATE_AGE = Duration.ofHours(8);

  /** GitHub's lists show a write after this long at the latest. */
  public static final Duration LONGEST_LIST_LAG = Duration.ofMinutes(15);

  public SearchWindow {
    if (until.isBefore(from)) {
      throw new IllegalArgumentException("window ends before it begins: " + from + ", " + until);
    }
  }

  /** {@return when an issue was created whose creation was sent within {@code sent}} */
  public static SearchWindow of(SentWindow sent) {
    return new SearchWindow(
        sent.from().minus(CLOCK_SKEW), sent.until().plus(TimeBudget.TO_WRITE).plus(CLOCK_SKEW));
  }

  /** {@return when the duplicates were created of an issue that was created at {@code created}} */
  public static SearchWindow ofDuplicates(Instant created) {
    return new SearchWindow(created.minus(DUPLICATE_AGE), created.plus(CLOCK_SKEW));
  }

  /** {@return whether GitHub's lists may not show all of it yet at {@code now}} */
  public boolean isRecent(Instant now) {
    return !until.plus(LONGEST_LIST_LAG).isBefore(now);
  }
}
