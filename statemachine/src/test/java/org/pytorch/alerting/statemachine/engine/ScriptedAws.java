package org.pytorch.alerting.statemachine.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.statemachine.script.Backend;
import org.pytorch.alerting.statemachine.script.Callee;
import org.pytorch.alerting.statemachine.script.Response;

/**
 * The Lambda Invoke API and SQS SendMessage over HTTP. The name of a function or queue ends with
 * its run, whose {@link Backend} responds. Both APIs are on every port, so one port may be enough.
 */
public final class ScriptedAws implements AutoCloseable {
  private static final String INVOCATION = "/2015-03-31/functions/";
  private static final String FUNCTION_ARN = "arn:aws:lambda:us-east-1:123456789012:function:";

  private final Map<String, Backend> backends = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<HttpServer> servers;

  /**
   * Starts listening.
   *
   * @param bind the address to listen at
   * @param ports 0 for a free one
   */
  public ScriptedAws(String bind, Set<Integer> ports) {
    this.servers = ports.stream().map(port -> started(bind, port)).toList();
  }

  /** {@return the actual port for each requested port} */
  public Set<Integer> ports() {
    return servers.stream()
        .map(server -> server.getAddress().getPort())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * Has {@code backend} respond to a run's calls.
   *
   * @param run letters, digits and dashes
   * @return the values of the definition's placeholders
   */
  public Map<String, String> serve(String run, Backend backend) {
    backends.put(run, backend);
    return Arrays.stream(Callee.values())
        .collect(Collectors.toUnmodifiableMap(Callee::placeholder, callee -> name(callee, run)));
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
    threads.shutdownNow();
  }

  /**
   * A queue's URL without a host: SDKs send to the URL's host rather than to their endpoint, and an
   * engine in a container reaches us only by the name in its endpoint setting.
   */
  private static String name(Callee callee, String run) {
    String name = callee.word() + "-" + run;
    return callee.isQueue() ? "/123456789012/" + name : FUNCTION_ARN + name;
  }

  private HttpServer started(String bind, int port) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(bind, port), 0);
      server.setExecutor(threads);
      server.createContext("/", this::handle);
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + bind + ":" + port, e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      String path = exchange.getRequestURI().getRawPath();
      if (path.startsWith(INVOCATION)) {
        invoke(exchange, path.substring(INVOCATION.length()), body);
      } else {
        SqsCall sent = SqsCall.of(exchange.getRequestHeaders(), body);
        sent.reply(exchange, respond(lastPart(sent.queueUrl(), '/'), sent.parameters()));
      }
    }
  }

  private void invoke(HttpExchange exchange, String rest, String body) throws IOException {
    String function = URLDecoder.decode(rest.substring(0, rest.indexOf('/')), UTF_8);
    Response response = respond(lastPart(function, ':'), Json.read(body, JsonNode.class));
    switch (response) {
      case Response.Value(JsonNode payload) -> reply(exchange, 200, payload.toString());
      case Response.FunctionError(String type, String message) -> {
        exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
        reply(exchange, 200, Json.write(Map.of("errorType", type, "errorMessage", message)));
      }
      case Response.QueueError error ->
          throw new IllegalStateException("a function cannot return a queue's error: " + error);
      case Response.TaskError _, Response.Silence _ ->
          throw new IllegalStateException("only supported in virtual time: " + response);
    }
  }

  /**
   * @param name such as {@code decide-run-3}
   */
  private Response respond(String name, JsonNode payload) {
    int dash = name.indexOf('-');
    return Optional.ofNullable(backends.get(name.substring(dash + 1)))
        .orElseThrow(() -> new IllegalStateException("a call for an unknown run: " + name))
        .respond(Callee.of(name.substring(0, dash)), payload);
  }

  private static String lastPart(String text, char separator) {
    return text.substring(text.lastIndexOf(separator) + 1);
  }

  public static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("application/json"));
    exchange.getResponseHeaders().set("x-amzn-RequestId", "00000000-0000-0000-0000-000000000000");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
