package org.pytorch.alerting.decide.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.EVENT;
import static org.pytorch.alerting.decide.Alerts.OTHER_EVENT;
import static org.pytorch.alerting.decide.Alerts.SAID;
import static org.pytorch.alerting.decide.Alerts.T0;
import static org.pytorch.alerting.decide.Alerts.UNKNOWN;
import static org.pytorch.alerting.decide.Alerts.ask;
import static org.pytorch.alerting.decide.Alerts.closed;
import static org.pytorch.alerting.decide.Alerts.decided;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.resolved;
import static org.pytorch.alerting.decide.Alerts.said;
import static org.pytorch.alerting.decide.Alerts.startedAt;
import static org.pytorch.alerting.decide.Alerts.written;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.decide.Alerts;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.StoredAlertBuilder;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.ReasonCode;

class LifecycleTableTest {
  /** When the row's last event was said; the provider's time of it is T0. */
  private static final Instant LAST_SAID = SAID;

  private final Rule<DecideRequest, Decision> decider =
      Alerts.atOnce(new Decider(Alerts.REPOSITORY));

  enum Known {
    NOTHING,
    ONLY_RESOLVED,
    OPEN,
    OPEN_NO_ISSUE,
    OPEN_NEVER_REPORTED,
    MANUALLY_CLOSED,
    SEEN_CLOSED,
    SEEN_BY_OTHER,
    CLOSED,
    CLOSED_MANUALLY;

    StoredAlert row() {
      return builder().lastSaidAt(this == NOTHING ? Instant.EPOCH : LAST_SAID).build();
    }

    private StoredAlertBuilder builder() {
      return switch (this) {
        case NOTHING -> UNKNOWN.with();
        case ONLY_RESOLVED ->
            Alerts.closed().episode(0).issue(Optional.empty()).firingAt(Optional.empty());
        case OPEN -> Alerts.open();
        case OPEN_NO_ISSUE -> Alerts.open().issue(Optional.empty());
        case OPEN_NEVER_REPORTED ->
            Alerts.open().issue(Optional.empty()).firingAt(Optional.empty());
        case MANUALLY_CLOSED -> Alerts.manuallyClosed();
        case SEEN_CLOSED -> Alerts.seenClosed();
        case SEEN_BY_OTHER -> Alerts.manuallyClosed().seenClosedBy(List.of(OTHER_EVENT));
        case CLOSED -> Alerts.closed();
        case CLOSED_MANUALLY -> Alerts.manuallyClosed().status(AlertStatus.CLOSED);
      };
    }
  }

  /** What a cell says; the number is the episode afterwards. */
  enum Cell {
    STALE(AlertAction.SKIP_STALE, AlertStatus.CLOSED, 0),
    HEARD0(AlertAction.SKIP_STALE, AlertStatus.CLOSED, 0),
    HEARD1(AlertAction.SKIP_STALE, AlertStatus.CLOSED, 1),
    CREATE1(AlertAction.CREATE, AlertStatus.OPEN, 1),
    CREATE2(AlertAction.CREATE, AlertStatus.OPEN, 2),
    /** The same, but only when the reorder window is over. */
    LATE1(AlertAction.CREATE, AlertStatus.OPEN, 1),
    LATE2(AlertAction.CREATE, AlertStatus.OPEN, 2),
    REOPEN2(AlertAction.REOPEN, AlertStatus.OPEN, 2),
    LATE_REOPEN2(AlertAction.REOPEN, AlertStatus.OPEN, 2),
    UPDATE(AlertAction.UPDATE, AlertStatus.OPEN, 1),
    COMMENT(AlertAction.COMMENT, AlertStatus.OPEN, 1),
    CLOSE(AlertAction.CLOSE, AlertStatus.CLOSED, 1),
    ALONE(AlertAction.SKIP_MANUAL_CLOSE, AlertStatus.OPEN, 1),
    ENDED(AlertAction.SKIP_MANUAL_CLOSE, AlertStatus.CLOSED, 1);

    final AlertAction action;
    final AlertStatus status;
    final int episode;

    Cell(AlertAction action, AlertStatus status, int episode) {
      this.action = action;
      this.status = status;
      this.episode = episode;
    }

    boolean waits() {
      return this == LATE1 || this == LATE2 || this == LATE_REOPEN2;
    }

    /** {@return the cell of a policy by which repeats are comments and no issue is reopened} */
    Cell ofLoudPolicy() {
      return switch (this) {
        case UPDATE -> COMMENT;
        case REOPEN2 -> CREATE2;
        case LATE_REOPEN2 -> LATE2;
        case STALE, HEARD0, HEARD1, CREATE1, CREATE2, LATE1, LATE2, COMMENT, CLOSE, ALONE, ENDED ->
            this;
      };
    }
  }

  // Of the nine cells in a row the first three were said 1 ms before the row's last event, the next
  // three in the same millisecond, the last three 1 ms after it; in each three the provider's time
  // is 1 ms older, the same, and 1 ms newer than that of the row's last event.
  @ParameterizedTest
  @CsvSource(
      delimiterString = " ",
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "NOTHING FIRING CREATE1 CREATE1 CREATE1 CREATE1 CREATE1 CREATE1 CREATE1 CREATE1 CREATE1",
        "NOTHING RESOLVED HEARD0 HEARD0 HEARD0 HEARD0 HEARD0 HEARD0 HEARD0 HEARD0 HEARD0",
        "ONLY_RESOLVED FIRING STALE STALE STALE STALE STALE CREATE1 LATE1 LATE1 CREATE1",
        "ONLY_RESOLVED RESOLVED STALE STALE STALE STALE HEARD0 HEARD0 HEARD0 HEARD0 HEARD0",
        "OPEN FIRING STALE STALE UPDATE STALE UPDATE UPDATE UPDATE UPDATE UPDATE",
        "OPEN RESOLVED STALE STALE STALE STALE CLOSE CLOSE CLOSE CLOSE CLOSE",
        "OPEN_NO_ISSUE FIRING STALE STALE CREATE1 STALE CREATE1 CREATE1 CREATE1 CREATE1 CREATE1",
        "OPEN_NO_ISSUE RESOLVED STALE STALE STALE STALE CLOSE CLOSE CLOSE CLOSE CLOSE",
        "OPEN_NEVER_REPORTED FIRING CREATE1 CREATE1 CREATE1 CREATE1 CREATE1 CREATE1 CREATE1"
            + " CREATE1 CREATE1",
        "MANUALLY_CLOSED FIRING STALE STALE UPDATE STALE UPDATE UPDATE UPDATE UPDATE UPDATE",
        "MANUALLY_CLOSED RESOLVED STALE STALE STALE STALE CLOSE CLOSE CLOSE CLOSE CLOSE",
        "SEEN_CLOSED FIRING STALE STALE CREATE2 STALE ALONE CREATE2 ALONE ALONE CREATE2",
        "SEEN_CLOSED RESOLVED STALE STALE STALE STALE ENDED ENDED ENDED ENDED ENDED",
        "SEEN_BY_OTHER FIRING STALE STALE UPDATE STALE UPDATE UPDATE UPDATE UPDATE UPDATE",
        "SEEN_BY_OTHER RESOLVED STALE STALE STALE STALE CLOSE CLOSE CLOSE CLOSE CLOSE",
        "CLOSED FIRING STALE STALE STALE STALE STALE REOPEN2 LATE_REOPEN2 LATE_REOPEN2 REOPEN2",
        "CLOSED RESOLVED STALE STALE STALE STALE HEARD1 HEARD1 HEARD1 HEARD1 HEARD1",
        "CLOSED_MANUALLY FIRING STALE STALE STALE STALE STALE CREATE2 LATE2 LATE2 CREATE2",
        "CLOSED_MANUALLY RESOLVED STALE STALE STALE STALE HEARD1 HEARD1 HEARD1 HEARD1 HEARD1"
      })
  void each_cell(ArgumentsAccessor row) {
    Known known = row.get(0, Known.class);
    AlertState state = row.get(1, AlertState.class);
    for (int cell = 0; cell < 9; cell++) {
      int saidMillis = cell / 3 - 1;
      int providerMillis = cell % 3 - 1;
      DecideRequest request =
          said(
              LAST_SAID.plusMillis(saidMillis),
              ask(Alerts.event(state, T0.plusMillis(providerMillis))));
      boolean newest = saidMillis > 0 || (saidMillis == 0 && providerMillis >= 0);
      Cell expected = row.get(2 + cell, Cell.class);
      check(known, request, newest, expected);
      AlertEvent loud = Alerts.living(request.event(), "\"repeats\":\"comment\",\"reopen\":\"0\"");
      check(known, request.withEvent(loud), newest, expected.ofLoudPolicy());
    }
  }

  private void check(Known known, DecideRequest request, boolean newest, Cell cell) {
    String name = "%s, %s".formatted(known, request);
    Transition<Decision> early = decide(known.row(), request, request.saidAt().plusSeconds(1));
    if (cell.waits()) {
      assertThat(Alerts.postponed(early))
          .as(name)
          .extracting(Decision.Postpone::code, Decision.Postpone::retryAt)
          .containsExactly(ReasonCode.MAYBE_LATE, request.saidAt().plusSeconds(120));
    } else {
      checkDecided(name, known, request, newest, cell, early);
    }
    checkDecided(
        name,
        known,
        request,
        newest,
        cell,
        decide(known.row(), request, request.saidAt().plusSeconds(120)));
  }

  private static void checkDecided(
      String name,
      Known known,
      DecideRequest request,
      boolean newest,
      Cell cell,
      Transition<Decision> transition) {
    Decision decision = decided(transition);
    assertThat(decision.action()).as(name).isEqualTo(cell.action);
    assertThat(decision.reason()).as(name).matches("[A-Z].*\\.");
    if (cell == Cell.STALE) {
      assertThat(transition).as(name).isInstanceOf(Transition.Keep.class);
      return;
    }
    StoredAlert next = written(transition).next();
    int episode =
        switch (decision) {
          case Decision.Act act -> {
            assertThat(act.help()).as(name).isFalse();
            assertThat(next.issue()).as(name).isEqualTo(act.issue());
            yield act.episode();
          }
          case Decision.Skip skip -> {
            assertThat(next.issue()).as(name).isEqualTo(skip.issue());
            yield skip.episode();
          }
          case Decision.Postpone postpone -> throw new AssertionError(postpone);
        };
    assertThat(next.status()).as(name).isEqualTo(cell.status);
    assertThat(next.episode()).as(name).isEqualTo(cell.episode).isEqualTo(episode);
    boolean learns = newest || known == Known.NOTHING;
    assertThat(next.lastProviderStateAt())
        .as(name)
        .isEqualTo(learns ? request.event().occurredAt() : T0);
    assertThat(next.lastSaidAt()).as(name).isEqualTo(learns ? request.saidAt() : LAST_SAID);
    assertThat(next.version()).as(name).isEqualTo(known.row().version() + 1);
    assertThat(next.seenClosedBy()).as(name).doesNotContain(EVENT);
    assertThat(next.pending().isPresent()).as(name).isEqualTo(cell.action.isClaimed());
    assertThat(next.hasHandled(EVENT)).as(name).isEqualTo(!cell.action.isClaimed());
  }

  @Test
  void firing_that_may_be_a_late_copy_comes_back_after_two_minutes_and_is_then_decided() {
    StoredAlert row = closed().lastSaidAt(LAST_SAID).build();
    DecideRequest request = said(LAST_SAID.plusMillis(1), ask(firing(T0)));
    Instant end = request.saidAt().plusSeconds(120);

    Decision.Postpone before = Alerts.postponed(decide(row, request, end.minusMillis(1)));

    assertThat(before.code()).isEqualTo(ReasonCode.MAYBE_LATE);
    assertThat(before.retryAt()).isEqualTo(end);
    assertThat(before.reason())
        .contains("FIRING of 2026-03-04T07:00:00.000Z", "decided at 2026-03-04T08:01:59.001Z");
    assertThat(decided(decide(row, request, end)).action()).isEqualTo(AlertAction.REOPEN);
  }

  @ParameterizedTest
  @CsvSource({"-1, SKIP_STALE", "0, UPDATE"})
  void firing_that_was_said_before_the_episode_began_says_nothing_of_it(
      long millis, AlertAction action) {
    StoredAlert row = Alerts.open().episodeSaidAt(LAST_SAID).lastSaidAt(LAST_SAID).build();
    DecideRequest request = said(LAST_SAID.plusMillis(millis), ask(firing(T0.plusSeconds(5))));

    assertThat(decided(decide(row, request, Alerts.NOW)).action()).isEqualTo(action);
  }

  @Test
  void firing_that_waits_is_stale_once_a_resolve_was_said_after_it() {
    StoredAlert row = closed().lastSaidAt(LAST_SAID).build();
    DecideRequest firing = said(LAST_SAID.plusSeconds(10), ask(firing(T0)));
    DecideRequest resolve =
        said(LAST_SAID.plusSeconds(20), ask(OTHER_EVENT, resolved(T0), Alerts.OTHER_TOKEN));

    StoredAlert heard = written(decide(row, resolve, LAST_SAID.plusSeconds(30))).next();
    Decision decision = decided(decide(heard, firing, LAST_SAID.plusSeconds(130)));

    assertThat(decision.action()).isEqualTo(AlertAction.SKIP_STALE);
    assertThat(decision.reason())
        .contains("FIRING of 2026-03-04T07:00:00.000Z was said at 2026-03-04T08:00:09.000Z");
  }

  @Test
  void reasons_distinguish_a_repeat_from_a_new_firing() {
    StoredAlert row = Alerts.open().build();

    assertThat(List.of(reason(row, firing(T0)), reason(row, firing(T0.plusMillis(1)))))
        .containsExactly(
            "The alert keeps firing.", "The alert fires again, and its resolve was never seen.");
  }

  private String reason(StoredAlert row, AlertEvent event) {
    return decided(decide(row, ask(event), Alerts.NOW)).reason();
  }

  private Transition<Decision> decide(StoredAlert row, DecideRequest request, Instant now) {
    return decider.apply(row, startedAt(now, request), now);
  }
}
