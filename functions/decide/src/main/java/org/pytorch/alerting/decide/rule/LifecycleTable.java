package org.pytorch.alerting.decide.rule;

import static org.pytorch.alerting.decide.row.AlertStatus.CLOSED;
import static org.pytorch.alerting.decide.row.AlertStatus.OPEN;
import static org.pytorch.alerting.model.action.AlertAction.CLOSE;
import static org.pytorch.alerting.model.action.AlertAction.COMMENT;
import static org.pytorch.alerting.model.action.AlertAction.CREATE;
import static org.pytorch.alerting.model.action.AlertAction.SKIP_MANUAL_CLOSE;
import static org.pytorch.alerting.model.action.AlertAction.SKIP_STALE;

import java.time.Duration;
import java.time.Instant;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.json.Json;

/**
 * The meaning of a new event for an alert without a pending action:
 *
 * <pre>
 *            no state            OPEN      OPEN, its issue seen closed       CLOSED
 * FIRING     CREATE (episode 1)  COMMENT   a repeat: SKIP_MANUAL_CLOSE       CREATE (episode + 1)
 *                                          newer: CREATE (episode + 1)
 * RESOLVED   SKIP_STALE          CLOSE     SKIP_MANUAL_CLOSE, then CLOSED    SKIP_STALE
 * </pre>
 *
 * <p>The event that was said to us last decides. The provider's own time decides between events of
 * one message, and distinguishes a repeat of a firing from a new one: a provider may report
 * "firing" again with the time of the first firing. Such an event after a RESOLVED may also be a
 * late copy, so it counts only if nothing has contradicted it for {@link #REORDER_WINDOW}.
 *
 * <p>An OPEN episode without an issue gets one with the next firing. A stale event stays stale, so
 * it need not be remembered.
 */
final class LifecycleTable {
  /**
   * How late a copy of an event may arrive, for example from the other half of a redundant pair.
   */
  static final Duration REORDER_WINDOW = Duration.ofMinutes(2);

  private LifecycleTable() {}

  /**
   * @param searchUnknown whether an alert without a row may have an issue
   */
  static Verdict verdict(
      StoredAlert alert, DecideRequest request, Instant now, boolean searchUnknown) {
    if (alert.isUnknown()) {
      return unknown(request, searchUnknown);
    }
    return switch (alert.status()) {
      case OPEN ->
          switch (request.event().state()) {
            case FIRING -> openAndFiring(alert, request);
            case RESOLVED -> openAndResolved(alert, request);
          };
      case CLOSED ->
          switch (request.event().state()) {
            case FIRING -> closedAndFiring(alert, request, now);
            case RESOLVED -> closedAndResolved(alert, request);
          };
    };
  }

  private static Verdict unknown(DecideRequest request, boolean search) {
    return switch (request.event().state()) {
      case FIRING ->
          new Verdict.Apply(
              CREATE, OPEN, 1, ReasonCode.FIRST_FIRING, "The alert fires for the first time.");
      case RESOLVED ->
          search
              ? new Verdict.Apply(
                  CLOSE,
                  CLOSED,
                  1,
                  ReasonCode.NEVER_FIRED,
                  "The alert has resolved and the table does not know it; its issue is searched for.")
              : new Verdict.Apply(
                  SKIP_STALE,
                  CLOSED,
                  0,
                  ReasonCode.NEVER_FIRED,
                  "The alert has resolved and was never seen firing; an older firing will be ignored.");
    };
  }

  private static Verdict openAndFiring(StoredAlert alert, DecideRequest request) {
    int episode = alert.episode();
    boolean fresh = isNewFiring(alert, request.event());
    if (request.saidAt().isBefore(alert.episodeSaidAt())
        || (alert.isNewerThan(request) && !fresh)) {
      return stale(alert, request);
    }
    if (alert.isSeenClosedBy(request.eventId())) {
      if (!fresh
          && alert.log().told().filter(it -> it.isLessUrgentThan(request.event())).isPresent()) {
        return new Verdict.Apply(
            CREATE,
            OPEN,
            episode + 1,
            ReasonCode.PRIORITY_RISEN,
            "The alert is more urgent than the issue that a person closed.");
      }
      return fresh ? afterManualClose(alert, request.event()) : leftAlone(alert, OPEN);
    }
    if (alert.issue().isEmpty()) {
      return new Verdict.Apply(
          CREATE,
          OPEN,
          episode,
          ReasonCode.NO_ISSUE_YET,
          "The alert keeps firing and episode %d has no issue yet.".formatted(episode));
    }
    return new Verdict.Apply(
        COMMENT,
        OPEN,
        episode,
        fresh ? ReasonCode.FIRES_AGAIN : ReasonCode.STILL_FIRING,
        fresh
            ? "The alert fires again, and its resolve was never seen."
            : "The alert keeps firing.");
  }

  /** {@return the verdict that opens another issue for a firing after a person's close} */
  static Verdict.Apply afterManualClose(StoredAlert alert, AlertEvent firing) {
    return new Verdict.Apply(
        CREATE,
        OPEN,
        alert.episode() + 1,
        ReasonCode.FIRES_AFTER_MANUAL_CLOSE,
        "The alert fires again at %s; a person closed the issue of the previous firing."
            .formatted(Json.format(firing.occurredAt())));
  }

  private static Verdict openAndResolved(StoredAlert alert, DecideRequest request) {
    if (alert.isNewerThan(request)) {
      return stale(alert, request);
    }
    return alert.isSeenClosedBy(request.eventId())
        ? leftAlone(alert, CLOSED)
        : new Verdict.Apply(
            CLOSE, CLOSED, alert.episode(), ReasonCode.RESOLVED, "The alert has resolved.");
  }

  private static Verdict closedAndFiring(StoredAlert alert, DecideRequest request, Instant now) {
    Instant resolvedAt = alert.lastProviderStateAt();
    Instant firingAt = request.event().occurredAt();
    boolean later = request.saidAt().isAfter(alert.lastSaidAt());
    boolean newer = firingAt.isAfter(resolvedAt);
    if (alert.isNewerThan(request) || !(later || newer)) {
      return stale(alert, request);
    }
    Instant windowEnd = request.saidAt().plus(REORDER_WINDOW);
    if (!newer && now.isBefore(windowEnd)) {
      return new Verdict.Wait(
          windowEnd,
          ReasonCode.MAYBE_LATE,
          "FIRING of %s was said after the RESOLVED of %s: a late copy or a continued firing"
              .formatted(Json.format(firingAt), Json.format(resolvedAt)));
    }
    return new Verdict.Apply(
        CREATE,
        OPEN,
        alert.episode() + 1,
        ReasonCode.FIRES_AFTER_RESOLVE,
        "The alert fires again; it had resolved at %s.".formatted(Json.format(resolvedAt)));
  }

  private static Verdict closedAndResolved(StoredAlert alert, DecideRequest request) {
    return alert.isNewerThan(request)
        ? stale(alert, request)
        : new Verdict.Apply(
            SKIP_STALE,
            CLOSED,
            alert.episode(),
            ReasonCode.ALREADY_RESOLVED,
            "The alert had already resolved.");
  }

  /** {@return the verdict that leaves alone an issue that a person closed} */
  static Verdict.Apply leftAlone(StoredAlert alert, AlertStatus after) {
    String since = alert.manuallyClosedAt().map(Json::format).orElse("an unknown time");
    return new Verdict.Apply(
        SKIP_MANUAL_CLOSE,
        after,
        alert.episode(),
        ReasonCode.CLOSED_BY_PERSON,
        "A person has closed the issue of episode %d, noticed at %s; it is left alone."
            .formatted(alert.episode(), since));
  }

  private static Verdict stale(StoredAlert alert, DecideRequest request) {
    return new Verdict.Stale(
        ReasonCode.STALE,
        "%s of %s was said at %s, before the newest event, which made the alert %s: of %s, said at %s."
            .formatted(
                request.event().state(),
                Json.format(request.event().occurredAt()),
                Json.format(request.saidAt()),
                alert.status(),
                Json.format(alert.lastProviderStateAt()),
                Json.format(alert.lastSaidAt())));
  }

  /** {@return whether {@code event} is of a later firing than the episode's issue reports} */
  static boolean isNewFiring(StoredAlert alert, AlertEvent event) {
    return alert.firingAt().filter(reported -> !event.occurredAt().isAfter(reported)).isEmpty();
  }
}
