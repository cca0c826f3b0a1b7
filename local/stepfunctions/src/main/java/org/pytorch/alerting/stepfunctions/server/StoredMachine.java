package org.pytorch.alerting.stepfunctions.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import org.pytorch.alerting.stepfunctions.definition.StateMachineDefinition;

/**
 * A created state machine.
 *
 * @param text the definition as received
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

  enum Type {
    STANDARD,
    EXPRESS
  }

  /** {@return the definition for executions, with AWS's time-out of five minutes if Express} */
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

  /** {@return the description for DescribeStateMachineForExecution} */
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
