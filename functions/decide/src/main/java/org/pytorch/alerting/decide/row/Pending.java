package org.pytorch.alerting.decide.row;

import static java.util.Objects.requireNonNull;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.model.status.Change;
import org.pytorch.alerting.model.text.Truncation;

/**
 * A claim that is not settled yet: its holder is acting on GitHub, has failed, or has died. While
 * it exists nothing else is decided for its alert.
 *
 * @param eventId the event that caused the action
 * @param event everything needed to carry out the action, so that any execution can finish it; the
 *     text may be that of a newer event
 * @param saidAt when {@code event}'s message was first put on the queue, in ms
 * @param attempt from 1: the current attempt or, once released, the next one. Only attempts that
 *     may have sent something to GitHub are counted.
 * @param claimedAt when the last attempt was claimed, in ms
 * @param notBefore the turn of this attempt at GitHub, in ms
 * @param leaseExpiresAt from then on, inclusive, any execution may take the claim over, in ms
 * @param held whether its holder has not reported yet how the attempt ended
 * @param sent when earlier attempts may have sent a write whose outcome is unknown
 * @param failure why the last attempt failed, for people; at most {@link #MAX_FAILURE_LENGTH} code
 *     points
 * @param refused whether GitHub refuses the action permanently
 * @param cause the reason for which the action was first claimed; claims of older versions lack it
 * @param change what the issue said before, if the event changes it
 */
@RecordBuilder
public record Pending(
    AlertAction action,
    EventId eventId,
    AlertEvent event,
    Instant saidAt,
    ClaimToken token,
    int attempt,
    Instant claimedAt,
    Instant notBefore,
    Instant leaseExpiresAt,
    boolean held,
    Optional<SentWindow> sent,
    Optional<String> failure,
    boolean refused,
    Optional<ReasonCode> cause,
    Optional<Change> change)
    implements PendingBuilder.With {
  /** An action is attempted as often as the queue delivers a message. */
  public static final int MAX_ATTEMPTS = 20;

  /** In code points. */
  static final int MAX_FAILURE_LENGTH = 1_000;

  /** Before the second attempt; it doubles with each. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(24);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1_200);

  public Pending {
    if (!action.isClaimed()) {
      throw new IllegalArgumentException("a skip is never pending: " + action);
    }
    requireNonNull(eventId, "eventId is null");
    event = event.withoutRawProvider();
    saidAt = saidAt.truncatedTo(ChronoUnit.MILLIS);
    requireNonNull(token, "token is null");
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt is not positive: " + attempt);
    }
    claimedAt = claimedAt.truncatedTo(ChronoUnit.MILLIS);
    notBefore = notBefore.truncatedTo(ChronoUnit.MILLIS);
    leaseExpiresAt = leaseExpiresAt.truncatedTo(ChronoUnit.MILLIS);
    failure = failure.map(text -> Truncation.marked(text, MAX_FAILURE_LENGTH));
  }

  /** {@return the first claim on {@code action}} */
  public static Pending first(
      AlertAction action,
      DecideRequest request,
      AlertEvent event,
      Instant notBefore,
      Instant now,
      Duration lease) {
    return PendingBuilder.builder()
        .action(action)
        .eventId(request.eventId())
        .event(event)
        .saidAt(request.saidAt())
        .token(request.token())
        .attempt(1)
        .claimedAt(now)
        .notBefore(notBefore)
        .leaseExpiresAt(now.plus(lease))
        .held(true)
        .build();
  }

  /**
   * {@return whether this is {@code claim}, in whatever state}
   *
   * <p>The token alone is not enough: an execution that first finishes another event's action holds
   * both claims with one token, and a late record of the first must not settle the second.
   */
  public boolean isHeldBy(Claim claim) {
    return token.equals(claim.token())
        && eventId.equals(claim.eventId())
        && claimedAt.equals(claim.claimedAt());
  }

  /** {@return whether the lease has not expired, so that the claim cannot be taken over} */
  public boolean isLeaseActive(Instant now) {
    return now.isBefore(leaseExpiresAt);
  }

  /**
   * {@return whether nothing is lost if the action is not finished} The next refresh writes the
   * same, unless this one had to find out whether a person closed the issue before the alert fired
   * again.
   */
  public boolean isMereRefresh() {
    return action == AlertAction.UPDATE && cause.filter(ReasonCode.FIRES_AGAIN::equals).isEmpty();
  }

  /** {@return whether the only step left is to give the action up} */
  public boolean mustBeGivenUp() {
    return refused || attempt > MAX_ATTEMPTS;
  }

  /** {@return the same action, claimed by {@code holder} for the next attempt} */
  public Pending takenOverBy(ClaimToken holder, Instant notBefore, Instant now, Duration lease) {
    // A holder that died may have written until its lease expired; giving up writes nothing.
    Pending ended = held && !mustBeGivenUp() ? mayHaveSent(leaseExpiresAt) : this;
    return ended
        .with()
        .token(holder)
        .claimedAt(now)
        .notBefore(notBefore)
        .leaseExpiresAt(now.plus(lease))
        .held(true)
        .build();
  }

  /** {@return the same action with a newer event's text} */
  public Pending withText(AlertEvent newer, Instant newerSaidAt) {
    return with().event(newer).saidAt(newerSaidAt).build();
  }

  /**
   * {@return the same claim after its attempt has ended}
   *
   * @param unknown whether the attempt may have sent something
   */
  public Pending released(boolean unknown, Instant now, String reason, boolean permanently) {
    return unknown
        ? releasedUnknown(now, reason, permanently)
        : releasedUnsent(now, reason, permanently);
  }

  /** {@return the same claim after a failure that proves that this attempt sent nothing} */
  public Pending releasedUnsent(Instant now, String reason, boolean permanently) {
    return mustBeGivenUp() ? notGivenUp(now) : released(now, reason, permanently);
  }

  /**
   * {@return the same claim after a failure with an unknown outcome}
   *
   * <p>The next attempt waits slightly less than the queue delays the failed message: however many
   * messages about the alert arrive in the meantime, all attempts together last as long as the
   * deliveries of one message. Giving the action up needs no wait.
   */
  public Pending releasedUnknown(Instant now, String reason, boolean permanently) {
    if (mustBeGivenUp()) {
      return notGivenUp(now);
    }
    Pending failed = mayHaveSent(now);
    Instant due = permanently || failed.mustBeGivenUp() ? now : now.plus(pauseAfter(attempt));
    return failed.released(due, reason, permanently);
  }

  /** The action sent nothing more, and the reason for giving it up is unchanged. */
  private Pending notGivenUp(Instant now) {
    return with().leaseExpiresAt(now).held(false).build();
  }

  /** {@return how long the next attempt waits after attempt {@code attempt} has failed} */
  public static Duration pauseAfter(int attempt) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private Pending mayHaveSent(Instant until) {
    Instant end = until.isBefore(claimedAt) ? claimedAt : until;
    SentWindow ours = new SentWindow(claimedAt, end);
    return with()
        .attempt(attempt + 1)
        .sent(Optional.of(sent.map(ours::covering).orElse(ours)))
        .build();
  }

  private Pending released(Instant freeFrom, String reason, boolean permanently) {
    return with()
        .leaseExpiresAt(freeFrom)
        .held(false)
        .failure(Optional.of(reason))
        .refused(permanently)
        .build();
  }

  /**
   * {@return whether the next attempt has to search before it acts} A holder that died may have
   * sent something.
   */
  public boolean searchesNext() {
    return held || sent.isPresent();
  }

  /** {@return the claim for the state machine} */
  public Claim toClaim(String repository) {
    return new Claim(eventId, saidAt, token, attempt, claimedAt, sent, repository);
  }
}
