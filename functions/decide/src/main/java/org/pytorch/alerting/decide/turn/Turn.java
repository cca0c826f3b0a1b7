package org.pytorch.alerting.decide.turn;

import java.time.Instant;

/** The answer to who wants to act on GitHub: when. */
public sealed interface Turn {
  /** Act then, and not before. The turn is used up, whether it is taken or not. */
  record Granted(Instant notBefore) implements Turn {}

  /** The next free turn is too far away to wait for. None was used up. */
  record TooFar(Instant retryAt) implements Turn {}
}
