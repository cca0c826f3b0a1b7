package org.pytorch.alerting.decide;

import static org.pytorch.alerting.decide.AlertStatus.CLOSED;
import static org.pytorch.alerting.decide.AlertStatus.OPEN;
import static org.pytorch.alerting.model.AlertAction.CLOSE;
import static org.pytorch.alerting.model.AlertAction.COMMENT;
import static org.pytorch.alerting.model.AlertAction.CREATE;
import static org.pytorch.alerting.model.AlertAction.SKIP_MANUAL_CLOSE;
import static org.pytorch.alerting.model.AlertAction.SKIP_STALE;

import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Json;

/**
 * What a new event means for an alert on which nobody is at work:
 *
 * <pre>
 *            no state            OPEN      OPEN, manually closed           CLOSED
 * FIRING     CREATE (episode 1)  COMMENT   SKIP_MANUAL_CLOSE               CREATE (episode + 1)
 * RESOLVED   SKIP_STALE          CLOSE     SKIP_MANUAL_CLOSE, then CLOSED  SKIP_STALE
 * </pre>
 *
 * <p>An event older than what is known changes nothing. Of two with the same time the one that has
 * resolved the alert wins over a new episode, and a firing is a repeat. An OPEN episode without an
 * issue, left by a time when GitHub was switched off, gets its issue with the next firing.
 */
final class LifecycleTable {
  private LifecycleTable() {}

  static Verdict look(Optional<StoredAlert> known, AlertEvent event) {
    if (known.isEmpty()) {
      return unknown(event);
    }
    StoredAlert alert = known.get();
    int order = event.occurredAt().compareTo(alert.lastProviderStateAt());
    if (order < 0) {
      return new Verdict.NothingNew(
          "%s of %s is older than the newest known state, %s of %s."
              .formatted(
                  event.state(),
                  Json.format(event.occurredAt()),
                  alert.status(),
                  Json.format(alert.lastProviderStateAt())));
    }
    return switch (alert.status()) {
      case OPEN -> alert.isManuallyClosed() ? leftAlone(alert, event) : open(alert, event);
      case CLOSED -> closed(alert, event, order > 0);
    };
  }

  private static Verdict unknown(AlertEvent event) {
    return switch (event.state()) {
      case FIRING -> new Verdict.Learn(CREATE, OPEN, 1, "The alert fires for the first time.");
      case RESOLVED ->
          new Verdict.Learn(
              SKIP_STALE,
              CLOSED,
              0,
              "The alert has resolved and was never seen firing; an older firing will be ignored.");
    };
  }

  private static Verdict open(StoredAlert alert, AlertEvent event) {
    int episode = alert.episode();
    return switch (event.state()) {
      case FIRING ->
          alert.issue().isPresent()
              ? new Verdict.Learn(COMMENT, OPEN, episode, "The alert keeps firing.")
              : new Verdict.Learn(
                  CREATE,
                  OPEN,
                  episode,
                  "The alert keeps firing and episode %d has no issue yet.".formatted(episode));
      case RESOLVED -> new Verdict.Learn(CLOSE, CLOSED, episode, "The alert has resolved.");
    };
  }

  private static Verdict leftAlone(StoredAlert alert, AlertEvent event) {
    AlertStatus after =
        switch (event.state()) {
          case FIRING -> OPEN;
          case RESOLVED -> CLOSED;
        };
    String since = alert.manuallyClosedAt().map(Json::format).orElse("an unknown time");
    return new Verdict.Learn(
        SKIP_MANUAL_CLOSE,
        after,
        alert.episode(),
        "A person has closed the issue of episode %d, noticed at %s; it is left alone."
            .formatted(alert.episode(), since));
  }

  private static Verdict closed(StoredAlert alert, AlertEvent event, boolean newer) {
    Instant known = alert.lastProviderStateAt();
    if (!newer) {
      return new Verdict.NothingNew(
          "The alert is known to have resolved at %s, the time of this %s."
              .formatted(Json.format(known), event.state()));
    }
    int episode = alert.episode();
    return switch (event.state()) {
      case FIRING ->
          new Verdict.Learn(
              CREATE,
              OPEN,
              episode + 1,
              "The alert fires again after it had resolved at %s.".formatted(Json.format(known)));
      case RESOLVED ->
          new Verdict.Learn(SKIP_STALE, CLOSED, episode, "The alert had already resolved.");
    };
  }
}
