package org.pytorch.alerting.decide;

import org.pytorch.alerting.runtime.StacklessException;

/**
 * The row cannot be read or written, or the result of a write is unknown; nothing is guessed. The
 * message says what an operator should check. A retry is always safe.
 */
public final class StateStoreUnavailableException extends StacklessException {
  private static final long serialVersionUID = 1L;

  public StateStoreUnavailableException(String message) {
    super(message);
  }
}
