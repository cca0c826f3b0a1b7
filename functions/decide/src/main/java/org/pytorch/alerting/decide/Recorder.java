package org.pytorch.alerting.decide;

import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.model.AlertAction;
import org.pytorch.alerting.model.Claim;
import org.pytorch.alerting.model.Outcome;

/**
 * Settles or releases a claim, and never another than the asker's. Pure, like {@link Decider}, and
 * idempotent: what was written although the answer was lost is recognised.
 */
public final class Recorder implements Rule<RecordRequest, Recorded> {

  @Override
  public Transition<Recorded> apply(
      Optional<StoredAlert> stored, RecordRequest request, Instant now) {
    Claim claim = request.claim();
    Optional<StoredAlert> known = stored.filter(alert -> !alert.hasExpired(now));
    if (known.isPresent() && known.get().hasHandled(claim.eventId())) {
      return new Transition.Keep<>(recorded(Recorded.Result.ALREADY_SETTLED, known.get(), request));
    }
    Optional<Pending> pending =
        known
            .flatMap(StoredAlert::pending)
            .filter(ours -> ours.isHeldBy(claim.token(), claim.eventId()));
    if (pending.isEmpty()) {
      return new Transition.Refuse<>(lost(known, request));
    }
    StoredAlert alert = known.orElseThrow();
    return request
        .outcome()
        .map(outcome -> settle(alert, pending.get(), outcome, request, now))
        .orElseGet(() -> release(alert, pending.get(), request, now));
  }

  private static Transition<Recorded> settle(
      StoredAlert alert, Pending pending, Outcome outcome, RecordRequest request, Instant now) {
    StoredAlertBuilder next = alert.next(now).pending(Optional.empty()).remember(pending.eventId());
    switch (outcome.result()) {
      case DONE -> {
        learnIssue(next, alert, outcome);
        if (pending.action() == AlertAction.COMMENT) {
          next.lastCommentAt(Optional.of(now));
        }
      }
      case MANUALLY_CLOSED, GONE -> {
        learnIssue(next, alert, outcome);
        next.manuallyClosedAt(Optional.of(now));
      }
      case DISABLED -> {
        if (pending.action() == AlertAction.CLOSE) {
          // The issue is still open on GitHub; a next episode must not open a second one beside it.
          next.status(AlertStatus.OPEN);
        }
      }
    }
    StoredAlert settled = next.build();
    return new Transition.Write<>(settled, recorded(Recorded.Result.SETTLED, settled, request));
  }

  /** The first issue known of an episode stays its issue. */
  private static void learnIssue(StoredAlertBuilder next, StoredAlert alert, Outcome outcome) {
    if (alert.issue().isEmpty()) {
      next.issue(outcome.issue());
    }
  }

  private static Transition<Recorded> release(
      StoredAlert alert, Pending pending, RecordRequest request, Instant now) {
    if (!request.error().orElseThrow().provesEnd()) {
      return new Transition.Keep<>(recorded(Recorded.Result.LEFT_TO_LEASE, alert, request));
    }
    Recorded released = recorded(Recorded.Result.RELEASED, alert, request);
    if (!pending.isLeaseAlive(now)) {
      return new Transition.Keep<>(released);
    }
    StoredAlert next = alert.next(now).pending(Optional.of(pending.releasedAt(now))).build();
    return new Transition.Write<>(next, released);
  }

  private static ClaimLostException lost(Optional<StoredAlert> known, RecordRequest request) {
    Claim claim = request.claim();
    String holder =
        known
            .flatMap(StoredAlert::pending)
            .map(other -> "%s for event %s".formatted(other.token(), other.eventId()))
            .orElse("nobody");
    return new ClaimLostException(
        "the claim of %s for event %s is lost: the alert is now held by %s"
            .formatted(claim.token(), claim.eventId(), holder));
  }

  private static Recorded recorded(
      Recorded.Result result, StoredAlert alert, RecordRequest request) {
    return new Recorded(
        result,
        alert.fingerprint(),
        request.claim().eventId(),
        request.decision().action(),
        alert.episode(),
        alert.issue());
  }
}
