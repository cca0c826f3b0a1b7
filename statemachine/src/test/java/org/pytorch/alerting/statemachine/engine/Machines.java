package org.pytorch.alerting.statemachine.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.pytorch.alerting.statemachine.definition.Definition;

/** Ways to create and run state machines over the Step Functions API. */
enum Machines {
  /** As in production. */
  EXPRESS {
    @Override
    int parallelism() {
      return 16;
    }

    @Override
    JsonNode run(StepFunctionsApi api, Map<String, String> request) {
      return api.call("StartSyncExecution", request).json();
    }
  },
  /** For engines without StartSyncExecution; polls for the end of the execution. */
  STANDARD {
    @Override
    int parallelism() {
      return 1;
    }

    @Override
    JsonNode run(StepFunctionsApi api, Map<String, String> request) {
      String execution = api.call("StartExecution", request).json().get("executionArn").asText();
      for (long polls = PATIENCE.dividedBy(POLL_INTERVAL); polls > 0; polls--) {
        JsonNode seen = api.call("DescribeExecution", Map.of("executionArn", execution)).json();
        if (!seen.path("status").asText().equals("RUNNING")) {
          return seen;
        }
        pause();
      }
      throw new IllegalStateException(execution + " has not ended within " + PATIENCE);
    }
  };

  /** An execution with shortened waits that takes longer is stuck. */
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
  private static final String ROLE = "arn:aws:iam::123456789012:role/pipeline";

  /**
   * Runs one execution to its end.
   *
   * @param request stateMachineArn, name and input
   * @return the response, with status, output, error and cause
   */
  abstract JsonNode run(StepFunctionsApi api, Map<String, String> request);

  /**
   * {@return the number of executions to run at once} An emulator without StartSyncExecution may
   * support only one.
   */
  abstract int parallelism();

  /** Creates a state machine. */
  StepFunctionsApi.Reply create(StepFunctionsApi api, String name, Definition definition) {
    return api.call(
        "CreateStateMachine",
        Map.of("name", name, "definition", definition.text(), "roleArn", ROLE, "type", name()));
  }

  /** {@return EXPRESS where {@code api} can start and await such an execution, else STANDARD} */
  static Machines of(StepFunctionsApi api, String name) {
    StepFunctionsApi.Reply created =
        EXPRESS.create(
            api,
            name,
            new Definition(
                "{\"StartAt\": \"Nothing\", \"States\": {\"Nothing\": {\"Type\": \"Succeed\"}}}"));
    if (!created.isOk()) {
      return STANDARD;
    }
    Map<String, String> machine =
        Map.of("stateMachineArn", created.json().get("stateMachineArn").asText());
    boolean synchronous = api.call("StartSyncExecution", machine).isOk();
    api.call("DeleteStateMachine", machine);
    return synchronous ? EXPRESS : STANDARD;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while an execution ran", e);
    }
  }
}
