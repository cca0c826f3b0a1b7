package org.pytorch.alerting.decide.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.ISSUE;
import static org.pytorch.alerting.decide.Alerts.NOW;
import static org.pytorch.alerting.decide.Alerts.T0;
import static org.pytorch.alerting.decide.Alerts.closed;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.open;
import static org.pytorch.alerting.decide.Alerts.pending;
import static org.pytorch.alerting.decide.Alerts.resolved;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.model.status.IssueStatus;
import org.pytorch.alerting.model.status.IssueStatus.State;
import org.pytorch.alerting.model.status.PastIssue;

class StatusesTest {
  private static final Instant SINCE = T0.minusSeconds(60);
  private static final EpisodeLog FIRING =
      EpisodeLog.EMPTY.fired(firing(SINCE)).fired(firing(T0)).fired(firing(T0));
  private static final EpisodeLog RESOLVED = FIRING.resolved(resolved(T0.plusSeconds(90)));

  @Test
  void firing_alert() {
    assertThat(Statuses.of(open().log(FIRING).build(), NOW))
        .isEqualTo(
            new IssueStatus(
                State.FIRING,
                SINCE,
                T0.plusSeconds(5),
                3,
                Optional.empty(),
                Optional.empty(),
                0,
                false,
                List.of(),
                Optional.empty()));
  }

  @Test
  void firing_alert_that_never_resolves_says_when_it_is_closed() {
    IssueStatus status =
        Statuses.of(open().log(FIRING.withCloseDueAt(Optional.of(NOW))).build(), NOW);

    assertThat(status.state()).isEqualTo(State.FIRING);
    assertThat(status.closesAt()).contains(NOW);
  }

  @Test
  void alert_whose_close_is_held() {
    EpisodeLog held = RESOLVED.withCloseDueAt(Optional.of(NOW.plusSeconds(60)));

    IssueStatus status = Statuses.of(closed().log(held).build(), NOW);

    assertThat(status.state()).isEqualTo(State.HELD);
    assertThat(status.resolvedAt()).contains(T0.plusSeconds(90));
    assertThat(status.closesAt()).contains(NOW.plusSeconds(60));
    assertThat(status.heard()).isEqualTo(3);
    assertThat(status.firingSince()).isEqualTo(SINCE);
  }

  @Test
  void resolved_alert() {
    IssueStatus status = Statuses.of(closed().log(RESOLVED).build(), NOW);

    assertThat(status.state()).isEqualTo(State.RESOLVED);
    assertThat(status.resolvedAt()).contains(T0.plusSeconds(90));
    assertThat(status.closesAt()).isEmpty();
  }

  /** GitHub refused the close, or a person had closed the issue. */
  @Test
  void alert_whose_close_was_not_made_has_not_resolved() {
    IssueStatus status = Statuses.of(open().log(RESOLVED).build(), NOW);

    assertThat(status.state()).isEqualTo(State.FIRING);
    assertThat(status.resolvedAt()).isEmpty();
  }

  @Test
  void row_of_an_older_version_says_what_it_knows() {
    StoredAlert row = open().log(EpisodeLog.EMPTY).build();

    assertThat(Statuses.of(row, NOW).heard()).isEqualTo(1);
    assertThat(Statuses.of(row, NOW).firingSince()).isEqualTo(T0);
    assertThat(Statuses.of(row.withFiringAt(Optional.empty()), NOW).firingSince())
        .isEqualTo(row.firstSeenAt());
  }

  @Test
  void flaps_of_the_last_hour_are_counted() {
    EpisodeLog log =
        FIRING
            .flapped(NOW.minus(Duration.ofHours(1)))
            .flapped(NOW.minus(Duration.ofHours(1)).plusMillis(1));

    IssueStatus once = Statuses.of(open().log(log).build(), NOW);
    IssueStatus twice = Statuses.of(open().log(log.flapped(NOW)).build(), NOW);

    assertThat(once.flaps()).isEqualTo(1);
    assertThat(once.flapping()).isFalse();
    assertThat(twice.flaps()).isEqualTo(2);
    assertThat(twice.flapping()).isTrue();
  }

  @Test
  void past_issues_are_those_of_30_days_but_the_one_that_is_being_reopened() {
    PastIssue last = new PastIssue(ISSUE, NOW.minus(Duration.ofDays(1)));
    PastIssue before = new PastIssue(new IssueRef("harbor/alerts", 5), NOW.minus(days(30, 1)));
    PastIssue tooOld = new PastIssue(new IssueRef("harbor/alerts", 4), NOW.minus(days(30, 0)));
    StoredAlert row =
        open()
            .issue(Optional.empty())
            .formerIssue(Optional.of(ISSUE))
            .log(FIRING.withPastIssues(List.of(last, before, tooOld)))
            .build();

    assertThat(pastIssues(row, AlertAction.CREATE)).containsExactly(last, before);
    assertThat(pastIssues(row, AlertAction.REOPEN)).containsExactly(before);
    assertThat(Statuses.of(row, NOW).pastIssues()).containsExactly(last, before);
  }

  private static List<PastIssue> pastIssues(StoredAlert row, AlertAction action) {
    return Statuses.of(row.withPending(Optional.of(pending(action))), NOW).pastIssues();
  }

  private static Duration days(int days, long lessMillis) {
    return Duration.ofDays(days).minusMillis(lessMillis);
  }
}
