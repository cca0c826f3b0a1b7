package org.pytorch.alerting.starter.workflow;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.json.Json;

/**
 * What an execution answers.
 *
 * @param rest what of the message is not done; the output of every execution has it, so that the
 *     output of another definition is not taken for "all is done"
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
   * @param retryAt when it is to be delivered again; absent for what was quarantined
   */
  record Rest(Optional<Instant> retryAt) {}

  /**
   * {@return what {@code json} says}
   *
   * @throws IllegalArgumentException if it is not the output of this version's state machine
   */
  static ExecutionOutput of(String json) {
    return Optional.ofNullable(Json.read(json, ExecutionOutput.class))
        .orElseThrow(() -> new IllegalArgumentException("null"));
  }

  /**
   * {@return when the message is to be delivered again, empty if all is done} Of several times the
   * first, for what is urgent must not wait for what is not.
   */
  Optional<Instant> retryAt() {
    return rest.stream().flatMap(it -> it.retryAt().stream()).min(Comparator.naturalOrder());
  }
}
