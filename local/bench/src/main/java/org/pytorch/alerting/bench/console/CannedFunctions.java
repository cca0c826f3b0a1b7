package org.pytorch.alerting.bench.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.Stack;
import org.pytorch.alerting.stepfunctions.task.TaskRequest;
import org.pytorch.alerting.stepfunctions.task.TaskResult;
import org.pytorch.alerting.stepfunctions.task.TaskService;

/**
 * Functions that return what the real ones returned in one execution, about another alert each
 * time. They make thousands of executions with real histories in seconds.
 */
final class CannedFunctions implements TaskService {
  private static final Pattern FINGERPRINT = Pattern.compile("\\b[0-9a-f]{64}\\b");
  private static final int PAGE = 1_000;

  /** By the state that called the function. */
  private final Map<String, String> outputs = new HashMap<>();

  private final String input;

  private CannedFunctions(String input) {
    this.input = input;
  }

  /** {@return the functions as of the latest execution of {@code stack}} */
  static CannedFunctions recorded(Stack stack) {
    JsonNode list =
        stack
            .stateMachine()
            .ask("ListExecutions", Map.of("stateMachineArn", stack.stateMachine().arn()));
    String arn = list.at("/executions/0/executionArn").asText();
    JsonNode events =
        stack
            .stateMachine()
            .ask("GetExecutionHistory", Map.of("executionArn", arn, "maxResults", PAGE))
            .path("events");
    CannedFunctions functions =
        new CannedFunctions(events.at("/0/executionStartedEventDetails/input").asText());
    String state = "";
    for (JsonNode event : events) {
      state = event.at("/stateEnteredEventDetails/name").asText(state);
      String output = event.at("/lambdaFunctionSucceededEventDetails/output").asText();
      if (!output.isEmpty()) {
        functions.outputs.put(state, output);
      }
    }
    return functions;
  }

  /** {@return the input of the execution about the alert with this number} */
  String input(int number) {
    return input.replaceFirst(
        "\"message_id\":\"[^\"]*\"", "\"message_id\":\"%s\"".formatted(fingerprint(number)));
  }

  /** {@return the fingerprint of the alert with this number} */
  static String fingerprint(int number) {
    return HexFormat.of().toHexDigits(number, 16).repeat(4);
  }

  @Override
  public void invoke(TaskRequest request, Consumer<TaskResult> done) {
    Optional<String> output = Optional.ofNullable(outputs.get(request.stateName()));
    if (output.isEmpty()) {
      done.accept(
          new TaskResult.Failed("Canned", "nothing was recorded of " + request.stateName()));
      return;
    }
    Matcher alert = FINGERPRINT.matcher(request.parameters().toString());
    String about =
        alert.find() ? FINGERPRINT.matcher(output.get()).replaceAll(alert.group()) : output.get();
    done.accept(new TaskResult.Succeeded(Json.read(about, JsonNode.class)));
  }
}
