package org.pytorch.alerting.decide.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Routing;

/**
 * Decides what a check triggers. The row and the clock say what is due; the check's own reason only
 * says which due time it was sent for. So a forged, late or duplicate check does nothing that is
 * not due.
 */
final class CheckRules {
  /** A queue may deliver a check this much too early; it is then redelivered. */
  private static final Duration EARLY = Duration.ofSeconds(30);

  private CheckRules() {}

  static Verdict verdict(
      StoredAlert alert, CheckReason reason, DecideRequest request, Instant now) {
    EpisodeLog log = alert.log();
    boolean resolved = log.resolvedAt().isPresent();
    if (alert.isSeenClosedBy(request.eventId())) {
      Optional<AlertEvent> firing = log.latest().filter(event -> isUnseen(alert, event));
      if (firing.isPresent()) {
        return LifecycleTable.afterManualClose(alert, firing.get());
      }
      return LifecycleTable.leftAlone(alert, resolved ? AlertStatus.CLOSED : AlertStatus.OPEN);
    }
    if (log.issueDueAt().filter(due -> !now.isBefore(due)).isPresent()) {
      return PolicyRules.afterMaintenance(alert, log.withheld().orElseThrow(), now);
    }
    if (log.latest().isEmpty() || (alert.issue().isEmpty() && log.issueDueAt().isEmpty())) {
      return nothing();
    }
    if (log.isCloseDue(now)) {
      return close(alert, resolved ? ReasonCode.HOLD_OVER : ReasonCode.ONE_SHOT_OVER);
    }
    if (log.isRefreshDue(now)) {
      return new Verdict.Apply(
          AlertAction.UPDATE,
          alert.status(),
          alert.episode(),
          ReasonCode.REFRESH,
          "The status block is behind what is known, and may be refreshed again.",
          new Verdict.Dues(Optional.empty(), log.closeDueAt()));
    }
    return waiting(reason, log)
        .filter(at -> isWorthWaiting(reason, at, now))
        .map(due -> wait(log, request, due, now))
        .orElseGet(CheckRules::nothing);
  }

  /**
   * {@return whether {@code event} is a firing that was only counted, and that the person who
   * closed the issue cannot have known of} Only such a firing lets a check begin an episode.
   */
  private static boolean isUnseen(StoredAlert alert, AlertEvent event) {
    return event.state() == AlertState.FIRING
        && event.completed().isComplete()
        && event.routing().flatMap(Routing::maintenance).isEmpty()
        && LifecycleTable.isNewFiring(alert, event);
  }

  /** {@return what the check was sent for, if that is not due yet} */
  private static Optional<Instant> waiting(CheckReason reason, EpisodeLog log) {
    return switch (reason) {
      case HELD_CLOSE, ONE_SHOT -> log.closeDueAt();
      case REFRESH -> log.refreshDueAt();
      case MEMBER -> Optional.empty();
      case MAINTENANCE -> log.issueDueAt();
    };
  }

  /** A refresh that is due later has a check of its own. */
  private static boolean isWorthWaiting(CheckReason reason, Instant due, Instant now) {
    return reason != CheckReason.REFRESH || !now.plus(EARLY).isBefore(due);
  }

  private static Verdict wait(EpisodeLog log, DecideRequest request, Instant due, Instant now) {
    String reason = "Nothing is due before " + Json.format(due);
    if (!now.plus(EARLY).isBefore(due)) {
      return new Verdict.Wait(due, ReasonCode.NOTHING_DUE, reason);
    }
    return log.hasOtherWaitingCheck(request.eventId(), now)
        ? new Verdict.Ignore(
            AlertAction.SKIP_STALE,
            ReasonCode.NOTHING_DUE,
            reason + ", and another check waits for it.")
        : new Verdict.CheckLater(due, ReasonCode.NOTHING_DUE, reason + ".");
  }

  /** {@return the verdict that closes the alert's issue now} */
  static Verdict.Apply close(StoredAlert alert, ReasonCode code) {
    return new Verdict.Apply(
        AlertAction.CLOSE,
        AlertStatus.CLOSED,
        alert.episode(),
        code,
        code == ReasonCode.HOLD_OVER
            ? "The alert has resolved and has not fired again since."
            : "The alert never resolves, and has not fired again within its policy's close_after.");
  }

  private static Verdict nothing() {
    return new Verdict.Ignore(
        AlertAction.SKIP_STALE, ReasonCode.NOTHING_DUE, "Nothing is due for this alert.");
  }
}
