package org.pytorch.alerting.decide;

import org.pytorch.alerting.runtime.StacklessException;

/**
 * Another execution has taken over the claim that was to be settled or released, and will finish
 * the action. A retry does not help; the message is redelivered.
 */
public final class ClaimLostException extends StacklessException {
  private static final long serialVersionUID = 1L;

  public ClaimLostException(String message) {
    super(message);
  }
}
