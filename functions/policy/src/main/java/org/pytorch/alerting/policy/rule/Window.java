package org.pytorch.alerting.policy.rule;

import java.time.Instant;

/** When a maintenance is on. */
public sealed interface Window permits Weekly, Once {
  boolean isOpenAt(Instant time);

  /** {@return whether it is certain that this window is open whenever {@code other} is} */
  boolean covers(Window other);
}
