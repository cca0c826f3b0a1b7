package org.pytorch.alerting.decide;

import org.pytorch.alerting.model.StacklessException;

/**
 * It is too early to decide: somebody else holds an active claim on the alert, its failed action
 * waits for the next attempt, or a late copy of a firing is told from a new one by waiting. The
 * message says until when.
 */
public final class AlertBusyException extends StacklessException {
  private static final long serialVersionUID = 1L;

  public AlertBusyException(String message) {
    super(message);
  }
}
