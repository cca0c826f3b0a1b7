package org.pytorch.alerting.stepfunctions.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/** How one attempt of a Task state ended. */
public sealed interface TaskResult {
  /**
   * It has a result.
   *
   * @param output the whole result of the integration, not only a payload; not to be changed
   */
  record Succeeded(JsonNode output) implements TaskResult {
    public Succeeded {
      requireNonNull(output, "output is null");
    }
  }

  /**
   * It failed.
   *
   * @param error the name that Retry and Catch look at
   * @param cause what happened; the empty string if nothing is known
   */
  record Failed(String error, String cause) implements TaskResult {
    public Failed {
      requireNonNull(error, "error is null");
      requireNonNull(cause, "cause is null");
    }
  }
}
