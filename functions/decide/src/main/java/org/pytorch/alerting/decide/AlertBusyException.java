package org.pytorch.alerting.decide;

import org.pytorch.alerting.runtime.StacklessException;

/**
 * It is too early to decide: another execution holds an active claim on the alert, or its failed
 * action waits for the next attempt. The message says until when.
 */
public final class AlertBusyException extends StacklessException {
  private static final long serialVersionUID = 1L;

  public AlertBusyException(String message) {
    super(message);
  }
}
