package org.pytorch.alerting.endtoend.wholerun;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.pytorch.alerting.stack.aws.HttpEndpoint;
import org.pytorch.alerting.stack.aws.HttpReply;
import org.pytorch.alerting.stack.aws.HttpRequest;
import software.amazon.awssdk.core.SdkBytes;

/**
 * A proxy between the github function and the fake GitHub: records the function's credentials and,
 * for its faults, returns responses that echo the credentials everywhere, as careless proxies do.
 */
final class EchoingGitHub implements AutoCloseable {
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "host", "connection", "content-length", "transfer-encoding", "upgrade", "http2-settings");

  private final URI target;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private final List<Integer> statuses = new CopyOnWriteArrayList<>();
  private final Set<String> credentials = ConcurrentHashMap.newKeySet();
  private final HttpEndpoint endpoint = HttpEndpoint.start("GitHub", 0, this::respond);

  /**
   * @param target the fake GitHub's API
   */
  EchoingGitHub(URI target) {
    this.target = target;
  }

  /**
   * A fault of the next matching requests.
   *
   * @param path pattern searched in the request's path
   * @param text text searched in the request's body
   * @param left the number of requests left
   */
  private record Fault(
      String method,
      Pattern path,
      String text,
      AtomicInteger left,
      int status,
      Map<String, String> headers) {
    boolean matches(HttpRequest request) {
      return request.method().equals(method)
          && path.matcher(request.path()).find()
          && request.text().contains(text)
          && left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }
  }

  /** Returns {@code status} to the next {@code times} matching requests, with their credentials. */
  void refuse(
      String method, String path, String text, int times, int status, Map<String, String> headers) {
    faults.add(
        new Fault(method, Pattern.compile(path), text, new AtomicInteger(times), status, headers));
  }

  URI uri() {
    return endpoint.uri();
  }

  /** {@return the status of every response, in order} */
  List<Integer> statuses() {
    return List.copyOf(statuses);
  }

  /** {@return every value of the Authorization header, without its scheme} */
  Set<String> credentials() {
    return Set.copyOf(credentials);
  }

  private HttpReply respond(HttpRequest request) {
    String authorization = request.header("authorization").orElse("");
    credentials.add(authorization.substring(authorization.indexOf(' ') + 1));
    Optional<Fault> fault = faults.stream().filter(each -> each.matches(request)).findFirst();
    HttpReply reply =
        fault
            .map(matching -> echo(matching, request, authorization))
            .orElseGet(() -> forward(request));
    statuses.add(reply.status());
    return reply;
  }

  private static HttpReply echo(Fault fault, HttpRequest request, String authorization) {
    HttpReply reply =
        HttpReply.json(
            fault.status(),
            "application/json",
            Map.of(
                "message",
                "Refused: %s with Authorization: %s".formatted(request.path(), authorization),
                "errors",
                List.of(Map.of("value", authorization))));
    for (Map.Entry<String, String> header : fault.headers().entrySet()) {
      reply = reply.with(header.getKey(), header.getValue());
    }
    return reply
        .with("x-accepted-github-permissions", authorization)
        .with("www-authenticate", authorization);
  }

  private HttpReply forward(HttpRequest request) {
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    java.net.http.HttpRequest.Builder copy =
        java.net.http.HttpRequest.newBuilder(URI.create(target + request.path() + query))
            .method(
                request.method(), BodyPublishers.ofByteArray(request.body().asByteArrayUnsafe()));
    request
        .headers()
        .forEach(
            (name, value) -> {
              if (!HOP_BY_HOP.contains(name)) {
                copy.header(name, value);
              }
            });
    try {
      return copied(http.send(copy.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static HttpReply copied(HttpResponse<byte[]> response) {
    Map<String, String> headers = new HashMap<>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!HOP_BY_HOP.contains(name) && !name.startsWith(":")) {
                headers.put(name, String.join(",", values));
              }
            });
    return new HttpReply(response.statusCode(), headers, SdkBytes.fromByteArray(response.body()));
  }

  @Override
  public void close() {
    endpoint.close();
    http.close();
  }
}
