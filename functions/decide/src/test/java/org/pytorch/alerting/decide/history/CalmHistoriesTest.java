package org.pytorch.alerting.decide.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.living;
import static org.pytorch.alerting.decide.Alerts.resolved;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.decide.message.DecideRequest.Trigger;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.check.NextCheck;
import org.pytorch.alerting.model.status.Change;
import org.pytorch.alerting.model.status.IssueStatus;

/** What holds of calm in every history of events and checks; each seed is one history. */
class CalmHistoriesTest {
  private static final Instant BEGIN = Instant.parse("2026-03-04T08:00:00Z");
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final int HISTORIES = 500;

  /** That of the policies. */
  private static final Duration LONGEST_CLOSE = Duration.ofHours(3);

  private static final List<String> POLICIES =
      List.of(
          "",
          "\"repeats\":\"silent\"",
          "\"repeats\":\"comment\"",
          "\"hold_close\":\"5m\"",
          "\"hold_close\":\"40m\",\"reminder\":\"1h\"",
          "\"one_shot\":{\"close_after\":\"25m\"}",
          "\"one_shot\":{\"close_after\":\"3h\"},\"reopen\":\"0\"");

  @Test
  void hundred_repeats_at_any_distance_are_no_comment_and_the_block_is_right() {
    for (long seed = 0; seed < HISTORIES; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      CalmHistory history = CalmHistory.undisturbed(BEGIN);
      AlertEvent repeat = living(firing(BEGIN), "\"reminder\":\"0\"");
      Instant now = BEGIN;
      long longest = 1L << random.nextInt(1, 28);
      for (int i = 0; i <= 100; i++) {
        history.say(now, repeat);
        now = now.plusMillis(random.nextLong(longest) + 1);
      }

      history.play();

      Instant last =
          history.steps.stream()
              .filter(step -> step.trigger() instanceof Trigger.Event)
              .map(CalmHistory.Step::at)
              .reduce(BEGIN, (_, at) -> at);
      assertThat(history.acts(AlertAction.COMMENT)).as("seed %d", seed).isEmpty();
      assertThat(history.row().lastCommentAt()).as("seed %d", seed).isEmpty();
      CalmHistory.Step shown =
          history.steps.stream()
              .filter(step -> step.act().isPresent())
              .reduce((_, later) -> later)
              .orElseThrow();
      assertThat(shown.act().orElseThrow().status())
          .as("seed %d", seed)
          .contains(
              new IssueStatus(
                  IssueStatus.State.FIRING,
                  BEGIN,
                  last,
                  101,
                  Optional.empty(),
                  Optional.empty(),
                  0,
                  false,
                  List.of(),
                  Optional.empty()));
      assertThat(Duration.between(last, shown.at()))
          .as("seed %d", seed)
          .isBetween(Duration.ZERO, TEN_MINUTES.plusSeconds(1));
      assertThat(gaps(history.acts(AlertAction.UPDATE)))
          .as("seed %d", seed)
          .allMatch(gap -> gap.compareTo(TEN_MINUTES) >= 0);
    }
  }

  private static List<Duration> gaps(List<Decision.Act> acts) {
    List<Duration> gaps = new ArrayList<>();
    for (int i = 1; i < acts.size(); i++) {
      gaps.add(
          Duration.between(acts.get(i - 1).claim().claimedAt(), acts.get(i).claim().claimedAt()));
    }
    return gaps;
  }

  @Test
  void hundred_changes_at_any_distance_are_a_hundred_comments_in_order() {
    for (long seed = 0; seed < HISTORIES; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      CalmHistory history = CalmHistory.undisturbed(BEGIN);
      List<Change> changes = new ArrayList<>();
      AlertEvent event = firing(BEGIN);
      Instant now = BEGIN;
      for (int i = 0; i <= 100; i++) {
        history.say(now, event);
        now = now.plusMillis(1 + random.nextLong(1L << random.nextInt(1, 24)));
        AlertEvent next =
            switch (random.nextInt(3)) {
              case 0 -> event.toBuilder().priority(other(random, event)).build();
              case 1 ->
                  event.toBuilder().condition(Optional.of(other(random, event.firesFor()))).build();
              default -> event.toBuilder().teams(List.of("team-" + i)).build();
            };
        changes.add(change(event, next));
        event = next;
      }

      history.play();

      assertThat(history.acts(AlertAction.COMMENT))
          .as("seed %d", seed)
          .extracting(act -> act.change().orElseThrow())
          .isEqualTo(changes.subList(0, 100));
    }
  }

  private static Change change(AlertEvent before, AlertEvent after) {
    return new Change(
        before.priority().filter(former -> !after.priority().equals(Optional.of(former))),
        after.teams().equals(before.teams()) ? List.of() : before.teams(),
        Optional.of(before.firesFor()).filter(former -> former != after.firesFor()));
  }

  private static Condition other(RandomGenerator random, Condition condition) {
    List<Condition> others = new ArrayList<>(List.of(Condition.values()));
    others.remove(condition);
    return others.get(random.nextInt(others.size()));
  }

  private static Priority other(RandomGenerator random, AlertEvent event) {
    List<Priority> others = new ArrayList<>(List.of(Priority.values()));
    others.remove(event.priority().orElseThrow());
    return others.get(random.nextInt(others.size()));
  }

  /** Nobody closes the issue here: then a check may find a firing without one. */
  @Test
  void check_says_nothing_about_the_alert_whenever_it_comes_and_whatever_its_reason() {
    List<CheckReason> reasons = List.of(CheckReason.values());
    int refreshes = 0;
    int closes = 0;
    for (long seed = 0; seed < HISTORIES; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      CalmHistory history =
          new CalmHistory(BEGIN, _ -> random.nextBoolean(), _ -> random.nextInt(4) == 0);
      events(random, 30).forEach(it -> history.say(it.at(), it.trigger()));
      for (int forged = 0; forged < 20; forged++) {
        CheckReason reason = reasons.get(random.nextInt(reasons.size()));
        history.say(BEGIN.plusSeconds(random.nextInt(20_000)), new Trigger.Check(reason));
      }

      history.play();

      for (CalmHistory.Step step : history.steps) {
        if (step.trigger() instanceof Trigger.Event) {
          continue;
        }
        StoredAlert before = step.before().orElse(step.after());
        assertThat(said(step.after())).as("seed %d: %s", seed, step).isEqualTo(said(before));
        if (step.act().isPresent()) {
          refreshes += step.act().get().action() == AlertAction.UPDATE ? 1 : 0;
          closes += step.act().get().action() == AlertAction.CLOSE ? 1 : 0;
          assertThat(step.act().get().action())
              .as("seed %d: %s", seed, step)
              .isIn(AlertAction.UPDATE, AlertAction.CLOSE);
        }
      }
    }
    assertThat(refreshes).isGreaterThan(HISTORIES);
    assertThat(closes).isGreaterThan(HISTORIES / 10);
  }

  private static List<Object> said(StoredAlert alert) {
    return List.of(
        alert.episode(),
        alert.episodeSaidAt(),
        alert.lastSaidAt(),
        alert.lastSeenAt(),
        alert.lastProviderStateAt(),
        alert.details(),
        alert.log().heard(),
        alert.log().latest());
  }

  @Test
  void what_is_due_is_done_by_the_next_event_if_every_check_is_lost() {
    for (long seed = 0; seed < HISTORIES; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      CalmHistory history = new CalmHistory(BEGIN, _ -> false, _ -> false);
      List<Said> events = events(random, 40);
      events.forEach(it -> history.say(it.at(), it.trigger()));
      Said last = events.getLast();
      // The provider says the same once more.
      history.say(last.at().plus(Duration.ofHours(1)), last.trigger());

      history.play();

      for (CalmHistory.Step step : history.steps) {
        assertThat(step.after().log().dues())
            .as("seed %d: %s", seed, step)
            .allMatch(due -> due.at().isAfter(step.at()));
      }
      boolean resolves =
          last.trigger() instanceof Trigger.Event(AlertEvent event)
              && event.state() == AlertState.RESOLVED;
      assertThat(history.row().status())
          .isEqualTo(resolves ? AlertStatus.CLOSED : AlertStatus.OPEN);
      assertThat(history.row().isHeld()).as("seed %d", seed).isFalse();
    }
  }

  @Test
  void nothing_is_left_to_be_done_if_the_checks_come() {
    for (long seed = 0; seed < HISTORIES; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      CalmHistory history = CalmHistory.undisturbed(BEGIN);
      events(random, 40).forEach(it -> history.say(it.at(), it.trigger()));

      history.play();

      assertThat(history.row().log().dues()).as("seed %d", seed).isEmpty();
      assertThat(history.row().pending()).as("seed %d", seed).isEmpty();
    }
  }

  /**
   * An event sends at most one check. A check sends another only for a held close that was to wait
   * for it, or instead of itself; so without events there are soon none, but for one in 15 minutes
   * until a close is due. In ten minutes a refresh, a held close and one that waits may each be
   * followed by one.
   */
  @Test
  void checks_are_few() {
    for (long seed = 0; seed < HISTORIES; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      CalmHistory history = CalmHistory.undisturbed(BEGIN);
      List<Said> events = events(random, 60);
      events.forEach(it -> history.say(it.at(), it.trigger()));

      history.play();

      for (Instant from : history.checksSent) {
        long said = events.stream().filter(it -> isIn(it.at(), from)).count();
        long sent = history.checksSent.stream().filter(at -> isIn(at, from)).count();
        assertThat(sent).as("seed %d, from %s", seed, from).isLessThanOrEqualTo(said + 3);
      }
      Instant last = events.getLast().at();
      assertThat(history.checksSent.stream().filter(at -> at.isAfter(last)).count())
          .as("seed %d", seed)
          .isLessThanOrEqualTo(
              2 + LONGEST_CLOSE.dividedBy(Duration.ofSeconds(NextCheck.MAX_DELAY_SECONDS)));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "10, 2", "60, 2", "599, 2", "601, 1"})
  void repeats_send_at_most_two_checks_in_any_ten_minutes(int seconds, int most) {
    CalmHistory history = CalmHistory.undisturbed(BEGIN);
    for (int i = 0; i < 400; i++) {
      history.say(BEGIN.plusSeconds((long) i * seconds), firing(BEGIN));
    }

    history.play();

    assertThat(mostInTenMinutes(history.checksSent)).isLessThanOrEqualTo(most);
  }

  @Test
  void refresh_that_always_fails_sends_no_more_checks_than_one_that_succeeds() {
    for (int count : List.of(2, 30)) {
      CalmHistory history = new CalmHistory(BEGIN, _ -> true, _ -> true);
      for (int i = 0; i < count; i++) {
        history.say(BEGIN.plusSeconds(90L * i), firing(BEGIN));
      }
      Instant end = BEGIN.plus(Duration.ofHours(10));

      history.playUntil(end);

      assertThat(mostInTenMinutes(history.checksSent)).as("%d events", count).isBetween(1L, 2L);
      assertThat(history.acts(AlertAction.UPDATE)).as("%d events", count).hasSizeBetween(50, 61);
      assertThat(history.acts(AlertAction.GIVE_UP)).isEmpty();
    }
  }

  private static long mostInTenMinutes(List<Instant> times) {
    return times.stream()
        .mapToLong(from -> times.stream().filter(at -> isIn(at, from)).count())
        .max()
        .orElse(0);
  }

  private static boolean isIn(Instant at, Instant from) {
    return !at.isBefore(from) && at.isBefore(from.plus(TEN_MINUTES));
  }

  private record Said(Instant at, Trigger trigger) {}

  /** Events in the order of both clocks, under one policy. */
  private static List<Said> events(RandomGenerator random, int count) {
    List<Said> events = new ArrayList<>();
    String policy = POLICIES.get(random.nextInt(POLICIES.size()));
    Instant now = BEGIN;
    Instant since = BEGIN;
    boolean fires = true;
    for (int i = 0; i < count; i++) {
      AlertEvent event = fires ? firing(since) : resolved(since);
      if (random.nextInt(10) == 0) {
        event = event.toBuilder().priority(other(random, event)).build();
      }
      events.add(new Said(now, new Trigger.Event(living(event, policy))));
      now = now.plusMillis(1 + random.nextLong(1_000L << random.nextInt(12)));
      if (random.nextBoolean()) {
        fires = !fires;
        since = now;
      }
    }
    return events;
  }
}
