package org.pytorch.alerting.decide.rule;

import java.util.function.Function;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.storm.Place;
import org.pytorch.alerting.decide.storm.PlaceRequest;
import org.pytorch.alerting.decide.turn.Turn;
import org.pytorch.alerting.decide.turn.TurnRequest;
import org.pytorch.alerting.runtime.StacklessException;

/**
 * The result of a {@link Rule} for one row and one request.
 *
 * @param <A> the caller's answer
 */
public sealed interface Transition<A> {

  /** The answer is valid only if {@code next} replaces the row before any other write. */
  record Write<A>(StoredAlert next, A answer) implements Transition<A> {}

  /** The answer needs no write. */
  record Keep<A>(A answer) implements Transition<A> {}

  /**
   * The result depends on whether the alert may have a new issue of its own.
   *
   * @param then the transition with that place; never another place
   */
  record TakePlace<A>(PlaceRequest wanted, Function<Place, Transition<A>> then)
      implements Transition<A> {}

  /**
   * The result depends on when GitHub may be called: a turn is taken first.
   *
   * @param then the transition at that turn; never another turn, nor a place
   */
  record TakeTurn<A>(TurnRequest wanted, Function<Turn, Transition<A>> then)
      implements Transition<A> {}

  /** There is no answer now; the state machine matches {@code reason} by its class. */
  record Refuse<A>(StacklessException reason) implements Transition<A> {}
}
