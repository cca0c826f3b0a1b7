package org.pytorch.alerting.decide.turn;

import java.util.Optional;
import org.pytorch.alerting.decide.StateStoreUnavailableException;

/**
 * Where the {@link TurnBook} is kept. Both methods see every write that was acknowledged before.
 */
public interface TurnStore {
  /**
   * {@return the book, {@link TurnBook#EMPTY} when there is none}
   *
   * @throws StateStoreUnavailableException if it cannot be told
   */
  TurnBook findTurns();

  /**
   * Puts {@code next} in the place of the book that was read, unless that has changed since.
   *
   * @param expectedVersion of the book that was read, 0 when there was none
   * @return empty when it is written, else the book that is there now; it may be {@code next}
   *     itself, when an earlier try of this write was done and its answer lost
   * @throws StateStoreUnavailableException if it is not known to be written; it may have been
   */
  Optional<TurnBook> moveTurns(long expectedVersion, TurnBook next);
}
