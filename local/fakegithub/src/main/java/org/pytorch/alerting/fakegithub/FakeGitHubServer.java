package org.pytorch.alerting.fakegithub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.call.GitHubCall;
import org.pytorch.alerting.fakegithub.data.Sha256;
import org.pytorch.alerting.fakegithub.settings.GitHubSettings;

/** The fake GitHub over HTTP on this machine, with its control endpoints. */
public final class FakeGitHubServer implements AutoCloseable {
  /** GitHub's own limit is not documented; this one only protects the memory. */
  private static final int BODY_BYTES_MAX = 10 * 1024 * 1024;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final URI endpoint;
  private final FakeGitHub gitHub;
  private final ControlApi control;
  private final Optional<CallJournal> journal;

  private FakeGitHubServer(
      HttpServer server,
      InstantSource clock,
      Optional<CallJournal> journal,
      GitHubSettings settings) {
    this.server = server;
    this.journal = journal;
    this.endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    GitHubSettings here = settings.at(endpoint.toString());
    this.gitHub = new FakeGitHub(clock, here);
    this.control = new ControlApi(gitHub, here);
  }

  /**
   * Starts a server on the loopback interface.
   *
   * @param settings settings; their URLs are replaced with this server's
   * @param port 0 for a free one
   * @throws UncheckedIOException if the port is taken
   */
  public static FakeGitHubServer start(InstantSource clock, GitHubSettings settings, int port) {
    return new FakeGitHubServer(bind(port), clock, Optional.empty(), settings).started();
  }

  /**
   * Starts a server on the loopback interface.
   *
   * @param settings settings; their URLs are replaced with this server's
   * @param port 0 for a free one
   * @param file keeps issues, comments and labels over a restart; created if it is missing
   * @throws UncheckedIOException if the port is taken
   * @throws IllegalStateException if the file was written with another key of the App
   */
  public static FakeGitHubServer start(
      InstantSource clock, GitHubSettings settings, int port, Path file) {
    CallJournal journal = CallJournal.open(clock, file);
    FakeGitHubServer server =
        new FakeGitHubServer(bind(port), journal, Optional.of(journal), settings);
    journal.replay(file, fingerprint(settings), server::handle);
    return server.started();
  }

  private static HttpServer bind(int port) {
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      return HttpServer.create(new InetSocketAddress(loopback, port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("no fake GitHub on port " + port, e);
    }
  }

  private FakeGitHubServer started() {
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
    return this;
  }

  /** {@return the base URL of the REST API, without a trailing slash} */
  public URI endpoint() {
    return endpoint;
  }

  /** {@return the base URL of the control endpoints, without a trailing slash} */
  public URI control() {
    return endpoint.resolve(ControlApi.PREFIX);
  }

  /** {@return the GitHub behind the server} */
  public FakeGitHub gitHub() {
    return gitHub;
  }

  /** Stops at once, including delayed responses. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    journal.ifPresent(CallJournal::close);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      GitHubCall call = call(exchange);
      CallResponse response =
          journal.map(kept -> kept.record(call, this::handle)).orElseGet(() -> handle(call));
      Thread.sleep(response.delay());
      if (!response.isLost()) {
        send(exchange, response);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private CallResponse handle(GitHubCall call) {
    boolean forControl = call.path().startsWith(ControlApi.PREFIX + "/");
    return forControl ? control.handle(call) : gitHub.handle(call);
  }

  private static String fingerprint(GitHubSettings settings) {
    return Sha256.hex(settings.app().publicKey().getEncoded());
  }

  private static GitHubCall call(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    Map<String, String> headers = new HashMap<>();
    for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
      headers.put(header.getKey(), String.join(", ", header.getValue()));
    }
    byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX);
    return new GitHubCall(
        exchange.getRequestMethod(),
        withoutRepeatedPrefix(uri.getRawPath()) + query,
        headers,
        new String(body, StandardCharsets.UTF_8));
  }

  /** Scripts append an endpoint's short or full path to {@link #control}. */
  private static String withoutRepeatedPrefix(String path) {
    String repeated = ControlApi.PREFIX + ControlApi.PREFIX + "/";
    return path.startsWith(repeated) ? path.substring(ControlApi.PREFIX.length()) : path;
  }

  private static void send(HttpExchange exchange, CallResponse response) throws IOException {
    response.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
    // -1 means no body; 0 would mean an unknown length.
    exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
