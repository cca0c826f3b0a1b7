package org.pytorch.alerting.decide.shared;

import java.util.Optional;
import org.pytorch.alerting.decide.StateStoreUnavailableException;
import org.pytorch.alerting.model.Fingerprint;

/** The store of the {@link MemberBook}s. Both methods see every write acknowledged before. */
public interface MemberStore {
  /**
   * {@return the book of the shared issue with this identity, if there is one}
   *
   * @throws StateStoreUnavailableException if it cannot be read
   */
  Optional<MemberBook> findMembers(Fingerprint issue);

  /**
   * Replaces the book that was read with {@code next}, unless it has changed since.
   *
   * @param expectedVersion of the book that was read, 0 if there was none
   * @return whether it is written
   * @throws StateStoreUnavailableException if the result is unknown; it may have been written
   */
  boolean moveMembers(long expectedVersion, MemberBook next);
}
