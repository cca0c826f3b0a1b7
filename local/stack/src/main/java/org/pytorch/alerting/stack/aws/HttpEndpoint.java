package org.pytorch.alerting.stack.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;

/** A small HTTP server on the loopback interface; each request has its own virtual thread. */
public final class HttpEndpoint implements AutoCloseable {
  /** In bytes. API Gateway accepts 10 MB, the highest limit of the services here. */
  static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

  private static final String LOOPBACK = "127.0.0.1";

  static {
    // Without it, every response waits about 40 ms for the acknowledgement of its headers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads;

  private HttpEndpoint(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts to listen.
   *
   * @param name names the endpoint in the message if the port is taken
   * @param port 0 for any free one
   */
  public static HttpEndpoint start(
      String name, int port, Function<HttpRequest, HttpReply> service) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
      server.setExecutor(threads);
      server.createContext("/", exchange -> serve(exchange, service));
      server.start();
      return new HttpEndpoint(server, threads);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot listen on port %d: %s".formatted(name, port, e.getMessage()), e);
    }
  }

  /** {@return such as {@code http://127.0.0.1:40123}, without a slash at its end} */
  public URI uri() {
    return URI.create("http://" + LOOPBACK + ":" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void serve(HttpExchange exchange, Function<HttpRequest, HttpReply> service)
      throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
      send(exchange, body.length > MAX_BODY_BYTES ? tooLarge() : answer(exchange, body, service));
    }
  }

  private static HttpReply answer(
      HttpExchange exchange, byte[] body, Function<HttpRequest, HttpReply> service) {
    Map<String, String> headers = new HashMap<>();
    exchange.getRequestHeaders().forEach((name, all) -> headers.put(name, String.join(",", all)));
    String query = exchange.getRequestURI().getRawQuery();
    try {
      return service.apply(
          new HttpRequest(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getRawPath(),
              query == null ? "" : query,
              headers,
              SdkBytes.fromByteArrayUnsafe(body)));
    } catch (RuntimeException e) {
      // Our own bugs must reach the caller as a response, or the caller waits for its timeout.
      return HttpReply.text(500, "text/plain", e.toString());
    }
  }

  private static HttpReply tooLarge() {
    return HttpReply.text(413, "text/plain", "The body is over " + MAX_BODY_BYTES + " bytes.");
  }

  private static void send(HttpExchange exchange, HttpReply reply) throws IOException {
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = reply.body().asByteArrayUnsafe();
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  /** {@return {@code text}, percent-decoded} */
  public static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
