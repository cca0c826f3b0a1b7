package org.pytorch.alerting.stepfunctions.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import org.pytorch.alerting.stepfunctions.definition.StateMachineDefinition;

/**
 * A state machine that was created.
 *
 * @param text the definition as it came
 */
record StoredMachine(
    String arn,
    String name,
    Type type,
    String roleArn,
    String text,
    StateMachineDefinition definition,
    Instant createdAt,
    Instant updatedAt) {
  private static final Duration LONGEST_EXPRESS_EXECUTION = Duration.ofMinutes(5);

  /** How its executions run. */
  enum Type {
    STANDARD,
    EXPRESS
  }

  /**
   * {@return what is run: Express executions end after five minutes, whatever the definition says}
   */
  StateMachineDefinition effectiveDefinition() {
    return type == Type.EXPRESS
        ? definition.withTimeoutAtMost(LONGEST_EXPRESS_EXECUTION)
        : definition;
  }

  boolean isSameAs(StoredMachine other) {
    return text.equals(other.text) && type == other.type && roleArn.equals(other.roleArn);
  }

  ObjectNode summary() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("stateMachineArn", arn)
        .put("name", name)
        .put("type", type.name())
        .put("creationDate", Timestamp.seconds(createdAt));
  }

  ObjectNode description() {
    ObjectNode description = summary().put("status", "ACTIVE");
    addVersion(description);
    return description;
  }

  /** {@return the machine as it was when an execution of it began} */
  ObjectNode versionOfExecution() {
    ObjectNode version =
        JsonNodeFactory.instance.objectNode().put("stateMachineArn", arn).put("name", name);
    addVersion(version);
    return version.put("updateDate", Timestamp.seconds(updatedAt));
  }

  private void addVersion(ObjectNode description) {
    description.put("definition", text).put("roleArn", roleArn);
    description
        .putObject("loggingConfiguration")
        .put("level", "OFF")
        .put("includeExecutionData", false);
    description.putObject("tracingConfiguration").put("enabled", false);
  }
}
