package org.pytorch.alerting.decide.message;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.IssueRef;

/**
 * What record answers.
 *
 * @param rest that the message has to come back: for the asker's own event after it has helped
 *     another, because what was recorded changes what is to be done, or because GitHub has asked
 *     for silence; absent when all is done or, after an error, when the asker has failed
 * @param action the claim's; of one that is given up, what was to be done, or GIVE_UP when that is
 *     no longer known
 * @param issue the episode's issue, when one is known
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
   * What is not done of the alert.
   *
   * @param result always {@code POSTPONED}: the state machine's word for it
   * @param retryAt when the message is to be delivered again, in ms
   */
  public record Rest(String result, Instant retryAt) {
    public static Rest postponed(Instant retryAt) {
      return new Rest("POSTPONED", retryAt.truncatedTo(ChronoUnit.MILLIS));
    }
  }

  /** {@return when the message is to be delivered again, if it is} */
  @JsonIgnore
  public Optional<Instant> retryAt() {
    return rest.map(Rest::retryAt);
  }

  /** Every way a record can end well. */
  public enum Result {
    /** The action is done and nobody will repeat it. */
    SETTLED,
    /** That was known: the step is retried, or someone else has finished the action. */
    ALREADY_SETTLED,
    /** The action is not done; whoever comes next may take it over at once. */
    RELEASED,
    /** The action may still be going on; its lease keeps others off until it cannot be any more. */
    LEFT_TO_LEASE;

    @JsonValue
    public String jsonName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
