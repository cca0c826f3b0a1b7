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

/** A proxy between the functions and DynamoDB that adds up the capacity units. */
public final class RecordedTable implements AutoCloseable {
  private static final String KEY = "fingerprint";

  /** The client sets these itself. */
  private static final Set<String> OWN_HEADERS =
      Set.of("host", "content-length", "connection", "expect", "upgrade", "transfer-encoding");

  /** The calls and capacity units so far. */
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

  /** {@return the usage since the last call} */
  public synchronized Usage take() {
    Usage taken = usage;
    usage = Usage.NONE;
    return taken;
  }

  private HttpReply serve(HttpRequest request) {
    HttpResponse<byte[]> response = forward(request);
    record(request, response.statusCode());
    Map<String, String> headers = new HashMap<>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name)) {
                headers.put(name, values.getFirst());
              }
            });
    return new HttpReply(
        response.statusCode(), headers, SdkBytes.fromByteArrayUnsafe(response.body()));
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

  private synchronized void record(HttpRequest request, int status) {
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
      default -> throw new IllegalStateException("unsupported operation: " + operation);
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
