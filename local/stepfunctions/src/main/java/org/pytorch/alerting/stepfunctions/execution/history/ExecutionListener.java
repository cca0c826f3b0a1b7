package org.pytorch.alerting.stepfunctions.execution.history;

import java.time.Duration;
import java.time.Instant;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;

/** Gets the events of an execution, in order, in the scheduler's thread. */
public interface ExecutionListener {
  /** Ignores all events. */
  ExecutionListener NONE = new ExecutionListener() {};

  /** An event of the execution's history. */
  default void onEvent(HistoryEvent event) {}

  /** The execution takes a Next, rule, Default, retrier, catcher, End or Fail. */
  default void onTransition(Edge edge, Instant at) {}

  /**
   * A state will be retried; also reported as a transition.
   *
   * @param attempt 1 for the retrier's first retry in this visit of the state
   * @param delay until the retry, including jitter
   */
  default void onRetry(Edge.Retry edge, int attempt, Duration delay, String error, Instant at) {}

  /** The execution leaves a state, after all its retries. */
  default void onExited(String state, Instant enteredAt, Instant at) {}
}
