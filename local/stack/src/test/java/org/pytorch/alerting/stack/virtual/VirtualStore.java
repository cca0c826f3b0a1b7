package org.pytorch.alerting.stack.virtual;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.pytorch.alerting.decide.AlertStateStore;
import org.pytorch.alerting.decide.StoredAlert;
import org.pytorch.alerting.model.Fingerprint;

/** The table of alert states in memory; each call takes some time, in which others act. */
final class VirtualStore implements AlertStateStore {
  private static final Duration ONE_WAY = Duration.ofMillis(4);

  private final Fibers fibers;
  private final Map<Fingerprint, StoredAlert> rows = new HashMap<>();

  VirtualStore(Fibers fibers) {
    this.fibers = fibers;
  }

  @Override
  public Optional<StoredAlert> find(Fingerprint fingerprint) {
    fibers.pause(ONE_WAY);
    Optional<StoredAlert> found = Optional.ofNullable(rows.get(fingerprint));
    fibers.pause(ONE_WAY);
    return found;
  }

  @Override
  public WriteResult write(OptionalLong expectedVersion, StoredAlert next) {
    fibers.pause(ONE_WAY);
    Optional<StoredAlert> there = Optional.ofNullable(rows.get(next.fingerprint()));
    OptionalLong version =
        there.map(row -> OptionalLong.of(row.version())).orElseGet(OptionalLong::empty);
    boolean wins = version.equals(expectedVersion);
    if (wins) {
      rows.put(next.fingerprint(), next);
    }
    fibers.pause(ONE_WAY);
    return wins ? new WriteResult.Written() : new WriteResult.LostTo(there);
  }

  /** {@return all rows as they are now} */
  List<StoredAlert> rows() {
    return List.copyOf(rows.values());
  }
}
