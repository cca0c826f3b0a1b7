package org.pytorch.alerting.endtoend.wholerun;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.stack.Stack;

/** The executions' histories as raw responses of Step Functions: the SDK would redact the data. */
record ExecutionHistories(Stack stack) {
  private static final int PAGE = 1_000;

  /** {@return each execution's description and whole history in JSON, by ARN} */
  Map<String, String> all() {
    Map<String, String> histories = new LinkedHashMap<>();
    stack
        .stateMachine()
        .ask(
            "ListExecutions",
            Map.of("stateMachineArn", stack.stateMachine().arn(), "maxResults", PAGE))
        .path("executions")
        .forEach(
            execution -> {
              String arn = execution.path("executionArn").asText();
              histories.put(
                  arn,
                  stack.stateMachine().ask("DescribeExecution", Map.of("executionArn", arn))
                      + events(arn));
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
      JsonNode page = stack.stateMachine().ask("GetExecutionHistory", request);
      events.append(page);
      token = Optional.ofNullable(page.get("nextToken")).map(JsonNode::asText);
    }
    return events.toString();
  }
}
