package org.pytorch.alerting.stepfunctions.time;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;

/**
 * Virtual time: nothing waits, the clock jumps to the next task. For one thread only; the order of
 * events depends on nothing but the order of calls, so a run can be repeated exactly.
 */
public final class VirtualScheduler implements Scheduler {
  /** A run with more tasks than this never comes to rest. */
  static final long MAX_TASKS_PER_RUN = 10_000_000;

  private static final Comparator<Entry> BY_TIME_THEN_ORDER =
      Comparator.<Entry, Instant>comparing(entry -> entry.due)
          .thenComparingLong(entry -> entry.order);

  private final PriorityQueue<Entry> entries = new PriorityQueue<>(BY_TIME_THEN_ORDER);
  private Instant now;
  private long scheduled;

  /** A clock that shows {@code start} and has nothing to do. */
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
    forgetCancelled();
    return Optional.ofNullable(entries.peek()).map(entry -> entry.due);
  }

  /**
   * Puts the clock to the next task and runs it.
   *
   * @return false if there was none
   */
  public boolean runNext() {
    forgetCancelled();
    Entry next = entries.poll();
    if (next == null) {
      return false;
    }
    now = next.due;
    next.task.run();
    return true;
  }

  /** So that the clock never jumps to a task that will not run. */
  private void forgetCancelled() {
    for (Entry next = entries.peek(); next != null && next.cancelled; next = entries.peek()) {
      entries.poll();
    }
  }

  /**
   * Runs everything, and what comes of it, however far in the future it is.
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

  /** Runs everything that is due within {@code duration} and puts the clock to its end. */
  public void advance(Duration duration) {
    Instant end = now.plus(duration);
    while (nextDue().filter(due -> !due.isAfter(end)).isPresent()) {
      runNext();
    }
    now = end;
  }

  /**
   * Runs until a future is done, and no further.
   *
   * @throws IllegalStateException if nothing is left to do and it is still not done
   */
  public <T> T await(CompletableFuture<T> future) {
    while (!future.isDone()) {
      if (!runNext()) {
        throw new IllegalStateException("Nothing is left to do at " + now + ", and no result");
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
