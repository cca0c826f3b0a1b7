package org.pytorch.alerting.decide.turn;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.pytorch.alerting.decide.StateContentionException;
import org.pytorch.alerting.decide.StateStoreUnavailableException;

/**
 * Gives out turns at GitHub from one budget for all instances. What this instance last knew of the
 * book is what it writes on, so a quiet time needs one write for a turn and no read; who was
 * overtaken learns of it by the refusal.
 */
public final class Turns {
  /** Each refusal means that somebody else has got a turn, so a line of this many is let in. */
  static final int MAX_MOVES = 50;

  private final TurnStore store;
  private final Budget budget;
  private final InstantSource clock;
  private final AtomicReference<TurnBook> known = new AtomicReference<>(TurnBook.EMPTY);

  public Turns(TurnStore store, Budget budget, InstantSource clock) {
    this.store = store;
    this.budget = budget;
    this.clock = clock;
  }

  /**
   * {@return the next turn for {@code request}}
   *
   * @param latest no move but the first begins later
   * @throws StateContentionException if others were faster again and again
   * @throws StateStoreUnavailableException if the store fails; a turn may have been used up
   */
  public Turn take(TurnRequest request, Instant latest) {
    int moves = 0;
    do {
      TurnBook before = known.get();
      TurnBook.Moved moved = before.take(request, budget, clock.instant());
      if (write(before, moved.next())) {
        return moved.turn();
      }
      moves++;
    } while (moves < MAX_MOVES && !clock.instant().isAfter(latest));
    throw contention(moves);
  }

  /**
   * Notes for all instances that GitHub has asked for silence until {@code until}.
   *
   * @param latest no move but the first begins later
   * @throws StateContentionException if others were faster again and again
   * @throws StateStoreUnavailableException if the store fails
   */
  public void silence(Instant until, Instant latest) {
    int moves = 0;
    do {
      // Read again: what is known here may be old, and others may have heard the same.
      TurnBook before = store.findTurns();
      TurnBook next = before.silent(until, clock.instant());
      if (next.equals(before) || write(before, next)) {
        return;
      }
      moves++;
    } while (moves < MAX_MOVES && !clock.instant().isAfter(latest));
    throw contention(moves);
  }

  private boolean write(TurnBook before, TurnBook next) {
    Optional<TurnBook> current = store.moveTurns(before.version(), next);
    known.set(current.orElse(next));
    return current.isEmpty();
  }

  private static StateContentionException contention(int moves) {
    return new StateContentionException(
        "the turns at GitHub were moved by others %d times in a row".formatted(moves));
  }
}
