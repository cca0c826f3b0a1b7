package org.pytorch.alerting.decide.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.FINGERPRINT;
import static org.pytorch.alerting.decide.Alerts.act;
import static org.pytorch.alerting.decide.Alerts.commenting;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.incomplete;
import static org.pytorch.alerting.decide.Alerts.living;
import static org.pytorch.alerting.decide.Alerts.resolved;
import static org.pytorch.alerting.decide.Alerts.routed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.decide.message.Recorded;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome.Result;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.check.NextCheck;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Lifecycle;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.status.Change;
import org.pytorch.alerting.model.status.IssueRef;

/** How loudly each event is reported, in the life of one alert of P1. */
class CalmRulesTest {
  private static final Instant FIRST = Instant.parse("2026-03-04T08:00:00Z");
  private static final IssueRef ISSUE = new IssueRef("harbor/alerts", 7);
  private static final String SILENT = "\"repeats\":\"silent\"";
  private static final String HOLD = "\"hold_close\":\"10m\"";

  private final OneRow alert = new OneRow(Optional.empty(), FIRST);
  private int messages = 1;

  @BeforeEach
  void alert_fires_and_gets_issue_7() {
    alert.handle("m1", firing(FIRST));
  }

  // What keeps firing.

  @ParameterizedTest
  @CsvSource({
    // ms since the block was written, action, seconds until the check
    "1, COUNT, 600",
    "1000, COUNT, 599",
    "599999, COUNT, 1",
    "600000, UPDATE,",
    "86399999, UPDATE,"
  })
  void repeat_is_shown_at_most_every_ten_minutes(
      long millis, AlertAction action, @Nullable Integer check) {
    alert.after(Duration.ofMillis(millis));

    Decision decision = handle(firing(FIRST));

    assertThat(decision.action()).isEqualTo(action);
    assertThat(decision.code()).isEqualTo(ReasonCode.STILL_FIRING);
    assertThat(decision.nextCheck())
        .isEqualTo(
            Optional.ofNullable(check)
                .map(
                    seconds ->
                        new NextCheck(new Check(FINGERPRINT, CheckReason.REFRESH), seconds)));
    assertThat(alert.row().log().heard()).isEqualTo(2);
    assertThat(alert.row().lastCommentAt()).isEmpty();
  }

  @Test
  void repeats_before_a_refresh_are_counted_and_have_one_check() {
    List<Optional<NextCheck>> checks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      alert.after(Duration.ofSeconds(100));
      checks.add(handle(firing(FIRST)).nextCheck());
    }

    assertThat(checks.getFirst()).isPresent();
    assertThat(checks.subList(1, 5)).containsOnly(Optional.empty());
    assertThat(alert.row().log().refreshDueAt()).contains(FIRST.plusSeconds(600));
    assertThat(alert.row().log().heard()).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({
    // settings, ms since the issue was opened, action, code
    "'', 86399999, UPDATE, STILL_FIRING",
    "'', 86400000, COMMENT, REMINDER",
    "reminder: 1h, 3599999, UPDATE, STILL_FIRING",
    "reminder: 1h, 3600000, COMMENT, REMINDER",
    "reminder: 0, 8640000000, UPDATE, STILL_FIRING",
    "repeats: silent, 86400000, COUNT, STILL_FIRING",
    "repeats: comment, 1, COMMENT, STILL_FIRING"
  })
  void people_are_reminded_of_what_goes_on(
      String setting, long millis, AlertAction action, ReasonCode code) {
    AlertEvent repeat =
        living(firing(FIRST), setting.replaceAll("(\\w+): (\\w+)", "\"$1\":\"$2\""));
    alert.after(Duration.ofMillis(millis));

    Decision decision = handle(repeat);

    assertThat(decision.action()).isEqualTo(action);
    assertThat(decision.code()).isEqualTo(code);
  }

  @Test
  void next_reminder_counts_from_the_last_comment() {
    alert.after(Duration.ofHours(20));
    assertThat(handle(firing(alert.now())).code()).isEqualTo(ReasonCode.FIRES_AGAIN);

    alert.after(Duration.ofHours(24).minusMillis(1));
    assertThat(handle(firing(FIRST)).action()).isEqualTo(AlertAction.UPDATE);
    alert.after(Duration.ofMillis(1));
    Decision reminder = handle(firing(FIRST));

    assertThat(reminder.code()).isEqualTo(ReasonCode.REMINDER);
    assertThat(reminder.reason())
        .isEqualTo("The alert keeps firing; the last comment was 1d ago or more.");
  }

  /** The second copy of a redundant pair begins a little later than the first. */
  @ParameterizedTest
  @CsvSource({
    "'', 120000, UPDATE",
    "'', 120001, COMMENT",
    "repeats: silent, 120000, COUNT",
    "repeats: silent, 120001, COMMENT"
  })
  void new_firing_is_reported_if_it_cannot_be_a_second_copy(
      String setting, long millisAfterLastEvent, AlertAction action) {
    AlertEvent later =
        living(firing(FIRST.plusMillis(millisAfterLastEvent)), setting.isEmpty() ? "" : SILENT);
    alert.after(Duration.ofMinutes(5));

    Decision decision = handle(later);

    // Also within the ten minutes: only the issue shows whether a person has closed the issue.
    assertThat(decision.action()).isEqualTo(action);
    assertThat(decision.code()).isEqualTo(ReasonCode.FIRES_AGAIN);
  }

  @Test
  void silent_repeat_is_counted_without_a_check() {
    alert.after(Duration.ofHours(1));

    Decision decision = handle(living(firing(FIRST), SILENT));

    assertThat(decision.action()).isEqualTo(AlertAction.COUNT);
    assertThat(decision.nextCheck()).isEmpty();
    assertThat(alert.row().log().refreshDueAt()).isEmpty();
    assertThat(alert.row().log().heard()).isEqualTo(2);
  }

  // What changes.

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // priority, teams, changed, priority before, teams before
        "P1, harbor dev-infra, false, -, -",
        "P0, harbor dev-infra, true, P1, -",
        "P2, harbor dev-infra, true, P1, -",
        "P1, dev-infra harbor, true, -, harbor dev-infra",
        "P1, harbor, true, -, harbor dev-infra",
        "P2, ci, true, P1, harbor dev-infra",
        "-, harbor dev-infra, false, -, -",
        "P1, -, false, -, -",
        "-, -, false, -, -",
        "-, ci, true, -, harbor dev-infra"
      })
  void change_of_priority_or_team_is_a_comment(
      @Nullable Priority priority,
      @Nullable String teams,
      boolean changed,
      @Nullable Priority before,
      @Nullable String teamsBefore) {
    AlertEvent event =
        firing(FIRST).toBuilder()
            .priority(Optional.ofNullable(priority))
            .teams(teams(teams))
            .build();
    for (AlertEvent variant : List.of(event, living(event, SILENT))) {
      OneRow copy = new OneRow(Optional.of(alert.row()), FIRST.plusSeconds(60));
      Decision decision = copy.handle("c1", variant);

      assertThat(decision.code()).isEqualTo(changed ? ReasonCode.CHANGED : ReasonCode.STILL_FIRING);
      assertThat(decision.action()).isEqualTo(changed ? AlertAction.COMMENT : AlertAction.COUNT);
      if (changed) {
        assertThat(act(decision).change())
            .contains(new Change(Optional.ofNullable(before), teams(teamsBefore)));
        assertThat(copy.row().log().told().orElseThrow().changedBy(event)).isEmpty();
        assertThat(copy.after(Duration.ofSeconds(60)).ask("c2", event).action())
            .as("said again")
            .isEqualTo(AlertAction.COUNT);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"-, NO_DATA", "-, ERROR", "NO_DATA, ERROR", "ERROR, -", "NO_DATA, -"})
  void change_of_the_condition_is_one_comment(@Nullable Condition told, @Nullable Condition said) {
    OneRow lookout = new OneRow(Optional.empty(), FIRST);
    lookout.handle("m1", withCondition(told));
    lookout.after(Duration.ofSeconds(60));

    Decision decision = lookout.handle("c1", withCondition(said));
    lookout.after(Duration.ofSeconds(60));
    Decision repeat = lookout.handle("c2", withCondition(said));

    assertThat(decision.action()).isEqualTo(AlertAction.COMMENT);
    assertThat(decision.code()).isEqualTo(ReasonCode.CHANGED);
    assertThat(act(decision).change().orElseThrow().condition())
        .contains(Optional.ofNullable(told).orElse(Condition.THRESHOLD));
    assertThat(repeat.action()).isEqualTo(AlertAction.COUNT);
  }

  private static AlertEvent withCondition(@Nullable Condition condition) {
    return firing(FIRST).toBuilder().condition(Optional.ofNullable(condition)).build();
  }

  private static List<String> teams(@Nullable String names) {
    return names == null ? List.of() : List.of(names.split(" "));
  }

  @Test
  void change_that_is_said_late_changes_nothing_back() {
    alert.after(Duration.ofMinutes(20));
    AlertEvent worse = firing(FIRST).toBuilder().priority(Priority.P0).build();
    handle(worse);
    alert.after(Duration.ofMinutes(1));

    // Its provider's time is newer, but it was said before the change.
    AlertEvent late = firing(FIRST.plusSeconds(1));
    Decision decision = alert.ask("late", late, FIRST.plusSeconds(600));

    assertThat(decision.action()).isEqualTo(AlertAction.UPDATE);
    assertThat(act(decision).change()).isEmpty();
    assertThat(alert.row().log().latest().orElseThrow().priority()).contains(Priority.P0);
    alert.settle(decision, Result.DONE, 7);
    assertThat(alert.row().log().told().orElseThrow().priority()).contains(Priority.P0);
  }

  @Test
  void change_whose_comment_was_given_up_is_reported_with_the_next_event() {
    AlertEvent worse = firing(FIRST).toBuilder().priority(Priority.P0).build();
    alert.after(Duration.ofMinutes(20));
    alert.settle(ask(worse), Result.DISABLED);
    alert.after(Duration.ofMinutes(20));

    // It says no priority, so the block is shown with the one that the row knows.
    Decision.Act update = act(handle(incomplete(firing(FIRST))));
    alert.after(Duration.ofMinutes(20));
    Decision next = ask(worse);

    assertThat(update.action()).isEqualTo(AlertAction.UPDATE);
    assertThat(update.change()).isEmpty();
    assertThat(next.code()).isEqualTo(ReasonCode.CHANGED);
  }

  // What was closed.

  @ParameterizedTest
  @CsvSource({
    // settings, ms since our close, action
    "'', 0, REOPEN",
    "'', 86399999, REOPEN",
    "'', 86400000, CREATE",
    "1h, 3599999, REOPEN",
    "1h, 3600000, CREATE",
    "0, 0, CREATE"
  })
  void issue_that_we_closed_is_reopened_for_a_while(
      String reopen, long millis, AlertAction action) {
    alert.after(Duration.ofMinutes(30));
    Decision.Act close = act(ask(resolved(alert.now())));
    alert.after(Duration.ofSeconds(7));
    alert.settle(close, Result.DONE, 7);
    Instant closedAt = alert.now();
    alert.after(Duration.ofMillis(millis));
    AlertEvent again =
        living(firing(alert.now()), reopen.isEmpty() ? "" : "\"reopen\":\"%s\"".formatted(reopen));

    Decision.Act decision = act(ask(again));

    assertThat(decision.action()).isEqualTo(action);
    assertThat(decision.code()).isEqualTo(ReasonCode.FIRES_AFTER_RESOLVE);
    assertThat(decision.episode()).isEqualTo(2);
    assertThat(decision.issue()).isEmpty();
    assertThat(decision.formerIssue()).contains(ISSUE);
    assertThat(alert.row().log().closedAt()).isEmpty();
    assertThat(decision.reason().contains("closed at " + Json.format(closedAt)))
        .isEqualTo(action == AlertAction.REOPEN);
    assertThat(alert.row().log().recentFlaps(alert.now()))
        .isEqualTo(action == AlertAction.REOPEN ? 1 : 0);
  }

  @Test
  void reopened_issue_is_this_episodes_and_its_labels_follow_a_change() {
    handle(resolved(FIRST.plusSeconds(60)));
    alert.after(Duration.ofHours(1));
    AlertEvent worse = firing(alert.now()).toBuilder().priority(Priority.P0).build();

    Decision.Act reopen = act(handle(worse));

    assertThat(reopen.action()).isEqualTo(AlertAction.REOPEN);
    assertThat(reopen.change()).contains(new Change(Optional.of(Priority.P1), List.of()));
    assertThat(reopen.status().orElseThrow().pastIssues()).isEmpty();
    assertThat(alert.row().issue()).contains(ISSUE);
    assertThat(alert.row().log().pastIssues()).isEmpty();
    assertThat(alert.row().lastCommentAt()).contains(alert.now());
    assertThat(alert.row().log().told().orElseThrow().priority()).contains(Priority.P0);
  }

  @Test
  void issue_that_a_person_closed_is_not_reopened() {
    alert.after(Duration.ofMinutes(5));
    AlertEvent resolve = resolved(alert.now());
    alert.settle(alert.ask("p1", resolve), Result.MANUALLY_CLOSED, 7);
    assertThat(alert.ask("p1", resolve).action()).isEqualTo(AlertAction.SKIP_MANUAL_CLOSE);
    alert.after(Duration.ofMinutes(5));

    assertThat(handle(firing(alert.now())).action()).isEqualTo(AlertAction.CREATE);
  }

  @ParameterizedTest
  @CsvSource({"P0, CREATE, PRIORITY_RISEN", "P2, SKIP_MANUAL_CLOSE, CLOSED_BY_PERSON"})
  void only_a_higher_priority_breaks_a_persons_close(
      Priority priority, AlertAction action, ReasonCode code) {
    alert.after(Duration.ofMinutes(5));
    AlertEvent changed = firing(FIRST).toBuilder().priority(priority).build();
    Decision look = alert.ask("m2", changed);
    alert.settle(look, Result.MANUALLY_CLOSED, 7);

    Decision decision = alert.ask("m2", changed);

    assertThat(look.action()).isEqualTo(AlertAction.COMMENT);
    assertThat(decision.action()).isEqualTo(action);
    assertThat(decision.code()).isEqualTo(code);
  }

  // What flaps.

  @ParameterizedTest
  @CsvSource({
    // hold_close, minutes between the two reopenings, since the last one, hold in minutes
    "0, 20, 10, 15",
    "0, 20, 40, 0",
    "0, 20, 39, 15",
    "0, 59, 0, 15",
    "0, 60, 0, 0",
    "1m, 20, 10, 15",
    "1m, 20, 40, 1",
    "20m, 20, 10, 20",
    "20m, 61, 0, 20"
  })
  void close_of_an_alert_that_was_reopened_twice_in_an_hour_is_held(
      String holdClose, int between, int since, int hold) {
    fireAgainAfterResolve();
    alert.after(Duration.ofMinutes(between));
    handle(resolved(alert.now()));
    handle(firing(alert.now().plusMillis(1)));
    alert.after(Duration.ofMinutes(since));
    // What the firing's route says holds until the next.
    alert.settle(
        ask(
            living(
                firing(alert.row().firingAt().orElseThrow()),
                "\"repeats\":\"comment\",\"hold_close\":\"%s\"".formatted(holdClose))),
        Result.DONE,
        7);

    Decision decision = ask(resolved(alert.now().plusMillis(2)));

    if (hold == 0) {
      assertThat(decision.action()).isEqualTo(AlertAction.CLOSE);
      return;
    }
    Instant due = alert.now().plus(Duration.ofMinutes(hold));
    assertThat(decision.code()).isEqualTo(ReasonCode.HELD);
    assertThat(decision.reason().contains("is flapping")).isEqualTo(hold == 15);
    assertThat(alert.row().log().closeDueAt()).contains(due);
    assertThat(alert.row().status()).isEqualTo(AlertStatus.CLOSED);
  }

  private void fireAgainAfterResolve() {
    alert.after(Duration.ofMinutes(5));
    handle(resolved(alert.now()));
    handle(firing(alert.now().plusMillis(1)));
  }

  @ParameterizedTest
  @CsvSource({
    // ms until the close is due, action, code
    "1, COUNT, FLAP",
    "0, COMMENT, FIRES_AFTER_RESOLVE",
    "-864000000, COMMENT, FIRES_AFTER_RESOLVE"
  })
  void firing_goes_on_in_the_issue_whose_close_is_held(
      long untilDue, AlertAction action, ReasonCode code) {
    Instant due = hold();
    alert.at(due.minusMillis(untilDue));

    Decision decision = handle(firing(alert.now()));

    assertThat(decision.action()).isEqualTo(action);
    assertThat(decision.code()).isEqualTo(code);
    assertThat(alert.row().status()).isEqualTo(AlertStatus.OPEN);
    assertThat(alert.row().episode()).isEqualTo(1);
    assertThat(alert.row().issue()).contains(ISSUE);
    assertThat(alert.row().log().closeDueAt()).isEmpty();
    assertThat(alert.row().log().resolvedAt()).isEmpty();
    // What resolved long ago does not flap.
    assertThat(alert.row().log().recentFlaps(alert.now())).isEqualTo(untilDue > 0 ? 1 : 0);
  }

  @Test
  void change_while_the_close_is_held_is_reported() {
    hold();
    alert.after(Duration.ofMinutes(1));

    Decision decision = handle(firing(alert.now()).toBuilder().priority(Priority.P0).build());

    assertThat(decision.action()).isEqualTo(AlertAction.COMMENT);
    assertThat(decision.code()).isEqualTo(ReasonCode.CHANGED);
    assertThat(alert.row().episode()).isEqualTo(1);
    assertThat(alert.row().log().closeDueAt()).isEmpty();
  }

  @Test
  void firing_is_reported_while_the_close_is_held_if_the_policy_reports_each_repeat() {
    hold();
    alert.after(Duration.ofMinutes(1));

    Decision decision = handle(commenting(firing(alert.now())));

    assertThat(decision.action()).isEqualTo(AlertAction.COMMENT);
    assertThat(decision.code()).isEqualTo(ReasonCode.FLAP);
    assertThat(alert.row().episode()).isEqualTo(1);
    assertThat(alert.row().log().closeDueAt()).isEmpty();
    assertThat(alert.row().log().recentFlaps(alert.now())).isEqualTo(1);
  }

  @Test
  void flaps_are_neither_shown_if_silent_nor_hidden_for_more_than_a_day() {
    hold();
    alert.after(Duration.ofMinutes(1));
    AlertEvent again = firing(alert.now());
    OneRow silent = new OneRow(Optional.of(alert.row()), alert.now());
    OneRow daily =
        new OneRow(
            Optional.of(alert.row().withFirstSeenAt(alert.now().minus(Lifecycle.DAY.duration()))),
            alert.now());

    Decision counted = silent.ask("f1", living(again, SILENT));
    Decision reminder = daily.ask("f1", again);

    assertThat(counted.action()).isEqualTo(AlertAction.COUNT);
    assertThat(counted.nextCheck()).isEmpty();
    assertThat(reminder.code()).isEqualTo(ReasonCode.REMINDER);
  }

  @Test
  void silent_alerts_close_is_held_without_a_refresh() {
    alert.after(Duration.ofMinutes(20));
    handle(living(firing(FIRST), SILENT + "," + HOLD));

    Decision decision = handle(resolved(alert.now()));

    assertThat(decision.action()).isEqualTo(AlertAction.COUNT);
    assertThat(alert.row().log().refreshDueAt()).isEmpty();
    assertThat(decision.nextCheck())
        .contains(new NextCheck(new Check(FINGERPRINT, CheckReason.HELD_CLOSE), 600));
  }

  @ParameterizedTest
  @CsvSource({"1, SKIP_STALE, ALREADY_RESOLVED", "0, CLOSE, HOLD_OVER", "-60000, CLOSE, HOLD_OVER"})
  void repeated_resolve_closes_what_is_due_and_puts_nothing_off(
      long untilDue, AlertAction action, ReasonCode code) {
    Instant due = hold();
    alert.at(due.minusMillis(untilDue));

    Decision decision = ask(resolved(alert.now()));

    assertThat(decision.action()).isEqualTo(action);
    assertThat(decision.code()).isEqualTo(code);
    assertThat(alert.row().status()).isEqualTo(AlertStatus.CLOSED);
    assertThat(alert.row().log().closeDueAt())
        .isEqualTo(Optional.of(due).filter(_ -> action == AlertAction.SKIP_STALE));
    assertThat(decision.nextCheck()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"maintenance\":\"move\"", "\"drop\":true"})
  void issue_whose_close_is_held_is_not_forgotten_by_the_policy(String member) {
    Instant due = hold();
    Routing routing = Json.read("{\"route\":\"harbor\",%s}".formatted(member), Routing.class);
    alert.after(Duration.ofMinutes(1));

    handle(firing(alert.now()).toBuilder().routing(Optional.of(routing)).build());
    alert.at(due);
    handle(resolved(due).toBuilder().routing(Optional.of(routing)).build());

    assertThat(alert.row().episode()).isEqualTo(1);
    assertThat(alert.row().issue()).contains(ISSUE);
    assertThat(alert.row().status()).isEqualTo(AlertStatus.CLOSED);
    assertThat(alert.row().log().closedAt()).contains(due);
  }

  /** {@return when the close is due} */
  private Instant hold() {
    alert.after(Duration.ofMinutes(20));
    handle(living(firing(FIRST), HOLD));
    Decision held = handle(resolved(alert.now()));
    assertThat(held.code()).isEqualTo(ReasonCode.HELD);
    return alert.now().plus(Duration.ofMinutes(10));
  }

  // What never resolves.

  @Test
  void close_of_a_one_shot_moves_with_each_firing_and_has_one_check() {
    String oneShot = "\"one_shot\":{\"close_after\":\"30m\"}";
    OneRow deployment = new OneRow(Optional.empty(), FIRST);

    Decision first = deployment.handle("m1", living(firing(FIRST), oneShot));
    deployment.after(Duration.ofMinutes(10));
    Decision second = deployment.handle("m2", living(firing(FIRST.plusSeconds(600)), oneShot));

    assertThat(first.nextCheck())
        .contains(new NextCheck(new Check(FINGERPRINT, CheckReason.ONE_SHOT), 900));
    assertThat(second.code()).isEqualTo(ReasonCode.FIRES_AGAIN);
    assertThat(second.nextCheck()).isEmpty();
    assertThat(deployment.row().log().closeDueAt()).contains(FIRST.plusSeconds(600 + 1800));
  }

  @ParameterizedTest
  @CsvSource({"DONE, CLOSED", "MANUALLY_CLOSED, OPEN"})
  void one_shot_that_is_closed_otherwise_is_not_closed_again(Result result, AlertStatus status) {
    String oneShot = "\"one_shot\":{\"close_after\":\"30m\"}";
    OneRow deployment = new OneRow(Optional.empty(), FIRST);
    deployment.handle("m1", living(firing(FIRST), oneShot));
    deployment.after(Duration.ofMinutes(10));

    Decision close = deployment.ask("m2", resolved(deployment.now()));
    deployment.settle(close, result, 7);

    assertThat(close.action()).isEqualTo(AlertAction.CLOSE);
    assertThat(deployment.row().status()).isEqualTo(status);
    assertThat(deployment.row().log().dues()).isEmpty();
  }

  @Test
  void one_shot_without_an_issue_has_nothing_to_close() {
    String routing =
        """
        {"route":"harbor","maintenance":"move","lifecycle":{"one_shot":{"close_after":"30m"}}}
        """;
    OneRow deployment = new OneRow(Optional.empty(), FIRST);
    AlertEvent withheld = routed(firing(FIRST), routing);

    Decision skip = deployment.ask("m1", withheld);
    Decision create =
        deployment.ask("m2", living(firing(FIRST), "\"one_shot\":{\"close_after\":\"30m\"}"));

    assertThat(skip.action()).isEqualTo(AlertAction.SKIP_POLICY);
    assertThat(skip.nextCheck()).isEmpty();
    assertThat(create.action()).isEqualTo(AlertAction.CREATE);
    assertThat(create.nextCheck()).isPresent();
    deployment.settle(create, Result.DISABLED);
    assertThat(deployment.row().log().dues()).isEmpty();
  }

  // What GitHub has no time for.

  @Test
  void refresh_without_a_turn_is_counted_and_comes_back_with_a_check() {
    alert.after(Duration.ofMinutes(20));
    Instant retryAt = alert.now().plusSeconds(77);
    alert.withoutTurnUntil(Optional.of(retryAt));

    Decision decision = ask(firing(FIRST));

    assertThat(decision.action()).isEqualTo(AlertAction.COUNT);
    assertThat(decision.code()).isEqualTo(ReasonCode.NO_TURN);
    assertThat(decision.reason())
        .isEqualTo("GitHub has no free turn for a refresh. The alert keeps firing.");
    assertThat(decision.nextCheck())
        .contains(new NextCheck(new Check(FINGERPRINT, CheckReason.REFRESH), 77));
    assertThat(alert.row().pending()).isEmpty();
    assertThat(alert.row().log().heard()).isEqualTo(2);
    assertThat(alert.row().log().refreshDueAt()).contains(retryAt);
    assertThat(alert.check("c1", CheckReason.REFRESH).code()).isEqualTo(ReasonCode.NOTHING_DUE);
    alert.at(retryAt);
    assertThat(alert.check("c1", CheckReason.REFRESH).code()).isEqualTo(ReasonCode.NO_TURN);
    alert.withoutTurnUntil(Optional.empty());
    assertThat(alert.check("c1", CheckReason.REFRESH).action()).isEqualTo(AlertAction.UPDATE);
  }

  @Test
  void held_close_is_kept_when_its_refresh_gets_no_turn() {
    alert.after(Duration.ofMinutes(20));
    handle(living(firing(FIRST), HOLD));
    alert.after(Duration.ofMinutes(20));
    alert.withoutTurnUntil(Optional.of(alert.now().plusSeconds(77)));

    Decision decision = ask(resolved(alert.now()));

    assertThat(decision.code()).isEqualTo(ReasonCode.NO_TURN);
    assertThat(alert.row().isHeld()).isTrue();
    assertThat(alert.row().log().dues())
        .containsExactly(
            new EpisodeLog.Due(alert.now().plusSeconds(77), CheckReason.REFRESH),
            new EpisodeLog.Due(alert.now().plusSeconds(600), CheckReason.HELD_CLOSE));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refresh_that_is_not_finished_gives_way_to_the_next_event(boolean released) {
    alert.after(Duration.ofMinutes(20));
    Instant claimedAt = alert.now();
    Decision refresh = alert.ask("m2", firing(FIRST));
    if (released) {
      alert.release(refresh, "GitHubUnavailableException");
    } else {
      alert.after(Decider.LEASE);
    }

    Decision close = alert.ask("m3", resolved(alert.now()));

    assertThat(close.action()).isEqualTo(AlertAction.CLOSE);
    assertThat(act(close).help()).isFalse();
    assertThat(alert.row().log().heard()).as("its event is not lost").isEqualTo(2);
    assertThat(alert.row().hasHandled(EventId.of("m2", 0))).isTrue();
    assertThat(alert.row().log().refreshedAt()).contains(claimedAt);
  }

  @Test
  void refresh_that_fails_is_tried_again_ten_minutes_after_it_began() {
    alert.after(Duration.ofMinutes(20));
    Instant claimedAt = alert.now();
    alert.release(alert.ask("m2", firing(FIRST)), "GitHubUnavailableException");
    alert.after(Duration.ofSeconds(30));

    Decision again = alert.ask("m2", firing(FIRST), claimedAt);

    assertThat(again.code()).isEqualTo(ReasonCode.DUPLICATE);
    assertThat(again.nextCheck())
        .contains(new NextCheck(new Check(FINGERPRINT, CheckReason.REFRESH), 570));
    assertThat(alert.row().pending()).isEmpty();
    alert.at(claimedAt.plusSeconds(600));
    assertThat(alert.check("c1", CheckReason.REFRESH).action()).isEqualTo(AlertAction.UPDATE);
  }

  @Test
  void refresh_that_github_refuses_is_forgotten_and_never_given_up() {
    alert.after(Duration.ofMinutes(20));
    Decision refresh = alert.ask("m2", firing(FIRST));

    Recorded recorded = alert.release(refresh, "GitHubRejectedException");
    Decision again = alert.ask("m2", firing(FIRST), alert.now());
    Decision next = alert.ask("m3", firing(FIRST));

    assertThat(recorded.result()).isEqualTo(Recorded.Result.SETTLED);
    assertThat(again.code()).isEqualTo(ReasonCode.DUPLICATE);
    assertThat(next.action()).isEqualTo(AlertAction.COUNT);
    assertThat(alert.row().log().refreshedAt()).contains(alert.now());
  }

  @Test
  void retried_step_sends_the_check_that_its_first_answer_would_have() {
    alert.after(Duration.ofMinutes(20));
    handle(living(firing(FIRST), HOLD));
    alert.after(Duration.ofMinutes(20));
    AlertEvent resolve = resolved(alert.now());

    Decision first = alert.askAs("x", "m9", resolve, alert.now());
    Decision retried = alert.askAs("x", "m9", resolve, alert.now());

    assertThat(first.action()).isEqualTo(AlertAction.UPDATE);
    assertThat(retried.code()).isEqualTo(ReasonCode.ALREADY_CLAIMED);
    assertThat(retried.nextCheck()).isEqualTo(first.nextCheck()).isPresent();
  }

  private Decision ask(AlertEvent event) {
    messages++;
    return alert.ask("m" + messages, event);
  }

  private Decision handle(AlertEvent event) {
    messages++;
    return alert.handle("m" + messages, event);
  }
}
