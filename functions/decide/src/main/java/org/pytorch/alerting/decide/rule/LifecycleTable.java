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
import java.util.Optional;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.json.Json;

/**
 * What a new event means for an alert on which nobody is at work:
 *
 * <pre>
 *            no state            OPEN      OPEN, its issue seen closed       CLOSED
 * FIRING     CREATE (episode 1)  COMMENT   a repeat: SKIP_MANUAL_CLOSE       CREATE (episode + 1)
 *                                          newer: CREATE (episode + 1)
 * RESOLVED   SKIP_STALE          CLOSE     SKIP_MANUAL_CLOSE, then CLOSED    SKIP_STALE
 * </pre>
 *
 * <p>The last word decides, by the time at which it was said to us. The provider's own time decides
 * between words of one message, and tells a repeat of a firing from a new one: a provider may well
 * say "firing" again with the time of the first firing. Such a word after a RESOLVED may also be a
 * late copy, so it counts only when nothing has contradicted it for {@link #REORDER_WINDOW}.
 *
 * <p>An OPEN episode without an issue gets one with the next firing. What was stale once is stale
 * for ever, so a stale event need not be remembered.
 */
final class LifecycleTable {
  /** How late a copy of a word may arrive, as from the other half of a highly available pair. */
  static final Duration REORDER_WINDOW = Duration.ofMinutes(2);

  private LifecycleTable() {}

  static Verdict look(Optional<StoredAlert> known, DecideRequest word, Instant now) {
    if (known.isEmpty()) {
      return unknown(word);
    }
    StoredAlert alert = known.get();
    return switch (alert.status()) {
      case OPEN ->
          switch (word.event().state()) {
            case FIRING -> openAndFiring(alert, word);
            case RESOLVED -> openAndResolved(alert, word);
          };
      case CLOSED ->
          switch (word.event().state()) {
            case FIRING -> closedAndFiring(alert, word, now);
            case RESOLVED -> closedAndResolved(alert, word);
          };
    };
  }

  private static Verdict unknown(DecideRequest word) {
    return switch (word.event().state()) {
      case FIRING ->
          new Verdict.Learn(
              CREATE, OPEN, 1, ReasonCode.FIRST_FIRING, "The alert fires for the first time.");
      case RESOLVED ->
          new Verdict.Learn(
              SKIP_STALE,
              CLOSED,
              0,
              ReasonCode.NEVER_FIRED,
              "The alert has resolved and was never seen firing; an older firing will be ignored.");
    };
  }

  private static Verdict openAndFiring(StoredAlert alert, DecideRequest word) {
    int episode = alert.episode();
    boolean fresh = isNewFiring(alert, word);
    if (word.saidAt().isBefore(alert.episodeSaidAt()) || (alert.isNewerThan(word) && !fresh)) {
      return stale(alert, word);
    }
    if (alert.isSeenClosedBy(word.eventId())) {
      return fresh
          ? new Verdict.Learn(
              CREATE,
              OPEN,
              episode + 1,
              ReasonCode.FIRES_AFTER_MANUAL_CLOSE,
              "The alert fires again at %s; a person had closed the issue of the firing before."
                  .formatted(Json.format(word.event().occurredAt())))
          : leftAlone(alert, OPEN);
    }
    if (alert.issue().isEmpty()) {
      return new Verdict.Learn(
          CREATE,
          OPEN,
          episode,
          ReasonCode.NO_ISSUE_YET,
          "The alert keeps firing and episode %d has no issue yet.".formatted(episode));
    }
    return new Verdict.Learn(
        COMMENT,
        OPEN,
        episode,
        fresh ? ReasonCode.FIRES_AGAIN : ReasonCode.STILL_FIRING,
        fresh
            ? "The alert fires again, and its resolve was never seen."
            : "The alert keeps firing.");
  }

  private static Verdict openAndResolved(StoredAlert alert, DecideRequest word) {
    if (alert.isNewerThan(word)) {
      return stale(alert, word);
    }
    return alert.isSeenClosedBy(word.eventId())
        ? leftAlone(alert, CLOSED)
        : new Verdict.Learn(
            CLOSE, CLOSED, alert.episode(), ReasonCode.RESOLVED, "The alert has resolved.");
  }

  private static Verdict closedAndFiring(StoredAlert alert, DecideRequest word, Instant now) {
    Instant resolvedAt = alert.lastProviderStateAt();
    Instant firingAt = word.event().occurredAt();
    boolean later = word.saidAt().isAfter(alert.lastSaidAt());
    boolean newer = firingAt.isAfter(resolvedAt);
    if (alert.isNewerThan(word) || !(later || newer)) {
      return stale(alert, word);
    }
    Instant windowEnd = word.saidAt().plus(REORDER_WINDOW);
    if (!newer && now.isBefore(windowEnd)) {
      return new Verdict.Wait(
          windowEnd,
          ReasonCode.MAYBE_LATE,
          "FIRING of %s was said after the RESOLVED of %s: a late copy or a firing that goes on"
              .formatted(Json.format(firingAt), Json.format(resolvedAt)));
    }
    return new Verdict.Learn(
        CREATE,
        OPEN,
        alert.episode() + 1,
        ReasonCode.FIRES_AFTER_RESOLVE,
        "The alert fires again after it had resolved at %s.".formatted(Json.format(resolvedAt)));
  }

  private static Verdict closedAndResolved(StoredAlert alert, DecideRequest word) {
    return alert.isNewerThan(word)
        ? stale(alert, word)
        : new Verdict.Learn(
            SKIP_STALE,
            CLOSED,
            alert.episode(),
            ReasonCode.ALREADY_RESOLVED,
            "The alert had already resolved.");
  }

  private static Verdict leftAlone(StoredAlert alert, AlertStatus after) {
    String since = alert.manuallyClosedAt().map(Json::format).orElse("an unknown time");
    return new Verdict.Learn(
        SKIP_MANUAL_CLOSE,
        after,
        alert.episode(),
        ReasonCode.CLOSED_BY_PERSON,
        "A person has closed the issue of episode %d, noticed at %s; it is left alone."
            .formatted(alert.episode(), since));
  }

  private static Verdict stale(StoredAlert alert, DecideRequest word) {
    return new Verdict.NothingNew(
        ReasonCode.STALE,
        "%s of %s was said at %s, before the newest word, which made the alert %s: of %s, said at %s."
            .formatted(
                word.event().state(),
                Json.format(word.event().occurredAt()),
                Json.format(word.saidAt()),
                alert.status(),
                Json.format(alert.lastProviderStateAt()),
                Json.format(alert.lastSaidAt())));
  }

  /** {@return whether {@code word} is of a later firing than the episode's issue tells of} */
  private static boolean isNewFiring(StoredAlert alert, DecideRequest word) {
    return alert.firingAt().filter(told -> !word.event().occurredAt().isAfter(told)).isEmpty();
  }
}
