package org.pytorch.alerting.runtime;

/**
 * An expected failure that the state machine knows by its class name. It carries no stack trace:
 * Lambda would put the trace into the error's cause, where it hides the message and, in a group of
 * a hundred alerts, outgrows the 256 KiB of a state.
 */
public abstract class StacklessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected StacklessException(String message) {
    super(message, null, false, false);
  }
}
