package org.pytorch.alerting.decide.row;

import java.util.Optional;
import java.util.OptionalLong;
import org.pytorch.alerting.decide.StateStoreUnavailableException;
import org.pytorch.alerting.model.Fingerprint;

/** The store of the rows. Both methods see every write acknowledged before. */
public interface AlertStateStore {
  /**
   * {@return the alert's row, expired or not}
   *
   * @throws StateStoreUnavailableException if it cannot be read
   */
  Optional<StoredAlert> find(Fingerprint fingerprint);

  /**
   * Replaces the row that was read with {@code next}, unless it has changed since.
   *
   * @param expectedVersion of the row that was read, or empty if there was none
   * @throws StateStoreUnavailableException if the result is unknown; it may have been written
   */
  WriteResult write(OptionalLong expectedVersion, StoredAlert next);

  /** The result of a conditional write. */
  sealed interface WriteResult {
    /** The row is written. */
    record Written() implements WriteResult {}

    /**
     * Another write was faster: nothing is written. It may have been an earlier try of this very
     * write, whose response was lost.
     *
     * @param current the current row, or empty if it was deleted
     */
    record LostTo(Optional<StoredAlert> current) implements WriteResult {}
  }
}
