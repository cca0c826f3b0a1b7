package org.pytorch.alerting.decide.turn;

import java.util.Optional;
import org.pytorch.alerting.decide.StateStoreUnavailableException;

/** The store of the {@link TurnBook}. Both methods see every write acknowledged before. */
public interface TurnStore {
  /**
   * {@return the book, {@link TurnBook#EMPTY} if there is none}
   *
   * @throws StateStoreUnavailableException if it cannot be read
   */
  TurnBook findTurns();

  /**
   * Replaces the book that was read with {@code next}, unless it has changed since.
   *
   * @param expectedVersion of the book that was read, 0 if there was none
   * @return empty if it is written, else the current book; it may be {@code next} itself, if an
   *     earlier try of this write succeeded and its response was lost
   * @throws StateStoreUnavailableException if the result is unknown; it may have been written
   */
  Optional<TurnBook> moveTurns(long expectedVersion, TurnBook next);
}
