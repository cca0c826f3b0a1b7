package org.pytorch.alerting.decide.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.FINGERPRINT;
import static org.pytorch.alerting.decide.Alerts.act;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.resolved;
import static org.pytorch.alerting.decide.Alerts.routed;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome.Result;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.check.NextCheck;
import org.pytorch.alerting.model.json.Json;

/** An alert that still fires when its maintenance ends gets its issue then. */
class MaintenanceTest {
  private static final Instant FIRST = Instant.parse("2026-03-04T08:00:00Z");
  private static final Instant END = FIRST.plus(Duration.ofHours(2));

  private final OneRow alert = new OneRow(Optional.empty(), FIRST);

  @Test
  void check_for_the_end_is_sent_with_the_first_firing_only() {
    Decision first = alert.handle("m1", inMaintenance(firing(FIRST), END));
    alert.after(Duration.ofMinutes(5));
    Decision repeat = alert.handle("m2", inMaintenance(firing(FIRST), END));
    Decision redelivered = alert.handle("m1", inMaintenance(firing(FIRST), END));

    assertThat(first.code()).isEqualTo(ReasonCode.MAINTENANCE);
    assertThat(first.reason()).contains("2026-03-04T10:00:00.000Z", "its issue is opened then");
    assertThat(first.nextCheck()).contains(maintenanceCheck(900));
    assertThat(repeat.nextCheck()).isEmpty();
    assertThat(redelivered.nextCheck())
        .as("that of m1 may be lost")
        .contains(maintenanceCheck(900));
  }

  @ParameterizedTest
  @CsvSource({"7200000, SKIP_STALE", "1, POSTPONE", "0, CREATE", "-86400000, CREATE"})
  void issue_is_opened_when_the_maintenance_is_over(long untilEnd, AlertAction action) {
    alert.handle("m1", inMaintenance(firing(FIRST), END));
    alert.at(END.minusMillis(untilEnd));

    Decision decision = alert.handle("c1", CheckReason.MAINTENANCE);

    assertThat(decision.action()).isEqualTo(action);
    if (decision instanceof Decision.Postpone postpone) {
      assertThat(postpone.retryAt()).isEqualTo(END);
    } else if (action == AlertAction.SKIP_STALE) {
      assertThat(decision.nextCheck()).contains(maintenanceCheck(900));
    } else {
      assertThat(decision.code()).isEqualTo(ReasonCode.MAINTENANCE_OVER);
      assertThat(act(decision).episode()).isEqualTo(1);
      assertThat(act(decision).claim().repository()).isEqualTo("acme/harbor");
      assertThat(alert.row().issue()).isPresent();
      assertThat(alert.row().firingAt()).contains(FIRST);
      assertThat(alert.row().log().heard()).isEqualTo(1);
      assertThat(alert.row().log().withheld()).isEmpty();
      alert.after(Duration.ofMinutes(1));
      assertThat(alert.handle("c2", CheckReason.MAINTENANCE).code())
          .as("a second check")
          .isEqualTo(ReasonCode.NOTHING_DUE);
      assertThat(alert.handle("c1", CheckReason.MAINTENANCE).code())
          .isEqualTo(ReasonCode.DUPLICATE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void reason_of_the_check_may_be_forged(CheckReason reason) {
    alert.handle("m1", inMaintenance(firing(FIRST), END));

    Decision early = alert.at(END.minusSeconds(1)).handle("c1", reason);
    Decision due = alert.at(END).handle("c2", reason);

    assertThat(early.action().isClaimed()).isFalse();
    assertThat(due.action()).isEqualTo(AlertAction.CREATE);
  }

  @Test
  void issue_has_the_newest_firing_with_all_its_texts_even_after_a_failed_attempt() {
    alert.handle("m1", inMaintenance(firing(FIRST), END));
    AlertEvent newest =
        inMaintenance(
            firing(FIRST).toBuilder()
                .description(Optional.of("What to do"))
                .labels(Optional.of(Map.of("site", "north")))
                .annotations(Optional.of(Map.of("runbook", "Read this.")))
                .dimensions(Optional.of(Map.of("QueueName", "berth")))
                .rawProvider(Optional.of(Json.read("{\"status\":\"firing\"}", JsonNode.class)))
                .build(),
            END);
    alert.after(Duration.ofMinutes(5)).handle("m2", newest);

    Decision failed = alert.at(END).check("c1", CheckReason.MAINTENANCE);
    alert.release(failed, "GitHubUnavailableException");
    Decision repeated = alert.after(Duration.ofMinutes(1)).check("c1", CheckReason.MAINTENANCE);

    assertThat(act(failed).event()).contains(newest);
    assertThat(act(repeated).event()).contains(newest);
    assertThat(act(repeated).claim().attempt()).isEqualTo(2);
    alert.settle(repeated, Result.DONE, 8);
    assertThat(alert.row().log().withheld()).isEmpty();
    assertThat(alert.row().log().latest().orElseThrow().labels()).isEmpty();
  }

  @Test
  void newer_firing_that_finishes_a_failed_attempt_has_its_own_text() {
    alert.handle("m1", inMaintenance(labelled("old"), END));
    Decision failed = alert.at(END).check("c1", CheckReason.MAINTENANCE);
    alert.release(failed, "GitHubUnavailableException");

    AlertEvent newer = harbor(firing(FIRST).toBuilder().title("Renamed").build(), "");
    Decision.Act finished = act(alert.after(Duration.ofMinutes(1)).ask("m2", newer));

    assertThat(finished.help()).isTrue();
    assertThat(finished.event()).as("the caller's own").isEmpty();
    assertThat(alert.row().pending().orElseThrow().event()).isEqualTo(newer);
  }

  @Test
  void alert_that_has_resolved_by_then_gets_none() {
    alert.handle("m1", inMaintenance(firing(FIRST), END));
    alert.after(Duration.ofMinutes(90));
    alert.handle("m2", resolved(alert.now()));

    Decision decision = alert.at(END).handle("c1", CheckReason.MAINTENANCE);

    assertThat(decision.code()).isEqualTo(ReasonCode.NOTHING_DUE);
    assertThat(alert.row().status()).isEqualTo(AlertStatus.CLOSED);
    assertThat(alert.row().issue()).isEmpty();
  }

  @Test
  void newest_event_s_policy_says_when_and_where() {
    alert.handle("m1", inMaintenance(firing(FIRST), END));
    alert.after(Duration.ofMinutes(5));
    Decision shorter = alert.handle("m2", inMaintenance(firing(FIRST), END.minusSeconds(600)));
    alert.after(Duration.ofMinutes(5));
    Decision longer =
        alert.handle(
            "m3",
            harbor(firing(FIRST), until(END.plusSeconds(600)).replace("acme/harbor", "acme/yard")));

    assertThat(shorter.nextCheck()).contains(maintenanceCheck(900));
    assertThat(longer.nextCheck()).as("the others wait").isEmpty();
    assertThat(alert.at(END).handle("c1", CheckReason.MAINTENANCE).nextCheck())
        .contains(maintenanceCheck(600));
    Decision.Act create = act(alert.at(END.plusSeconds(600)).handle("c2", CheckReason.MAINTENANCE));
    assertThat(create.action()).isEqualTo(AlertAction.CREATE);
    assertThat(create.claim().repository()).isEqualTo("acme/yard");
  }

  @Test
  void event_of_a_policy_without_the_window_opens_the_issue_itself() {
    alert.handle("m1", inMaintenance(firing(FIRST), END));
    alert.after(Duration.ofMinutes(5));

    assertThat(alert.handle("m2", harbor(firing(FIRST), "")).code())
        .isEqualTo(ReasonCode.NO_ISSUE_YET);
    assertThat(alert.at(END).handle("c1", CheckReason.MAINTENANCE).code())
        .isEqualTo(ReasonCode.NOTHING_DUE);
  }

  @Test
  void event_that_the_policy_drops_by_then_takes_the_issue_back() {
    alert.handle("m1", inMaintenance(firing(FIRST), END));
    alert.after(Duration.ofMinutes(5));
    Decision dropped = alert.handle("m2", harbor(firing(FIRST), ",\"drop\":true"));

    assertThat(dropped.code()).isEqualTo(ReasonCode.DROPPED);
    assertThat(alert.at(END).handle("c1", CheckReason.MAINTENANCE).code())
        .isEqualTo(ReasonCode.NOTHING_DUE);
    assertThat(alert.handle("m3", resolved(alert.now())).code()).isEqualTo(ReasonCode.MAINTENANCE);
  }

  @Test
  void late_event_does_not_move_the_end() {
    alert.handle("m1", inMaintenance(firing(FIRST), END));
    alert.after(Duration.ofMinutes(10)).handle("m3", inMaintenance(labelled("newest"), END));
    alert.after(Duration.ofMinutes(1));
    alert.ask("m2", inMaintenance(labelled("late"), END.plusSeconds(60)), FIRST.plusSeconds(300));

    Decision.Act create = act(alert.at(END).handle("c1", CheckReason.MAINTENANCE));

    assertThat(create.event().orElseThrow().labels()).contains(Map.of("name", "newest"));
  }

  @ParameterizedTest
  @CsvSource({"90m, SKIP_POLICY, CLOSED", "2h, SKIP_POLICY, CLOSED", "3h, CREATE, OPEN"})
  void event_that_never_resolves_gets_an_issue_only_if_that_would_not_be_closed_at_once(
      String closeAfter, AlertAction action, AlertStatus status) {
    alert.handle(
        "m1",
        harbor(
            firing(FIRST),
            until(END)
                + ",\"lifecycle\":{\"one_shot\":{\"close_after\":\"%s\"}}".formatted(closeAfter)));

    Decision decision = alert.at(END).handle("c1", CheckReason.MAINTENANCE);

    assertThat(decision.action()).isEqualTo(action);
    assertThat(alert.row().status()).isEqualTo(status);
    if (action == AlertAction.CREATE) {
      assertThat(alert.row().log().closeDueAt()).contains(FIRST.plus(Duration.ofHours(3)));
      assertThat(decision.nextCheck())
          .contains(new NextCheck(new Check(FINGERPRINT, CheckReason.ONE_SHOT), 900));
    }
  }

  @Test
  void alert_whose_issue_was_closed_before_the_maintenance_gets_a_new_one_after_it() {
    alert.handle("m1", harbor(firing(FIRST), ""));
    alert.after(Duration.ofMinutes(5)).handle("m2", resolved(alert.now()));
    alert.after(Duration.ofMinutes(5));
    Decision withheld = alert.handle("m3", inMaintenance(firing(alert.now()), END));

    Decision.Act create = act(alert.at(END).handle("c1", CheckReason.MAINTENANCE));

    assertThat(withheld.code()).isEqualTo(ReasonCode.MAINTENANCE);
    assertThat(create.action()).isEqualTo(AlertAction.CREATE);
    assertThat(create.episode()).isEqualTo(2);
    assertThat(create.formerIssue()).isPresent();
  }

  @Test
  void person_s_close_of_an_issue_that_a_failed_attempt_opened_is_respected() {
    alert.handle("m1", inMaintenance(firing(FIRST), END));
    Decision create = alert.at(END).check("c1", CheckReason.MAINTENANCE);
    alert.settle(create, Result.MANUALLY_CLOSED, 8);

    assertThat(alert.handle("c1", CheckReason.MAINTENANCE).action())
        .isEqualTo(AlertAction.SKIP_MANUAL_CLOSE);
    assertThat(alert.row().log().dues()).isEmpty();
  }

  /** So none uses up its deliveries, and none is older than the queue delays it. */
  @Test
  void end_is_waited_for_by_one_message_after_the_other() {
    Duration wait = Duration.ofDays(13);
    alert.handle("m1", inMaintenance(firing(FIRST), FIRST.plus(wait)));
    alert.after(Duration.ofMinutes(15));
    int checks = 1;
    Decision decision = alert.check("c1", CheckReason.MAINTENANCE);
    while (decision instanceof Decision.Skip) {
      assertThat(decision.nextCheck()).contains(maintenanceCheck(900));
      assertThat(alert.check("other", CheckReason.MAINTENANCE).nextCheck()).isEmpty();
      checks++;
      alert.after(Duration.ofMinutes(15));
      decision = alert.check("c" + checks, CheckReason.MAINTENANCE);
    }

    assertThat(decision.action()).isEqualTo(AlertAction.CREATE);
    assertThat(alert.now()).isEqualTo(FIRST.plus(wait));
    assertThat(checks).isEqualTo(Math.toIntExact(wait.dividedBy(Duration.ofMinutes(15))));
  }

  private static NextCheck maintenanceCheck(int seconds) {
    return new NextCheck(new Check(FINGERPRINT, CheckReason.MAINTENANCE), seconds);
  }

  private static AlertEvent labelled(String name) {
    return firing(FIRST).toBuilder().labels(Optional.of(Map.of("name", name))).build();
  }

  private static AlertEvent inMaintenance(AlertEvent event, Instant end) {
    return harbor(event, until(end));
  }

  private static String until(Instant end) {
    return ",\"repository\":\"acme/harbor\",\"maintenance\":\"move\",\"maintenance_until\":\"%s\""
        .formatted(Json.format(end));
  }

  /**
   * @param more members of a routing
   */
  private static AlertEvent harbor(AlertEvent event, String more) {
    return routed(event, "{\"route\":\"harbor\"%s}".formatted(more));
  }
}
