package org.pytorch.alerting.stepfunctions.data;

/**
 * {@code States.Runtime}: the state machine reads data that is missing or of the wrong kind. No
 * Retry and no Catch handles it. The message ends the execution's cause.
 */
public final class StatesRuntimeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StatesRuntimeException(String message) {
    super(message);
  }
}
