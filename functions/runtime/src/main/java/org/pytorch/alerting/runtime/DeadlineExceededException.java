package org.pytorch.alerting.runtime;

/**
 * Too little time is left in the execution to start; nothing was done. The message is redelivered.
 */
public final class DeadlineExceededException extends StacklessException {
  private static final long serialVersionUID = 1L;

  public DeadlineExceededException(String message) {
    super(message);
  }
}
