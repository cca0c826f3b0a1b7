package org.pytorch.alerting.decide.storm;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.pytorch.alerting.decide.StateContentionException;
import org.pytorch.alerting.decide.StateStoreUnavailableException;
import org.pytorch.alerting.decide.retry.Backoff;

/**
 * Gives out places for new issues, from one book for all instances. The book is read first: an
 * alert that gets no place costs no write, and those are the many.
 */
public final class Places {
  /** Each failed write means that another alert got a place, so this many may compete. */
  static final int MAX_MOVES = 50;

  private final StormStore store;
  private final InstantSource clock;
  private final Backoff backoff;

  public Places(StormStore store, InstantSource clock, Backoff backoff) {
    this.store = store;
    this.clock = clock;
    this.backoff = backoff;
  }

  /**
   * {@return whether {@code request} gets a place}
   *
   * @param latest no write but the first starts later
   * @throws StateContentionException if others changed the book too often
   * @throws StateStoreUnavailableException if the store fails; a place may have been taken
   */
  public Place take(PlaceRequest request, Instant latest) {
    StormBook book = store.findStorm(request.repository());
    for (int moves = 1; ; moves++) {
      StormBook.Taken taken = book.take(request, clock.instant());
      if (taken.next().equals(book)) {
        return taken.place();
      }
      Optional<StormBook> current = store.moveStorm(book.version(), taken.next());
      if (current.isEmpty()) {
        return taken.place();
      }
      book = current.get();
      if (moves == MAX_MOVES || clock.instant().isAfter(latest)) {
        throw new StateContentionException(
            "other alerts took places for new issues in %s %d times in a row"
                .formatted(request.repository(), moves));
      }
      backoff.pause(moves);
      if (moves > 1) {
        book = store.findStorm(request.repository());
      }
    }
  }
}
