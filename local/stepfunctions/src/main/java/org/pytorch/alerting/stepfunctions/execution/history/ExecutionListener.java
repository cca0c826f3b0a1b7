package org.pytorch.alerting.stepfunctions.execution.history;

import java.time.Duration;
import java.time.Instant;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;

/** Is told, in order and by the scheduler's thread, what an execution does. */
public interface ExecutionListener {
  /** Listens to nothing. */
  ExecutionListener NONE = new ExecutionListener() {};

  /** An event of the execution's history. */
  default void onEvent(HistoryEvent event) {}

  /** One way the execution went on: every Next, rule, Default, retrier, catcher, End and Fail. */
  default void onTransition(Edge edge, Instant at) {}

  /**
   * A state is tried again; also told as a transition.
   *
   * @param attempt 1 for the retrier's first retry in this visit of the state
   * @param delay until the state is tried again, jitter included
   */
  default void onRetry(Edge.Retry edge, int attempt, Duration delay, String error, Instant at) {}

  /** A state is left after it was entered at {@code enteredAt}, with all its retries. */
  default void onExited(String state, Instant enteredAt, Instant at) {}
}
