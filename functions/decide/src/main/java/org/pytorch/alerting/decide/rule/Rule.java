package org.pytorch.alerting.decide.rule;

import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.decide.row.StoredAlert;

/**
 * A rule of the lifecycle: a pure function, so that every interleaving can be tested without a
 * database.
 *
 * @param <Q> the request
 * @param <A> the answer
 */
@FunctionalInterface
public interface Rule<Q, A> {
  /**
   * {@return the transition for {@code request}}
   *
   * @param stored the alert's row, or empty if there is none
   */
  Transition<A> apply(Optional<StoredAlert> stored, Q request, Instant now);
}
