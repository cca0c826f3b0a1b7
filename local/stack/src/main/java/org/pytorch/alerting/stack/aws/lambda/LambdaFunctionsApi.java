package org.pytorch.alerting.stack.aws.lambda;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Optional;
import org.pytorch.alerting.model.json.Json;

/** Lambda's descriptions of deployed functions, as far as they are known here. */
final class LambdaFunctionsApi {
  private final LambdaHost host;

  LambdaFunctionsApi(LambdaHost host) {
    this.host = host;
  }

  /** ListFunctions: all functions on one page, sorted by name. */
  ObjectNode list() {
    ObjectNode answer = Json.mapper().createObjectNode();
    ArrayNode functions = answer.putArray("Functions");
    host.functions().stream()
        .sorted(Comparator.comparing(LambdaFunction::name))
        .forEach(function -> functions.add(configuration(function)));
    return answer;
  }

  /** GetFunction without the code; absent if there is no such function. */
  Optional<ObjectNode> get(String nameOrArn) {
    return host.function(nameOrArn)
        .map(
            function -> {
              ObjectNode answer = Json.mapper().createObjectNode();
              answer.set("Configuration", configuration(function));
              function
                  .reservedConcurrency()
                  .ifPresent(
                      most ->
                          answer
                              .putObject("Concurrency")
                              .put("ReservedConcurrentExecutions", most));
              return answer;
            });
  }

  /** GetFunctionConfiguration; absent if there is no such function. */
  Optional<ObjectNode> getConfiguration(String nameOrArn) {
    return host.function(nameOrArn).map(this::configuration);
  }

  private ObjectNode configuration(LambdaFunction function) {
    return Json.mapper()
        .createObjectNode()
        .put("FunctionName", function.name())
        .put("FunctionArn", host.arn(function.name()))
        .put("Timeout", function.timeout().toSeconds())
        .put("Version", LambdaHost.VERSION)
        .put("State", "Active")
        .put("LastUpdateStatus", "Successful");
  }
}
