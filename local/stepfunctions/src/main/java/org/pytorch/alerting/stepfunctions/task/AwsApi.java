package org.pytorch.alerting.stepfunctions.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.pytorch.alerting.stepfunctions.data.JsonText;

/** Calls an AWS service over plain HTTP, unsigned, and adds the metadata of an integration. */
final class AwsApi {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** For a Task without a time-out: Lambda's longest run time. */
  private static final Duration LONGEST_CALL = Duration.ofMinutes(15);

  /** The state's own time-out must come first; otherwise the error would have another name. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  CompletableFuture<HttpResponse<String>> post(
      URI uri, JsonNode body, Map<String, String> headers, TaskRequest task) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(task.timeout().orElse(LONGEST_CALL).plus(MARGIN))
            .POST(HttpRequest.BodyPublishers.ofString(JsonText.of(body)));
    headers.forEach(request::header);
    return client.sendAsync(
        request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  /** Adds the SDK's metadata of the response. */
  static void addMetadata(ObjectNode result, HttpResponse<String> response) {
    ObjectNode http = result.putObject("SdkHttpMetadata");
    ObjectNode all = http.putObject("AllHttpHeaders");
    ObjectNode first = http.putObject("HttpHeaders");
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              values.forEach(all.putArray(name)::add);
              first.put(name, values.getFirst());
            });
    http.put("HttpStatusCode", response.statusCode());
    result.putObject("SdkResponseMetadata").put("RequestId", requestId(response));
  }

  static String requestId(HttpResponse<String> response) {
    return response.headers().firstValue("x-amzn-requestid").orElse("");
  }

  /** {@return the body; a JSON string if the body is not JSON} */
  static JsonNode json(HttpResponse<String> response) {
    try {
      return JsonText.parse(response.body());
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.textNode(response.body());
    }
  }

  /**
   * {@return a cause in the SDK's format}
   *
   * @param message of the service
   */
  static String cause(String service, String message, String error, HttpResponse<String> response) {
    return "%s (Service: %s; Status Code: %d; Error Code: %s; Request ID: %s; Proxy: null)"
        .formatted(message, service, response.statusCode(), error, requestId(response));
  }

  /** {@return the message in an error's body, or the empty string} */
  static String message(JsonNode error) {
    JsonNode lower = error.path("message");
    return (lower.isTextual() ? lower : error.path("Message")).asText("");
  }
}
