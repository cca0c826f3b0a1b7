package org.pytorch.alerting.starter.workflow;

import java.util.concurrent.CompletableFuture;

/** Starts executions of the state machine. */
public interface WorkflowStarter {
  /**
   * Starts one execution, once: a second one for the same delivery would do its work twice.
   *
   * @return how the execution ended; completed exceptionally counts as {@link
   *     WorkflowResult.Unanswered}
   */
  CompletableFuture<WorkflowResult> start(NewExecution execution);
}
