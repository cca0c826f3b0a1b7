package org.pytorch.alerting.decide.row;

import java.util.Optional;
import java.util.OptionalLong;
import org.pytorch.alerting.decide.StateStoreUnavailableException;
import org.pytorch.alerting.model.Fingerprint;

/** Where the rows are kept. Both methods see every write that was acknowledged before. */
public interface AlertStateStore {
  /**
   * {@return the alert's row, expired or not}
   *
   * @throws StateStoreUnavailableException if it cannot be told
   */
  Optional<StoredAlert> find(Fingerprint fingerprint);

  /**
   * Puts {@code next} in the place of the row that was read, unless that has changed since.
   *
   * @param expectedVersion of the row that was read, or empty when there was none
   * @throws StateStoreUnavailableException if it is not known to be written; it may have been
   */
  WriteResult write(OptionalLong expectedVersion, StoredAlert next);

  /** How a conditional write ends. */
  sealed interface WriteResult {
    /** The row is written. */
    record Written() implements WriteResult {}

    /**
     * Someone else was faster: nothing is written. It may have been an earlier try of this very
     * write, whose answer was lost.
     *
     * @param current the row that is there now, or empty when it was deleted
     */
    record LostTo(Optional<StoredAlert> current) implements WriteResult {}
  }
}
