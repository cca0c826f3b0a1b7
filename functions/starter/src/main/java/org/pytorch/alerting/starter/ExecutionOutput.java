package org.pytorch.alerting.starter;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.Json;

/**
 * What an execution answers.
 *
 * @param rest what of the message is not done
 */
record ExecutionOutput(Optional<List<Rest>> rest) {
  /**
   * @param retryAt when it is to be delivered again
   */
  record Rest(Optional<Instant> retryAt) {}

  /**
   * {@return what {@code json} says}
   *
   * @throws IllegalArgumentException if it is not the output of this version's state machine
   */
  static ExecutionOutput of(String json) {
    return Json.read(json, ExecutionOutput.class);
  }

  /**
   * {@return when the message is to be delivered again, empty if all is done} Of several times the
   * first, for what is urgent must not wait for what is not.
   */
  Optional<Instant> retryAt() {
    return rest.orElse(List.of()).stream()
        .flatMap(it -> it.retryAt().stream())
        .min(Comparator.naturalOrder());
  }
}
