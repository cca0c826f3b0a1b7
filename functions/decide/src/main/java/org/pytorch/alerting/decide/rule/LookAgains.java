package org.pytorch.alerting.decide.rule;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.DecideRequest.Word;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.Withheld;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.check.LookAgain;
import org.pytorch.alerting.model.status.SharingAlerts;

/** Writes the log of an episode, and says which check to send for what is due by it. */
final class LookAgains {
  /**
   * Checks that wait come first: for the close of a one-shot, which moves with each firing, and for
   * an issue that a maintenance withholds. A held close needs no check beside that of a refresh,
   * which sends the next one.
   */
  private static final Comparator<EpisodeLog.Due> FIRST =
      Comparator.comparing((EpisodeLog.Due due) -> !waits(due.reason()))
          .thenComparing(EpisodeLog.Due::at);

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
    EpisodeLog log =
        request
            .said()
            .map(event -> heard(before, alert.log(), event, request))
            .orElseGet(() -> lookedAt(before, alert));
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

  /** {@return the issue that is withheld after the word} The newest event's policy counts. */
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

  private static EpisodeLog heard(
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
    return request.word() instanceof Word.Shared(AlertEvent _, SharingAlerts sharing, var since)
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
  private static EpisodeLog lookedAt(StoredAlert before, StoredAlert alert) {
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

  /**
   * {@return a check for what is due by {@code next}, unless one that comes in time is under way}
   *
   * @param alert as it was
   */
  static Optional<LookAgain> after(
      StoredAlert alert, StoredAlert next, DecideRequest request, Instant now) {
    EpisodeLog before = alert.log();
    Stream<EpisodeLog.Due> needed =
        switch (request.word()) {
          case Word.Event _, Word.Shared _ ->
              next.log().dues().stream().filter(due -> !isUnderWay(before, due, now));
          // This one is used up. One that waits goes on waiting.
          case Word.Check(CheckReason used) ->
              next.log().dues().stream()
                  .filter(
                      due ->
                          used == due.reason()
                              || !waits(due.reason())
                              || !isUnderWay(before, due, now));
        };
    return needed.min(FIRST).map(due -> send(next, due, now));
  }

  private static boolean isUnderWay(EpisodeLog before, EpisodeLog.Due due, Instant now) {
    return before.dues().stream()
        .filter(former -> former.reason() == due.reason() && now.isBefore(former.at()))
        .anyMatch(
            former ->
                waits(due.reason())
                    ? !due.at().isBefore(former.at())
                    : due.at().equals(former.at()));
  }

  /** {@return whether a check for that waits until it is due, however often that moves} */
  private static boolean waits(CheckReason reason) {
    return switch (reason) {
      case ONE_SHOT, MAINTENANCE -> true;
      case HELD_CLOSE, REFRESH, MEMBER -> false;
    };
  }

  /** {@return a check that goes on waiting for the alert's close or its withheld issue} */
  static LookAgain waiting(StoredAlert alert, Instant now) {
    return alert.log().dues().stream()
        .filter(due -> due.reason() != CheckReason.REFRESH)
        .map(due -> send(alert, due, now))
        .findFirst()
        .orElseThrow();
  }

  /** {@return a check for what is due next, if anything is} */
  static Optional<LookAgain> of(StoredAlert alert, Instant now) {
    return alert.log().dues().stream().min(FIRST).map(due -> send(alert, due, now));
  }

  private static LookAgain send(StoredAlert alert, EpisodeLog.Due due, Instant now) {
    return LookAgain.at(due.at(), new Check(alert.fingerprint(), due.reason()), now);
  }
}
