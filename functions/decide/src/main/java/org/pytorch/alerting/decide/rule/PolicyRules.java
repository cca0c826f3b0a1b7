package org.pytorch.alerting.decide.rule;

import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.Withheld;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Closing;
import org.pytorch.alerting.model.route.Lifecycle;
import org.pytorch.alerting.model.route.Routing;

/**
 * Changes a verdict of the {@link LifecycleTable} as the policy says. No policy stops an issue that
 * is open: the resolve closes it, unless the route leaves that to people.
 */
final class PolicyRules {
  private PolicyRules() {}

  static Verdict verdict(StoredAlert alert, DecideRequest request, Verdict verdict) {
    Optional<Routing> dropping =
        request.event().routing().filter(routing -> routing.drop().isPresent());
    if (dropping.isPresent() && !mayClose(alert, request, verdict)) {
      return dropped(alert, request, dropping.get(), verdict);
    }
    if (!(verdict instanceof Verdict.Apply apply)) {
      return verdict;
    }
    return switch (apply.action()) {
      case CREATE ->
          request
              .event()
              .routing()
              // Its issue is still open and stays in use.
              .filter(routing -> routing.maintenance().isPresent() && !alert.isHeld())
              // Otherwise it is quarantined now: there may be no later event.
              .filter(_ -> alert.details().complete(request.event()).isComplete())
              .map(routing -> withheld(apply, routing))
              .orElse(verdict);
      case CLOSE -> closing(alert, request, apply);
      case COMMENT,
          UPDATE,
          REOPEN,
          COUNT,
          JOIN,
          SKIP_STALE,
          SKIP_MANUAL_CLOSE,
          SKIP_POLICY,
          REJECT,
          GIVE_UP,
          POSTPONE ->
          verdict;
    };
  }

  /** {@return whether it is the resolve of an alert that has an open issue, or may have one} */
  private static boolean mayClose(StoredAlert alert, DecideRequest request, Verdict verdict) {
    return request.event().state() == AlertState.RESOLVED
        && (alert.isHeld()
            || alert.status() == AlertStatus.OPEN
            || (verdict instanceof Verdict.Apply apply && apply.action() == AlertAction.CLOSE));
  }

  /**
   * A firing is forgotten, unless it cancels an issue that is due after a maintenance window. A
   * resolve is remembered: otherwise a late copy of its firing could open an issue once the policy
   * no longer drops the alert.
   */
  private static Verdict dropped(
      StoredAlert alert, DecideRequest request, Routing routing, Verdict verdict) {
    String reason = "The policy's route \"%s\" drops the alert.".formatted(routing.route());
    boolean remembered =
        request.event().state() == AlertState.RESOLVED || alert.log().issueDueAt().isPresent();
    return remembered && verdict instanceof Verdict.Apply apply
        ? new Verdict.Apply(
            AlertAction.SKIP_POLICY, apply.status(), apply.episode(), ReasonCode.DROPPED, reason)
        : new Verdict.Ignore(AlertAction.SKIP_POLICY, ReasonCode.DROPPED, reason);
  }

  /** The episode begins without an issue: a check, or its next firing after the window opens it. */
  private static Verdict withheld(Verdict.Apply create, Routing routing) {
    return new Verdict.Apply(
        AlertAction.SKIP_POLICY,
        create.status(),
        create.episode(),
        ReasonCode.MAINTENANCE,
        "The policy's maintenance \"%s\" is on%s: no new issue is opened. If the alert still fires after it, %s."
            .formatted(
                routing.maintenance().orElseThrow(),
                routing.maintenanceUntil().map(end -> " until " + Json.format(end)).orElse(""),
                routing.maintenanceUntil().isPresent()
                    ? "its issue is opened then"
                    : "its next notification opens one"));
  }

  /** {@return the verdict on the withheld issue once the maintenance is over} */
  static Verdict.Apply afterMaintenance(StoredAlert alert, Withheld withheld, Instant now) {
    Optional<Instant> closeAt =
        withheld.event().flatMap(event -> CalmRules.oneShotClose(event, alert.lastSeenAt()));
    if (closeAt.filter(at -> !now.isBefore(at)).isPresent()) {
      return new Verdict.Apply(
          AlertAction.SKIP_POLICY,
          AlertStatus.CLOSED,
          alert.episode(),
          ReasonCode.MAINTENANCE,
          "The alert never resolves, and its close_after was over before the maintenance \"%s\"."
              .formatted(withheld.window()));
    }
    return new Verdict.Apply(
        AlertAction.CREATE,
        AlertStatus.OPEN,
        alert.episode(),
        ReasonCode.MAINTENANCE_OVER,
        "The alert still fires, and the policy's maintenance \"%s\" is over."
            .formatted(withheld.window()),
        new Verdict.Dues(Optional.empty(), closeAt));
  }

  private static Verdict closing(StoredAlert alert, DecideRequest request, Verdict.Apply close) {
    boolean noIssue = alert.issue().isEmpty() && alert.sent().isEmpty();
    Optional<Withheld> withheld = alert.log().withheld().filter(_ -> noIssue);
    if (withheld.isPresent()) {
      return new Verdict.Apply(
          AlertAction.SKIP_POLICY,
          close.status(),
          close.episode(),
          ReasonCode.MAINTENANCE,
          "The alert has resolved. The policy's maintenance \"%s\" had withheld its issue."
              .formatted(withheld.get().window()));
    }
    // Without a row, the resolve itself says what its policy wants.
    Optional<Lifecycle> lifecycle =
        alert.isUnknown()
            ? request.event().routing().flatMap(Routing::lifecycle)
            : alert.details().lifecycle();
    return lifecycle.flatMap(Lifecycle::close).filter(Closing.NEVER::equals).isPresent()
        ? new Verdict.Apply(
            AlertAction.COMMENT,
            close.status(),
            close.episode(),
            ReasonCode.RESOLVED,
            "The alert has resolved; the policy leaves its issue open.")
        : close;
  }
}
