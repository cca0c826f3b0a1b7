package org.pytorch.alerting.starter.workflow;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Starts executions of the state machine. */
public interface WorkflowStarter {
  /**
   * Starts one execution, once: a second one for the same delivery would do its work twice.
   *
   * @param name at most 80 characters; need not be unique
   * @param input JSON of at most {@link
   *     org.pytorch.alerting.model.json.EncodedBody#MAX_INPUT_BYTES} bytes
   * @param traceHeader the execution's X-Ray trace
   * @return how the execution ended; completed exceptionally counts as {@link
   *     WorkflowResult.Unanswered}
   */
  CompletableFuture<WorkflowResult> start(String name, String input, Optional<String> traceHeader);
}
