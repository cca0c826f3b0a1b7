package org.pytorch.alerting.console.source;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The last state of something that is slow to read when it is large. A page waits a moment for a
 * newer state, and shows the previous one if reading takes longer; open pages are told when the
 * newer one is there. Thread-safe.
 */
public final class Snapshot<T> {
  /** Leaves a page enough of its 100 ms. */
  private static final Duration PATIENCE = Duration.ofMillis(40);

  /** The wait for the first state, when there is no previous one to show. */
  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(10);

  /** The interval for a stack that does not report changes. */
  private static final Duration MAX_AGE = Duration.ofSeconds(5);

  /** The interval for a stack that does, in case a report is lost. */
  private static final Duration MAX_AGE_IF_TOLD = Duration.ofMinutes(1);

  /** Reading takes at most this part of the time, so that a large stack is not slowed down. */
  private static final int REST = 5;

  /** The first state counts as one change. */
  private static final long UNTOLD = 1;

  private final Supplier<T> load;
  private final InstantSource clock;
  private final Executor executor;
  private final Runnable late;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<T> value = Optional.empty();
  private Instant readAt = Instant.EPOCH;
  private Duration took = Duration.ZERO;
  private long changes = UNTOLD;
  private long seenChanges;
  private Optional<CompletableFuture<T>> loading = Optional.empty();

  /**
   * @param load reads the state
   * @param executor reads on its threads
   * @param late called when a state was read for which a page did not wait
   */
  public Snapshot(Supplier<T> load, InstantSource clock, Executor executor, Runnable late) {
    this.load = load;
    this.clock = clock;
    this.executor = executor;
    this.late = late;
  }

  /** Something has changed: the next page wants a newer state. */
  public void changed() {
    lock.lock();
    try {
      changes++;
    } finally {
      lock.unlock();
    }
  }

  /**
   * {@return the newest state that is at hand}
   *
   * @throws AwayException if it could not be read
   */
  public T current() {
    Optional<T> before;
    CompletableFuture<T> newer;
    lock.lock();
    try {
      if (loading.isEmpty() && value.isPresent() && (isFresh() || isResting())) {
        return value.get();
      }
      before = value;
      newer = loading.orElseGet(this::begin);
    } finally {
      lock.unlock();
    }
    return before
        .map(shown -> await(newer, PATIENCE, _ -> shown))
        .orElseGet(() -> await(newer, FIRST_PATIENCE, this::notRead));
  }

  private boolean isFresh() {
    Duration maxAge = changes == UNTOLD ? MAX_AGE : MAX_AGE_IF_TOLD;
    return changes == seenChanges && readAt.plus(maxAge).isAfter(clock.instant());
  }

  private boolean isResting() {
    return readAt.plus(took.multipliedBy(REST)).isAfter(clock.instant());
  }

  /** Under the lock. */
  private CompletableFuture<T> begin() {
    CompletableFuture<T> future = new CompletableFuture<>();
    loading = Optional.of(future);
    long seen = changes;
    Instant begun = clock.instant();
    executor.execute(() -> read(future, seen, begun));
    return future;
  }

  private void read(CompletableFuture<T> future, long seen, Instant begun) {
    try {
      T read = load.get();
      finish(() -> value = Optional.of(read), seen, begun);
      future.complete(read);
      if (!took.minus(PATIENCE).isNegative()) {
        late.run();
      }
    } catch (RuntimeException e) {
      finish(() -> value = Optional.empty(), seen - 1, begun);
      future.completeExceptionally(e);
    }
  }

  /**
   * @param result sets the value, under the lock
   */
  private void finish(Runnable result, long seen, Instant begun) {
    lock.lock();
    try {
      result.run();
      seenChanges = seen;
      readAt = clock.instant();
      took = Duration.between(begun, readAt);
      loading = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private T notRead(TimeoutException late) {
    throw new IllegalStateException("not read within " + FIRST_PATIENCE.toSeconds() + " s", late);
  }

  /**
   * @param instead what to show if that takes longer
   */
  private static <T> T await(
      CompletableFuture<T> newer, Duration patience, Function<TimeoutException, T> instead) {
    try {
      return newer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return instead.apply(e);
    } catch (ExecutionException | CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
