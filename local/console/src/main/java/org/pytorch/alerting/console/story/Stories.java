package org.pytorch.alerting.console.story;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.pytorch.alerting.console.run.History;
import org.pytorch.alerting.console.run.Status;
import org.pytorch.alerting.console.source.AwayException;
import org.pytorch.alerting.console.source.StepFunctions;
import org.pytorch.alerting.console.source.StepFunctions.Listing;
import org.pytorch.alerting.console.source.StepFunctions.Selection;
import org.pytorch.alerting.console.source.StepFunctions.Summary;

/**
 * The pipeline's newest executions and what each did, by alert and by message. Histories are read
 * once, in the background, from the first page view on. Thread-safe.
 */
public final class Stories {
  /** In executions; older ones are forgotten. */
  private static final int MAX_EXECUTIONS = 10_000;

  private static final int PAGE = 1000;

  /** Leaves a page enough of its 100 ms. */
  private static final Duration PATIENCE = Duration.ofMillis(40);

  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(2);

  /** Listeners are told after so many. */
  private static final int CHUNK = 200;

  private final StepFunctions stepFunctions;
  private final String machine;
  private final Executor executor;
  private final Runnable changed;
  private final AtomicBoolean wanted = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();

  /** The newest first. */
  private final TreeMap<Key, Entry> entries = new TreeMap<>();

  private final Map<String, Key> byArn = new HashMap<>();
  private final Map<String, Set<Key>> byAlert = new HashMap<>();
  private Optional<CompletableFuture<Void>> reading = Optional.empty();
  private volatile Optional<String> away = Optional.empty();
  private volatile boolean everRead;

  private record Key(Instant startedAt, String arn) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::startedAt).reversed().thenComparing(Key::arn);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private record Entry(Summary summary, Optional<Delivery> delivery) {}

  /**
   * @param machine the ARN of the pipeline
   * @param executor reads on its threads
   * @param changed called when something new was read
   */
  public Stories(StepFunctions stepFunctions, String machine, Executor executor, Runnable changed) {
    this.stepFunctions = stepFunctions;
    this.machine = machine;
    this.executor = executor;
    this.changed = changed;
  }

  /** Reads what is new, in the background; waits a moment for it, and longer the first time. */
  public void refresh() {
    wanted.set(true);
    CompletableFuture<Void> running;
    lock.lock();
    try {
      running = reading.orElseGet(this::begin);
    } finally {
      lock.unlock();
    }
    Duration patience = everRead ? PATIENCE : FIRST_PATIENCE;
    try {
      running.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // The page shows what is known, and looks again when there is more.
    } catch (ExecutionException e) {
      throw new IllegalStateException("histories were not read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Under the lock. */
  private CompletableFuture<Void> begin() {
    CompletableFuture<Void> running = new CompletableFuture<>();
    reading = Optional.of(running);
    executor.execute(
        () -> {
          try {
            read();
            running.complete(null);
          } catch (RuntimeException e) {
            running.completeExceptionally(e);
          }
        });
    return running;
  }

  private void read() {
    try {
      while (wanted.getAndSet(false)) {
        boolean news = list();
        news |= readHistories();
        away = Optional.empty();
        if (news) {
          changed.run();
        }
      }
    } catch (AwayException e) {
      away = Optional.of(e.text());
    } finally {
      everRead = true;
      end();
    }
  }

  private void end() {
    lock.lock();
    try {
      reading = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** {@return whether there was an execution that was not known, or that has ended} */
  private boolean list() {
    Set<String> running = running();
    boolean news = false;
    Optional<String> token = Optional.empty();
    int seen = 0;
    do {
      Optional<Listing> page =
          stepFunctions.executions(
              new Selection(machine, Optional.empty(), token), seen == 0 ? 100 : PAGE);
      if (page.isEmpty()) {
        return news;
      }
      boolean allKnown = true;
      for (Summary summary : page.get().executions()) {
        running.remove(summary.arn());
        if (put(summary)) {
          news = true;
          allKnown = false;
        }
      }
      seen += page.get().executions().size();
      token = page.get().next();
      if (allKnown) {
        break;
      }
    } while (token.isPresent() && seen < MAX_EXECUTIONS);
    for (String arn : running) {
      news |= stepFunctions.execution(arn).map(found -> put(found.summary())).orElse(false);
    }
    return news;
  }

  private Set<String> running() {
    lock.lock();
    try {
      Set<String> running = new HashSet<>();
      entries
          .values()
          .forEach(
              entry -> {
                if (entry.summary().endedAt().isEmpty()) {
                  running.add(entry.summary().arn());
                }
              });
      return running;
    } finally {
      lock.unlock();
    }
  }

  /** {@return whether it is new, or has ended since} */
  private boolean put(Summary summary) {
    lock.lock();
    try {
      Key key = new Key(summary.startedAt(), summary.arn());
      Optional<Entry> known = Optional.ofNullable(entries.get(key));
      if (known.map(entry -> entry.summary().status() == summary.status()).orElse(false)) {
        return false;
      }
      entries.put(key, new Entry(summary, Optional.empty()));
      byArn.put(summary.arn(), key);
      while (entries.size() > MAX_EXECUTIONS) {
        forget(entries.lastKey());
      }
      return entries.containsKey(key);
    } finally {
      lock.unlock();
    }
  }

  private void forget(Key key) {
    Optional<Delivery> delivery = Optional.ofNullable(entries.remove(key)).flatMap(Entry::delivery);
    byArn.remove(key.arn());
    delivery.stream()
        .flatMap(known -> known.alerts().stream())
        .map(HandledAlert::fingerprint)
        .forEach(
            alert -> {
              Set<Key> keys = byAlert.getOrDefault(alert, Set.of());
              if (keys.size() > 1) {
                keys.remove(key);
              } else {
                byAlert.remove(alert);
              }
            });
  }

  private boolean readHistories() {
    List<Summary> unread = unread();
    int count = 0;
    for (Summary summary : unread) {
      Delivery delivery =
          DeliveryReader.read(summary, History.read(stepFunctions.history(summary.arn())));
      put(delivery);
      count++;
      if (count % CHUNK == 0) {
        list();
        changed.run();
      }
    }
    return count > 0;
  }

  /** The newest first, because somebody may be waiting for them. */
  private List<Summary> unread() {
    lock.lock();
    try {
      return entries.values().stream()
          .filter(entry -> entry.delivery().isEmpty())
          .map(Entry::summary)
          .filter(summary -> summary.status() != Status.RUNNING)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private void put(Delivery delivery) {
    lock.lock();
    try {
      Key key = new Key(delivery.execution().startedAt(), delivery.execution().arn());
      if (entries.replace(key, new Entry(delivery.execution(), Optional.of(delivery))) != null) {
        delivery
            .alerts()
            .forEach(
                alert ->
                    byAlert.computeIfAbsent(alert.fingerprint(), _ -> new HashSet<>()).add(key));
      }
    } finally {
      lock.unlock();
    }
  }

  /** {@return why nothing could be read the last time} */
  public Optional<String> away() {
    return away;
  }

  /** {@return the known executions, the newest first} */
  public List<Summary> executions() {
    lock.lock();
    try {
      return entries.values().stream().map(Entry::summary).toList();
    } finally {
      lock.unlock();
    }
  }

  /** {@return how many executions have ended and are not read yet} */
  public int unreadCount() {
    return unread().size();
  }

  /** {@return what an execution did; empty while it runs or is not read yet} */
  public Optional<Delivery> delivery(String executionArn) {
    lock.lock();
    try {
      return Optional.ofNullable(byArn.get(executionArn))
          .flatMap(key -> Optional.ofNullable(entries.get(key)))
          .flatMap(Entry::delivery);
    } finally {
      lock.unlock();
    }
  }

  /** {@return the deliveries that say something about an alert, the newest first} */
  public List<Delivery> ofAlert(String fingerprint) {
    lock.lock();
    try {
      return byAlert.getOrDefault(fingerprint, Set.of()).stream()
          .sorted()
          .flatMap(key -> Optional.ofNullable(entries.get(key)).stream())
          .flatMap(entry -> entry.delivery().stream())
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * {@return the executions of a message, the newest first}
   *
   * @param id the queue's id, which begins their names, or the id in their events
   */
  public List<Summary> ofMessage(String id) {
    lock.lock();
    try {
      List<Summary> found = new ArrayList<>();
      for (Entry entry : entries.values()) {
        boolean named = entry.summary().name().startsWith(id + "-");
        if (named || entry.delivery().filter(it -> it.messageId().equals(id)).isPresent()) {
          found.add(entry.summary());
        }
      }
      return found;
    } finally {
      lock.unlock();
    }
  }
}
