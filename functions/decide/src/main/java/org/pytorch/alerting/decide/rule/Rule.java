package org.pytorch.alerting.decide.rule;

import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.decide.row.StoredAlert;

/**
 * A rule of the lifecycle: a pure function, so that every interleaving of it can be tried without a
 * database.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
@FunctionalInterface
public interface Rule<Q, A> {
  /**
   * {@return what follows from {@code request}}
   *
   * @param stored the alert's row, or empty when there is none
   */
  Transition<A> apply(Optional<StoredAlert> stored, Q request, Instant now);
}
