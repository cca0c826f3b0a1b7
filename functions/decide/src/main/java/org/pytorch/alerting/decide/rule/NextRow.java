package org.pytorch.alerting.decide.rule;

import java.time.Instant;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.StoredAlertBuilder;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;

/** What a word leaves in the row of its alert. */
final class NextRow {
  private NextRow() {}

  /** {@return the row of {@code before} after the word, without a claim} */
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
            .log(LookAgains.log(before, alert, verdict, request, now));
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
   * {@return the same for a row that has more to say}
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
            LookAgains.after(alert, next, request, now)));
  }

  /** {@return the alert, unless the verdict begins an episode: then one without any issue} */
  static StoredAlert inEpisode(StoredAlert alert, Verdict.Apply verdict) {
    return alert.episode() == verdict.episode() ? alert : StoredAlert.unknown(alert.fingerprint());
  }

  /** {@return the alert, unless the verdict is about an issue that says nothing of it yet} */
  static StoredAlert sameIssue(StoredAlert alert, Verdict.Apply verdict) {
    return verdict.action() == AlertAction.REOPEN ? alert : inEpisode(alert, verdict);
  }

  /** {@return when the news was said} A check has none of its own. */
  static Instant saidAt(StoredAlert alert, DecideRequest request) {
    return request.said().isPresent() ? request.saidAt() : alert.lastSaidAt();
  }
}
