package org.pytorch.alerting.decide.storm;

import java.util.Optional;
import org.pytorch.alerting.decide.StateStoreUnavailableException;

/** The store of the {@link StormBook}s. Both methods see every write acknowledged before. */
public interface StormStore {
  /**
   * {@return the book of {@code repository}, {@link StormBook#empty} if there is none}
   *
   * @throws StateStoreUnavailableException if it cannot be read
   */
  StormBook findStorm(String repository);

  /**
   * Replaces the book that was read with {@code next}, unless it has changed since.
   *
   * @param expectedVersion of the book that was read, 0 if there was none
   * @return empty if it is written, else the current book; it may be {@code next} itself, if an
   *     earlier try of this write succeeded and its response was lost
   * @throws StateStoreUnavailableException if the result is unknown; it may have been written
   */
  Optional<StormBook> moveStorm(long expectedVersion, StormBook next);
}
