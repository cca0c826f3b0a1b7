package org.pytorch.alerting.decide.rule;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.decide.ClaimLostException;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.message.Recorded;
import org.pytorch.alerting.decide.message.StepError;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.StoredAlertBuilder;
import org.pytorch.alerting.decide.row.Told;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.Outcome;

/**
 * Settles or releases a claim, and only the caller's. Pure, like {@link Decider}, and idempotent: a
 * write whose response was lost is recognised.
 */
public final class Recorder implements Rule<RecordRequest, Recorded> {

  @Override
  public Transition<Recorded> apply(StoredAlert stored, RecordRequest request, Instant now) {
    Claim claim = request.claim();
    StoredAlert alert = stored.knownAt(now);
    if (alert.hasHandled(claim.eventId())) {
      return alreadySettled(alert, request, request.decision().help(), now);
    }
    if (alert.isSeenClosedBy(claim.eventId())) {
      return alreadySettled(alert, request, true, now);
    }
    Optional<Pending> pending = alert.pending().filter(ours -> isFor(alert, ours, request));
    if (pending.isEmpty()) {
      return new Transition.Refuse<>(lost(alert, request));
    }
    return request
        .outcome()
        .map(outcome -> settle(alert, pending.get(), outcome, request, now))
        .orElseGet(() -> release(alert, pending.get(), request, now));
  }

  private static Transition<Recorded> alreadySettled(
      StoredAlert alert, RecordRequest request, boolean again, Instant now) {
    Recorded settled = recorded(Recorded.Result.ALREADY_SETTLED, alert, request);
    return new Transition.Keep<>(
        again && request.outcome().isPresent() ? settled.redeliveredAt(now) : settled);
  }

  /**
   * {@return whether {@code pending} is the claim to settle or release}
   *
   * <p>An execution claims twice for one event if a person closed the issue or if it gives up: a
   * late record of the first claim must not settle the second.
   */
  private static boolean isFor(StoredAlert alert, Pending pending, RecordRequest request) {
    boolean givesUp = request.decision().action() == AlertAction.GIVE_UP;
    return pending.isHeldBy(request.claim())
        && alert.episode() == request.decision().episode()
        && (!pending.held() || pending.mustBeGivenUp() == givesUp);
  }

  private static Transition<Recorded> settle(
      StoredAlert alert, Pending pending, Outcome outcome, RecordRequest request, Instant now) {
    StoredAlertBuilder next = alert.next(now).pending(Optional.empty());
    boolean again = request.decision().help();
    switch (outcome.result()) {
      case DONE -> {
        next.recentEventIds(alert.recentEventIdsWith(pending.eventId()));
        learnIssue(next, alert, outcome);
        notManuallyClosed(next);
        switch (pending.event().state()) {
          case FIRING -> reportFiring(next, alert, pending);
          case RESOLVED -> {}
        }
        if (isComment(pending.action())) {
          next.lastCommentAt(Optional.of(now));
        }
        next.log(afterAction(alert.log(), pending, outcome, now));
      }
      case MANUALLY_CLOSED, GONE -> {
        // What that means for the event depends on which firing the person saw: it is decided
        // again, on a row that knows of the closing.
        learnIssue(next, alert, outcome);
        next.status(AlertStatus.OPEN)
            .manuallyClosedAt(alert.manuallyClosedAt().or(() -> Optional.of(now)))
            .seenClosedBy(alert.seenClosedByWith(pending.eventId()));
        again = true;
      }
      case RATE_LIMITED -> {
        return limited(alert, pending, outcome, request, now);
      }
      case DISABLED, GIVEN_UP -> {
        next.recentEventIds(alert.recentEventIdsWith(pending.eventId()));
        stillAsBefore(next, alert, pending);
      }
    }
    // An issue that a maintenance window withheld is open now, or its event is quarantined.
    next.log(next.log().withWithheld(Optional.empty()));
    StoredAlert settled = next.build();
    Recorded recorded = recorded(Recorded.Result.SETTLED, settled, request, pending.action());
    return new Transition.Write<>(settled, again ? recorded.redeliveredAt(now) : recorded);
  }

  private static boolean isComment(AlertAction action) {
    return action == AlertAction.COMMENT || action == AlertAction.REOPEN;
  }

  /** Every action on an issue writes its status block. */
  private static EpisodeLog afterAction(
      EpisodeLog log, Pending pending, Outcome outcome, Instant now) {
    EpisodeLog settled = outcome.issue().map(log::withIssue).orElse(log);
    // A refresh notifies nobody of a new priority or team, and changes no label.
    boolean notifies =
        pending.event().state() == AlertState.FIRING
            && (pending.action() != AlertAction.UPDATE || log.told().isEmpty());
    boolean closed = pending.action() == AlertAction.CLOSE;
    return settled
        .with()
        .refreshedAt(Optional.of(now))
        .told(notifies ? Optional.of(Told.of(pending.event())) : log.told())
        .closedAt(closed ? Optional.of(now) : log.closedAt())
        .build();
  }

  /** The last try sent nothing; the message is redelivered when GitHub's rate limit ends. */
  private static Transition<Recorded> limited(
      StoredAlert alert, Pending pending, Outcome outcome, RecordRequest request, Instant now) {
    Instant retryAt = outcome.retryAt().orElseThrow();
    if (!pending.held()) {
      return new Transition.Keep<>(
          recorded(Recorded.Result.RELEASED, alert, request).redeliveredAt(retryAt));
    }
    String reason = outcome.note().orElse("rate-limited by GitHub");
    Pending released = pending.released(request.outcomeUnknown(), now, reason, false);
    StoredAlert next = alert.next(now).pending(Optional.of(released)).build();
    return new Transition.Write<>(
        next, recorded(Recorded.Result.RELEASED, next, request).redeliveredAt(retryAt));
  }

  /** GitHub's state replaces ours: of two issues the older one stays, here too. */
  private static void learnIssue(StoredAlertBuilder next, StoredAlert alert, Outcome outcome) {
    if (outcome.issue().isPresent()) {
      boolean same = outcome.issue().equals(alert.issue());
      next.issue(outcome.issue())
          .checkedForDuplicates(
              outcome.checkedForDuplicates() || (same && alert.checkedForDuplicates()))
          .sent(Optional.empty());
    }
  }

  /** Even if a person closed the issue before, it is open again and we have just acted on it. */
  private static void notManuallyClosed(StoredAlertBuilder next) {
    next.manuallyClosedAt(Optional.empty()).seenClosedBy(List.of());
  }

  /**
   * If an earlier attempt may have posted, its text may have been an older event's: then the issue
   * reports no more than was known. At worst, a firing counts as new and is reported again.
   */
  private static void reportFiring(StoredAlertBuilder next, StoredAlert alert, Pending pending) {
    Instant reported = pending.event().occurredAt();
    next.firingAt(
        alert
            .firingAt()
            .filter(before -> pending.sent().isPresent() || before.isAfter(reported))
            .or(() -> Optional.of(reported)));
  }

  /**
   * The action was not carried out, as far as we know: an issue that was to be closed is still
   * open, and the next episode must not open a second one beside it; one that was to be opened may
   * exist if an attempt may have sent it.
   */
  private static void stillAsBefore(StoredAlertBuilder next, StoredAlert alert, Pending pending) {
    if (pending.action() == AlertAction.CLOSE) {
      next.status(AlertStatus.OPEN);
    }
    if (alert.issue().isEmpty()) {
      // There is nothing to be closed later.
      next.sent(pending.sent()).log(alert.log().withCloseDueAt(Optional.empty()));
    }
  }

  private static Transition<Recorded> release(
      StoredAlert alert, Pending pending, RecordRequest request, Instant now) {
    StepError error = request.error().orElseThrow();
    if (!error.provesEnd()) {
      return new Transition.Keep<>(recorded(Recorded.Result.LEFT_TO_LEASE, alert, request));
    }
    if (!pending.held()) {
      return new Transition.Keep<>(released(alert, pending, request, now));
    }
    String reason = error.sentence();
    boolean permanently = error.isRefusedPermanently();
    boolean unknown = request.outcomeUnknown() || error.leavesOutcomeUnknown();
    Pending released = pending.released(unknown, now, reason, permanently);
    if (released.isMereRefresh() && released.mustBeGivenUp()) {
      return refreshGivenUp(alert, released, request, now);
    }
    StoredAlert next = alert.next(now).pending(Optional.of(released)).build();
    return new Transition.Write<>(next, released(next, released, request, now));
  }

  /** Nothing is lost with a refresh, so nothing goes to the dead-letter queue. */
  private static Transition<Recorded> refreshGivenUp(
      StoredAlert alert, Pending pending, RecordRequest request, Instant now) {
    StoredAlert next =
        alert
            .next(now)
            .pending(Optional.empty())
            .recentEventIds(alert.recentEventIdsWith(pending.eventId()))
            // The next refresh is not due at once.
            .log(alert.log().withRefreshedAt(Optional.of(now)))
            .build();
    return new Transition.Write<>(
        next, recorded(Recorded.Result.SETTLED, next, request).redeliveredAt(now));
  }

  /** Giving up is attempted at once; if that fails too, the redelivered message retries. */
  private static Recorded released(
      StoredAlert alert, Pending pending, RecordRequest request, Instant now) {
    boolean again = pending.mustBeGivenUp() && request.decision().action() != AlertAction.GIVE_UP;
    Recorded released = recorded(Recorded.Result.RELEASED, alert, request);
    return again ? released.redeliveredAt(now) : released;
  }

  private static ClaimLostException lost(StoredAlert alert, RecordRequest request) {
    Claim claim = request.claim();
    String holder =
        alert
            .pending()
            .map(other -> "%s for event %s".formatted(other.token(), other.eventId()))
            .orElse("nobody");
    return new ClaimLostException(
        "the claim of %s for event %s is lost: the alert is now claimed by %s"
            .formatted(claim.token(), claim.eventId(), holder));
  }

  private static Recorded recorded(
      Recorded.Result result, StoredAlert alert, RecordRequest request) {
    return recorded(result, alert, request, request.decision().action());
  }

  private static Recorded recorded(
      Recorded.Result result, StoredAlert alert, RecordRequest request, AlertAction action) {
    return new Recorded(
        result,
        Optional.empty(),
        alert.fingerprint(),
        request.claim().eventId(),
        action,
        alert.episode(),
        alert.issue());
  }
}
