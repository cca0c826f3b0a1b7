package org.pytorch.alerting.decide.rule;

import java.util.function.Function;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.turn.Turn;
import org.pytorch.alerting.decide.turn.TurnRequest;
import org.pytorch.alerting.runtime.StacklessException;

/**
 * What a {@link Rule} makes of one row and one request.
 *
 * @param <A> what the asker is answered
 */
public sealed interface Transition<A> {

  /** The answer holds only if {@code next} takes the row's place before anybody else's does. */
  record Write<A>(StoredAlert next, A answer) implements Transition<A> {}

  /** The row says it all: the answer needs no write. */
  record Keep<A>(A answer) implements Transition<A> {}

  /**
   * What follows depends on when GitHub may be asked: a turn is taken first.
   *
   * @param then what follows; never another turn
   */
  record TakeTurn<A>(TurnRequest wanted, Function<Turn, Transition<A>> then)
      implements Transition<A> {}

  /** There is no answer now; the state machine knows {@code reason} by its class. */
  record Refuse<A>(StacklessException reason) implements Transition<A> {}
}
