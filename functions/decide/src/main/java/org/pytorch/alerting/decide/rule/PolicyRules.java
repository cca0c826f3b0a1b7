package org.pytorch.alerting.decide.rule;

import java.util.Optional;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.route.Closing;
import org.pytorch.alerting.model.route.Lifecycle;
import org.pytorch.alerting.model.route.Routing;

/**
 * What the policy changes about a {@link LifecycleTable}'s verdict. Without a policy it changes
 * nothing. An issue that is open goes on whatever the policy says: it is always closed by its
 * resolve, unless its route says that people close it.
 */
final class PolicyRules {
  private PolicyRules() {}

  static Verdict verdict(Optional<StoredAlert> known, DecideRequest request, Verdict verdict) {
    boolean held = known.filter(StoredAlert::isHeld).isPresent();
    boolean open = held || known.filter(alert -> alert.status() == AlertStatus.OPEN).isPresent();
    Optional<Routing> dropping =
        request.event().routing().filter(routing -> routing.drop().isPresent());
    if (dropping.isPresent() && !(open && request.event().state() == AlertState.RESOLVED)) {
      return dropped(dropping.get());
    }
    if (!(verdict instanceof Verdict.Apply apply)) {
      return verdict;
    }
    return switch (apply.action()) {
      case CREATE ->
          request
              .event()
              .routing()
              .flatMap(Routing::maintenance)
              // Its issue is still open and goes on.
              .filter(_ -> !held)
              .map(window -> withheld(apply, window))
              .orElse(verdict);
      case CLOSE ->
          known
              .map(alert -> closing(alert, apply))
              .orElseGet(
                  () -> closing(request.event().routing().flatMap(Routing::lifecycle), apply));
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

  private static Verdict dropped(Routing routing) {
    return new Verdict.Ignore(
        AlertAction.SKIP_POLICY,
        ReasonCode.DROPPED,
        "The policy's route \"%s\" drops the alert.".formatted(routing.route()));
  }

  /** The episode begins without an issue, and its next firing after the window opens one. */
  private static Verdict withheld(Verdict.Apply create, String window) {
    return new Verdict.Apply(
        AlertAction.SKIP_POLICY,
        create.status(),
        create.episode(),
        ReasonCode.MAINTENANCE,
        "The policy's maintenance \"%s\" is on: no new issue is opened. If the alert still fires after it, its next notification opens one."
            .formatted(window));
  }

  private static Verdict closing(StoredAlert alert, Verdict.Apply close) {
    boolean noIssue = alert.issue().isEmpty() && alert.sent().isEmpty();
    if (noIssue && alert.maintenance().isPresent()) {
      return new Verdict.Apply(
          AlertAction.SKIP_POLICY,
          close.status(),
          close.episode(),
          ReasonCode.MAINTENANCE,
          "The alert has resolved. The policy's maintenance \"%s\" had withheld its issue."
              .formatted(alert.maintenance().get()));
    }
    return closing(alert.details().lifecycle(), close);
  }

  /** Without a row, the resolve itself says what its policy wants. */
  private static Verdict closing(Optional<Lifecycle> lifecycle, Verdict.Apply close) {
    boolean never = lifecycle.flatMap(it -> it.close()).filter(Closing.NEVER::equals).isPresent();
    return never
        ? new Verdict.Apply(
            AlertAction.COMMENT,
            close.status(),
            close.episode(),
            ReasonCode.RESOLVED,
            "The alert has resolved; the policy leaves its issue open.")
        : close;
  }
}
