package org.pytorch.alerting.decide.rule;

import java.time.Instant;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.ReasonCode;

/** One cell of the {@link LifecycleTable}. The reason is a sentence for the operator. */
sealed interface Verdict {

  /** The event has nothing new; it is skipped as stale. */
  record Stale(ReasonCode code, String reason) implements Verdict {}

  /** The event changes nothing, and the alert's row need not know of it. */
  record Ignore(AlertAction action, ReasonCode code, String reason) implements Verdict {}

  /** It is too early to decide; the event is redelivered at {@code until}. */
  record Wait(Instant until, ReasonCode code, String reason) implements Verdict {}

  /**
   * The event changes the alert, if only the time of its newest event.
   *
   * @param status the alert's status afterwards
   * @param episode the alert's episode afterwards
   */
  record Apply(AlertAction action, AlertStatus status, int episode, ReasonCode code, String reason)
      implements Verdict {}
}
