package org.pytorch.alerting.stack.journal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The stack's events, newest last. A waiter checks again at every event instead of sleeping.
 * Thread-safe.
 */
public final class Journal {
  /** In events; the oldest are dropped. */
  private static final int MAX_EVENTS = 10_000;

  private static final int EVENTS_IN_A_FAILURE = 15;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final Deque<StackEvent> events = new ArrayDeque<>();
  private final List<Consumer<StackEvent>> listeners = new CopyOnWriteArrayList<>();
  private long total;

  /** Adds an event and notifies listeners on this thread. */
  public void add(StackEvent event) {
    lock.lock();
    try {
      events.addLast(event);
      if (events.size() > MAX_EVENTS) {
        events.removeFirst();
      }
      total++;
      added.signalAll();
    } finally {
      lock.unlock();
    }
    listeners.forEach(listener -> listener.accept(event));
  }

  /** Calls {@code listener} at every event from now on. */
  public void listen(Consumer<StackEvent> listener) {
    listeners.add(listener);
  }

  /** {@return the events so far, at most the newest 10,000} */
  public List<StackEvent> events() {
    lock.lock();
    try {
      return new ArrayList<>(events);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Events in their order.
   *
   * @param end how many events there had been when they were read
   */
  public record Since(List<StackEvent> events, long end) {
    public Since {
      events = List.copyOf(events);
    }
  }

  /** {@return how many events there have been, for {@link #since}} */
  public long position() {
    return total();
  }

  /** {@return the events after the first {@code position}, as far as they are kept} */
  public Since since(long position) {
    lock.lock();
    try {
      long skipped = Math.max(0, position - (total - events.size()));
      return new Since(events.stream().skip(skipped).toList(), total);
    } finally {
      lock.unlock();
    }
  }

  /** {@return the events of one kind so far} */
  public <E extends StackEvent> List<E> events(Class<E> kind) {
    return events().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /**
   * Waits until {@code look} returns a value; it is called at once, and again after every event.
   *
   * @param what is awaited, for the message
   * @throws IllegalStateException if there is no value after {@code timeout}; the message lists the
   *     last events
   */
  public <T> T await(String what, Duration timeout, Supplier<Optional<T>> look) {
    return poll(timeout, look)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Timed out after %d s waiting for %s. The last events:%n%s"
                        .formatted(timeout.toSeconds(), what, lastEvents())));
  }

  /** As {@link #await}, but {@return an empty result after {@code timeout}} */
  public <T> Optional<T> poll(Duration timeout, Supplier<Optional<T>> look) {
    long end = System.nanoTime() + timeout.toNanos();
    while (true) {
      long seen = total();
      Optional<T> found = look.get();
      if (found.isPresent() || !awaitEventAfter(seen, end - System.nanoTime())) {
        return found;
      }
    }
  }

  private long total() {
    lock.lock();
    try {
      return total;
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitEventAfter(long seen, long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (total == seen) {
        if (left <= 0) {
          return false;
        }
        left = added.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    } finally {
      lock.unlock();
    }
  }

  private String lastEvents() {
    List<StackEvent> all = events();
    StringBuilder text = new StringBuilder();
    all.subList(Math.max(0, all.size() - EVENTS_IN_A_FAILURE), all.size())
        .forEach(event -> text.append("  ").append(event).append('\n'));
    return text.toString();
  }
}
