package org.pytorch.alerting.decide.rule;

import java.time.Instant;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.ReasonCode;

/** One cell of the {@link LifecycleTable}. The reason is a sentence for the operator. */
sealed interface Verdict {

  /** The event tells nothing that is not known; it is skipped as stale. */
  record NothingNew(ReasonCode code, String reason) implements Verdict {}

  /** It is too early to tell; the event comes back then. */
  record Wait(Instant until, ReasonCode code, String reason) implements Verdict {}

  /**
   * The event changes what is known, if only the time of the newest word.
   *
   * @param status how the alert stands afterwards
   * @param episode the episode it is in afterwards
   */
  record Learn(AlertAction action, AlertStatus status, int episode, ReasonCode code, String reason)
      implements Verdict {}
}
