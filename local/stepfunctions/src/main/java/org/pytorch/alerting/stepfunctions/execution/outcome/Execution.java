package org.pytorch.alerting.stepfunctions.execution.outcome;

import java.util.concurrent.CompletableFuture;

/** A started execution. */
public interface Execution {
  /**
   * {@return the result} The scheduler's thread completes it, never exceptionally. Cancelling it
   * does not stop the execution.
   */
  CompletableFuture<ExecutionResult> result();

  /**
   * Stops the execution at its current state: it enters no more states and drops the results of its
   * tasks. The result is ABORTED. Does nothing once the execution has ended. Also simulates a
   * crash. Call it in the scheduler's thread; with virtual time there is no other.
   */
  void abort();

  /** Stops the execution like {@link #abort()}, and records why in its result and history. */
  void abort(Fault reason);
}
