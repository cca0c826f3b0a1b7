package org.pytorch.alerting.decide.message;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.json.NamedInJson;
import org.pytorch.alerting.model.status.IssueRef;

/**
 * The result of recording.
 *
 * @param rest that the message has to be redelivered: for the caller's own event after it has
 *     helped another, because the recorded outcome changes what to do, or because of GitHub's rate
 *     limit; absent if all is done or, after an error, if the caller has failed
 * @param action the claim's; for a claim that is given up its original action, or GIVE_UP if that
 *     is no longer known
 * @param issue the episode's issue, if known
 */
public record Recorded(
    Result result,
    Optional<Rest> rest,
    Fingerprint fingerprint,
    EventId eventId,
    AlertAction action,
    int episode,
    Optional<IssueRef> issue) {

  /**
   * The part of the alert that is not done.
   *
   * @param result always {@code POSTPONED}, the state machine's name for it
   * @param retryAt when to redeliver the message, in ms
   */
  public record Rest(String result, Instant retryAt) {
    public static Rest postponed(Instant retryAt) {
      return new Rest("POSTPONED", retryAt.truncatedTo(ChronoUnit.MILLIS));
    }
  }

  /** {@return the same, but the message has to be redelivered at {@code time}} */
  public Recorded redeliveredAt(Instant time) {
    return new Recorded(
        result, Optional.of(Rest.postponed(time)), fingerprint, eventId, action, episode, issue);
  }

  /** {@return when to redeliver the message, if it has to be} */
  @JsonIgnore
  public Optional<Instant> retryAt() {
    return rest.map(Rest::retryAt);
  }

  /** Every successful result of recording. */
  public enum Result implements NamedInJson {
    /** The action is done and will not be repeated. */
    SETTLED,
    /** It was already recorded: the step is retried, or another execution finished the action. */
    ALREADY_SETTLED,
    /** The action is not done; the next event may take it over at once. */
    RELEASED,
    /** The action may still be running; its lease keeps others off until it must have ended. */
    LEFT_TO_LEASE
  }
}
