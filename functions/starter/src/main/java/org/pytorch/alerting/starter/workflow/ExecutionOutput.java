package org.pytorch.alerting.starter.workflow;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.json.Json;

/**
 * The output of an execution.
 *
 * @param rest the parts of the message that are not done; every output has it, so that another
 *     definition's output is not mistaken for "all done"
 */
record ExecutionOutput(List<Rest> rest) {
  ExecutionOutput {
    if (rest == null) {
      throw new IllegalArgumentException(
          "the execution's output has no \"rest\":"
              + " deploy starter and state machine of the same version");
    }
    rest = List.copyOf(rest);
  }

  /**
   * @param retryAt when to redeliver the message; absent for a quarantined part
   */
  record Rest(Optional<Instant> retryAt) {}

  /**
   * {@return the output in {@code json}}
   *
   * @throws IllegalArgumentException if it is not the output of this version's state machine
   */
  static ExecutionOutput of(String json) {
    return Optional.ofNullable(Json.read(json, ExecutionOutput.class))
        .orElseThrow(() -> new IllegalArgumentException("null"));
  }

  /**
   * {@return when to redeliver the message, empty if all is done} The earliest of several times,
   * because urgent parts must not wait for others.
   */
  Optional<Instant> retryAt() {
    return rest.stream().flatMap(it -> it.retryAt().stream()).min(Comparator.naturalOrder());
  }
}
