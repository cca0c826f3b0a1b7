package org.pytorch.alerting.decide;

import org.pytorch.alerting.runtime.StacklessException;

/**
 * The claim that was to be settled or released belongs to someone else by now, who will finish the
 * action. Asking again does not help; the message is delivered again.
 */
public final class ClaimLostException extends StacklessException {
  private static final long serialVersionUID = 1L;

  public ClaimLostException(String message) {
    super(message);
  }
}
