package org.pytorch.alerting.statemachine.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/**
 * The Step Functions HTTP API (AWS JSON 1.0) of an engine that checks no signatures. Not the SDK,
 * which puts {@code sync-} before the host's name and retries requests by itself.
 */
final class StepFunctionsApi implements AutoCloseable {
  /** Longer than the longest execution. */
  private static final Duration TIMEOUT = Duration.ofSeconds(300);

  /** Engines read region and service from it; the signature itself is made up. */
  private static final String AUTHORIZATION =
      "AWS4-HMAC-SHA256 Credential=test/20260304/us-east-1/states/aws4_request,"
          + " SignedHeaders=host;x-amz-date, Signature=0";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final URI endpoint;

  StepFunctionsApi(URI endpoint) {
    this.endpoint = endpoint;
  }

  /** {@return the response to {@code operation}, also if it is an error} */
  Reply call(String operation, Map<String, ?> request) {
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(endpoint.resolve("/"))
                  .timeout(TIMEOUT)
                  .header("Content-Type", "application/x-amz-json-1.0")
                  .header("X-Amz-Target", "AWSStepFunctions." + operation)
                  .header("X-Amz-Date", "20260304T071213Z")
                  .header("Authorization", AUTHORIZATION)
                  .POST(HttpRequest.BodyPublishers.ofString(MAPPER.writeValueAsString(request)))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return new Reply(operation, response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(operation + " at " + endpoint, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + operation, e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  record Reply(String operation, int status, String body) {
    boolean isOk() {
      return status == 200;
    }

    /**
     * {@return the body as a tree}
     *
     * @throws IllegalStateException if it is an error or not JSON
     */
    JsonNode json() {
      if (!isOk()) {
        throw new IllegalStateException("%s returned %d: %s".formatted(operation, status, body));
      }
      try {
        return MAPPER.readTree(body);
      } catch (IOException e) {
        throw new IllegalStateException(operation + " did not return JSON: " + body, e);
      }
    }
  }
}
