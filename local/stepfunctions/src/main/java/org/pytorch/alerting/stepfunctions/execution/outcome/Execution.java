package org.pytorch.alerting.stepfunctions.execution.outcome;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An execution that has been started. */
public interface Execution {
  /**
   * {@return the result, completed by the scheduler's thread; never exceptionally} Cancelling it
   * does not stop the execution.
   */
  CompletableFuture<ExecutionResult> result();

  /**
   * Stops the execution where it is: no state is entered any more, answers of tasks are dropped,
   * and the result is ABORTED. Does nothing once the execution has ended. Also a simulated crash.
   * To be called by the scheduler's thread, which with virtual time is the only one.
   */
  void abort();

  /**
   * Stops the execution as {@link #abort()} does, and says why in its result and history.
   *
   * @param error at most 256 characters are kept
   * @param cause at most 32,768 characters are kept
   */
  void abort(Optional<String> error, Optional<String> cause);
}
