package org.pytorch.alerting.decide;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.pytorch.alerting.model.AlertAction;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Claim;
import org.pytorch.alerting.model.ClaimToken;
import org.pytorch.alerting.model.EventId;

/**
 * A claim that is not settled yet: someone acts on GitHub, or has died over it. As long as it
 * stands nothing else is decided for its alert.
 *
 * @param event all that is needed to carry out the action, so that anyone can finish it
 * @param attempt from 1; more than 1 when someone may already have acted
 * @param claimedAt when the action was first claimed, in ms; it stays over every takeover
 * @param leaseExpiresAt from then on, inclusive, anyone may take the claim over, in ms
 */
public record Pending(
    AlertAction action,
    EventId eventId,
    AlertEvent event,
    ClaimToken token,
    int attempt,
    Instant claimedAt,
    Instant leaseExpiresAt) {
  public Pending {
    if (!action.isClaimed()) {
      throw new IllegalArgumentException("a skip is never pending: " + action);
    }
    requireNonNull(eventId, "eventId is null");
    requireNonNull(event, "event is null");
    requireNonNull(token, "token is null");
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt is not positive: " + attempt);
    }
    claimedAt = claimedAt.truncatedTo(ChronoUnit.MILLIS);
    leaseExpiresAt = leaseExpiresAt.truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * {@return whether this is the claim that {@code holder} has on the action for {@code id}}
   *
   * <p>The token alone would not do: an execution that first finishes another event's action holds
   * both claims with one token, and a late record of the first must not settle the second.
   */
  public boolean isHeldBy(ClaimToken holder, EventId id) {
    return token.equals(holder) && eventId.equals(id);
  }

  /** {@return whether its holder may still be at work} */
  public boolean isLeaseAlive(Instant now) {
    return now.isBefore(leaseExpiresAt);
  }

  /** {@return the same duty in the hands of {@code holder}, as one more attempt} */
  Pending takenOverBy(ClaimToken holder, Instant newLeaseExpiresAt) {
    return new Pending(action, eventId, event, holder, attempt + 1, claimedAt, newLeaseExpiresAt);
  }

  /** {@return the same claim, free to be taken over from {@code now} on} */
  Pending releasedAt(Instant now) {
    return new Pending(action, eventId, event, token, attempt, claimedAt, now);
  }

  /** {@return what the state machine is told of it} */
  Claim toClaim() {
    return new Claim(eventId, event, token, attempt, claimedAt);
  }
}
