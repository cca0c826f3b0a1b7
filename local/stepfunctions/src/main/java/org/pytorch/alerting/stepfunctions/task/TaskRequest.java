package org.pytorch.alerting.stepfunctions.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * One attempt of a Task state.
 *
 * @param resource the state's Resource: an API, or a function by its ARN
 * @param parameters the state's effective input, after Parameters; must not be changed
 * @param executionArn the execution's ARN
 * @param stateName the state's name
 * @param retryCount 0 for the first attempt of this visit of the state
 * @param timeout after which the state no longer waits for the result
 */
public record TaskRequest(
    String resource,
    JsonNode parameters,
    String executionArn,
    String stateName,
    int retryCount,
    Optional<Duration> timeout) {
  public TaskRequest {
    requireNonNull(resource, "resource is null");
    requireNonNull(parameters, "parameters is null");
    requireNonNull(executionArn, "executionArn is null");
    requireNonNull(stateName, "stateName is null");
    requireNonNull(timeout, "timeout is null");
  }
}
