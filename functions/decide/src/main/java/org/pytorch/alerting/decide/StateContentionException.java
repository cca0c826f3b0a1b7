package org.pytorch.alerting.decide;

import org.pytorch.alerting.runtime.StacklessException;

/** Others changed the alert's row too often; nothing was decided. A retry helps. */
public final class StateContentionException extends StacklessException {
  private static final long serialVersionUID = 1L;

  public StateContentionException(String message) {
    super(message);
  }
}
