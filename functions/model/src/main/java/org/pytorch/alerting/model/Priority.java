package org.pytorch.alerting.model;

import java.util.Locale;
import java.util.Optional;

/** How urgent an alert is; P0 is the most urgent. */
public enum Priority {
  P0,
  P1,
  P2,
  P3;

  /** In characters. Longer text cannot be a priority. */
  private static final int MAX_LENGTH = 20;

  /**
   * {@return the priority that {@code P1}, {@code p1} or {@code 1} names, or empty for anything
   * else}
   */
  public static Optional<Priority> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String name = text.strip().toUpperCase(Locale.ROOT);
    for (Priority priority : values()) {
      if (name.equals(priority.name()) || name.equals(priority.name().substring(1))) {
        return Optional.of(priority);
      }
    }
    return Optional.empty();
  }
}
