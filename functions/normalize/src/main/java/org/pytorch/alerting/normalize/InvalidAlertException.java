package org.pytorch.alerting.normalize;

import org.pytorch.alerting.normalize.text.Text;
import org.pytorch.alerting.runtime.StacklessException;

/**
 * Nothing in a message can ever be normalized. The exception's message names the field, the alert
 * and what the sender has to add; the state machine quarantines the payload with it. It never
 * quotes the body, only short, cleaned values of it.
 */
public final class InvalidAlertException extends StacklessException {
  private static final long serialVersionUID = 1L;

  private final int alerts;

  public InvalidAlertException(String message) {
    this(message, 1);
  }

  InvalidAlertException(String message, int alerts) {
    super(Text.cut(Text.block(message), Diagnosis.MAX_LENGTH));
    this.alerts = alerts;
  }

  /** {@return how many alerts are lost with the message, 1 if unknown} */
  int alerts() {
    return alerts;
  }
}
