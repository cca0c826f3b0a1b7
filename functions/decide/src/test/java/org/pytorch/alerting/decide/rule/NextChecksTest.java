package org.pytorch.alerting.decide.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.FINGERPRINT;
import static org.pytorch.alerting.decide.Alerts.NOW;
import static org.pytorch.alerting.decide.Alerts.T0;
import static org.pytorch.alerting.decide.Alerts.UNKNOWN;
import static org.pytorch.alerting.decide.Alerts.ask;
import static org.pytorch.alerting.decide.Alerts.check;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.open;
import static org.pytorch.alerting.decide.Alerts.resolved;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.Withheld;
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.check.NextCheck;

/** Which check is sent for what is due, and when none is because one is under way. */
class NextChecksTest {
  // Each column is a number of seconds from now; before and after it, a refresh and a close.
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // refresh, close before; refresh, close after; reason and seconds of the check
        "-, -, -, -, -, -",
        "-, -, 60, -, REFRESH, 60",
        "-, -, -, 60, HELD_CLOSE, 60",
        "-, -, 60, 90, REFRESH, 60",
        "-, -, 90, 60, HELD_CLOSE, 60",
        "-, -, 60, 60, HELD_CLOSE, 60",
        // Under way.
        "60, -, 60, -, -, -",
        "-, 60, -, 60, -, -",
        "60, 90, 60, 90, -, -",
        "60, 90, -, 90, -, -",
        "60, -, -, -, -, -",
        // One of them is new or has another time.
        "60, -, 60, 90, HELD_CLOSE, 90",
        "90, -, 90, 60, HELD_CLOSE, 60",
        "-, 60, 90, 60, REFRESH, 90",
        "-, 90, 60, 90, REFRESH, 60",
        "60, -, 61, -, REFRESH, 61",
        "60, -, 59, -, REFRESH, 59",
        "-, 60, -, 61, HELD_CLOSE, 61",
        // That one's check is late or lost.
        "-1, -, -1, -, REFRESH, 0",
        "0, -, 0, -, REFRESH, 0",
        "1, -, 1, -, -, -",
        "-1, -, -, 90, HELD_CLOSE, 90",
        // As far as a queue can delay.
        "-, -, -, 900, HELD_CLOSE, 900",
        "-, -, -, 901, HELD_CLOSE, 900"
      })
  void event_sends_a_check_for_what_is_newly_due(
      @Nullable Long refreshBefore,
      @Nullable Long closeBefore,
      @Nullable Long refresh,
      @Nullable Long close,
      @Nullable CheckReason reason,
      @Nullable Integer seconds) {
    assertThat(
            NextChecks.after(
                resolvedRow(refreshBefore, closeBefore),
                resolvedRow(refresh, close),
                ask(resolved(T0)),
                NOW))
        .isEqualTo(expected(reason, seconds));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, -, 60, ONE_SHOT, 60",
        // It moves with each firing, and its check waits.
        "-, 60, -, 61, -, -",
        "-, 60, -, 60, -, -",
        "-, 60, -, 59, ONE_SHOT, 59",
        "-, 0, -, 61, ONE_SHOT, 61",
        "60, -, -, 90, ONE_SHOT, 90",
        // Its check makes the refresh as well, a little late.
        "-, -, 60, 90, ONE_SHOT, 90",
        "-, 90, 60, 90, REFRESH, 60"
      })
  void firing_of_a_one_shot_sends_one_check_of_its_close(
      @Nullable Long refreshBefore,
      @Nullable Long closeBefore,
      @Nullable Long refresh,
      @Nullable Long close,
      @Nullable CheckReason reason,
      @Nullable Integer seconds) {
    assertThat(
            NextChecks.after(
                firingRow(refreshBefore, closeBefore),
                firingRow(refresh, close),
                ask(firing(T0)),
                NOW))
        .isEqualTo(expected(reason, seconds));
  }

  @Test
  void first_event_of_an_alert_sends_one() {
    assertThat(NextChecks.after(UNKNOWN, firingRow(null, 60L), ask(firing(T0)), NOW))
        .isEqualTo(expected(CheckReason.ONE_SHOT, 60));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // the end of the maintenance before and after the event; seconds of the check
        "-, 60, 60",
        "-, 901, 900",
        "-, 0, 0",
        // An earlier check waits, even if the end has moved.
        "60, 60, -",
        "60, 61, -",
        "60, 59, 59",
        // That one's check is late.
        "0, 60, 60",
        "60, -, -"
      })
  void firing_in_a_maintenance_sends_one_check_for_its_end(
      @Nullable Long before, @Nullable Long end, @Nullable Integer seconds) {
    assertThat(NextChecks.after(withheldRow(before), withheldRow(end), ask(firing(T0)), NOW))
        .isEqualTo(expected(seconds == null ? null : CheckReason.MAINTENANCE, seconds));
    assertThat(NextChecks.of(withheldRow(end), NOW).isPresent())
        .as("an event that is redelivered sends it again")
        .isEqualTo(end != null);
  }

  private static StoredAlert withheldRow(@Nullable Long end) {
    Withheld withheld = new Withheld("move", at(end), Optional.of(firing(T0)));
    return open()
        .issue(Optional.empty())
        .log(EpisodeLog.EMPTY.fired(firing(T0)).withWithheld(Optional.of(withheld)))
        .build();
  }

  @Test
  void check_of_a_one_shot_is_none_for_the_close_of_its_resolve() {
    assertThat(
            NextChecks.after(firingRow(null, 60L), resolvedRow(null, 60L), ask(resolved(T0)), NOW))
        .isEqualTo(expected(CheckReason.HELD_CLOSE, 60));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // the check's reason, whether the alert fires, seconds to the close, reason of the next
        "REFRESH, false, 60, HELD_CLOSE",
        "HELD_CLOSE, false, 60, HELD_CLOSE",
        "ONE_SHOT, false, 60, HELD_CLOSE",
        "REFRESH, true, 60, -",
        "HELD_CLOSE, true, 60, -",
        "ONE_SHOT, true, 60, ONE_SHOT",
        "REFRESH, false, -, -"
      })
  void check_brings_the_next_unless_that_waits_already(
      CheckReason used, boolean fires, @Nullable Long close, @Nullable CheckReason next) {
    StoredAlert before = fires ? firingRow(0L, close) : resolvedRow(0L, close);
    StoredAlert after = fires ? firingRow(null, close) : resolvedRow(null, close);

    assertThat(NextChecks.after(before, after, check(used, NOW), NOW))
        .isEqualTo(expected(next, next == null ? null : 60));
  }

  @Test
  void redelivered_message_sends_what_its_first_delivery_may_not_have_sent() {
    assertThat(NextChecks.of(resolvedRow(60L, 90L), NOW))
        .isEqualTo(expected(CheckReason.REFRESH, 60));
    assertThat(NextChecks.of(firingRow(60L, 90L), NOW))
        .isEqualTo(expected(CheckReason.ONE_SHOT, 90));
    assertThat(NextChecks.of(firingRow(-60L, null), NOW))
        .isEqualTo(expected(CheckReason.REFRESH, 0));
    assertThat(NextChecks.of(firingRow(null, null), NOW)).isEmpty();
  }

  private static StoredAlert firingRow(@Nullable Long refresh, @Nullable Long close) {
    return row(EpisodeLog.EMPTY.fired(firing(T0)), refresh, close);
  }

  private static StoredAlert resolvedRow(@Nullable Long refresh, @Nullable Long close) {
    return row(EpisodeLog.EMPTY.fired(firing(T0)).resolved(resolved(T0)), refresh, close);
  }

  private static StoredAlert row(EpisodeLog log, @Nullable Long refresh, @Nullable Long close) {
    return open().log(log.with().refreshDueAt(at(refresh)).closeDueAt(at(close)).build()).build();
  }

  private static Optional<Instant> at(@Nullable Long seconds) {
    return Optional.ofNullable(seconds).map(NOW::plusSeconds);
  }

  private static Optional<NextCheck> expected(
      @Nullable CheckReason reason, @Nullable Integer seconds) {
    return reason == null || seconds == null
        ? Optional.empty()
        : Optional.of(new NextCheck(new Check(FINGERPRINT, reason), seconds));
  }
}
