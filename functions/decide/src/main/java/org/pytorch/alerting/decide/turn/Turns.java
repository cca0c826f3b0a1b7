package org.pytorch.alerting.decide.turn;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.pytorch.alerting.decide.StateContentionException;
import org.pytorch.alerting.decide.StateStoreUnavailableException;
import org.pytorch.alerting.decide.retry.Backoff;

/**
 * Gives out turns at GitHub from one budget for all instances. Each instance writes on top of the
 * book that it last knew, so in quiet times a turn needs one write and no read; a failed write
 * returns the current book. In a storm that book would be out of date after the pause between two
 * writes, so it is read again.
 */
public final class Turns {
  /** Each failed write means that another action got a turn, so this many may compete. */
  static final int MAX_MOVES = 50;

  private final TurnStore store;
  private final Budget budget;
  private final InstantSource clock;
  private final Backoff backoff;
  private final AtomicReference<TurnBook> known = new AtomicReference<>(TurnBook.EMPTY);

  public Turns(TurnStore store, Budget budget, InstantSource clock, Backoff backoff) {
    this.store = store;
    this.budget = budget;
    this.clock = clock;
    this.backoff = backoff;
  }

  /**
   * {@return the next turn for {@code request}}
   *
   * @param latest no write but the first starts later
   * @throws StateContentionException if others changed the book too often
   * @throws StateStoreUnavailableException if the store fails; a turn may have been used up
   */
  public Turn take(TurnRequest request, Instant latest) {
    for (int moves = 1; ; moves++) {
      TurnBook before = known.get();
      TurnBook.Moved moved = before.take(request, budget, clock.instant());
      if (write(before, moved.next())) {
        return moved.turn();
      }
      pauseBeforeNext(moves, latest);
      if (moves > 1) {
        known.set(store.findTurns());
      }
    }
  }

  /**
   * Stores for all instances that GitHub's rate limit lasts until {@code until}.
   *
   * @param latest no write but the first starts later
   * @throws StateContentionException if others changed the book too often
   * @throws StateStoreUnavailableException if the store fails
   */
  public void silence(Instant until, Instant latest) {
    for (int moves = 1; ; moves++) {
      // Read again: the known book may be old, and others may have been rate-limited too.
      TurnBook before = store.findTurns();
      TurnBook next = before.silent(until, clock.instant());
      if (next.equals(before) || write(before, next)) {
        return;
      }
      pauseBeforeNext(moves, latest);
    }
  }

  private boolean write(TurnBook before, TurnBook next) {
    Optional<TurnBook> current = store.moveTurns(before.version(), next);
    known.set(current.orElse(next));
    return current.isEmpty();
  }

  private void pauseBeforeNext(int lost, Instant latest) {
    // One loss is no contention yet: it tells an instance what the others did since its last turn.
    if (lost > 1 && lost < MAX_MOVES) {
      backoff.pause(lost - 1);
    }
    if (lost == MAX_MOVES || clock.instant().isAfter(latest)) {
      throw new StateContentionException(
          "other instances took turns at GitHub %d times in a row".formatted(lost));
    }
  }
}
