package org.pytorch.alerting.model.action;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The time in which a write to GitHub with an unknown outcome may have been sent, by our clock, in
 * ms. A search for its effect has to cover exactly this.
 */
public record SentWindow(Instant from, Instant until) {
  public SentWindow {
    from = from.truncatedTo(ChronoUnit.MILLIS);
    until = until.truncatedTo(ChronoUnit.MILLIS);
    if (until.isBefore(from)) {
      throw new IllegalArgumentException("window ends before it begins: " + from + ", " + until);
    }
  }

  /** {@return the smallest window that covers this one and {@code other}} */
  public SentWindow covering(SentWindow other) {
    return new SentWindow(
        from.isBefore(other.from) ? from : other.from,
        until.isAfter(other.until) ? until : other.until);
  }
}
