package org.pytorch.alerting.decide;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import org.pytorch.alerting.model.AlertAction;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.IssueRef;

/**
 * What record answers.
 *
 * @param again whether the asker is to ask decide again: for its own event after it has helped
 *     another, or because what it has just recorded changes what is to be done
 * @param action the claim's; of one that is given up, what was to be done, or GIVE_UP when that is
 *     no longer known
 * @param issue the episode's issue, when one is known
 */
public record Recorded(
    Result result,
    boolean again,
    Fingerprint fingerprint,
    EventId eventId,
    AlertAction action,
    int episode,
    Optional<IssueRef> issue) {

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
