package org.pytorch.alerting.stepfunctions.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.pytorch.alerting.stepfunctions.data.Timestamps;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStart;

/** The context object, {@code $$}, of a state. */
final class ContextObject {
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();

  ContextObject(RunningExecution execution, String stateName, Instant enteredAt) {
    ExecutionStart start = execution.start();
    ObjectNode shown =
        json.putObject("Execution")
            .put("Id", start.executionArn())
            .<ObjectNode>set("Input", start.input())
            .put("Name", start.name())
            .put("RoleArn", start.roleArn())
            .put("StartTime", Timestamps.format(execution.startedAt()));
    if (!start.synchronous()) {
      // Nothing is redriven here.
      shown.put("RedriveCount", 0);
    }
    json.putObject("StateMachine")
        .put("Id", start.stateMachineArn())
        .put("Name", start.stateMachineName());
    json.putObject("State").put("Name", stateName).put("EnteredTime", Timestamps.format(enteredAt));
  }

  /** Only Task, Map and Parallel states have a RetryCount. */
  ContextObject withRetryCount(int retryCount) {
    json.withObjectProperty("State").put("RetryCount", retryCount);
    return this;
  }

  /** Only an ItemSelector can read these fields. */
  ContextObject withItem(int index, JsonNode value) {
    json.putObject("Map").putObject("Item").put("Index", index).set("Value", value);
    return this;
  }

  JsonNode toJson() {
    return json;
  }
}
