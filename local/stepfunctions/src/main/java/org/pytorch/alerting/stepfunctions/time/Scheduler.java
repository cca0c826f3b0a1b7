package org.pytorch.alerting.stepfunctions.time;

import java.time.Duration;
import java.time.Instant;

/**
 * A clock and an event loop. All tasks of one scheduler run one after the other, never in parallel,
 * so state that only they use needs no lock.
 */
public interface Scheduler {
  /** {@return the time, real or virtual} */
  Instant now();

  /**
   * Runs a task later. Tasks due at the same time run in the order in which they were scheduled.
   *
   * @param delay from now, not negative; zero means as soon as the running task has ended
   * @return a handle to cancel the task
   */
  Scheduled schedule(Duration delay, Runnable task);

  /** A scheduled task. */
  @FunctionalInterface
  interface Scheduled {
    /** Cancels the task. Does nothing if the task has already started. */
    void cancel();
  }
}
