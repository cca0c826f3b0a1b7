package org.pytorch.alerting.decide;

import org.pytorch.alerting.model.StacklessException;

/** Someone else holds a living claim on the alert. Asking again after some seconds helps. */
public final class AlertBusyException extends StacklessException {
  private static final long serialVersionUID = 1L;

  public AlertBusyException(String message) {
    super(message);
  }
}
