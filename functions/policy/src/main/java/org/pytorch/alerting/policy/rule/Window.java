package org.pytorch.alerting.policy.rule;

import java.time.Instant;
import java.util.Optional;

/** When a maintenance is on. */
public sealed interface Window permits Weekly, Once {
  /**
   * {@return the end of the opening that {@code time} is in, exclusive, or empty if it is in none}
   * The next opening may begin at that end.
   */
  Optional<Instant> openUntil(Instant time);

  default boolean isOpenAt(Instant time) {
    return openUntil(time).isPresent();
  }

  /** {@return whether it is certain that this window is open whenever {@code other} is} */
  boolean covers(Window other);
}
