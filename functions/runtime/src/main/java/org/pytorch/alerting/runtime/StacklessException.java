package org.pytorch.alerting.runtime;

/**
 * An expected failure that the state machine knows by its class name. It has no stack trace: Lambda
 * would put the trace into the error's cause, where it hides the message and, with a hundred alerts
 * in a group, exceeds the 256 KiB of a state.
 */
public abstract class StacklessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected StacklessException(String message) {
    super(message, null, false, false);
  }
}
