package org.pytorch.alerting.stepfunctions.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.pytorch.alerting.stepfunctions.data.JsonText;

/** Calls the server like an SDK. */
final class ApiClient {
  static final String ROLE = "arn:aws:iam::123456789012:role/r";

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI endpoint;

  ApiClient(URI endpoint) {
    this.endpoint = endpoint;
  }

  record Response(int status, JsonNode body) {
    /** {@return the error's type; empty if the call succeeded} */
    String error() {
      return status == 200 ? "" : body.path("__type").textValue();
    }

    String text(String field) {
      return body.path(field).asText();
    }
  }

  Response call(String action, JsonNode body) {
    return send("AWSStepFunctions." + action, JsonText.of(body));
  }

  /** Calls an action with a body that has single quotes instead of double ones. */
  Response call(String action, String body) {
    return call(action, json(body));
  }

  Response send(String target, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", target)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    try {
      return new Response(response.statusCode(), JsonText.parse(response.body()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(response.body(), e);
    }
  }

  Response create(String name, String type, String definition) {
    return call(
        "CreateStateMachine",
        JsonNodeFactory.instance
            .objectNode()
            .put("name", name)
            .put("type", type)
            .put("roleArn", ROLE)
            .put("definition", definition.replace('\'', '"')));
  }

  Response start(String action, String machineArn, String name, String input) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("stateMachineArn", machineArn);
    return call(action, body.put("name", name).put("input", input));
  }

  static JsonNode json(String text) {
    try {
      return JsonText.parse(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
