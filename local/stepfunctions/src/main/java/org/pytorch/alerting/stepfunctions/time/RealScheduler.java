package org.pytorch.alerting.stepfunctions.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Real time, on one daemon thread of its own. Tasks may be scheduled from any thread. */
public final class RealScheduler implements Scheduler, AutoCloseable {
  private final InstantSource clock = InstantSource.system();
  private final ScheduledThreadPoolExecutor thread;

  /** Starts the thread. */
  public RealScheduler() {
    thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("step-functions").factory());
    // Every task has a time-out that is called off when it answers: these must not pile up.
    thread.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay is negative: " + delay);
    }
    try {
      Future<?> future = thread.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException closed) {
      // The answer of a task may come in while everything is being closed.
      return () -> {};
    }
  }

  /** Ends the thread; what was scheduled and has not run never runs. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** The executor would swallow what a task throws, and a bug must be seen. */
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error bug) {
        Thread current = Thread.currentThread();
        current.getUncaughtExceptionHandler().uncaughtException(current, bug);
      }
    };
  }
}
