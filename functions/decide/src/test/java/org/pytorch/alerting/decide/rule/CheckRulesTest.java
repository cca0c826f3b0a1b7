package org.pytorch.alerting.decide.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.FINGERPRINT;
import static org.pytorch.alerting.decide.Alerts.UNKNOWN;
import static org.pytorch.alerting.decide.Alerts.act;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.kept;
import static org.pytorch.alerting.decide.Alerts.living;
import static org.pytorch.alerting.decide.Alerts.resolved;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pytorch.alerting.decide.Alerts;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome.Result;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.check.NextCheck;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.model.status.IssueStatus;

/** What a check does, whenever it comes and whatever it was sent for. */
class CheckRulesTest {
  private static final Instant FIRST = Instant.parse("2026-03-04T08:00:00Z");
  private static final String HOLD = "\"hold_close\":\"10m\"";
  private static final String ONE_SHOT = "\"one_shot\":{\"close_after\":\"30m\"}";

  private final OneRow alert = new OneRow(Optional.empty(), FIRST);

  @BeforeEach
  void alert_fires_and_gets_issue_7() {
    alert.handle("m1", firing(FIRST));
  }

  @ParameterizedTest
  @EnumSource
  void check_of_an_alert_that_is_not_known_does_nothing(CheckReason reason) {
    Decision.Skip decision =
        (Decision.Skip)
            kept(new Decider(Alerts.REPOSITORY).apply(UNKNOWN, Alerts.check(reason, FIRST), FIRST));

    assertThat(decision.action()).isEqualTo(AlertAction.SKIP_STALE);
    assertThat(decision.code()).isEqualTo(ReasonCode.NOTHING_DUE);
    assertThat(decision.fingerprint()).isEqualTo(FINGERPRINT);
    assertThat(decision.episode()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void check_of_an_alert_whose_row_has_expired_does_nothing(CheckReason reason) {
    Instant due = hold();
    StoredAlert row = alert.row();
    Instant late = row.ttlExpiresAt();

    assertThat(ask(row.withTtlExpiresAt(late.plusSeconds(1)), reason, late).action())
        .isEqualTo(AlertAction.CLOSE);
    assertThat(ask(row, reason, late).code()).isEqualTo(ReasonCode.NOTHING_DUE);
    assertThat(due).isBefore(late);
  }

  private static Decision ask(StoredAlert row, CheckReason reason, Instant now) {
    return Alerts.decided(
        Alerts.atOnce(new Decider(Alerts.REPOSITORY)).apply(row, Alerts.check(reason, now), now));
  }

  @ParameterizedTest
  @EnumSource
  void check_of_an_alert_for_which_nothing_is_due_writes_nothing(CheckReason reason) {
    alert.after(Duration.ofDays(7));
    StoredAlert before = alert.row();

    Decision decision = alert.check("c1", reason);

    assertThat(decision.code()).isEqualTo(ReasonCode.NOTHING_DUE);
    assertThat(decision.nextCheck()).isEmpty();
    assertThat(alert.row()).isEqualTo(before);
  }

  // A refresh.

  @ParameterizedTest
  @CsvSource({
    // ms until the refresh is due, action, postponed
    "30001, SKIP_STALE, false",
    "30000, POSTPONE, true",
    "10000, POSTPONE, true",
    "1, POSTPONE, true",
    "0, UPDATE, false",
    "-60000, UPDATE, false"
  })
  void refresh_is_made_when_it_is_due(long untilDue, AlertAction action, boolean postponed) {
    Instant due = countedRepeat();
    alert.at(due.minusMillis(untilDue));

    Decision decision = alert.check("c1", CheckReason.REFRESH);

    assertThat(decision.action()).isEqualTo(action);
    if (postponed) {
      assertThat(((Decision.Postpone) decision).retryAt()).isEqualTo(due);
    }
  }

  @ParameterizedTest
  @EnumSource
  void reason_of_a_check_may_be_forged(CheckReason reason) {
    Instant due = countedRepeat();
    alert.at(due);

    Decision.Act decision = act(alert.handle("c1", reason));

    assertThat(decision.action()).isEqualTo(AlertAction.UPDATE);
    assertThat(decision.code()).isEqualTo(ReasonCode.REFRESH);
    assertThat(decision.nextCheck()).isEmpty();
  }

  @Test
  void refresh_shows_what_was_counted_and_a_second_check_does_nothing() {
    alert.at(countedRepeat());
    StoredAlert before = alert.row();

    Decision.Act refresh = act(alert.handle("c1", CheckReason.REFRESH));
    Decision second = alert.handle("c2", CheckReason.REFRESH);
    Decision again = alert.handle("c1", CheckReason.REFRESH);

    IssueStatus status = refresh.status().orElseThrow();
    assertThat(status.heard()).isEqualTo(2);
    assertThat(status.lastHeardAt()).isEqualTo(before.lastSeenAt());
    assertThat(refresh.event()).contains(before.log().latest().orElseThrow());
    assertThat(refresh.help()).isFalse();
    assertThat(refresh.claim().saidAt()).isEqualTo(before.lastSaidAt());
    assertThat(second.code()).isEqualTo(ReasonCode.NOTHING_DUE);
    assertThat(again.code()).isEqualTo(ReasonCode.DUPLICATE);
    assertThat(alert.row().lastSeenAt()).isEqualTo(before.lastSeenAt());
    assertThat(alert.row().lastSaidAt()).isEqualTo(before.lastSaidAt());
    assertThat(alert.row().log().heard()).isEqualTo(2);
    assertThat(alert.row().log().refreshedAt()).contains(alert.now());
    assertThat(alert.row().lastCommentAt()).isEmpty();
  }

  /** {@return when the refresh is due that a repeat waits for} */
  private Instant countedRepeat() {
    alert.after(Duration.ofMinutes(4));
    assertThat(alert.handle("m2", firing(FIRST)).action()).isEqualTo(AlertAction.COUNT);
    return FIRST.plusSeconds(600);
  }

  // A held close.

  @ParameterizedTest
  @CsvSource({
    // ms until the close is due, action
    "600000, SKIP_STALE",
    "30001, SKIP_STALE",
    "30000, POSTPONE",
    "10000, POSTPONE",
    "1, POSTPONE",
    "0, CLOSE",
    "-864000000, CLOSE"
  })
  void held_close_is_made_when_it_is_due(long untilDue, AlertAction action) {
    Instant due = hold();
    alert.at(due.minusMillis(untilDue));

    Decision decision = alert.check("c1", CheckReason.HELD_CLOSE);

    assertThat(decision.action()).isEqualTo(action);
    if (decision instanceof Decision.Postpone postpone) {
      assertThat(postpone.retryAt()).isEqualTo(due);
      assertThat(postpone.code()).isEqualTo(ReasonCode.NOTHING_DUE);
      assertThat(alert.row().isHeld()).isTrue();
      return;
    }
    if (action == AlertAction.SKIP_STALE) {
      assertThat(decision.nextCheck())
          .contains(
              new NextCheck(
                  new Check(FINGERPRINT, CheckReason.HELD_CLOSE),
                  Math.toIntExact((untilDue + 999) / 1_000)));
      assertThat(decision.code()).isEqualTo(ReasonCode.NOTHING_DUE);
      assertThat(alert.row().isHeld()).isTrue();
      return;
    }
    alert.settle(decision, Result.DONE, 7);
    assertThat(decision.code()).isEqualTo(ReasonCode.HOLD_OVER);
    assertThat(act(decision).event().orElseThrow().state())
        .isEqualTo(Alerts.resolved(FIRST).state());
    assertThat(alert.row().status()).isEqualTo(AlertStatus.CLOSED);
    assertThat(alert.row().log().dues()).isEmpty();
    assertThat(alert.row().log().closedAt()).contains(alert.now());
    assertThat(alert.handle("c2", CheckReason.HELD_CLOSE).code()).isEqualTo(ReasonCode.NOTHING_DUE);
  }

  /** So none uses up its deliveries, and none is older than the queue delays it. */
  @ParameterizedTest
  @CsvSource({"hold_close, HELD_CLOSE", "one_shot, ONE_SHOT"})
  void close_is_waited_for_by_one_message_after_the_other(String setting, CheckReason reason) {
    Duration wait = Duration.ofDays(13);
    NextCheck next = longWait(setting, wait).nextCheck().orElseThrow();
    Instant due = alert.row().log().closeDueAt().orElseThrow();
    int checks = 1;
    alert.after(Duration.ofSeconds(next.delaySeconds()));
    Decision decision = alert.check("c1", reason);
    while (decision instanceof Decision.Skip) {
      next = decision.nextCheck().orElseThrow();
      assertThat(next.check().reason()).isEqualTo(reason);
      checks++;
      alert.after(Duration.ofSeconds(next.delaySeconds()));
      decision = alert.check("c" + checks, reason);
    }

    assertThat(decision.action()).isEqualTo(AlertAction.CLOSE);
    assertThat(alert.now()).isEqualTo(due);
    assertThat(checks).isEqualTo(Math.toIntExact(wait.dividedBy(Duration.ofMinutes(15))));
    assertThat(alert.row().recentEventIds()).as("those of events").hasSizeLessThan(4);
  }

  @Test
  void of_two_checks_that_wait_for_one_close_one_goes_on() {
    longWait("hold_close", Duration.ofDays(1));
    alert.after(Duration.ofMinutes(15));

    Decision first = alert.check("c1", CheckReason.HELD_CLOSE);
    Decision redelivered = alert.check("c1", CheckReason.HELD_CLOSE);
    Decision second = alert.check("c2", CheckReason.HELD_CLOSE);
    alert.after(Duration.ofMinutes(15));
    Decision next = alert.check("c3", CheckReason.HELD_CLOSE);
    Decision tooLate = alert.check("c1", CheckReason.HELD_CLOSE);
    Decision duplicate = alert.check("c4", CheckReason.HELD_CLOSE);

    assertThat(first.nextCheck()).isPresent();
    assertThat(redelivered.nextCheck())
        .as("its message may not have been sent")
        .isEqualTo(first.nextCheck());
    assertThat(second.nextCheck()).isEmpty();
    assertThat(second.reason()).endsWith(", and another check waits for it.");
    assertThat(next.nextCheck()).isPresent();
    assertThat(tooLate.nextCheck()).isEmpty();
    assertThat(duplicate.nextCheck()).isEmpty();
  }

  @Test
  void check_that_comes_after_the_close_is_not_waited_for() {
    alert.after(Duration.ofMinutes(20));
    alert.handle(
        "m2",
        living(firing(FIRST), "\"one_shot\":{\"close_after\":\"1h\"},\"hold_close\":\"12m\""));
    alert.after(Duration.ofMinutes(15));
    alert.check("c1", CheckReason.ONE_SHOT);
    alert.handle("m3", resolved(alert.now()));

    assertThat(alert.row().log().closeDueAt()).contains(alert.now().plusSeconds(720));
    assertThat(alert.check("c2", CheckReason.HELD_CLOSE).nextCheck()).isPresent();
  }

  /** {@return the decision for the event after which the close waits for so long} */
  private Decision longWait(String setting, Duration wait) {
    alert.after(Duration.ofMinutes(20));
    if (setting.equals("one_shot")) {
      return alert.handle(
          "m2",
          living(
              firing(FIRST), "\"one_shot\":{\"close_after\":\"%dm\"}".formatted(wait.toMinutes())));
    }
    alert.handle("m2", living(firing(FIRST), "\"hold_close\":\"%dm\"".formatted(wait.toMinutes())));
    alert.after(Duration.ofMinutes(10));
    return alert.handle("m3", resolved(alert.now()));
  }

  @Test
  void check_of_a_close_does_nothing_once_the_alert_fires_again() {
    Instant due = hold();
    alert.after(Duration.ofMinutes(2));
    alert.handle("m4", firing(alert.now()));
    alert.at(due);

    assertThat(alert.handle("c1", CheckReason.HELD_CLOSE).action()).isEqualTo(AlertAction.UPDATE);
    assertThat(alert.handle("c2", CheckReason.HELD_CLOSE).code()).isEqualTo(ReasonCode.NOTHING_DUE);
    assertThat(alert.row().status()).isEqualTo(AlertStatus.OPEN);
  }

  /** The one message that a decision can send was for the refresh, which was due before. */
  @Test
  void check_of_a_refresh_brings_that_of_a_held_close() {
    alert.after(Duration.ofMinutes(20));
    alert.handle("m2", living(firing(FIRST), HOLD));
    alert.after(Duration.ofMinutes(2));

    Decision held = alert.handle("m3", resolved(alert.now()));
    alert.at(FIRST.plusSeconds((20 + 10) * 60));
    Decision refresh = alert.handle("c1", CheckReason.REFRESH);

    assertThat(held.action()).isEqualTo(AlertAction.COUNT);
    assertThat(held.nextCheck())
        .contains(new NextCheck(new Check(FINGERPRINT, CheckReason.REFRESH), 480));
    assertThat(refresh.action()).isEqualTo(AlertAction.UPDATE);
    assertThat(act(refresh).status().orElseThrow().state()).isEqualTo(IssueStatus.State.HELD);
    assertThat(refresh.nextCheck())
        .contains(new NextCheck(new Check(FINGERPRINT, CheckReason.HELD_CLOSE), 120));
  }

  /** The refresh's check is late, so it cannot be relied on to bring the close's. */
  @Test
  void close_that_is_held_while_a_check_is_late_has_a_check_of_its_own() {
    alert.after(Duration.ofMinutes(20));
    alert.handle("m2", living(firing(FIRST), HOLD));
    alert.after(Duration.ofMinutes(2));
    alert.handle("m3", living(firing(FIRST), HOLD));
    alert.after(Duration.ofMinutes(9));

    Decision held = alert.handle("m4", resolved(alert.now()));

    assertThat(held.action()).isEqualTo(AlertAction.UPDATE);
    assertThat(held.nextCheck())
        .contains(new NextCheck(new Check(FINGERPRINT, CheckReason.HELD_CLOSE), 600));
    assertThat(alert.handle("c1", CheckReason.REFRESH).code()).isEqualTo(ReasonCode.NOTHING_DUE);
  }

  @Test
  void refresh_that_is_due_after_the_close_was_has_a_check_of_its_own() {
    alert.after(Duration.ofMinutes(20));
    alert.handle("m2", living(firing(FIRST), "\"hold_close\":\"1m\""));
    alert.after(Duration.ofMinutes(1));
    alert.handle("m3", resolved(alert.now()));
    alert.after(Duration.ofSeconds(30));

    Decision flap = alert.handle("m4", firing(alert.now()));

    assertThat(flap.code()).isEqualTo(ReasonCode.FLAP);
    assertThat(flap.action()).isEqualTo(AlertAction.COUNT);
    assertThat(flap.nextCheck())
        .contains(new NextCheck(new Check(FINGERPRINT, CheckReason.REFRESH), 510));
  }

  /** {@return when the close is due} */
  private Instant hold() {
    alert.after(Duration.ofMinutes(20));
    alert.handle("m2", living(firing(FIRST), HOLD));
    alert.after(Duration.ofMinutes(10));
    alert.handle("m3", resolved(alert.now()));
    assertThat(alert.row().isHeld()).isTrue();
    return alert.now().plus(Duration.ofMinutes(10));
  }

  // What never resolves.

  @ParameterizedTest
  @CsvSource({"1, POSTPONE", "0, CLOSE", "-1, CLOSE"})
  void one_shot_is_closed_after_its_time(long untilDue, AlertAction action) {
    OneRow deployment = new OneRow(Optional.empty(), FIRST);
    deployment.handle("m1", living(firing(FIRST), ONE_SHOT));
    deployment.at(FIRST.plusSeconds(1800).minusMillis(untilDue));

    Decision decision = deployment.handle("c1", CheckReason.ONE_SHOT);

    assertThat(decision.action()).isEqualTo(action);
    if (action == AlertAction.CLOSE) {
      assertThat(decision.code()).isEqualTo(ReasonCode.ONE_SHOT_OVER);
      assertThat(deployment.row().status()).isEqualTo(AlertStatus.CLOSED);
      IssueStatus status = act(decision).status().orElseThrow();
      assertThat(status.state()).isEqualTo(IssueStatus.State.RESOLVED);
      assertThat(status.resolvedAt()).isEmpty();
      deployment.after(Duration.ofMinutes(5));
      assertThat(deployment.handle("m2", living(firing(deployment.now()), ONE_SHOT)).action())
          .isEqualTo(AlertAction.REOPEN);
    }
  }

  /** Its check waits for the close, which each firing moves: a second one would wait as well. */
  @Test
  void refreshes_of_a_one_shot_bring_no_second_check_of_its_close() {
    OneRow deployment = new OneRow(Optional.empty(), FIRST);
    deployment.handle("m1", living(firing(FIRST), ONE_SHOT));
    deployment.after(Duration.ofMinutes(2));
    Decision counted = deployment.handle("m2", living(firing(FIRST), ONE_SHOT));
    deployment.at(FIRST.plusSeconds(600));

    Decision refresh = deployment.handle("c1", CheckReason.REFRESH);

    assertThat(counted.nextCheck().orElseThrow().check().reason()).isEqualTo(CheckReason.REFRESH);
    assertThat(refresh.action()).isEqualTo(AlertAction.UPDATE);
    assertThat(refresh.nextCheck()).isEmpty();
    assertThat(deployment.row().log().closeDueAt()).contains(FIRST.plusSeconds(120 + 1800));
  }

  @Test
  void check_of_a_one_shot_that_makes_a_refresh_brings_the_next() {
    OneRow deployment = new OneRow(Optional.empty(), FIRST);
    deployment.handle("m1", living(firing(FIRST), ONE_SHOT));
    deployment.after(Duration.ofMinutes(2));
    deployment.handle("m2", living(firing(FIRST), ONE_SHOT));
    // The refresh's own check is late.
    deployment.at(FIRST.plusSeconds(900));

    Decision refresh = deployment.handle("c1", CheckReason.ONE_SHOT);

    assertThat(refresh.action()).isEqualTo(AlertAction.UPDATE);
    assertThat(refresh.nextCheck())
        .contains(new NextCheck(new Check(FINGERPRINT, CheckReason.ONE_SHOT), 900));
  }

  // What a person closed.

  @Test
  void check_leaves_an_issue_alone_that_a_person_closed_while_its_close_was_held() {
    alert.at(hold());
    Decision close = alert.check("c1", CheckReason.HELD_CLOSE);
    alert.settle(close, Result.MANUALLY_CLOSED, 7);

    Decision decision = alert.check("c1", CheckReason.HELD_CLOSE);

    assertThat(decision.action()).isEqualTo(AlertAction.SKIP_MANUAL_CLOSE);
    assertThat(decision.reason())
        .isEqualTo(
            "A person has closed the issue of episode 1, noticed at %s; it is left alone."
                .formatted(Json.format(alert.now())));
    assertThat(alert.row().status()).isEqualTo(AlertStatus.CLOSED);
    assertThat(alert.row().log().dues()).isEmpty();
  }

  @Test
  void refresh_leaves_an_issue_alone_that_a_person_closed() {
    alert.at(countedRepeat());
    alert.settle(alert.check("c1", CheckReason.REFRESH), Result.MANUALLY_CLOSED, 7);

    Decision decision = alert.check("c1", CheckReason.REFRESH);

    assertThat(decision.action()).isEqualTo(AlertAction.SKIP_MANUAL_CLOSE);
    assertThat(alert.row().status()).isEqualTo(AlertStatus.OPEN);
    assertThat(alert.row().log().dues()).isEmpty();
  }

  @Test
  void firing_that_was_only_counted_gets_an_issue_if_a_person_closed_that_of_the_last() {
    AlertEvent again = flapAfterAPersonsClose(Optional.empty());

    Decision.Act decision = act(alert.check("c1", CheckReason.REFRESH));

    assertThat(decision.action()).isEqualTo(AlertAction.CREATE);
    assertThat(decision.code()).isEqualTo(ReasonCode.FIRES_AFTER_MANUAL_CLOSE);
    assertThat(decision.reason()).contains("fires again at 2026-03-04T08:22:00.000Z");
    assertThat(decision.episode()).isEqualTo(2);
    assertThat(decision.formerIssue()).contains(new IssueRef("harbor/alerts", 7));
    assertThat(decision.event()).contains(again);
    alert.settle(decision, Result.DONE, 8);
    StoredAlert row = alert.row();
    assertThat(row.status()).isEqualTo(AlertStatus.OPEN);
    assertThat(row.episodeSaidAt()).isEqualTo(row.lastSaidAt()).isEqualTo(again.occurredAt());
    assertThat(row.lastSeenAt()).isEqualTo(again.occurredAt());
    assertThat(row.firingAt()).contains(again.occurredAt());
    assertThat(row.log().heard()).isEqualTo(1);
    assertThat(row.log().firingSince()).contains(again.occurredAt());
    assertThat(row.log().latest()).contains(again);
    // The next repeat is one.
    alert.after(Duration.ofMinutes(1));
    assertThat(alert.ask("m5", again).action()).isEqualTo(AlertAction.COUNT);
  }

  @Test
  void issue_that_a_check_opens_for_what_never_resolves_is_closed_after_its_time() {
    alert.after(Duration.ofMinutes(20));
    alert.handle("m2", living(firing(FIRST), HOLD));
    alert.after(Duration.ofMinutes(1));
    alert.handle("m3", resolved(alert.now()));
    alert.after(Duration.ofMinutes(1));
    Instant heard = alert.now();
    assertThat(alert.handle("m4", living(firing(heard), ONE_SHOT)).code())
        .isEqualTo(ReasonCode.FLAP);
    alert.at(FIRST.plusSeconds((20 + 10) * 60));
    alert.settle(alert.check("c1", CheckReason.REFRESH), Result.MANUALLY_CLOSED, 7);

    Decision.Act create = act(alert.check("c1", CheckReason.REFRESH));

    assertThat(create.action()).isEqualTo(AlertAction.CREATE);
    assertThat(alert.row().log().closeDueAt()).contains(heard.plusSeconds(1800));
    assertThat(create.nextCheck()).as("that of the firing waits").isEmpty();
  }

  @Test
  void firing_that_was_only_counted_gets_no_issue_in_a_maintenance_window() {
    flapAfterAPersonsClose(Optional.of("move"));

    assertThat(alert.check("c1", CheckReason.REFRESH).action())
        .isEqualTo(AlertAction.SKIP_MANUAL_CLOSE);
  }

  /** {@return the firing after it; its check has found the issue closed} */
  private AlertEvent flapAfterAPersonsClose(Optional<String> maintenance) {
    alert.after(Duration.ofMinutes(20));
    alert.handle("m2", living(firing(FIRST), HOLD));
    alert.after(Duration.ofMinutes(1));
    alert.handle("m3", resolved(alert.now()));
    alert.after(Duration.ofMinutes(1));
    AlertEvent again =
        maintenance
            .map(
                window ->
                    firing(alert.now()).toBuilder()
                        .routing(
                            Optional.of(
                                Json.read(
                                    "{\"route\":\"harbor\",\"maintenance\":\"%s\"}"
                                        .formatted(window),
                                    Routing.class)))
                        .build())
            .orElseGet(() -> firing(alert.now()));
    assertThat(alert.handle("m4", again).code()).isEqualTo(ReasonCode.FLAP);
    alert.at(FIRST.plusSeconds((20 + 10) * 60));
    alert.settle(alert.check("c1", CheckReason.REFRESH), Result.MANUALLY_CLOSED, 7);
    return again;
  }
}
