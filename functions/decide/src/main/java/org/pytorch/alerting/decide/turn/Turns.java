package org.pytorch.alerting.decide.turn;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.pytorch.alerting.decide.StateContentionException;
import org.pytorch.alerting.decide.StateStoreUnavailableException;

/**
 * Gives out turns at GitHub from one budget for all instances. Each instance writes on top of the
 * book that it last knew, so in quiet times a turn needs one write and no read; a failed write
 * returns the current book.
 */
public final class Turns {
  /** Each failed write means that another action got a turn, so this many may compete. */
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
   * @param latest no write but the first starts later
   * @throws StateContentionException if others changed the book too often
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
   * Stores for all instances that GitHub's rate limit lasts until {@code until}.
   *
   * @param latest no write but the first starts later
   * @throws StateContentionException if others changed the book too often
   * @throws StateStoreUnavailableException if the store fails
   */
  public void silence(Instant until, Instant latest) {
    int moves = 0;
    do {
      // Read again: the known book may be old, and others may have been rate-limited too.
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
        "other instances took turns at GitHub %d times in a row".formatted(moves));
  }
}
