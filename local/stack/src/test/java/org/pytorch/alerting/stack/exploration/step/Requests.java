package org.pytorch.alerting.stack.exploration.step;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.row.AlertDetails;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.stack.exploration.model.Age;
import org.pytorch.alerting.stack.exploration.model.Story;

/**
 * The requests of an execution, and rows and decisions without what no rule asks: reasons, version
 * numbers, names of tokens, attempts after the second.
 */
public final class Requests {
  /** What the row says of the alert for people; no rule asks for it while events are complete. */
  private static final AlertDetails DETAILS =
      new AlertDetails(
          Optional.empty(),
          Optional.empty(),
          List.of(),
          new Identity(Optional.empty(), Optional.empty(), Optional.empty()));

  /** Who holds the pending claim presents this token, everybody else another. */
  private static final ClaimToken HOLDER = new ClaimToken("holder#0");

  private static final ClaimToken ASKER = new ClaimToken("asker#0");

  /** What may have been sent by an action that was given up, by the time of the next claim. */
  private static final SentWindow LONG_AGO = new SentWindow(Age.OLD.time(), Age.OLD.time());

  /** A second attempt and a tenth are alike. */
  private static final int SECOND_ATTEMPT = 2;

  private Requests() {}

  static ClaimToken token(boolean holds) {
    return holds ? HOLDER : ASKER;
  }

  static DecideRequest decide(Story story, int message, boolean windowOver, boolean holds) {
    return new DecideRequest(
        story.eventId(message),
        story.fingerprint(),
        story.event(message),
        story.saidAt(message, windowOver),
        token(holds),
        Age.NOW);
  }

  /**
   * {@return the request as it is presented}
   *
   * @param row as record reads it. Time has made the claim older there, and here as well.
   */
  static RecordRequest presented(RecordRequest request, Optional<StoredAlert> row, boolean holds) {
    Instant claimedAt =
        row.flatMap(StoredAlert::pending)
            .filter(_ -> holds)
            .map(Pending::claimedAt)
            .orElse(request.claim().claimedAt());
    Claim claim = with(request.claim(), token(holds), claimedAt);
    return new RecordRequest(
        withClaim(request.decision(), claim),
        request.outcome(),
        request.error(),
        request.outcomeUnknown());
  }

  /**
   * @param asked what the asker has asked with
   */
  static Decision.Act plain(Decision.Act decision, AlertEvent asked) {
    return new Decision.Act(
        decision.action(),
        ReasonCode.UNFINISHED,
        "",
        decision.fingerprint(),
        decision.episode(),
        decision.help(),
        with(decision.claim(), HOLDER, decision.claim().claimedAt()),
        decision.event().or(() -> Optional.of(asked)),
        decision.issue(),
        decision.formerIssue(),
        decision.checkedForDuplicates(),
        Age.NOW);
  }

  static StoredAlert plain(StoredAlert alert) {
    return alert
        .next(Age.NOW)
        .version(1)
        .lastCommentAt(Optional.empty())
        .details(DETAILS)
        .sent(alert.pending().isPresent() ? alert.sent() : alert.sent().map(_ -> LONG_AGO))
        .recentEventIds(sorted(alert.recentEventIds()))
        .seenClosedBy(sorted(alert.seenClosedBy()))
        .pending(alert.pending().map(Requests::plain))
        .build();
  }

  private static List<EventId> sorted(List<EventId> ids) {
    return ids.stream().sorted(Comparator.comparing(EventId::value)).toList();
  }

  private static Pending plain(Pending pending) {
    return new Pending(
        pending.action(),
        pending.eventId(),
        pending.event(),
        pending.saidAt(),
        HOLDER,
        plainAttempt(pending.attempt()),
        pending.claimedAt(),
        Age.NOW,
        pending.leaseExpiresAt(),
        pending.held(),
        pending.sent(),
        Optional.empty(),
        pending.refused());
  }

  /** Whether it is the first one, a further one, or none any more is all that is asked. */
  private static int plainAttempt(int attempt) {
    return attempt > Pending.MAX_ATTEMPTS
        ? Pending.MAX_ATTEMPTS + 1
        : Math.min(attempt, SECOND_ATTEMPT);
  }

  /** {@return the same decision about another claim} */
  public static Decision.Act withClaim(Decision.Act decision, Claim claim) {
    return new Decision.Act(
        decision.action(),
        decision.code(),
        decision.reason(),
        decision.fingerprint(),
        decision.episode(),
        decision.help(),
        claim,
        decision.event(),
        decision.issue(),
        decision.formerIssue(),
        decision.checkedForDuplicates(),
        decision.notBefore());
  }

  private static Claim with(Claim claim, ClaimToken token, Instant claimedAt) {
    return new Claim(
        claim.eventId(),
        claim.saidAt(),
        token,
        plainAttempt(claim.attempt()),
        claimedAt,
        claim.sent(),
        claim.repository());
  }
}
