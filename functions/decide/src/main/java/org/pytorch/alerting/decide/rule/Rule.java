package org.pytorch.alerting.decide.rule;

import java.time.Instant;
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
   * @param alert as its row has it, expired or not; unknown if there is none
   */
  Transition<A> apply(StoredAlert alert, Q request, Instant now);
}
