package org.pytorch.alerting.bench.cost;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.aws.HttpEndpoint;
import org.pytorch.alerting.stack.aws.HttpReply;
import org.pytorch.alerting.stack.aws.HttpRequest;
import software.amazon.awssdk.core.SdkBytes;

/** Stands between the functions and DynamoDB and adds up what DynamoDB would charge for. */
public final class RecordedTable implements AutoCloseable {
  private static final String KEY = "fingerprint";

  /** The client sets these itself. */
  private static final Set<String> OWN_HEADERS =
      Set.of("host", "content-length", "connection", "expect", "upgrade", "transfer-encoding");

  /** What was used. */
  public record Usage(long calls, long reads, long writes) {
    static final Usage NONE = new Usage(0, 0, 0);

    Usage plus(long moreReads, long moreWrites) {
      return new Usage(calls + 1, reads + moreReads, writes + moreWrites);
    }
  }

  private final URI table;
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpEndpoint endpoint;
  private final Map<String, Long> sizes = new HashMap<>();
  private Usage usage = Usage.NONE;

  public RecordedTable(URI table) {
    this.table = table;
    this.endpoint = HttpEndpoint.start("DynamoDB's recorder", 0, this::serve);
  }

  public URI uri() {
    return endpoint.uri();
  }

  /** {@return what was used since the last time this was asked} */
  public synchronized Usage take() {
    Usage taken = usage;
    usage = Usage.NONE;
    return taken;
  }

  private HttpReply serve(HttpRequest request) {
    HttpResponse<byte[]> answer = forward(request);
    note(request, answer.statusCode());
    Map<String, String> headers = new HashMap<>();
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name)) {
                headers.put(name, values.getFirst());
              }
            });
    return new HttpReply(answer.statusCode(), headers, SdkBytes.fromByteArrayUnsafe(answer.body()));
  }

  private HttpResponse<byte[]> forward(HttpRequest request) {
    java.net.http.HttpRequest.Builder same =
        java.net.http.HttpRequest.newBuilder(table.resolve("/"))
            .POST(
                java.net.http.HttpRequest.BodyPublishers.ofByteArray(
                    request.body().asByteArrayUnsafe()));
    request
        .headers()
        .forEach(
            (name, value) -> {
              if (!OWN_HEADERS.contains(name)) {
                same.header(name, value);
              }
            });
    try {
      return http.send(same.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private synchronized void note(HttpRequest request, int status) {
    String operation = request.header("x-amz-target").orElse("");
    JsonNode body = Json.read(request.text(), JsonNode.class);
    switch (operation.substring(operation.indexOf('.') + 1)) {
      case "GetItem" ->
          usage = usage.plus(CapacityUnits.ofConsistentRead(size(body.path("Key").path(KEY))), 0);
      case "PutItem" -> {
        JsonNode key = body.path("Item").path(KEY);
        long bytes = CapacityUnits.bytes(body.path("Item"));
        usage = usage.plus(0, CapacityUnits.ofWrite(size(key), bytes));
        if (status == 200) {
          sizes.put(key.path("S").asText(), bytes);
        }
      }
      default -> throw new IllegalStateException("an operation that we do not use: " + operation);
    }
  }

  private long size(JsonNode key) {
    return sizes.getOrDefault(key.path("S").asText(), 0L);
  }

  @Override
  public void close() {
    endpoint.close();
    http.close();
  }
}
