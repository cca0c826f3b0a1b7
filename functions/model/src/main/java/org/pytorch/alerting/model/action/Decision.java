package org.pytorch.alerting.model.action;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Fingerprint;

/**
 * What decide answers: act, do nothing, or come back later. The state machine branches by {@link
 * #action}.
 */
public sealed interface Decision {
  AlertAction action();

  /** {@return why, by name: it can be counted} */
  ReasonCode code();

  /** {@return why, in a sentence for the operator} */
  String reason();

  Fingerprint fingerprint();

  /**
   * An action that is claimed: nobody else carries it out while the claim stands.
   *
   * @param episode which firing episode of the fingerprint the action belongs to, from 1
   * @param help whether the action belongs to another event, whose holder is gone: the asker
   *     finishes it, and comes back for its own
   * @param event what is told, where it is not what the asker asked with; always present for
   *     GIVE_UP, whose event is quarantined
   * @param issue the episode's issue, when one is known
   * @param formerIssue the issue of the episode before, for CREATE only: if a person has reopened
   *     it, it is used instead of a new one
   * @param checkedForDuplicates whether {@code issue} is known to be the only one of its episode
   * @param notBefore the turn: nothing is asked of GitHub earlier, in ms
   */
  record Act(
      AlertAction action,
      ReasonCode code,
      String reason,
      Fingerprint fingerprint,
      int episode,
      boolean help,
      Claim claim,
      Optional<AlertEvent> event,
      Optional<IssueRef> issue,
      Optional<IssueRef> formerIssue,
      boolean checkedForDuplicates,
      Instant notBefore)
      implements Decision {
    public Act {
      if (!action.isClaimed()) {
        throw new IllegalArgumentException("not claimed: " + action);
      }
      notBefore = notBefore.truncatedTo(ChronoUnit.MILLIS);
      if (action == AlertAction.GIVE_UP && event.isEmpty()) {
        throw new IllegalArgumentException("nothing to quarantine for GIVE_UP");
      }
    }
  }

  /**
   * Nothing is done on GitHub.
   *
   * @param episode the alert's episode, from 1; 0 when it has never fired
   * @param issue the episode's issue, when one is known
   */
  record Skip(
      AlertAction action,
      ReasonCode code,
      String reason,
      Fingerprint fingerprint,
      int episode,
      Optional<IssueRef> issue)
      implements Decision {
    public Skip {
      if (action.isClaimed() || action == AlertAction.POSTPONE) {
        throw new IllegalArgumentException("not a skip: " + action);
      }
    }
  }

  /**
   * It is too early: nothing was claimed and nothing counts as an attempt.
   *
   * @param retryAt when the message is to be delivered again, in ms
   */
  record Postpone(ReasonCode code, String reason, Fingerprint fingerprint, Instant retryAt)
      implements Decision {
    public Postpone {
      retryAt = retryAt.truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    @JsonProperty
    public AlertAction action() {
      return AlertAction.POSTPONE;
    }
  }
}
