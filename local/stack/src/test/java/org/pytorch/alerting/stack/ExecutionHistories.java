package org.pytorch.alerting.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.model.Json;

/** What Step Functions keeps of the executions, as it answers: the SDK would hide the data. */
record ExecutionHistories(Stack stack) {
  private static final int PAGE = 1_000;

  /** {@return each execution's description and whole history in JSON, by its ARN} */
  Map<String, String> all() {
    Map<String, String> histories = new LinkedHashMap<>();
    ask("ListExecutions", Map.of("stateMachineArn", stack.stateMachine().arn(), "maxResults", PAGE))
        .path("executions")
        .forEach(
            execution -> {
              String arn = execution.path("executionArn").asText();
              histories.put(
                  arn, ask("DescribeExecution", Map.of("executionArn", arn)) + events(arn));
            });
    return histories;
  }

  private String events(String arn) {
    StringBuilder events = new StringBuilder();
    Optional<String> token = Optional.of("");
    while (token.isPresent()) {
      Map<String, Object> request = new LinkedHashMap<>();
      request.put("executionArn", arn);
      request.put("maxResults", PAGE);
      token.filter(text -> !text.isEmpty()).ifPresent(text -> request.put("nextToken", text));
      JsonNode page = ask("GetExecutionHistory", request);
      events.append(page);
      token = Optional.ofNullable(page.get("nextToken")).map(JsonNode::asText);
    }
    return events.toString();
  }

  private JsonNode ask(String operation, Map<String, Object> input) {
    HttpRequest request =
        HttpRequest.newBuilder(stack.stateMachine().endpoint())
            .header("content-type", "application/x-amz-json-1.0")
            .header("x-amz-target", "AWSStepFunctions." + operation)
            .POST(BodyPublishers.ofString(Json.write(input)))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return Json.read(http.send(request, BodyHandlers.ofString()).body(), JsonNode.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
