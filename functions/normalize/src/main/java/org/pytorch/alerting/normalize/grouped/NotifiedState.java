package org.pytorch.alerting.normalize.grouped;

import java.util.Locale;
import java.util.Optional;
import org.pytorch.alerting.model.AlertState;

/** The meaning of the states that Grafana and Alertmanager send. */
enum NotifiedState {
  FIRING,
  RESOLVED,
  /** A state that needs no action: nothing has started or ended. */
  NEITHER;

  /** In characters. A group's state may be a megabyte, and is parsed for each of its alerts. */
  private static final int MAX_LENGTH = 20;

  /** {@return the meaning of {@code text}, in any case, or empty if it is unknown} */
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

  /** {@return whether this is the meaning of {@code text}} */
  boolean isNamedBy(String text) {
    return parse(text).filter(this::equals).isPresent();
  }

  Optional<AlertState> alertState() {
    return switch (this) {
      case FIRING -> Optional.of(AlertState.FIRING);
      case RESOLVED -> Optional.of(AlertState.RESOLVED);
      case NEITHER -> Optional.empty();
    };
  }
}
