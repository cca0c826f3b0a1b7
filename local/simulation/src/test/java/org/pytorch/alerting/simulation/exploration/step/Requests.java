package org.pytorch.alerting.simulation.exploration.step;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.row.AlertDetails;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.simulation.exploration.model.Age;
import org.pytorch.alerting.simulation.exploration.model.Story;

/**
 * The requests of an execution, and rows and decisions without the parts that no rule reads:
 * reasons, version numbers, token names, attempts after the second.
 */
public final class Requests {
  /** The alert's details in the row; no rule reads them as long as events are complete. */
  private static final AlertDetails DETAILS = AlertDetails.unknown();

  /** The holder of the pending claim presents this token, all other executions the other one. */
  private static final ClaimToken HOLDER = new ClaimToken("holder#0");

  private static final ClaimToken ASKER = new ClaimToken("asker#0");

  /** When an action that was given up may have sent something, as of the next claim. */
  private static final SentWindow LONG_AGO = new SentWindow(Age.OLD.time(), Age.OLD.time());

  /** All attempts after the first are equal. */
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
   * {@return the request as the execution presents it}
   *
   * @param row the row that record reads. Its claim has got older, so the request's claim does too.
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
   * @param asked the event of the request
   */
  static Decision.Act plain(Decision.Act decision, AlertEvent asked) {
    return decision
        .with()
        .code(ReasonCode.UNFINISHED)
        .reason("")
        .claim(with(decision.claim(), HOLDER, decision.claim().claimedAt()))
        .event(decision.event().or(() -> Optional.of(asked)))
        .notBefore(Age.NOW)
        .status(Optional.empty())
        .nextCheck(Optional.empty())
        .build();
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
        .log(plain(alert.log()))
        .pending(alert.pending().map(Requests::plain))
        .build();
  }

  /** What only the status block says is left out, and so are checks: none is due. */
  private static EpisodeLog plain(EpisodeLog log) {
    return EpisodeLog.EMPTY
        .with()
        .heard(1)
        .told(log.told())
        .closedAt(log.closedAt().map(_ -> Age.NOW))
        .build();
  }

  private static List<EventId> sorted(List<EventId> ids) {
    return ids.size() < 2
        ? ids
        : ids.stream().sorted(Comparator.comparing(EventId::value)).toList();
  }

  private static Pending plain(Pending pending) {
    return pending
        .with()
        .token(HOLDER)
        .attempt(plainAttempt(pending.attempt()))
        .notBefore(Age.NOW)
        .failure(Optional.empty())
        .build();
  }

  /** The rules only distinguish the first attempt, a later one, and none left. */
  private static int plainAttempt(int attempt) {
    return attempt > Pending.MAX_ATTEMPTS
        ? Pending.MAX_ATTEMPTS + 1
        : Math.min(attempt, SECOND_ATTEMPT);
  }

  /** {@return the same decision with another claim} */
  public static Decision.Act withClaim(Decision.Act decision, Claim claim) {
    return decision.withClaim(claim);
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
