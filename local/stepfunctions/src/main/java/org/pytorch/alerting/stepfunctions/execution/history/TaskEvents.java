package org.pytorch.alerting.stepfunctions.execution.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.pytorch.alerting.stepfunctions.definition.TaskState;
import org.pytorch.alerting.stepfunctions.definition.field.Integration;

/**
 * The history events of a Task: {@code Task*} for an API call, {@code LambdaFunction*} for a call
 * of a function's own ARN.
 */
public sealed interface TaskEvents {
  static TaskEvents of(TaskState state) {
    return state.integration() == Integration.LAMBDA_FUNCTION
        ? new OfFunction(state.resource())
        : new OfApi(state.integration());
  }

  /**
   * {@return the type of an event}
   *
   * @param what such as {@code Scheduled}
   */
  String type(String what);

  /** {@return the details of the Scheduled event} */
  ObjectNode scheduled(JsonNode input, String executionArn);

  /** {@return the details common to all other events} */
  ObjectNode details();

  /** {@return the task's name in a fault} */
  String task();

  /** The events of an API call. */
  record OfApi(Integration integration) implements TaskEvents {
    private static final int REGION = 3;

    @Override
    public String type(String what) {
      return "Task" + what;
    }

    @Override
    public ObjectNode scheduled(JsonNode input, String executionArn) {
      return details().put("region", executionArn.split(":", -1)[REGION]).set("parameters", input);
    }

    @Override
    public ObjectNode details() {
      return History.details()
          .put("resourceType", integration.service())
          .put("resource", integration.action());
    }

    @Override
    public String task() {
      return integration.service();
    }
  }

  /** The events of a function call. */
  record OfFunction(String arn) implements TaskEvents {
    @Override
    public String type(String what) {
      return "LambdaFunction" + what;
    }

    @Override
    public ObjectNode scheduled(JsonNode input, String executionArn) {
      return details().put("resource", arn).set("input", input);
    }

    @Override
    public ObjectNode details() {
      return History.details();
    }

    @Override
    public String task() {
      return arn;
    }
  }
}
