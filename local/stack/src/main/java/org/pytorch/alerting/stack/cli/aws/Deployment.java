package org.pytorch.alerting.stack.cli.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.pytorch.alerting.model.json.Json;

/**
 * The parts of a deployed environment.
 *
 * @param environment such as {@code dev}
 * @param functionLogGroups of all functions
 */
public record Deployment(
    String environment,
    String region,
    String queueUrl,
    String deadLetterQueueUrl,
    String table,
    List<String> functionLogGroups,
    String executionsLogGroup) {
  public Deployment {
    functionLogGroups = List.copyOf(functionLogGroups);
  }

  /**
   * {@return the deployment that Terraform's outputs describe}
   *
   * @param outputs printed by {@code terraform output -json}
   * @throws IllegalStateException if nothing is deployed
   */
  public static Deployment of(String environment, String outputs) {
    JsonNode json = Json.read(outputs.isBlank() ? "{}" : outputs, JsonNode.class);
    return new Deployment(
        environment,
        output(json, "aws_region", environment),
        output(json, "queue_url", environment),
        output(json, "dead_letter_queue_url", environment),
        output(json, "table_name", environment),
        List.of(output(json, "function_log_groups", environment).split(" ")),
        output(json, "executions_log_group", environment));
  }

  private static String output(JsonNode outputs, String name, String environment) {
    String value = outputs.path(name).path("value").asText("");
    if (value.isEmpty()) {
      throw new IllegalStateException(
          "Nothing is deployed in %s yet (Terraform has no output %s): make aws-apply-%s"
              .formatted(environment, name, environment));
    }
    return value;
  }

  /** {@return its name for people} */
  public String name() {
    return "%s (%s)".formatted(environment, region);
  }
}
