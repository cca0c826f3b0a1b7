package org.pytorch.alerting.stepfunctions.data;

/**
 * {@code States.Runtime}: the state machine asks for data that is not there, or of the wrong kind.
 * No Retry and no Catch handles it; the message is the end of the execution's cause.
 */
public final class StatesRuntimeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for the execution's cause. */
  public StatesRuntimeException(String message) {
    super(message);
  }
}
