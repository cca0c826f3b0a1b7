package org.pytorch.alerting.console.web;

import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells open pages to refresh, by server-sent events: soon after a change, and every few seconds
 * for changes that are not reported.
 */
public final class Pulse implements AutoCloseable {
  /** Changes within it are one. */
  private static final Duration PAUSE = Duration.ofMillis(400);

  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  /** In pages; each holds a connection. */
  private static final int MAX_CLIENTS = 200;

  private final Set<SseClient> clients = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean pending = new AtomicBoolean();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("console-pulse").unstarted(task));

  public Pulse() {
    long millis = HEARTBEAT.toMillis();
    var _ = timer.scheduleWithFixedDelay(this::send, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Adds a page until its connection ends. */
  public void add(SseClient client) {
    if (clients.size() >= MAX_CLIENTS) {
      client.close();
      return;
    }
    client.keepAlive();
    client.onClose(() -> clients.remove(client));
    clients.add(client);
    client.sendComment("ready");
  }

  /** Something has changed; returns at once. */
  public void changed() {
    if (!clients.isEmpty() && !timer.isShutdown() && pending.compareAndSet(false, true)) {
      var _ = timer.schedule(this::sendPending, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void sendPending() {
    pending.set(false);
    send();
  }

  private void send() {
    clients.removeIf(SseClient::terminated);
    // Browsers drop an event without data.
    clients.forEach(client -> client.sendEvent("changed", "again"));
  }

  @Override
  public void close() {
    timer.shutdownNow();
    clients.forEach(SseClient::close);
  }
}
