package org.pytorch.alerting.stepfunctions.time;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;

/**
 * Virtual time: nothing waits, the clock jumps to the next task. For one thread only. The order of
 * events depends only on the order of calls, so a run can be repeated exactly.
 */
public final class VirtualScheduler implements Scheduler {
  /** A run with more tasks than this is an endless loop. */
  static final long MAX_TASKS_PER_RUN = 10_000_000;

  private static final Comparator<Entry> BY_TIME_THEN_ORDER =
      Comparator.<Entry, Instant>comparing(entry -> entry.due)
          .thenComparingLong(entry -> entry.order);

  private final PriorityQueue<Entry> entries = new PriorityQueue<>(BY_TIME_THEN_ORDER);
  private Instant now;
  private long scheduled;

  public VirtualScheduler(Instant start) {
    this.now = requireNonNull(start, "start is null");
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    requireNonNull(task, "task is null");
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay is negative: " + delay);
    }
    Entry entry = new Entry(now.plus(delay), scheduled++, task);
    entries.add(entry);
    return () -> entry.cancelled = true;
  }

  /** {@return when the next task is due, if there is one} */
  public Optional<Instant> nextDue() {
    removeCancelled();
    return Optional.ofNullable(entries.peek()).map(entry -> entry.due);
  }

  /**
   * Sets the clock to the next task's time and runs the task.
   *
   * @return false if there was none
   */
  public boolean runNext() {
    removeCancelled();
    Entry next = entries.poll();
    if (next == null) {
      return false;
    }
    now = next.due;
    next.task.run();
    return true;
  }

  /** Otherwise the clock would jump to the time of a task that will not run. */
  private void removeCancelled() {
    for (Entry next = entries.peek(); next != null && next.cancelled; next = entries.peek()) {
      entries.poll();
    }
  }

  /**
   * Runs all tasks and the tasks they schedule, however far in the future.
   *
   * @throws IllegalStateException if it never ends
   */
  public void runUntilIdle() {
    for (long ran = 0; runNext(); ran++) {
      if (ran >= MAX_TASKS_PER_RUN) {
        throw new IllegalStateException(
            "Not idle after " + MAX_TASKS_PER_RUN + " tasks, at " + now);
      }
    }
  }

  /** Runs all tasks due within {@code duration} and advances the clock to its end. */
  public void advance(Duration duration) {
    Instant end = now.plus(duration);
    while (nextDue().filter(due -> !due.isAfter(end)).isPresent()) {
      runNext();
    }
    now = end;
  }

  /**
   * Runs tasks until a future is done.
   *
   * @throws IllegalStateException if no tasks are left and the future is not done
   */
  public <T> T await(CompletableFuture<T> future) {
    while (!future.isDone()) {
      if (!runNext()) {
        throw new IllegalStateException("No tasks are left at " + now + ", and there is no result");
      }
    }
    return future.join();
  }

  private static final class Entry {
    private final Instant due;
    private final long order;
    private final Runnable task;
    private boolean cancelled;

    Entry(Instant due, long order, Runnable task) {
      this.due = due;
      this.order = order;
      this.task = task;
    }
  }
}
