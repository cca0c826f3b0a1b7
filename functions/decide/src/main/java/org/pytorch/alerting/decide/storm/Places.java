package org.pytorch.alerting.decide.storm;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.pytorch.alerting.decide.StateContentionException;
import org.pytorch.alerting.decide.StateStoreUnavailableException;
import org.pytorch.alerting.decide.retry.Backoff;

/**
 * Gives out places for new issues, from one book for all instances. Like turns, a place is written
 * on top of the book that this instance last knew, so in quiet times it needs one write and no
 * read. An alert that gets none costs a read and no write; in a storm that is most of them.
 */
public final class Places {
  /** Each failed write means that another alert got a place, so this many may compete. */
  static final int MAX_MOVES = 50;

  /** A policy names far fewer repositories. */
  private static final int MAX_KNOWN_REPOSITORIES = 1_000;

  private final StormStore store;
  private final InstantSource clock;
  private final Backoff backoff;
  private final Map<String, StormBook> known = new ConcurrentHashMap<>();

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
    String repository = request.repository();
    StormBook book = known.getOrDefault(repository, StormBook.empty(repository));
    boolean current = false;
    for (int moves = 1; ; moves++) {
      StormBook.Taken taken = book.take(request, clock.instant());
      if (taken.next().equals(book)) {
        if (current || taken.place() == Place.GRANTED) {
          return taken.place();
        }
        // Another instance may have given this very alert a place.
        book = read(repository);
      } else {
        Optional<StormBook> other = store.moveStorm(book.version(), taken.next());
        know(other.orElse(taken.next()));
        if (other.isEmpty()) {
          return taken.place();
        }
        pauseBeforeNext(moves, repository, latest);
        book = moves > 1 ? read(repository) : other.get();
      }
      current = true;
    }
  }

  private StormBook read(String repository) {
    StormBook book = store.findStorm(repository);
    know(book);
    return book;
  }

  private void know(StormBook book) {
    if (known.size() >= MAX_KNOWN_REPOSITORIES) {
      known.clear();
    }
    known.put(book.repository(), book);
  }

  private void pauseBeforeNext(int lost, String repository, Instant latest) {
    // One loss is no contention yet: it tells an instance what the others did since its last place.
    if (lost > 1 && lost < MAX_MOVES) {
      backoff.pause(lost - 1);
    }
    if (lost == MAX_MOVES || clock.instant().isAfter(latest)) {
      throw new StateContentionException(
          "other alerts took places for new issues in %s %d times in a row"
              .formatted(repository, lost));
    }
  }
}
