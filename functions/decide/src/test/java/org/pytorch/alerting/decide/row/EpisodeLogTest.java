package org.pytorch.alerting.decide.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.decide.Alerts.EVENT;
import static org.pytorch.alerting.decide.Alerts.ISSUE;
import static org.pytorch.alerting.decide.Alerts.NOW;
import static org.pytorch.alerting.decide.Alerts.T0;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.resolved;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.model.status.PastIssue;
import org.pytorch.alerting.model.status.SharedBy;
import org.pytorch.alerting.model.status.SharingAlerts;

class EpisodeLogTest {
  private static final Instant T1 = T0.plusSeconds(60);
  private static final Instant T2 = T0.plusSeconds(120);

  @Test
  void episode_fires_since_its_first_firing_and_counts_each() {
    EpisodeLog log = EpisodeLog.EMPTY.fired(firing(T1)).fired(firing(T0)).fired(firing(T2));

    assertThat(log.firingSince()).contains(T1);
    assertThat(log.heard()).isEqualTo(3);
    assertThat(log.latest()).contains(firing(T2));
    assertThat(log.resolvedAt()).isEmpty();
  }

  @Test
  void episode_resolves_with_its_first_resolve_and_fires_again() {
    EpisodeLog log = EpisodeLog.EMPTY.fired(firing(T0)).resolved(resolved(T1));

    assertThat(log.resolvedAt()).contains(T1);
    assertThat(log.resolved(resolved(T2)).resolvedAt()).contains(T1);
    assertThat(log.resolved(resolved(T2)).latest()).contains(resolved(T2));
    assertThat(log.heard()).isEqualTo(1);
    EpisodeLog again = log.fired(firing(T2));
    assertThat(again.resolvedAt()).isEmpty();
    assertThat(again.firingSince()).contains(T0);
    assertThat(again.resolved(resolved(T2)).resolvedAt()).contains(T2);
  }

  @Test
  void longer_texts_of_the_newest_event_are_not_kept() {
    AlertEvent event =
        firing(T0).toBuilder()
            .description(Optional.of("long"))
            .rawProvider(Optional.of(Json.mapper().createObjectNode().put("a", 1)))
            .build();

    assertThat(EpisodeLog.EMPTY.fired(event).latest()).contains(firing(T0));
  }

  @Test
  void flaps_are_those_of_the_last_hour_and_two_are_flapping() {
    EpisodeLog log = EpisodeLog.EMPTY.flapped(NOW.minus(Duration.ofHours(1))).flapped(NOW);

    assertThat(log.recentFlaps(NOW)).isEqualTo(1);
    assertThat(log.isFlapping(NOW)).isFalse();
    assertThat(log.recentFlaps(NOW.minusMillis(1))).isEqualTo(2);
    assertThat(log.isFlapping(NOW.minusMillis(1))).isTrue();
    assertThat(EpisodeLog.EMPTY.isFlapping(NOW)).isFalse();
  }

  @Test
  void only_the_newest_flaps_and_past_issues_are_kept() {
    EpisodeLog log = EpisodeLog.EMPTY;
    for (int i = 0; i < 12; i++) {
      log = log.flapped(T0.plusSeconds(i));
    }
    List<PastIssue> past =
        IntStream.range(0, 12).mapToObj(i -> past(20 - i, T0.minusSeconds(i))).toList();

    assertThat(log.flaps()).hasSize(10).startsWith(T0.plusSeconds(2)).endsWith(T0.plusSeconds(11));
    assertThat(log.withPastIssues(past).pastIssues()).isEqualTo(past.subList(0, 10));
  }

  @Test
  void next_episode_knows_only_flaps_and_past_issues() {
    EpisodeLog full =
        new EpisodeLog(
            Optional.of(T0),
            3,
            Optional.of(T1),
            List.of(T1),
            Optional.of(Told.of(firing(T0))),
            Optional.of(T1),
            Optional.of(T1),
            Optional.of(T1),
            Optional.of(new EpisodeLog.WaitingCheck(T1, EVENT)),
            Optional.of(T1),
            List.of(past(5, T0.minusSeconds(9))),
            Optional.of(firing(T0)),
            Optional.of(new SharingAlerts(SharedBy.RULE, 0, 0, 0, List.of())),
            Optional.of(new Withheld("move", Optional.of(T1), Optional.of(firing(T0)))));

    EpisodeLog next = full.inNewEpisodeAfter(ISSUE, T2);

    assertThat(next)
        .isEqualTo(
            EpisodeLog.EMPTY
                .with()
                .flaps(List.of(T1))
                .pastIssues(List.of(new PastIssue(ISSUE, T0), past(5, T0.minusSeconds(9))))
                .build());
    assertThat(full.inNewEpisode().pastIssues())
        .as("it had no issue")
        .containsExactly(past(5, T0.minusSeconds(9)));
  }

  @Test
  void issue_of_a_row_that_does_not_know_since_when_it_fires_is_past_since_it_was_first_seen() {
    assertThat(EpisodeLog.EMPTY.inNewEpisodeAfter(ISSUE, T2).pastIssues())
        .containsExactly(new PastIssue(ISSUE, T2));
  }

  @Test
  void reopened_issue_is_past_once_and_not_while_it_is_open() {
    EpisodeLog second =
        EpisodeLog.EMPTY.fired(firing(T0)).inNewEpisodeAfter(ISSUE, T0).fired(firing(T1));

    EpisodeLog reopened = second.withIssue(ISSUE);
    EpisodeLog third = second.inNewEpisodeAfter(ISSUE, T1);

    assertThat(second.withIssue(new IssueRef("harbor/alerts", 8)).pastIssues())
        .containsExactly(new PastIssue(ISSUE, T0));
    assertThat(reopened.pastIssues()).isEmpty();
    assertThat(third.pastIssues()).containsExactly(new PastIssue(ISSUE, T1));
  }

  @Test
  void past_issues_are_named_for_30_days() {
    PastIssue past = past(5, NOW.minus(Duration.ofDays(30)));
    EpisodeLog log = EpisodeLog.EMPTY.withPastIssues(List.of(past));

    assertThat(log.recentIssues(NOW.minusMillis(1))).containsExactly(past);
    assertThat(log.recentIssues(NOW)).isEmpty();
  }

  @Test
  void dues_are_in_order_and_a_close_comes_before_a_refresh() {
    EpisodeLog firing = EpisodeLog.EMPTY.fired(firing(T0));
    EpisodeLog held = firing.resolved(resolved(T1));

    assertThat(firing.dues()).isEmpty();
    assertThat(firing.withRefreshDueAt(Optional.of(T1)).withCloseDueAt(Optional.of(T2)).dues())
        .containsExactly(
            new EpisodeLog.Due(T1, CheckReason.REFRESH),
            new EpisodeLog.Due(T2, CheckReason.ONE_SHOT));
    assertThat(held.withRefreshDueAt(Optional.of(T2)).withCloseDueAt(Optional.of(T1)).dues())
        .containsExactly(
            new EpisodeLog.Due(T1, CheckReason.HELD_CLOSE),
            new EpisodeLog.Due(T2, CheckReason.REFRESH));
    assertThat(held.withRefreshDueAt(Optional.of(T1)).withCloseDueAt(Optional.of(T1)).dues())
        .extracting(EpisodeLog.Due::reason)
        .containsExactly(CheckReason.HELD_CLOSE, CheckReason.REFRESH);
    assertThat(
            firing
                .withWithheld(
                    Optional.of(new Withheld("move", Optional.of(T2), Optional.of(firing(T0)))))
                .dues())
        .containsExactly(new EpisodeLog.Due(T2, CheckReason.MAINTENANCE));
  }

  @Test
  void nothing_is_withheld_from_an_alert_that_has_resolved() {
    assertThatThrownBy(() -> new Withheld("move", Optional.empty(), Optional.of(resolved(T0))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void times_are_in_milliseconds() {
    Instant fine = T0.plusNanos(1_999_999);
    EpisodeLog log =
        EpisodeLog.EMPTY
            .flapped(fine)
            .with()
            .firingSince(Optional.of(fine))
            .resolvedAt(Optional.of(fine))
            .refreshedAt(Optional.of(fine))
            .refreshDueAt(Optional.of(fine))
            .closeDueAt(Optional.of(fine))
            .waitingCheck(Optional.of(new EpisodeLog.WaitingCheck(fine, EVENT)))
            .closedAt(Optional.of(fine))
            .build();

    Optional<Instant> millis = Optional.of(T0.plusMillis(1));
    assertThat(log.flaps()).containsExactly(T0.plusMillis(1));
    assertThat(
            List.of(
                log.firingSince(),
                log.resolvedAt(),
                log.refreshedAt(),
                log.refreshDueAt(),
                log.closeDueAt(),
                log.waitingCheck().map(EpisodeLog.WaitingCheck::at),
                log.closedAt()))
        .containsOnly(millis);
  }

  @Test
  void nothing_is_heard_less_than_never() {
    assertThatThrownBy(() -> EpisodeLog.EMPTY.withHeard(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("heard is negative: -1");
  }

  private static PastIssue past(long number, Instant since) {
    return new PastIssue(new IssueRef("harbor/alerts", number), since);
  }
}
