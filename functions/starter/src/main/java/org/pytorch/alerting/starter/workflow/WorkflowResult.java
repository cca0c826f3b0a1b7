package org.pytorch.alerting.starter.workflow;

import java.time.Instant;
import java.util.Optional;

/** The end of an execution, as far as the starter knows. */
public sealed interface WorkflowResult {
  /**
   * {@return the result of an execution that succeeded: all is done, unless something has to wait}
   * The output of another version's state machine counts as unanswered.
   */
  static WorkflowResult succeeded(String executionArn, String output) {
    try {
      return ExecutionOutput.of(output)
          .retryAt()
          .<WorkflowResult>map(retryAt -> new Postponed(executionArn, retryAt))
          .orElseGet(() -> new Succeeded(executionArn));
    } catch (IllegalArgumentException e) {
      return new Unanswered(
          "execution %s succeeded, and its output is %s".formatted(executionArn, e.getMessage()),
          Optional.of("Deploy starter and state machine of the same version."));
    }
  }

  /** Everything about the message is done: handled, or quarantined with a diagnosis. */
  record Succeeded(String executionArn) implements WorkflowResult {}

  /**
   * The execution succeeded, but a part of the message has to wait.
   *
   * @param retryAt when to redeliver the message
   */
  record Postponed(String executionArn, Instant retryAt) implements WorkflowResult {}

  /** A part of the message is not done. */
  record Failed(String executionArn, String error, String cause) implements WorkflowResult {}

  /** The execution was cut off by the state machine's {@code TimeoutSeconds}. */
  record TimedOut(String executionArn) implements WorkflowResult {}

  /**
   * There was no response: the execution did not start, or its result is unknown. Leases protect
   * its claims until it is over.
   *
   * @param problem what happened, for the log
   * @param remedy what an operator has to do; empty if waiting is enough
   */
  record Unanswered(String problem, Optional<String> remedy) implements WorkflowResult {}
}
