package org.pytorch.alerting.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An AWS endpoint that records what it is asked and answers always the same, or never. */
public final class StubAws implements AutoCloseable {
  public record Request(String target, String body) {}

  public final List<Request> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private StubAws(Answer answer) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              new Request(
                  String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target")),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          answer.to(exchange);
        });
    server.setExecutor(threads);
    server.start();
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  public static StubAws answering(int status, String json) {
    return answering(status, "application/x-amz-json-1.0", json);
  }

  public static StubAws answering(int status, String contentType, String text) {
    return started(
        exchange -> {
          byte[] body = text.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", contentType);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  /** Takes requests and says nothing. */
  public static StubAws silent() {
    return started(exchange -> {});
  }

  private static StubAws started(Answer answer) {
    // The default chain of credentials looks here first.
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    try {
      return new StubAws(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Environment environment() {
    String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
    return new Environment(
        Map.of(
            "AWS_REGION", "us-east-1",
            "AWS_ENDPOINT_URL_SECRETS_MANAGER", endpoint,
            "AWS_ENDPOINT_URL_SFN", endpoint,
            "AWS_ENDPOINT_URL_SNS", endpoint,
            "AWS_ENDPOINT_URL_SQS", endpoint));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
