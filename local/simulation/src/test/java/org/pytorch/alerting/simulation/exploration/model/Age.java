package org.pytorch.alerting.simulation.exploration.model;

import java.time.Duration;
import java.time.Instant;

/**
 * When something was written, as far as it matters: a search on GitHub only goes back to shortly
 * before the claim. The clock stands still at {@link #NOW}; instead, things get older.
 */
public enum Age {
  /** Since the claim was made or, if its lease has expired, since it expired. */
  RECENT(Duration.ZERO),
  /** Between the claim and the end of its lease. */
  EARLIER(Duration.ofMinutes(10)),
  /** Before the claim, by more than clocks may differ. */
  OLD(Duration.ofHours(1));

  public static final Instant NOW = Instant.parse("2026-03-04T08:00:00Z");

  private final Duration ago;

  Age(Duration ago) {
    this.ago = ago;
  }

  public Instant time() {
    return NOW.minus(ago);
  }

  Age atLeast(Age other) {
    return compareTo(other) < 0 ? other : this;
  }
}
