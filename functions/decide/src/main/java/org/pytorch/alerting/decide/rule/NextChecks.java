package org.pytorch.alerting.decide.rule;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.DecideRequest.Trigger;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.check.NextCheck;

/** Says which check to send for what is due by the log of an alert. */
final class NextChecks {
  /**
   * Checks that wait come first: for the close of a one-shot, which moves with each firing, and for
   * an issue that a maintenance withholds. A held close needs no check beside that of a refresh,
   * which sends the next one.
   */
  private static final Comparator<EpisodeLog.Due> FIRST =
      Comparator.comparing((EpisodeLog.Due due) -> !waits(due.reason()))
          .thenComparing(EpisodeLog.Due::at);

  private NextChecks() {}

  /**
   * {@return a check for what is due by {@code next}, unless one that comes in time is under way}
   *
   * @param alert as it was
   */
  static Optional<NextCheck> after(
      StoredAlert alert, StoredAlert next, DecideRequest request, Instant now) {
    EpisodeLog before = alert.log();
    Stream<EpisodeLog.Due> needed =
        switch (request.trigger()) {
          case Trigger.Event _, Trigger.Shared _ ->
              next.log().dues().stream().filter(due -> !isUnderWay(before, due, now));
          // This one is used up. One that waits goes on waiting.
          case Trigger.Check(CheckReason used) ->
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
  static NextCheck waiting(StoredAlert alert, Instant now) {
    return alert.log().dues().stream()
        .filter(due -> due.reason() != CheckReason.REFRESH)
        .map(due -> send(alert, due, now))
        .findFirst()
        .orElseThrow();
  }

  /** {@return a check for what is due next, if anything is} */
  static Optional<NextCheck> of(StoredAlert alert, Instant now) {
    return alert.log().dues().stream().min(FIRST).map(due -> send(alert, due, now));
  }

  private static NextCheck send(StoredAlert alert, EpisodeLog.Due due, Instant now) {
    return NextCheck.at(due.at(), new Check(alert.fingerprint(), due.reason()), now);
  }
}
