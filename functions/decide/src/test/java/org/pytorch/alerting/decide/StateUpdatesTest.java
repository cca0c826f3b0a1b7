package org.pytorch.alerting.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.decide.Alerts.FINGERPRINT;
import static org.pytorch.alerting.decide.Alerts.NOW;
import static org.pytorch.alerting.decide.Alerts.OTHER_EVENT;
import static org.pytorch.alerting.decide.Alerts.OTHER_TOKEN;
import static org.pytorch.alerting.decide.Alerts.T0;
import static org.pytorch.alerting.decide.Alerts.abandoned;
import static org.pytorch.alerting.decide.Alerts.ask;
import static org.pytorch.alerting.decide.Alerts.closed;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.open;
import static org.pytorch.alerting.decide.Alerts.outcome;
import static org.pytorch.alerting.decide.Alerts.resolved;
import static org.pytorch.alerting.decide.Alerts.seenClosed;

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
import org.pytorch.alerting.decide.dynamodb.DynamoDbAlertStateStore;
import org.pytorch.alerting.decide.dynamodb.FakeDynamoDb;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.message.Recorded;
import org.pytorch.alerting.decide.retry.Backoff;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.rule.Decider;
import org.pytorch.alerting.decide.rule.Recorder;
import org.pytorch.alerting.decide.shared.Memberships;
import org.pytorch.alerting.decide.storm.Places;
import org.pytorch.alerting.decide.turn.Budget;
import org.pytorch.alerting.decide.turn.Turns;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.action.ReasonCode;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

class StateUpdatesTest {
  private static final Instant T1 = T0.plusSeconds(600);

  /** Draws the highest number below every bound. */
  private static final RandomGenerator LONGEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
  private final DynamoDbAlertStateStore store =
      new DynamoDbAlertStateStore(dynamoDb, "alerts_state");
  private final List<Duration> pauses = new ArrayList<>();
  private Instant now = NOW;

  /** The faults are those of the row; {@code TurnsTest} has those of the turns. */
  private final FakeDynamoDb turnsDb = new FakeDynamoDb();

  private final DynamoDbAlertStateStore turnStore =
      new DynamoDbAlertStateStore(turnsDb, "alerts_state");
  private final Backoff backoff = new Backoff(new SplittableRandom(1), this::pause);
  private final Turns turns = new Turns(turnStore, Budget.DEFAULT, () -> now, backoff);
  private final StateUpdates updates =
      new StateUpdates(
          store,
          turns,
          new Places(turnStore, () -> now, backoff),
          new Memberships(turnStore, () -> now, backoff),
          () -> now,
          backoff);
  private final Decider decider = new Decider(Alerts.REPOSITORY);

  @Test
  void claim_is_written_before_it_is_answered() {
    Decision decision = updates.apply(decider, FINGERPRINT, ask(firing(T0)));

    assertThat(decision.action()).isEqualTo(AlertAction.CREATE);
    assertThat(row().pending().orElseThrow().toClaim(Alerts.REPOSITORY))
        .isEqualTo(Alerts.act(decision).claim());
    assertThat(pauses).isEmpty();
  }

  @Test
  void answer_without_news_writes_nothing() {
    given(closed().lastSaidAt(NOW).build());

    updates.apply(decider, FINGERPRINT, ask(firing(T0)));

    assertThat(dynamoDb.puts).isEmpty();
  }

  @Test
  void loser_of_a_race_decides_again_on_the_row_that_won() {
    dynamoDb.beforeNextPut(
        () -> updates.apply(decider, FINGERPRINT, ask(OTHER_EVENT, firing(T0), OTHER_TOKEN)));

    assertThatThrownBy(() -> updates.apply(decider, FINGERPRINT, ask(firing(T0))))
        .isInstanceOf(AlertBusyException.class);

    assertThat(row().pending().orElseThrow().token()).isEqualTo(OTHER_TOKEN);
    assertThat(pauses).hasSize(1);
  }

  @Test
  void loser_of_a_race_against_a_deletion_starts_again() {
    given(open().build());
    dynamoDb.beforeNextPut(dynamoDb.rows::clear);

    Decision decision = updates.apply(decider, FINGERPRINT, ask(firing(T1)));

    assertThat(decision.action()).isEqualTo(AlertAction.CREATE);
    assertThat(row().version()).isEqualTo(1);
  }

  @Test
  void pauses_after_lost_races_are_at_most_25_50_100_and_200_ms_and_the_fifth_is_contention() {
    given(seenClosed().build());
    rivalWins(5);

    assertThatThrownBy(() -> updatesWith(LONGEST).apply(decider, FINGERPRINT, ask(resolved(T1))))
        .isInstanceOf(StateContentionException.class)
        .hasMessageContainingAll(FINGERPRINT.hex(), "5 times in 375 ms");

    assertThat(pauses).extracting(Duration::toMillis).containsExactly(25L, 50L, 100L, 200L);
    assertThat(dynamoDb.puts).hasSize(5);
  }

  @Test
  void pause_after_a_lost_race_may_be_none_at_all() {
    given(seenClosed().build());
    rivalWins(4);

    updatesWith(() -> 0L).apply(decider, FINGERPRINT, ask(resolved(T1)));

    assertThat(pauses).containsOnly(Duration.ZERO).hasSize(4);
  }

  @Test
  void four_lost_races_are_tolerated() {
    given(seenClosed().build());
    rivalWins(4);

    assertThat(updates.apply(decider, FINGERPRINT, ask(resolved(T1))).action())
        .isEqualTo(AlertAction.SKIP_MANUAL_CLOSE);
    assertThat(row().status()).isEqualTo(AlertStatus.CLOSED);
  }

  @ParameterizedTest
  @CsvSource({"4000, 2", "4001, 1"})
  void no_attempt_begins_later_than_4_s(int spentMillis, int attempts) {
    given(seenClosed().build());
    dynamoDb.beforeNextPut(
        () -> {
          rivalSkips();
          now = now.plusMillis(spentMillis);
        });
    dynamoDb.beforeNextPut(
        () -> {
          rivalSkips();
          now = now.plusSeconds(5);
        });

    assertThatThrownBy(() -> updates.apply(decider, FINGERPRINT, ask(resolved(T1))))
        .isInstanceOf(StateContentionException.class)
        .hasMessageContaining(attempts + " times");
    assertThat(dynamoDb.puts).hasSize(attempts);
    assertThat(pauses).hasSize(attempts - 1);
  }

  @Test
  void turn_is_kept_through_lost_races() {
    given(open().build());
    rivalWins(4);

    Decision decision = updates.apply(decider, FINGERPRINT, ask(firing(T1)));

    assertThat(Alerts.act(decision).notBefore()).isEqualTo(NOW);
    assertThat(pauses).hasSize(4);
    assertThat(turnsDb.puts).hasSize(1);
    assertThat(turnStore.findTurns().version()).isEqualTo(1);
  }

  @Test
  void turn_that_is_too_far_away_writes_nothing_to_the_row() {
    given(open().build());
    turns.silence(NOW.plusSeconds(31), NOW);

    Decision decision = updates.apply(decider, FINGERPRINT, ask(firing(T1)));

    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Postpone.class,
            postpone -> {
              assertThat(postpone.code()).isEqualTo(ReasonCode.NO_TURN);
              assertThat(postpone.retryAt()).isEqualTo(NOW.plusSeconds(31));
            });
    assertThat(dynamoDb.puts).isEmpty();
  }

  @Test
  void turn_that_the_store_does_not_give_leaves_the_row_alone() {
    given(open().build());
    turnsDb.failNext(ApiCallTimeoutException.create(4_000));

    assertThatThrownBy(() -> updates.apply(decider, FINGERPRINT, ask(firing(T1))))
        .isInstanceOf(StateStoreUnavailableException.class);
    assertThat(dynamoDb.puts).isEmpty();
  }

  @Test
  void busy_turns_are_contention_and_leave_the_row_alone() {
    given(open().build());
    for (int i = 0; i < 50; i++) {
      turnsDb.beforeNextPut(turnsDb::moveTurns);
    }

    assertThatThrownBy(() -> updates.apply(decider, FINGERPRINT, ask(firing(T1))))
        .isInstanceOf(StateContentionException.class);
    assertThat(dynamoDb.puts).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"4000, true", "4001, false"})
  void no_row_is_written_later_than_4_s_after_a_slow_turn(int spentMillis, boolean written) {
    given(open().build());
    turnsDb.beforeNextPut(() -> now = now.plusMillis(spentMillis));

    if (written) {
      assertThat(updates.apply(decider, FINGERPRINT, ask(firing(T1))).action())
          .isEqualTo(AlertAction.COMMENT);
    } else {
      assertThatThrownBy(() -> updates.apply(decider, FINGERPRINT, ask(firing(T1))))
          .isInstanceOf(StateStoreUnavailableException.class)
          .hasMessageContaining("4001 ms have passed");
    }
    assertThat(dynamoDb.puts).hasSize(written ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"4000, true", "4001, false"})
  void no_row_is_read_later_than_4_s_after_a_slow_silence(int spentMillis, boolean applied) {
    Decision decision = updates.apply(decider, FINGERPRINT, ask(firing(T0)));
    turnsDb.beforeNextPut(() -> now = now.plusMillis(spentMillis));
    RecordRequest request =
        new RecordRequest(
            Alerts.act(decision),
            Optional.of(Outcome.rateLimited(NOW.plusSeconds(60), "429")),
            Optional.empty(),
            false);
    dynamoDb.gets.clear();

    if (applied) {
      assertThat(recordInSilence(request).result()).isEqualTo(Recorded.Result.RELEASED);
    } else {
      assertThatThrownBy(() -> recordInSilence(request))
          .isInstanceOf(StateStoreUnavailableException.class);
      assertThat(dynamoDb.gets).isEmpty();
      // The retried step finds it noted.
      assertThat(recordInSilence(request).result()).isEqualTo(Recorded.Result.RELEASED);
    }
    assertThat(turnStore.findTurns().silence().until()).isEqualTo(NOW.plusSeconds(60));
  }

  private Recorded recordInSilence(RecordRequest request) {
    return updates.applyInSilence(NOW.plusSeconds(60), new Recorder(), FINGERPRINT, request);
  }

  @Test
  void interrupted_pause_ends_the_step_and_keeps_the_interrupt() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> StateUpdates.pause().of(Duration.ofDays(1)))
        .isInstanceOf(StateContentionException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void claim_whose_answer_the_sdk_lost_and_repeated_is_recognised_as_ones_own() {
    dynamoDb.loseNextAnswerAndRepeat();

    Decision decision = updates.apply(decider, FINGERPRINT, ask(firing(T0)));

    assertThat(decision.action()).isEqualTo(AlertAction.CREATE);
    assertThat(Alerts.act(decision).claim().attempt()).isEqualTo(1);
    assertThat(Alerts.act(decision).help()).isFalse();
    assertThat(row().version()).isEqualTo(1);
  }

  @Test
  void takeover_whose_answer_the_sdk_lost_and_repeated_counts_one_attempt() {
    given(open().pending(Optional.of(abandoned(AlertAction.COMMENT))).build());
    dynamoDb.loseNextAnswerAndRepeat();

    Decision decision = updates.apply(decider, FINGERPRINT, ask(resolved(T1)));

    assertThat(decision.action()).isEqualTo(AlertAction.COMMENT);
    assertThat(Alerts.act(decision).help()).isTrue();
    assertThat(Alerts.act(decision).claim().attempt()).isEqualTo(2);
    assertThat(row().pending().orElseThrow().attempt()).isEqualTo(2);
  }

  @Test
  void skip_whose_answer_the_sdk_lost_and_repeated_is_still_a_skip() {
    given(seenClosed().build());
    dynamoDb.loseNextAnswerAndRepeat();

    Decision decision = updates.apply(decider, FINGERPRINT, ask(resolved(T1)));

    assertThat(decision.action().isClaimed()).isFalse();
    assertThat(row().status()).isEqualTo(AlertStatus.CLOSED);
  }

  @Test
  void record_whose_answer_the_sdk_lost_and_repeated_is_settled() {
    Decision decision = updates.apply(decider, FINGERPRINT, ask(firing(T0)));
    dynamoDb.loseNextAnswerAndRepeat();

    Recorded recorded =
        updates.apply(
            new Recorder(),
            FINGERPRINT,
            RecordRequest.settle(Alerts.act(decision), outcome(Outcome.Result.DONE)));

    assertThat(recorded.result()).isEqualTo(Recorded.Result.ALREADY_SETTLED);
    assertThat(row().pending()).isEmpty();
  }

  @Test
  void record_of_a_persons_closing_whose_answer_was_lost_still_says_that_it_comes_back() {
    given(open().build());
    Decision decision = updates.apply(decider, FINGERPRINT, ask(firing(T1)));
    dynamoDb.loseNextAnswerAndRepeat();

    Recorded recorded =
        updates.apply(
            new Recorder(),
            FINGERPRINT,
            RecordRequest.settle(Alerts.act(decision), outcome(Outcome.Result.MANUALLY_CLOSED)));

    assertThat(recorded.result()).isEqualTo(Recorded.Result.ALREADY_SETTLED);
    assertThat(recorded.retryAt()).contains(now);
  }

  @Test
  void claim_that_was_written_although_the_call_failed_is_found_by_the_retried_step() {
    dynamoDb.loseNextAnswer(ApiCallTimeoutException.create(4_000));
    assertThatThrownBy(() -> updates.apply(decider, FINGERPRINT, ask(firing(T0))))
        .isInstanceOf(StateStoreUnavailableException.class);
    now = now.plusSeconds(3);

    Decision decision = updates.apply(decider, FINGERPRINT, ask(firing(T0)));

    assertThat(Alerts.act(decision).claim().attempt()).isEqualTo(1);
    assertThat(Alerts.act(decision).claim().claimedAt()).isEqualTo(NOW);
  }

  @Test
  void expired_row_is_replaced_on_condition_of_its_version() {
    given(seenClosed().ttlExpiresAt(NOW.minusSeconds(1)).build());

    updates.apply(decider, FINGERPRINT, ask(firing(T0)));

    assertThat(dynamoDb.puts.getLast().conditionExpression()).isEqualTo("version = :expected");
    assertThat(row().version()).isEqualTo(5);
  }

  private void given(StoredAlert alert) {
    dynamoDb.holdRow(alert);
  }

  private StateUpdates updatesWith(RandomGenerator random) {
    return new StateUpdates(
        store,
        turns,
        new Places(turnStore, () -> now, backoff),
        new Memberships(turnStore, () -> now, backoff),
        () -> now,
        new Backoff(random, this::pause));
  }

  private void rivalWins(int times) {
    for (int i = 0; i < times; i++) {
      dynamoDb.beforeNextPut(this::rivalSkips);
    }
  }

  private void rivalSkips() {
    StoredAlert current = row();
    EventId rival = EventId.of("rival", (int) current.version());
    dynamoDb.holdRow(current.next(now).recentEventIds(current.recentEventIdsWith(rival)).build());
  }

  private StoredAlert row() {
    return store.find(FINGERPRINT).orElseThrow();
  }

  private void pause(Duration duration) {
    pauses.add(duration);
    now = now.plus(duration);
  }
}
