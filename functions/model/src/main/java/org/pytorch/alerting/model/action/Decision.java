package org.pytorch.alerting.model.action;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.check.NextCheck;
import org.pytorch.alerting.model.status.Change;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.model.status.IssueStatus;

/**
 * What decide returns: act, do nothing, or postpone. The state machine branches on {@link #action}.
 */
public sealed interface Decision {
  AlertAction action();

  /** {@return the reason by name, for counting} */
  ReasonCode code();

  /** {@return the reason in a sentence, for the operator} */
  String reason();

  Fingerprint fingerprint();

  /** {@return the check that is to be sent} */
  Optional<NextCheck> nextCheck();

  /**
   * An action that is claimed: it is carried out by one holder at a time.
   *
   * @param episode the firing episode of the fingerprint that the action belongs to, from 1
   * @param help whether the action belongs to another event, whose lease has expired: the caller
   *     finishes it, then retries its own
   * @param event the event to report if it is not the caller's; always present for GIVE_UP, whose
   *     event is quarantined
   * @param issue the episode's issue, if known
   * @param formerIssue the issue of the previous episode, for CREATE only: if a person has reopened
   *     it, it is used instead of a new one
   * @param checkedForDuplicates whether {@code issue} is known to be the only one of its episode
   * @param notBefore the start of the turn, in ms: no request is sent to GitHub earlier
   * @param cause the reason for which the action was first claimed; absent from older versions
   * @param change what the issue said before, if the event changes it
   * @param status what the issue's status block says; absent from older versions
   * @param nextCheck a check to send; running state machines know it as {@code look_again}
   */
  @RecordBuilder
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
      Instant notBefore,
      Optional<ReasonCode> cause,
      Optional<Change> change,
      Optional<IssueStatus> status,
      @JsonProperty("look_again") Optional<NextCheck> nextCheck)
      implements Decision, DecisionActBuilder.With {
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
   * @param issue the episode's issue, if known
   * @param nextCheck a check to send; running state machines know it as {@code look_again}
   */
  @RecordBuilder
  record Skip(
      AlertAction action,
      ReasonCode code,
      String reason,
      Fingerprint fingerprint,
      int episode,
      Optional<IssueRef> issue,
      @JsonProperty("look_again") Optional<NextCheck> nextCheck)
      implements Decision, DecisionSkipBuilder.With {
    /** Without a check. */
    public Skip(
        AlertAction action,
        ReasonCode code,
        String reason,
        Fingerprint fingerprint,
        int episode,
        Optional<IssueRef> issue) {
      this(action, code, reason, fingerprint, episode, issue, Optional.empty());
    }

    public Skip {
      if (action.isClaimed() || action == AlertAction.POSTPONE) {
        throw new IllegalArgumentException("not a skip: " + action);
      }
    }
  }

  /**
   * It is too early: nothing was claimed and nothing counts as an attempt.
   *
   * @param retryAt when the message is to be redelivered, in ms
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

    @Override
    public Optional<NextCheck> nextCheck() {
      return Optional.empty();
    }
  }
}
