package org.pytorch.alerting.stepfunctions.execution.outcome;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * How an execution ended.
 *
 * @param status never RUNNING
 * @param output present if and only if it succeeded
 * @param error absent if it succeeded, timed out or failed without an error name
 * @param cause likewise
 */
public record ExecutionResult(
    ExecutionStatus status,
    Optional<JsonNode> output,
    Optional<String> error,
    Optional<String> cause,
    Instant startedAt,
    Instant stoppedAt) {
  public ExecutionResult {
    requireNonNull(status, "status is null");
    if (status == ExecutionStatus.RUNNING) {
      throw new IllegalArgumentException("A running execution has no result");
    }
    if (output.isPresent() != (status == ExecutionStatus.SUCCEEDED)) {
      throw new IllegalArgumentException(
          "An output must be present if and only if the execution succeeded");
    }
    requireNonNull(error, "error is null");
    requireNonNull(cause, "cause is null");
    requireNonNull(startedAt, "startedAt is null");
    requireNonNull(stoppedAt, "stoppedAt is null");
  }

  public static ExecutionResult succeeded(JsonNode output, Instant startedAt, Instant stoppedAt) {
    return new ExecutionResult(
        ExecutionStatus.SUCCEEDED,
        Optional.of(output),
        Optional.empty(),
        Optional.empty(),
        startedAt,
        stoppedAt);
  }

  /** {@return the result of an execution that did not succeed} */
  public static ExecutionResult failed(
      ExecutionStatus status, Fault reason, Instant startedAt, Instant stoppedAt) {
    return new ExecutionResult(
        status, Optional.empty(), reason.error(), reason.cause(), startedAt, stoppedAt);
  }
}
