package org.pytorch.alerting.decide.turn;

import java.time.Instant;

/** When an action may be carried out on GitHub. */
public sealed interface Turn {
  /** Act then, and not before. The turn is used up even if the action does not happen. */
  record Granted(Instant notBefore) implements Turn {}

  /** The next free turn is too far in the future to wait for. None was used up. */
  record TooFar(Instant retryAt) implements Turn {}
}
