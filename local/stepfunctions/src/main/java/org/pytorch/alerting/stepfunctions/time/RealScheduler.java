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

  public RealScheduler() {
    thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("step-functions").factory());
    // Every task's time-out is cancelled when the task completes: these must not pile up.
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
      // The result of a task may arrive during shutdown.
      return () -> {};
    }
  }

  /** Ends the thread. Scheduled tasks that have not run never run. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** Without this the executor would swallow a task's exceptions and hide bugs. */
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
