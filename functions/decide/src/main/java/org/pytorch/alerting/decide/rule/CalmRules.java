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
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Lifecycle;
import org.pytorch.alerting.model.route.OneShot;
import org.pytorch.alerting.model.route.Repeats;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.route.Span;

/**
 * Decides whether people are notified of a verdict of the {@link LifecycleTable}: a comment
 * notifies them, an edit does not. So a repeat is only counted and shown. If an alert fires again
 * soon after its issue was closed, the issue is reopened. If that happens repeatedly, the next
 * close is held.
 */
final class CalmRules {
  /** The shortest time between two refreshes of an alert's status block. */
  static final Duration REFRESH_PAUSE = Duration.ofMinutes(10);

  /** How long the close of a flapping alert is held. */
  static final Duration FLAPPING_HOLD = Duration.ofMinutes(15);

  private final Duration refreshPause;

  /**
   * @param refreshPause {@link #REFRESH_PAUSE}, but in tests
   */
  CalmRules(Duration refreshPause) {
    this.refreshPause = refreshPause;
  }

  Duration refreshPause() {
    return refreshPause;
  }

  /** {@return {@code verdict} with the action that notifies people, or does not} */
  Verdict verdict(StoredAlert alert, DecideRequest request, Verdict verdict, Instant now) {
    if (!(verdict instanceof Verdict.Apply apply)) {
      return verdict;
    }
    boolean firing = request.event().state() == AlertState.FIRING;
    return switch (apply.action()) {
      case CREATE ->
          apply.code() == ReasonCode.FIRES_AFTER_RESOLVE
              ? afterResolve(alert, request, apply, now)
              : apply;
      case COMMENT -> firing ? repeated(alert, request, apply, now) : apply;
      case CLOSE -> held(alert, request, apply, now);
      case SKIP_STALE -> alreadyResolved(alert, apply, now);
      case UPDATE, REOPEN, COUNT, JOIN, SKIP_MANUAL_CLOSE, SKIP_POLICY, REJECT, GIVE_UP, POSTPONE ->
          apply;
    };
  }

  /** The firing of an alert whose issue is open. */
  private Verdict repeated(
      StoredAlert alert, DecideRequest request, Verdict.Apply apply, Instant now) {
    if (isChanged(alert, request)) {
      return commented(apply, ReasonCode.CHANGED, "The alert keeps firing and has changed.");
    }
    Lifecycle lifecycle = lifecycle(request);
    Repeats repeats = lifecycle.repeats().orElse(Repeats.QUIET);
    if (repeats == Repeats.COMMENT) {
      return apply;
    }
    if (request.trigger() instanceof DecideRequest.Trigger.Shared) {
      return sharedGoesOn(alert, request, apply, now);
    }
    boolean fresh = apply.code() == ReasonCode.FIRES_AGAIN;
    // A redundant pair's second copy has a slightly later start, but not after we heard of it.
    Instant heard = alert.lastSaidAt().plus(LifecycleTable.REORDER_WINDOW);
    if (fresh && request.event().occurredAt().isAfter(heard)) {
      return apply;
    }
    if (repeats == Repeats.SILENT) {
      return counted(
          apply, apply.code(), "The policy keeps its repeats silent.", Verdict.Dues.NONE);
    }
    if (isReminderDue(alert, reminder(request), now)) {
      return reminded(apply, request);
    }
    // Only the issue itself shows whether a person closed it before this firing began.
    return fresh ? shown(apply, apply.code(), apply.reason()) : refreshed(alert, apply, now);
  }

  /** Another alert that joins a shared issue is not news. */
  private Verdict sharedGoesOn(
      StoredAlert alert, DecideRequest request, Verdict.Apply apply, Instant now) {
    Verdict.Apply goesOn =
        new Verdict.Apply(
            apply.action(),
            apply.status(),
            apply.episode(),
            ReasonCode.STILL_FIRING,
            "Alerts that share the issue keep firing.");
    return isReminderDue(alert, reminder(request), now)
        ? reminded(goesOn, request)
        : refreshed(alert, goesOn, now);
  }

  private static Span reminder(DecideRequest request) {
    return lifecycle(request).reminder().orElse(Lifecycle.DAY);
  }

  private static Verdict.Apply reminded(Verdict.Apply apply, DecideRequest request) {
    return commented(
        apply,
        ReasonCode.REMINDER,
        "The alert keeps firing; the last comment was %s ago or more."
            .formatted(reminder(request)));
  }

  private static boolean isSilent(Lifecycle lifecycle) {
    return lifecycle.repeats().filter(Repeats.SILENT::equals).isPresent();
  }

  /** {@return whether the last comment is {@code reminder} ago or more; never if that is 0} */
  private static boolean isReminderDue(StoredAlert alert, Span reminder, Instant now) {
    Instant last = alert.lastCommentAt().orElse(alert.firstSeenAt());
    return !reminder.equals(Span.ZERO) && !now.isBefore(last.plus(reminder.duration()));
  }

  private static boolean isChanged(StoredAlert alert, DecideRequest request) {
    // A late event does not undo what a later one has said.
    return !alert.isNewerThan(request)
        && alert.log().told().flatMap(told -> told.changedBy(request.event())).isPresent();
  }

  /** The firing of an alert that had resolved. */
  private Verdict afterResolve(
      StoredAlert alert, DecideRequest request, Verdict.Apply create, Instant now) {
    if (alert.issue().isEmpty() || alert.isManuallyClosed()) {
      return create;
    }
    EpisodeLog log = alert.log();
    if (alert.isHeld()) {
      return whileHeld(alert, request, create, now);
    }
    Duration reopen = lifecycle(request).reopen().orElse(Lifecycle.DAY).duration();
    Instant closedAt = log.closedAt().orElse(alert.lastSeenAt());
    return now.isBefore(closedAt.plus(reopen))
        ? new Verdict.Apply(
            AlertAction.REOPEN,
            create.status(),
            create.episode(),
            create.code(),
            "The alert fires again; its issue was closed at %s and is reopened."
                .formatted(Json.format(closedAt)))
        : create;
  }

  /** The firing of an alert that had resolved, and whose issue is still open. */
  private Verdict whileHeld(
      StoredAlert alert, DecideRequest request, Verdict.Apply create, Instant now) {
    Verdict.Apply goesOn =
        new Verdict.Apply(
            AlertAction.COMMENT,
            AlertStatus.OPEN,
            alert.episode(),
            ReasonCode.FLAP,
            "The alert fires again within the time for which its close is held.");
    if (isChanged(alert, request)) {
      return commented(goesOn, ReasonCode.CHANGED, "The alert fires again and has changed.");
    }
    if (alert.log().isCloseDue(now)) {
      // The check that should have closed it is late or lost.
      return commented(
          goesOn, create.code(), "The alert fires again; its issue was due to be closed by now.");
    }
    Repeats repeats = lifecycle(request).repeats().orElse(Repeats.QUIET);
    if (repeats == Repeats.COMMENT) {
      return goesOn;
    }
    if (repeats == Repeats.SILENT) {
      return counted(goesOn, goesOn.code(), goesOn.reason(), Verdict.Dues.NONE);
    }
    return isReminderDue(alert, reminder(request), now)
        ? reminded(goesOn, request)
        : refreshed(alert, goesOn, now);
  }

  /** The resolve of an alert whose issue is open. */
  private Verdict held(StoredAlert alert, DecideRequest request, Verdict.Apply close, Instant now) {
    Lifecycle lifecycle =
        alert
            .details()
            .lifecycle()
            .or(() -> request.event().routing().flatMap(Routing::lifecycle))
            .orElse(Lifecycle.none());
    Duration asked = lifecycle.holdClose().orElse(Span.ZERO).duration();
    boolean flapping = alert.log().isFlapping(now) && asked.compareTo(FLAPPING_HOLD) < 0;
    Duration hold = flapping ? FLAPPING_HOLD : asked;
    if (hold.isZero() || alert.issue().isEmpty()) {
      return close;
    }
    Instant due = now.plus(hold);
    Verdict.Apply held =
        new Verdict.Apply(
            AlertAction.COMMENT,
            close.status(),
            close.episode(),
            ReasonCode.HELD,
            "The alert has resolved%s; its issue is closed at %s unless it fires again."
                .formatted(flapping ? " and is flapping" : "", Json.format(due)));
    Verdict.Apply refreshed =
        isSilent(lifecycle)
            ? counted(held, held.code(), held.reason(), Verdict.Dues.NONE)
            : refreshed(alert, held, now);
    return refreshed.due(refreshed.dues().closing(due));
  }

  /**
   * A repeated resolve carries out the close or the refresh that is due, in case its check was
   * lost.
   */
  private static Verdict alreadyResolved(StoredAlert alert, Verdict.Apply skip, Instant now) {
    if (skip.code() != ReasonCode.ALREADY_RESOLVED || !alert.isHeld()) {
      return skip;
    }
    EpisodeLog log = alert.log();
    if (log.isCloseDue(now)) {
      return CheckRules.close(alert, ReasonCode.HOLD_OVER);
    }
    Verdict.Apply held = log.isRefreshDue(now) ? shown(skip, skip.code(), skip.reason()) : skip;
    return held.due(new Verdict.Dues(Optional.empty(), log.closeDueAt()));
  }

  /** {@return that {@code apply} is shown by the status block, now or once it may be refreshed} */
  private Verdict.Apply refreshed(StoredAlert alert, Verdict.Apply apply, Instant now) {
    Instant free = alert.log().refreshedAt().map(at -> at.plus(refreshPause)).orElse(now);
    return now.isBefore(free)
        ? counted(
            apply,
            apply.code(),
            apply.reason(),
            new Verdict.Dues(
                alert.log().refreshDueAt().or(() -> Optional.of(free)), Optional.empty()))
        : shown(apply, apply.code(), apply.reason());
  }

  private static Verdict.Apply commented(Verdict.Apply apply, ReasonCode code, String reason) {
    return new Verdict.Apply(AlertAction.COMMENT, apply.status(), apply.episode(), code, reason);
  }

  private static Verdict.Apply shown(Verdict.Apply apply, ReasonCode code, String reason) {
    return new Verdict.Apply(AlertAction.UPDATE, apply.status(), apply.episode(), code, reason);
  }

  private static Verdict.Apply counted(
      Verdict.Apply apply, ReasonCode code, String reason, Verdict.Dues dues) {
    return new Verdict.Apply(
        AlertAction.COUNT, apply.status(), apply.episode(), code, reason, dues);
  }

  private static Lifecycle lifecycle(DecideRequest request) {
    return request.event().routing().flatMap(Routing::lifecycle).orElse(Lifecycle.none());
  }

  /**
   * {@return when to close the alert's issue, if the alert never resolves}
   *
   * @param heardAt when {@code event} was heard
   */
  static Optional<Instant> oneShotClose(AlertEvent event, Instant heardAt) {
    return Optional.of(event)
        .filter(it -> it.state() == AlertState.FIRING)
        .flatMap(AlertEvent::routing)
        .flatMap(Routing::lifecycle)
        .flatMap(Lifecycle::oneShot)
        .filter(OneShot::isOne)
        .map(oneShot -> heardAt.plus(oneShot.closeAfter().duration()));
  }
}
