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
import org.pytorch.alerting.model.AlertAction;
import org.pytorch.alerting.model.Decision;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Outcome;
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
  private final AlertStateStore store = new DynamoDbAlertStateStore(dynamoDb, "alerts_state");
  private final List<Duration> pauses = new ArrayList<>();
  private Instant now = NOW;
  private final StateUpdates updates =
      new StateUpdates(store, () -> now, new SplittableRandom(1), this::pause);
  private final Decider decider = new Decider();

  @Test
  void claim_is_written_before_it_is_answered() {
    Decision decision = updates.apply(decider, FINGERPRINT, ask(firing(T0)));

    assertThat(decision.action()).isEqualTo(AlertAction.CREATE);
    assertThat(row().pending().orElseThrow().toClaim()).isEqualTo(decision.claim().orElseThrow());
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
  void loser_of_a_race_against_a_deletion_begins_anew() {
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
  void interrupted_pause_ends_the_step_and_keeps_the_interrupt() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> Pause.sleeping().pause(Duration.ofDays(1)))
        .isInstanceOf(StateContentionException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void claim_whose_answer_the_sdk_lost_and_repeated_is_recognised_as_ones_own() {
    dynamoDb.loseNextAnswerAndRepeat();

    Decision decision = updates.apply(decider, FINGERPRINT, ask(firing(T0)));

    assertThat(decision.action()).isEqualTo(AlertAction.CREATE);
    assertThat(decision.claim().orElseThrow().attempt()).isEqualTo(1);
    assertThat(decision.help()).isFalse();
    assertThat(row().version()).isEqualTo(1);
  }

  @Test
  void takeover_whose_answer_the_sdk_lost_and_repeated_counts_one_attempt() {
    given(open().pending(Optional.of(abandoned(AlertAction.COMMENT))).build());
    dynamoDb.loseNextAnswerAndRepeat();

    Decision decision = updates.apply(decider, FINGERPRINT, ask(resolved(T1)));

    assertThat(decision.action()).isEqualTo(AlertAction.COMMENT);
    assertThat(decision.help()).isTrue();
    assertThat(decision.claim().orElseThrow().attempt()).isEqualTo(2);
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
            RecordRequest.settle(decision, outcome(Outcome.Result.DONE)));

    assertThat(recorded.result()).isEqualTo(Recorded.Result.ALREADY_SETTLED);
    assertThat(row().pending()).isEmpty();
  }

  @Test
  void record_of_a_persons_closing_whose_answer_was_lost_asks_decide_again() {
    given(open().build());
    Decision decision = updates.apply(decider, FINGERPRINT, ask(firing(T1)));
    dynamoDb.loseNextAnswerAndRepeat();

    Recorded recorded =
        updates.apply(
            new Recorder(),
            FINGERPRINT,
            RecordRequest.settle(decision, outcome(Outcome.Result.MANUALLY_CLOSED)));

    assertThat(recorded.result()).isEqualTo(Recorded.Result.ALREADY_SETTLED);
    assertThat(recorded.again()).isTrue();
  }

  @Test
  void claim_that_was_written_although_the_call_failed_is_found_by_the_retried_step() {
    dynamoDb.loseNextAnswer(ApiCallTimeoutException.create(4_000));
    assertThatThrownBy(() -> updates.apply(decider, FINGERPRINT, ask(firing(T0))))
        .isInstanceOf(StateStoreUnavailableException.class);
    now = now.plusSeconds(3);

    Decision decision = updates.apply(decider, FINGERPRINT, ask(firing(T0)));

    assertThat(decision.claim().orElseThrow().attempt()).isEqualTo(1);
    assertThat(decision.claim().orElseThrow().claimedAt()).isEqualTo(NOW);
  }

  @Test
  void expired_row_is_replaced_on_condition_of_its_version() {
    given(seenClosed().ttlExpiresAt(NOW.minusSeconds(1)).build());

    updates.apply(decider, FINGERPRINT, ask(firing(T0)));

    assertThat(dynamoDb.puts.getLast().conditionExpression()).isEqualTo("version = :expected");
    assertThat(row().version()).isEqualTo(5);
  }

  private void given(StoredAlert alert) {
    dynamoDb.rows.put(alert.fingerprint().hex(), StoredAlertItems.write(alert));
  }

  private StateUpdates updatesWith(RandomGenerator random) {
    return new StateUpdates(store, () -> now, random, this::pause);
  }

  private void rivalWins(int times) {
    for (int i = 0; i < times; i++) {
      dynamoDb.beforeNextPut(this::rivalSkips);
    }
  }

  private void rivalSkips() {
    StoredAlert current = row();
    StoredAlert next =
        current.next(now).remember(EventId.of("rival", (int) current.version())).build();
    dynamoDb.rows.put(FINGERPRINT.hex(), StoredAlertItems.write(next));
  }

  private StoredAlert row() {
    return store.find(FINGERPRINT).orElseThrow();
  }

  private void pause(Duration duration) {
    pauses.add(duration);
    now = now.plus(duration);
  }
}
