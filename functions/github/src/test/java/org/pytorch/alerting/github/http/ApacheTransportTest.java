package org.pytorch.alerting.github.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real client against a real server on this machine. */
@Timeout(30)
class ApacheTransportTest {
  private final List<String> received = new CopyOnWriteArrayList<>();

  /** For requests whose sender may give up before the server's thread has got to them. */
  private final BlockingQueue<String> arrivals = new LinkedBlockingQueue<>();

  private final Set<Integer> clientPorts = ConcurrentHashMap.newKeySet();
  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ApacheTransport transport = new ApacheTransport();
  private final HttpServer server = server();

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void start() {
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    transport.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
    arrivals.add(received.getLast());
    clientPorts.add(exchange.getRemoteAddress().getPort());
    switch (exchange.getRequestURI().getPath()) {
      case "/redirect" -> {
        exchange.getResponseHeaders().set("Location", "/elsewhere");
        send(exchange, 301, "");
      }
      case "/authorization" ->
          send(exchange, 200, exchange.getRequestHeaders().getFirst("Authorization"));
      case "/busy" -> send(exchange, 503, "later");
      case "/drop" -> exchange.close();
      case "/silent" -> await();
      case "/trickle" -> trickle(exchange);
      case "/long" -> {
        int length = Integer.parseInt(exchange.getRequestURI().getQuery());
        exchange.sendResponseHeaders(200, length);
        try (OutputStream content = exchange.getResponseBody()) {
          content.write(new byte[length]);
        }
      }
      case "/empty" -> {
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
      }
      default -> {
        exchange.getResponseHeaders().add("X-Twice", "one");
        exchange.getResponseHeaders().add("X-Twice", "two");
        send(exchange, 201, "{\"ü\":1}");
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** A byte every 20 ms: never silent for long, and not done within any test's patience. */
  private void trickle(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      for (int sent = 0; sent < 250 && !over.await(20, TimeUnit.MILLISECONDS); sent++) {
        body.write(' ');
        body.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void await() {
    try {
      boolean _ = over.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private GitHubRequest request(String method, String path, Duration timeout) {
    Optional<String> body = method.equals("GET") ? Optional.empty() : Optional.of("{\"é\":1}");
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    Map<String, String> headers = Map.of("User-Agent", "test", "Authorization", "Bearer x");
    return new GitHubRequest(method, uri, headers, body, timeout);
  }

  private GitHubResponse send(String method, String path) throws IOException {
    return transport.send(request(method, path, Duration.ofSeconds(10)));
  }

  @Test
  void a_request_and_its_answer_arrive_as_they_are() throws IOException {
    GitHubResponse answer =
        send("POST", "/repos/a/b/labels/Pri%3A%20P1?since=2026-03-04T07:13:00Z");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("{\"ü\":1}");
    assertThat(answer.header("x-twice")).contains("one");
    assertThat(received)
        .containsExactly("POST /repos/a/b/labels/Pri%3A%20P1?since=2026-03-04T07:13:00Z {\"é\":1}");
    assertThat(send("PATCH", "/empty").body()).isEmpty();
    assertThat(send("GET", "/authorization").body()).isEqualTo("Bearer x");
  }

  @Test
  void a_redirect_is_not_followed() throws IOException {
    GitHubResponse answer = send("POST", "/redirect");

    assertThat(answer.status()).isEqualTo(301);
    assertThat(answer.header("location")).contains("/elsewhere");
    assertThat(received).hasSize(1);
  }

  @Test
  void a_busy_server_is_not_asked_again() throws IOException {
    assertThat(send("GET", "/busy").status()).isEqualTo(503);
    assertThat(received).hasSize(1);
  }

  @Test
  void a_dropped_connection_is_a_failure_and_nothing_is_sent_twice() {
    assertThatThrownBy(() -> send("POST", "/drop")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> send("GET", "/drop")).isInstanceOf(IOException.class);
    assertThat(received).hasSize(2);
  }

  @Test
  void a_silent_server_is_given_up_on_in_time() throws InterruptedException {
    assertThatThrownBy(() -> transport.send(request("POST", "/silent", Duration.ofMillis(200))))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(arrivals.poll(30, TimeUnit.SECONDS)).startsWith("POST /silent");
    assertThat(received).hasSize(1);
  }

  @Test
  void an_answer_that_trickles_in_is_cut_off_in_time() {
    assertThatThrownBy(() -> transport.send(request("GET", "/trickle", Duration.ofMillis(300))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void answer_is_read_up_to_32_mib() throws IOException {
    assertThat(send("GET", "/long?33554432").body()).hasSize(33_554_432);
    assertThatThrownBy(() -> send("GET", "/long?33554433"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer than 33554432 bytes");
  }

  @Test
  void connections_are_used_again() throws IOException {
    for (int i = 0; i < 5; i++) {
      send("GET", "/x");
    }

    assertThat(clientPorts).hasSize(1);
  }

  @Test
  void connections_are_checked_after_1_s_of_idleness_and_not_used_after_30_s() {
    ConnectionConfig config = ApacheTransport.connection();

    assertThat(config.getValidateAfterInactivity().toDuration()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.getTimeToLive().toDuration()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.getConnectTimeout().toDuration()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.getSocketTimeout().toDuration()).isEqualTo(Duration.ofSeconds(12));
  }

  @Test
  void pool_holds_20_connections_and_all_of_them_may_be_to_github() {
    try (PoolingHttpClientConnectionManager pool = ApacheTransport.connections()) {
      assertThat(pool.getMaxTotal()).isEqualTo(20);
      assertThat(pool.getDefaultMaxPerRoute()).isEqualTo(20);
    }
  }

  @Test
  void nobody_listening_is_a_failure() throws IOException {
    // Bound, so that no other program gets the port, but it does not listen.
    try (Socket silent = new Socket()) {
      silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      URI uri = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");

      assertThatThrownBy(
              () ->
                  transport.send(
                      new GitHubRequest(
                          "GET", uri, Map.of(), Optional.empty(), Duration.ofSeconds(5))))
          .isInstanceOf(IOException.class);
    }
  }
}
