package org.pytorch.alerting.model.action;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

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

  /** {@return the smallest window that covers {@code known} and {@code more}} */
  public static SentWindow covering(Optional<SentWindow> known, SentWindow more) {
    return known
        .map(
            window ->
                new SentWindow(
                    window.from().isBefore(more.from()) ? window.from() : more.from(),
                    window.until().isAfter(more.until()) ? window.until() : more.until()))
        .orElse(more);
  }
}
