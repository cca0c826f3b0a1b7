package org.pytorch.alerting.stack.cli.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.pytorch.alerting.model.json.Json;

/** Answers calls as AWS does, from texts in the form that the AWS CLI prints. */
public final class FakeAws implements AwsApi {
  /** A call that was made. */
  public record Call(String operation, JsonNode input) {}

  private final Map<String, Function<JsonNode, String>> answers = new HashMap<>();
  private final List<Call> calls = new ArrayList<>();

  /** Answers {@code operation}, such as {@code sqs send-message}, by its input. */
  public FakeAws on(String operation, Function<JsonNode, String> answer) {
    answers.put(operation, answer);
    return this;
  }

  @Override
  public JsonNode call(String service, String operation, Map<String, ?> input) {
    String name = service + " " + operation;
    JsonNode json = Json.read(Json.write(input), JsonNode.class);
    calls.add(new Call(name, json));
    Function<JsonNode, String> answer = answers.get(name);
    if (answer == null) {
      throw new IllegalStateException("no answer to " + name);
    }
    return Json.read(answer.apply(json), JsonNode.class);
  }

  /** {@return the inputs of the calls of {@code operation}} */
  public List<JsonNode> inputs(String operation) {
    return calls.stream()
        .filter(call -> call.operation().equals(operation))
        .map(Call::input)
        .toList();
  }
}
