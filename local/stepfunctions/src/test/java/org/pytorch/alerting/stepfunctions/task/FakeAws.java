package org.pytorch.alerting.stepfunctions.task;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** An HTTP server with one fixed response. Records the last request. */
final class FakeAws implements AutoCloseable {
  private final HttpServer server;
  final AtomicReference<String> path = new AtomicReference<>("");
  final AtomicReference<String> body = new AtomicReference<>("");
  final AtomicReference<Headers> headers = new AtomicReference<>(new Headers());

  private FakeAws(HttpServer server) {
    this.server = server;
  }

  static FakeAws responding(int status, String responseBody, Map<String, String> responseHeaders) {
    try {
      HttpServer server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
      FakeAws aws = new FakeAws(server);
      server.createContext(
          "/",
          exchange -> {
            aws.path.set(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            aws.headers.set(exchange.getRequestHeaders());
            byte[] read = exchange.getRequestBody().readAllBytes();
            aws.body.set(new String(read, StandardCharsets.UTF_8));
            responseHeaders.forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = responseBody.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
              out.write(bytes);
            }
          });
      server.start();
      return aws;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
