package org.pytorch.alerting.decide.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.act;
import static org.pytorch.alerting.decide.Alerts.commenting;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.resolved;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.decide.Alerts;
import org.pytorch.alerting.decide.message.Recorded;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome.Result;
import org.pytorch.alerting.model.status.IssueRef;

/** What a person's closing and reopening of an issue mean for the events after it. */
class ManualCloseTest {
  private static final Instant FIRST = Instant.parse("2026-03-04T08:00:00Z");

  private final OneRow alert = new OneRow(Optional.empty(), FIRST);

  @BeforeEach
  void alert_fires_and_gets_issue_1() {
    alert.settle(alert.ask("m1", firing(FIRST)), Result.DONE, 1);
    alert.after(Duration.ofMinutes(10));
  }

  @Test
  void lost_resolve_after_a_manual_close_never_silences_a_newer_firing() {
    int episode = 1;
    for (String day : List.of("2026-03-11", "2026-04-11", "2026-09-11", "2028-09-11")) {
      Instant fires = Instant.parse(day + "T08:00:00Z");
      alert.at(fires);

      // A person had closed the issue, and no resolve ever came.
      assertThat(findsTheIssueClosed("m" + day, firing(fires), episode).action())
          .isEqualTo(AlertAction.COMMENT);
      Decision.Act decision = act(alert.ask("m" + day, firing(fires), fires));

      assertThat(decision.action()).isEqualTo(AlertAction.CREATE);
      assertThat(decision.reason())
          .contains("fires again at %sT08:00:00.000Z; a person closed".formatted(day));
      assertThat(decision.episode()).isEqualTo(episode + 1);
      assertThat(decision.formerIssue()).contains(new IssueRef("harbor/alerts", episode));
      episode++;
      alert.settle(decision, Result.DONE, episode);
      assertThat(alert.row().issue()).contains(new IssueRef("harbor/alerts", episode));
      assertThat(alert.row().isManuallyClosed()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0})
  void repeat_of_the_firing_that_a_person_closed_is_left_alone(long millis) {
    AlertEvent repeat = firing(FIRST.plusMillis(millis));
    findsTheIssueClosed("m2", repeat, 1);

    Decision decision = alert.ask("m2", repeat, alert.now());

    assertThat(decision.action()).isEqualTo(AlertAction.SKIP_MANUAL_CLOSE);
    assertThat(decision.reason())
        .isEqualTo(
            "A person has closed the issue of episode 1, noticed at 2026-03-04T08:10:00.000Z;"
                + " it is left alone.");
    assertThat(alert.row().status()).isEqualTo(AlertStatus.OPEN);
    assertThat(alert.ask("m2", repeat).action()).isEqualTo(AlertAction.SKIP_STALE);
  }

  @Test
  void firing_is_newer_than_the_one_that_a_person_closed_by_one_millisecond() {
    AlertEvent newer = firing(FIRST.plusMillis(1));
    findsTheIssueClosed("m2", newer, 1);

    assertThat(alert.ask("m2", newer, alert.now()).action()).isEqualTo(AlertAction.CREATE);
  }

  @Test
  void firing_that_a_comment_reported_is_a_repeat_too() {
    AlertEvent second = commenting(firing(FIRST.plusSeconds(60)));
    alert.settle(alert.ask("m2", second), Result.DONE, 1);
    findsTheIssueClosed("m3", second, 1);

    assertThat(alert.ask("m3", second, alert.now()).action())
        .isEqualTo(AlertAction.SKIP_MANUAL_CLOSE);
  }

  @Test
  void resolve_of_an_issue_that_a_person_closed_is_skipped_and_ends_the_episode() {
    AlertEvent resolve = resolved(FIRST.plusSeconds(60));
    assertThat(findsTheIssueClosed("m2", resolve, 1).action()).isEqualTo(AlertAction.CLOSE);

    Decision decision = alert.ask("m2", resolve, alert.now());

    assertThat(decision.action()).isEqualTo(AlertAction.SKIP_MANUAL_CLOSE);
    assertThat(alert.row().status()).isEqualTo(AlertStatus.CLOSED);
    alert.after(Duration.ofMinutes(1));
    Decision.Act next = act(alert.ask("m3", firing(FIRST.plusSeconds(120))));
    assertThat(next.action()).isEqualTo(AlertAction.CREATE);
    assertThat(next.episode()).isEqualTo(2);
    assertThat(next.formerIssue()).contains(new IssueRef("harbor/alerts", 1));
  }

  @Test
  void another_event_in_between_looks_at_the_issue_again() {
    AlertEvent repeat = commenting(firing(FIRST));
    findsTheIssueClosed("m2", repeat, 1);

    Decision.Act between = act(alert.ask("m3", repeat));
    alert.settle(between, Result.DONE, 1);
    Decision.Act again = act(alert.ask("m2", repeat, alert.now()));

    assertThat(between.action()).isEqualTo(AlertAction.COMMENT);
    assertThat(alert.row().isManuallyClosed()).isFalse();
    assertThat(again.action()).isEqualTo(AlertAction.COMMENT);
  }

  @ParameterizedTest
  @CsvSource({"FIRING, UPDATE", "RESOLVED, CLOSE"})
  void issue_that_a_person_reopened_is_ours_again(AlertState state, AlertAction action) {
    AlertEvent repeat = firing(FIRST);
    findsTheIssueClosed("m2", repeat, 1);
    alert.ask("m2", repeat, alert.now());
    alert.after(Duration.ofMinutes(5));

    // The person reopens it.
    Decision.Act decision = act(alert.ask("m3", Alerts.event(state, FIRST.plusSeconds(600))));
    alert.settle(decision, Result.DONE, 1);

    assertThat(decision.action()).isEqualTo(action);
    assertThat(decision.issue()).contains(new IssueRef("harbor/alerts", 1));
    assertThat(alert.row().isManuallyClosed()).isFalse();
    assertThat(alert.row().episode()).isEqualTo(1);
  }

  @Test
  void former_issue_that_a_person_reopened_becomes_the_issue_of_the_next_episode() {
    AlertEvent newer = firing(FIRST.plusSeconds(300));
    findsTheIssueClosed("m2", newer, 1);
    Decision.Act create = act(alert.ask("m2", newer, alert.now()));

    alert.settle(create, Result.DONE, 1);

    assertThat(alert.row().issue()).contains(new IssueRef("harbor/alerts", 1));
    assertThat(alert.row().episode()).isEqualTo(2);
  }

  @Test
  void issue_that_is_gone_is_as_good_as_closed_by_a_person() {
    AlertEvent repeat = firing(FIRST);
    alert.settle(alert.ask("m2", repeat, alert.now()), Result.GONE, 1);

    assertThat(alert.ask("m2", repeat, alert.now()).action())
        .isEqualTo(AlertAction.SKIP_MANUAL_CLOSE);
  }

  @Test
  void issue_of_an_unknown_outcome_that_is_found_closed_was_closed_for_that_firing() {
    OneRow other = new OneRow(Optional.empty(), FIRST);
    other.ask("m1", firing(FIRST));
    other.after(Duration.ofSeconds(300));
    Decision.Act found = act(other.ask("m1", firing(FIRST), FIRST));

    Recorded recorded = other.settle(found, Result.MANUALLY_CLOSED, 1);

    assertThat(recorded.retryAt()).contains(other.now());
    assertThat(other.ask("m1", firing(FIRST), FIRST).action())
        .isEqualTo(AlertAction.SKIP_MANUAL_CLOSE);
    other.after(Duration.ofMinutes(5));
    AlertEvent newer = firing(FIRST.plusSeconds(500));
    other.settle(other.ask("m2", newer, other.now()), Result.MANUALLY_CLOSED, 1);
    assertThat(other.ask("m2", newer, other.now()).action()).isEqualTo(AlertAction.CREATE);
  }

  @Test
  void closed_issue_that_an_older_firing_may_have_opened_says_nothing_of_a_newer_one() {
    OneRow other = new OneRow(Optional.empty(), FIRST);
    other.ask("m1", firing(FIRST));
    other.after(Duration.ofSeconds(300));
    other.settle(other.ask("m1", firing(FIRST), FIRST), Result.DISABLED);
    AlertEvent newer = firing(FIRST.plusSeconds(200));

    Decision.Act create = act(other.ask("m2", newer, other.now()));
    other.settle(create, Result.MANUALLY_CLOSED, 1);

    assertThat(create.claim().sent()).isPresent();
    assertThat(other.ask("m2", newer, other.now()).action()).isEqualTo(AlertAction.CREATE);
    assertThat(other.row().episode()).isEqualTo(2);
  }

  /** An execution acts for {@code event}, and GitHub shows its issue closed by a person. */
  private Decision findsTheIssueClosed(String message, AlertEvent event, long issue) {
    Decision.Act decision = act(alert.ask(message, event, alert.now()));
    Recorded recorded = alert.settle(decision, Result.MANUALLY_CLOSED, issue);
    assertThat(recorded.retryAt()).contains(alert.now());
    return decision;
  }
}
