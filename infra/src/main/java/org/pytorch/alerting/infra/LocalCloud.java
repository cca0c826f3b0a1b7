package org.pytorch.alerting.infra;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Everything that a function calls on Lambda, on one port: the Runtime API with one event (Lambda
 * Developer Guide, "Using the Lambda runtime API"), and the services, each with one response that
 * lets the function continue. Records the calls in order.
 */
final class LocalCloud implements AutoCloseable {
  private static final String RUNTIME = "/2018-06-01/runtime/";
  private static final String REQUEST_ID = "8476a536-e9f4-11e8-9739-2dfe598c3fcd";

  /** The function's response, and whether it is an error. */
  record Response(boolean error, String body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<Response> response = new CompletableFuture<>();
  private final Map<String, Long> firstAskedAt = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final String event;
  private volatile long restoredAt;

  LocalCloud(String event) throws IOException {
    this.event = event;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /** {@return host and port in the form of AWS_LAMBDA_RUNTIME_API} */
  String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  String address() {
    return "http://" + authority();
  }

  /** {@return completes when the function has handled the event or failed} */
  CompletableFuture<Response> response() {
    return response;
  }

  /** {@return the calls so far: runtime steps and service calls} */
  List<String> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  /** {@return when the function was restored, by {@link System#nanoTime}, if it was} */
  OptionalLong restoredAt() {
    return asked().contains("restore") ? OptionalLong.of(restoredAt) : OptionalLong.empty();
  }

  /** {@return when {@code call} was first made, by {@link System#nanoTime}, if it was} */
  OptionalLong firstAskedAt(String call) {
    Long time = firstAskedAt.get(call);
    return time == null ? OptionalLong.empty() : OptionalLong.of(time);
  }

  private void serve(HttpExchange exchange) {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String path = exchange.getRequestURI().getPath();
      if (path.startsWith(RUNTIME)) {
        serveRuntime(exchange, path.substring(RUNTIME.length()), body);
      } else {
        String name = exchange.getRequestMethod() + " " + path;
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String operation = target == null ? name : target;
        asked.add(operation);
        firstAskedAt.putIfAbsent(operation, System.nanoTime());
        send(exchange, 200, CannedResponses.to(operation, body));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serveRuntime(HttpExchange exchange, String step, String body) throws IOException {
    switch (step) {
      case "invocation/next" -> next(exchange);
      case "restore/next" -> {
        asked.add("restore");
        restoredAt = System.nanoTime();
        send(exchange, 200, "");
      }
      case "invocation/" + REQUEST_ID + "/response" -> finish(exchange, new Response(false, body));
      // An error of the event, the start or the restore: tests treat them alike.
      default -> finish(exchange, new Response(true, step + ": " + body));
    }
  }

  /** The first caller gets the event; later callers wait until the end. */
  private void next(HttpExchange exchange) throws IOException {
    if (asked.contains("event")) {
      awaitClose();
      return;
    }
    asked.add("event");
    exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", REQUEST_ID);
    exchange
        .getResponseHeaders()
        .set("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 300_000));
    exchange
        .getResponseHeaders()
        .set(
            "Lambda-Runtime-Invoked-Function-Arn",
            "arn:aws:lambda:us-east-1:123456789012:function:alerting-test");
    send(exchange, 200, event);
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void finish(HttpExchange exchange, Response given) throws IOException {
    send(exchange, 202, "");
    response.complete(given);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
