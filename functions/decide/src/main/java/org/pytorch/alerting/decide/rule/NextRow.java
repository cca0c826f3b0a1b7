package org.pytorch.alerting.decide.rule;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.DecideRequest.Trigger;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.StoredAlertBuilder;
import org.pytorch.alerting.decide.row.Withheld;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.status.SharingAlerts;

/** What an event or check leaves in the row of its alert, and in the log of the episode. */
final class NextRow {
  private NextRow() {}

  /** {@return the row that follows {@code before}, without a claim} */
  static StoredAlertBuilder after(
      StoredAlert before, Verdict.Apply verdict, DecideRequest request, Instant now) {
    StoredAlert alert =
        !before.isUnknown() && before.episode() == verdict.episode()
            ? before
            : before.inNewEpisode(verdict.episode(), saidAt(before, request), now);
    StoredAlertBuilder next =
        alert
            .next(now)
            .status(verdict.status())
            .seenClosedBy(alert.seenClosedByWithout(request.eventId()))
            .log(log(before, alert, verdict, request, now));
    if (request.said().isEmpty()) {
      return next;
    }
    if (!before.isNewerThan(request)) {
      next.lastProviderStateAt(request.event().occurredAt()).lastSaidAt(request.saidAt());
    }
    return next.lastSeenAt(now)
        .details(
            before
                .details()
                .after(
                    // A new episode's issue has the policy's team and priority, not the last
                    // one's.
                    alert.episode() == before.episode()
                        ? request.event()
                        : request.event().completed()));
  }

  /** {@return the write of that row, with the decision that nothing else is to be done} */
  static Transition<Decision> written(
      StoredAlert alert, Verdict.Apply verdict, DecideRequest request, Instant now) {
    return written(alert, after(alert, verdict, request, now).build(), verdict, request, now);
  }

  /**
   * {@return the same for a row with further changes}
   *
   * @param alert as it was
   */
  static Transition<Decision> written(
      StoredAlert alert,
      StoredAlert learned,
      Verdict.Apply verdict,
      DecideRequest request,
      Instant now) {
    StoredAlert next = learned.withRecentEventIds(learned.recentEventIdsWith(request.eventId()));
    return new Transition.Write<>(
        next,
        new Decision.Skip(
            verdict.action(),
            verdict.code(),
            verdict.reason(),
            next.fingerprint(),
            next.episode(),
            next.issue(),
            NextChecks.after(alert, next, request, now)));
  }

  /** {@return the alert, unless the verdict begins an episode: then one without any issue} */
  static StoredAlert inEpisode(StoredAlert alert, Verdict.Apply verdict) {
    return alert.episode() == verdict.episode() ? alert : StoredAlert.unknown(alert.fingerprint());
  }

  /** {@return the alert, unless the verdict is about an issue that does not mention it yet} */
  static StoredAlert sameIssue(StoredAlert alert, Verdict.Apply verdict) {
    return verdict.action() == AlertAction.REOPEN ? alert : inEpisode(alert, verdict);
  }

  /** {@return when the news was said} A check has none of its own. */
  static Instant saidAt(StoredAlert alert, DecideRequest request) {
    return request.said().isPresent() ? request.saidAt() : alert.lastSaidAt();
  }

  /**
   * {@return the log after the event or check}
   *
   * @param before the alert as it was
   * @param alert the alert in the verdict's episode
   */
  private static EpisodeLog log(
      StoredAlert before,
      StoredAlert alert,
      Verdict.Apply verdict,
      DecideRequest request,
      Instant now) {
    EpisodeLog log =
        request
            .said()
            .map(event -> afterEvent(before, alert.log(), event, request))
            .orElseGet(() -> afterCheck(before, alert));
    if (isFlap(before, verdict, now)) {
      log = log.flapped(now);
    }
    return log.with()
        .refreshDueAt(refreshDueAt(log, verdict))
        .closeDueAt(
            verdict
                .dues()
                .closeAt()
                .or(
                    () ->
                        oneShotClose(before, verdict, request, now)
                            .filter(_ -> hasIssue(verdict.action()))))
        .withheld(withheld(before, alert, verdict, request))
        .build();
  }

  private static Optional<Instant> oneShotClose(
      StoredAlert before, Verdict.Apply verdict, DecideRequest request, Instant now) {
    return request.said().isPresent()
        ? CalmRules.oneShotClose(request.event(), now)
        : before
            .log()
            .latest()
            .filter(_ -> verdict.episode() != before.episode())
            .flatMap(event -> CalmRules.oneShotClose(event, before.lastSeenAt()));
  }

  /**
   * {@return the issue that is withheld after the event or check} The newest event's policy counts.
   */
  private static Optional<Withheld> withheld(
      StoredAlert before, StoredAlert alert, Verdict.Apply verdict, DecideRequest request) {
    if (verdict.status() != AlertStatus.OPEN) {
      return Optional.empty();
    }
    Optional<Withheld> former = alert.log().withheld();
    if (verdict.code() == ReasonCode.MAINTENANCE) {
      return request
          .said()
          .flatMap(
              event ->
                  former.filter(_ -> before.isNewerThan(request)).or(() -> Withheld.from(event)));
    }
    // Until the issue is there; and if the policy drops the alert by now.
    boolean kept =
        verdict.code() == ReasonCode.MAINTENANCE_OVER || verdict.code() == ReasonCode.DROPPED;
    return former.filter(_ -> kept).map(Withheld::untilNextEvent);
  }

  private static EpisodeLog afterEvent(
      StoredAlert before, EpisodeLog log, AlertEvent event, DecideRequest request) {
    EpisodeLog heard =
        switch (event.state()) {
          case FIRING -> log.fired(event);
          case RESOLVED -> log.resolved(event);
        };
    boolean late = before.isNewerThan(request) && log.latest().isPresent();
    if (late) {
      return heard.withLatest(log.latest());
    }
    return request.trigger()
            instanceof Trigger.Shared(AlertEvent _, SharingAlerts sharing, var since)
        ? heard
            .with()
            .sharing(Optional.of(sharing))
            // It fires since the first of its alerts does, also once that one is over.
            .firingSince(
                Stream.concat(heard.firingSince().stream(), since.stream())
                    .min(Comparator.naturalOrder()))
            .build()
        : heard;
  }

  /** An episode that begins with a check begins with the firing that was counted before. */
  private static EpisodeLog afterCheck(StoredAlert before, StoredAlert alert) {
    return alert.episode() == before.episode()
        ? alert.log()
        : before.log().latest().map(alert.log()::fired).orElse(alert.log());
  }

  private static boolean hasIssue(AlertAction action) {
    return switch (action) {
      case CREATE, COMMENT, UPDATE, REOPEN, COUNT -> true;
      case CLOSE, JOIN, SKIP_STALE, SKIP_MANUAL_CLOSE, SKIP_POLICY, REJECT, GIVE_UP, POSTPONE ->
          false;
    };
  }

  private static boolean isFlap(StoredAlert before, Verdict.Apply verdict, Instant now) {
    boolean withinHold =
        before.isHeld()
            && verdict.status() == AlertStatus.OPEN
            && verdict.episode() == before.episode()
            && !before.log().isCloseDue(now);
    return withinHold || verdict.action() == AlertAction.REOPEN;
  }

  /** Every action on the issue refreshes its block. */
  private static Optional<Instant> refreshDueAt(EpisodeLog log, Verdict.Apply verdict) {
    return switch (verdict.action()) {
      case COUNT -> verdict.dues().refreshAt().or(log::refreshDueAt);
      case SKIP_STALE -> log.refreshDueAt();
      case CREATE,
          COMMENT,
          UPDATE,
          REOPEN,
          CLOSE,
          JOIN,
          SKIP_MANUAL_CLOSE,
          SKIP_POLICY,
          REJECT,
          GIVE_UP,
          POSTPONE ->
          Optional.empty();
    };
  }
}
