package org.pytorch.alerting.stepfunctions.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/** How one attempt of a Task state ended. */
public sealed interface TaskResult {
  /**
   * The attempt succeeded.
   *
   * @param output the whole result of the integration, not only a payload; must not be changed
   */
  record Succeeded(JsonNode output) implements TaskResult {
    public Succeeded {
      requireNonNull(output, "output is null");
    }
  }

  /**
   * The attempt failed.
   *
   * @param error the name for Retry and Catch
   * @param cause the details; the empty string if there are none
   */
  record Failed(String error, String cause) implements TaskResult {
    public Failed {
      requireNonNull(error, "error is null");
      requireNonNull(cause, "cause is null");
    }
  }
}
