package org.pytorch.alerting.decide.rule;

import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.model.check.LookAgain;

/** What a word adds to the log of an episode, and the check for what is due by it. */
final class LookAgains {
  private LookAgains() {}

  /**
   * {@return the log after the word}
   *
   * @param before the alert as it was
   * @param alert the alert in the verdict's episode
   */
  static EpisodeLog log(
      StoredAlert before,
      StoredAlert alert,
      Verdict.Apply verdict,
      DecideRequest request,
      Instant now) {
    EpisodeLog log = request.said().map(event -> heard(alert.log(), event)).orElse(alert.log());
    if (isFlap(before, verdict)) {
      log = log.flapped(now);
    }
    return log.with()
        .refreshDueAt(refreshDueAt(log, verdict))
        .closeDueAt(verdict.dues().closeAt().or(() -> CalmRules.oneShotClose(request, now)))
        .build();
  }

  private static EpisodeLog heard(EpisodeLog log, AlertEvent event) {
    return switch (event.state()) {
      case FIRING -> log.fired(event);
      case RESOLVED -> log.resolved(event);
    };
  }

  private static boolean isFlap(StoredAlert before, Verdict.Apply verdict) {
    boolean withinHold =
        before.status() == AlertStatus.CLOSED
            && verdict.status() == AlertStatus.OPEN
            && verdict.episode() == before.episode()
            && before.log().closeDueAt().isPresent();
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
          SKIP_MANUAL_CLOSE,
          SKIP_POLICY,
          REJECT,
          GIVE_UP,
          POSTPONE ->
          Optional.empty();
    };
  }

  /**
   * {@return a check for what is due by {@code next}, unless one that comes in time is under way}
   */
  static Optional<LookAgain> after(
      Optional<StoredAlert> known, StoredAlert next, DecideRequest request, Instant now) {
    Optional<Instant> before = known.flatMap(alert -> alert.log().due()).map(EpisodeLog.Due::at);
    Optional<Instant> after = next.log().due().map(EpisodeLog.Due::at);
    boolean underWay =
        request.said().isPresent()
            && before.isPresent()
            && after.filter(at -> at.isBefore(before.get())).isEmpty();
    return underWay ? Optional.empty() : of(next, now);
  }

  /** {@return a check for what is due next, if anything is} */
  static Optional<LookAgain> of(StoredAlert alert, Instant now) {
    return alert
        .log()
        .due()
        .map(due -> LookAgain.at(due.at(), new Check(alert.fingerprint(), due.reason()), now));
  }
}
