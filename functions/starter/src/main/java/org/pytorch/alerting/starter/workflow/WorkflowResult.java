package org.pytorch.alerting.starter.workflow;

import java.time.Instant;
import java.util.Optional;

/** How an execution ended, as far as its starter knows. */
public sealed interface WorkflowResult {
  /**
   * {@return what an execution that succeeded means: all is done, unless something has to wait}
   * Nobody can tell from the output of another version's state machine.
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
   * All went well, and something of the message has to wait.
   *
   * @param retryAt when it is to be delivered again
   */
  record Postponed(String executionArn, Instant retryAt) implements WorkflowResult {}

  /** Something of the message is not done. */
  record Failed(String executionArn, String error, String cause) implements WorkflowResult {}

  /** The execution was cut off by the state machine's {@code TimeoutSeconds}. */
  record TimedOut(String executionArn) implements WorkflowResult {}

  /**
   * There was no answer: the execution did not begin, or it did and nobody knows how it ends. Its
   * claims are protected by their leases until it is over.
   *
   * @param problem what happened, for the log
   * @param remedy what somebody has to do; empty when waiting is all there is to do
   */
  record Unanswered(String problem, Optional<String> remedy) implements WorkflowResult {}
}
