package org.pytorch.alerting.normalize.grouped;

import java.util.Locale;
import java.util.Optional;
import org.pytorch.alerting.model.AlertState;

/** What the states that Grafana and Alertmanager send mean to us. */
enum NotifiedState {
  FIRING,
  RESOLVED,
  /** A state of a rule that is not news: nothing has begun and nothing has ended. */
  NEITHER;

  /** In characters. A group's state may be a megabyte, and each of its alerts may ask for it. */
  private static final int MAX_LENGTH = 20;

  /** {@return what {@code text} means, in any case, or empty if nobody knows it} */
  static Optional<NotifiedState> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "firing", "alerting" -> Optional.of(FIRING);
      case "resolved", "ok" -> Optional.of(RESOLVED);
      case "pending", "paused", "nodata", "no_data" -> Optional.of(NEITHER);
      default -> Optional.empty();
    };
  }

  Optional<AlertState> alertState() {
    return switch (this) {
      case FIRING -> Optional.of(AlertState.FIRING);
      case RESOLVED -> Optional.of(AlertState.RESOLVED);
      case NEITHER -> Optional.empty();
    };
  }
}
