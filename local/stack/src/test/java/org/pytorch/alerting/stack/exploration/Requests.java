package org.pytorch.alerting.stack.exploration;

import java.util.Comparator;
import java.util.Optional;
import org.pytorch.alerting.decide.DecideRequest;
import org.pytorch.alerting.decide.Pending;
import org.pytorch.alerting.decide.RecordRequest;
import org.pytorch.alerting.decide.StoredAlert;
import org.pytorch.alerting.model.Claim;
import org.pytorch.alerting.model.ClaimToken;
import org.pytorch.alerting.model.Decision;
import org.pytorch.alerting.model.Envelope;
import org.pytorch.alerting.model.EventId;

/**
 * The requests of an execution, and rows and decisions without what no rule asks: reasons, version
 * numbers, names of tokens, attempts after the second.
 */
final class Requests {
  static final Envelope ENVELOPE =
      new Envelope(Age.NOW, Age.NOW, Optional.empty(), Optional.empty(), 1, "message");

  /** Who holds the pending claim presents this token, everybody else another. */
  private static final ClaimToken HOLDER = new ClaimToken("holder#0");

  private static final ClaimToken ASKER = new ClaimToken("asker#0");

  /** A second attempt and a tenth both look before they post. */
  private static final int MAX_ATTEMPT = 2;

  private Requests() {}

  static ClaimToken token(boolean holds) {
    return holds ? HOLDER : ASKER;
  }

  static DecideRequest decide(Story story, int message, boolean holds) {
    return new DecideRequest(
        story.eventId(message),
        story.fingerprint(),
        story.event(message),
        ENVELOPE,
        token(holds),
        Age.NOW);
  }

  static RecordRequest withToken(RecordRequest request, boolean holds) {
    return new RecordRequest(
        withToken(request.decision(), token(holds)), request.outcome(), request.error());
  }

  static Decision plain(Decision decision) {
    return withToken(
        new Decision(
            decision.action(),
            "",
            decision.fingerprint(),
            decision.episode(),
            decision.help(),
            decision.claim(),
            decision.issue()),
        HOLDER);
  }

  static StoredAlert plain(StoredAlert alert) {
    return alert
        .next(Age.NOW)
        .version(1)
        .lastCommentAt(Optional.empty())
        .recentEventIds(
            alert.recentEventIds().stream().sorted(Comparator.comparing(EventId::value)).toList())
        .pending(alert.pending().map(Requests::plain))
        .build();
  }

  private static Pending plain(Pending pending) {
    return new Pending(
        pending.action(),
        pending.eventId(),
        pending.event(),
        HOLDER,
        Math.min(pending.attempt(), MAX_ATTEMPT),
        pending.claimedAt(),
        pending.leaseExpiresAt());
  }

  private static Decision withToken(Decision decision, ClaimToken token) {
    return new Decision(
        decision.action(),
        decision.reason(),
        decision.fingerprint(),
        decision.episode(),
        decision.help(),
        decision.claim().map(claim -> withToken(claim, token)),
        decision.issue());
  }

  private static Claim withToken(Claim claim, ClaimToken token) {
    return new Claim(
        claim.eventId(),
        claim.event(),
        token,
        Math.min(claim.attempt(), MAX_ATTEMPT),
        claim.claimedAt());
  }
}
