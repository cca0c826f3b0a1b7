package org.pytorch.alerting.decide.rule;

import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.ReasonCode;

/** One cell of the {@link LifecycleTable}. The reason is a sentence for the operator. */
sealed interface Verdict {

  /** The event has nothing new; it is skipped as stale. */
  record Stale(ReasonCode code, String reason) implements Verdict {}

  /** The event changes nothing, not even the alert's row. */
  record Ignore(AlertAction action, ReasonCode code, String reason) implements Verdict {}

  /** It is too early to decide; the event is redelivered at {@code until}. */
  record Wait(Instant until, ReasonCode code, String reason) implements Verdict {}

  /**
   * A check arrived long before it is due. The next check waits in its place, and this one is done:
   * otherwise it would use up its deliveries, and its age would look like a stuck queue.
   */
  record CheckLater(Instant due, ReasonCode code, String reason) implements Verdict {}

  /**
   * The event changes the alert, if only the time of its newest event.
   *
   * @param status the alert's status afterwards
   * @param episode the alert's episode afterwards
   * @param dues what is due later
   */
  record Apply(
      AlertAction action,
      AlertStatus status,
      int episode,
      ReasonCode code,
      String reason,
      Dues dues)
      implements Verdict {
    /** With nothing due. */
    Apply(AlertAction action, AlertStatus status, int episode, ReasonCode code, String reason) {
      this(action, status, episode, code, reason, Dues.NONE);
    }

    Apply due(Dues later) {
      return new Apply(action, status, episode, code, reason, later);
    }
  }

  /**
   * What is due later, unless another event changes it.
   *
   * @param refreshAt when the status block is to be refreshed, unless it is closed by then
   * @param closeAt when the issue is to be closed
   */
  record Dues(Optional<Instant> refreshAt, Optional<Instant> closeAt) {
    public Dues {
      // A close writes the status block as well. One message for both is enough.
      refreshAt = refreshAt.filter(at -> closeAt.filter(close -> !at.isBefore(close)).isEmpty());
    }

    static final Dues NONE = new Dues(Optional.empty(), Optional.empty());

    Dues closing(Instant at) {
      return new Dues(refreshAt, Optional.of(at));
    }
  }
}
