package org.pytorch.alerting.policy.rule;

import java.time.Instant;
import java.util.Optional;

/** A window that opens once: from {@code from} until just before {@code to}. */
public record Once(Instant from, Instant to) implements Window {
  public Once {
    if (!to.isAfter(from)) {
      throw new IllegalArgumentException("window ends before it begins: " + from + ", " + to);
    }
  }

  @Override
  public Optional<Instant> openUntil(Instant time) {
    return Optional.of(to).filter(_ -> !time.isBefore(from) && time.isBefore(to));
  }

  @Override
  public boolean covers(Window other) {
    return other instanceof Once once && !once.from.isBefore(from) && !once.to.isAfter(to);
  }
}
