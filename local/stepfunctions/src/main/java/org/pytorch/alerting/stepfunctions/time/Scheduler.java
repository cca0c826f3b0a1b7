package org.pytorch.alerting.stepfunctions.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The clock and the event loop of everything that runs. All tasks of one scheduler run one after
 * the other, never side by side, so what only they touch needs no lock.
 */
public interface Scheduler {
  /** {@return the time, real or virtual} */
  Instant now();

  /**
   * Runs a task later. Tasks due at the same time run in the order in which they were scheduled.
   *
   * @param delay from now; zero means as soon as the running task has ended, less is not allowed
   * @return by which the task can be called off
   */
  Scheduled schedule(Duration delay, Runnable task);

  /** A task that waits for its time. */
  @FunctionalInterface
  interface Scheduled {
    /** Calls the task off; does nothing if it has run, or runs, already. */
    void cancel();
  }
}
