package org.pytorch.alerting.decide.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.decide.Alerts.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.decide.StateContentionException;
import org.pytorch.alerting.decide.StateStoreUnavailableException;
import org.pytorch.alerting.decide.dynamodb.DynamoDbAlertStateStore;
import org.pytorch.alerting.decide.dynamodb.FakeDynamoDb;
import org.pytorch.alerting.decide.retry.Backoff;
import org.pytorch.alerting.decide.turn.TurnRequest.Lane;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** Several instances, each with what it last knew, on one item of the table. */
class TurnsTest {
  private static final TurnRequest CREATE = new TurnRequest(1, 1, Lane.URGENT);
  private static final Instant LATEST = NOW.plusSeconds(4);

  private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
  private final DynamoDbAlertStateStore store =
      new DynamoDbAlertStateStore(dynamoDb, "alerts_state");
  private final List<Duration> pauses = new ArrayList<>();
  private Instant now = NOW;
  private final Turns one = instance();
  private final Turns other = instance();

  @Test
  void turn_of_a_quiet_time_is_one_write_and_no_read() {
    take(one);
    take(one);

    assertThat(dynamoDb.gets).isEmpty();
    assertThat(dynamoDb.puts).hasSize(2);
    assertThat(dynamoDb.puts)
        .allSatisfy(
            put -> {
              assertThat(put.tableName()).isEqualTo("alerts_state");
              assertThat(put.item().get("fingerprint"))
                  .isEqualTo(AttributeValue.fromS("github-turns"));
              assertThat(put.returnValuesOnConditionCheckFailure())
                  .isEqualTo(ReturnValuesOnConditionCheckFailure.ALL_OLD);
            });
    assertThat(dynamoDb.puts.getLast().conditionExpression()).isEqualTo("version = :expected");
  }

  @Test
  void new_instance_learns_of_the_turns_by_one_refusal() {
    Instant first = take(one);
    Instant second = take(other);

    assertThat(List.of(first, second)).containsExactly(NOW, NOW.plusMillis(125));
    assertThat(dynamoDb.puts).hasSize(3);
    assertThat(dynamoDb.gets).isEmpty();
  }

  @Test
  void overtaken_instance_takes_the_next_turn() {
    take(one);
    take(other);
    dynamoDb.beforeNextPut(() -> take(other));

    Instant overtaken = take(one);

    // one's book is old; while it learns the newer one, other has moved on by one more.
    assertThat(overtaken).isEqualTo(NOW.plusMillis(3 * 125));
    assertThat(store.findTurns().version()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void no_turn_is_ever_given_out_twice(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    List<Turns> instances = List.of(one, other, instance(), instance(), instance());
    List<Instant> taken = new ArrayList<>();
    int failures = 0;
    for (int i = 0; i < 500; i++) {
      now = now.plusMillis(random.nextInt(2_000));
      switch (random.nextInt(8)) {
        case 0 -> dynamoDb.loseNextAnswerAndRepeat();
        case 1 -> dynamoDb.loseNextAnswer(ApiCallTimeoutException.create(4_000));
        case 2, 3 -> {
          Turns rival = instances.get(random.nextInt(instances.size()));
          dynamoDb.beforeNextPut(() -> add(taken, rival));
        }
        default -> {}
      }
      try {
        add(taken, instances.get(random.nextInt(instances.size())));
      } catch (StateStoreUnavailableException e) {
        failures++;
      }
    }

    assertThat(failures).isPositive();
    assertThat(taken).hasSizeGreaterThan(100);
    assertThat(new HashSet<>(taken)).hasSameSizeAs(taken);
  }

  private void add(List<Instant> taken, Turns instance) {
    if (instance.take(CREATE, now.plusSeconds(4)) instanceof Turn.Granted(Instant turn)) {
      taken.add(turn);
    }
  }

  @Test
  void lost_answer_that_the_sdk_repeats_wastes_a_turn() {
    dynamoDb.loseNextAnswerAndRepeat();

    assertThat(take(one)).isEqualTo(NOW.plusMillis(125));
    assertThat(take(one)).isEqualTo(NOW.plusMillis(250));
  }

  @Test
  void lost_answer_that_fails_the_call_wastes_a_turn_and_nobody_gets_it() {
    dynamoDb.loseNextAnswer(ApiCallTimeoutException.create(4_000));

    assertThatThrownBy(() -> take(one)).isInstanceOf(StateStoreUnavailableException.class);
    assertThat(take(one)).isEqualTo(NOW.plusMillis(125));
    assertThat(take(other)).isEqualTo(NOW.plusMillis(250));
  }

  @Test
  void store_that_is_down_gives_no_turn_and_uses_up_none() {
    dynamoDb.failNext(SdkClientException.create("connection refused"));

    assertThatThrownBy(() -> take(one))
        .isInstanceOf(StateStoreUnavailableException.class)
        .hasMessageContaining("PutItem");
    assertThat(take(one)).isEqualTo(NOW);
  }

  @Test
  void lost_book_gives_a_fresh_budget_also_to_whoever_knew_it() {
    for (int i = 0; i < 40; i++) {
      take(one);
    }
    dynamoDb.rows.clear();

    assertThat(take(one)).isEqualTo(NOW);
    assertThat(take(other)).isEqualTo(NOW.plusMillis(125));
    assertThat(store.findTurns().version()).isEqualTo(2);
  }

  @Test
  void book_without_a_version_is_as_good_as_lost_and_blocks_nobody() {
    take(one);
    Map<String, AttributeValue> item = new HashMap<>(dynamoDb.rows.get("github-turns"));
    item.remove("version");
    dynamoDb.rows.put("github-turns", item);

    assertThat(take(other)).isEqualTo(NOW);
    assertThat(take(one)).isEqualTo(NOW.plusMillis(125));
    assertThat(store.findTurns().version()).isEqualTo(2);
  }

  @Test
  void book_that_no_version_wrote_is_reported_and_not_guessed() {
    take(one);
    Map<String, AttributeValue> item = new HashMap<>(dynamoDb.rows.get("github-turns"));
    item.put("hour_until", AttributeValue.fromS("noon"));
    dynamoDb.rows.put("github-turns", item);

    assertThatThrownBy(() -> take(other))
        .isInstanceOf(StateStoreUnavailableException.class)
        .hasMessageContainingAll("github-turns", "noon", "Fix the row");
    assertThatThrownBy(() -> other.silence(NOW.plusSeconds(60), LATEST))
        .isInstanceOf(StateStoreUnavailableException.class);
  }

  @Test
  void line_of_50_is_let_in_and_longer_contention_is_reported() {
    Instant patient = NOW.plusSeconds(60);
    rivalsWin(49);
    assertThat(one.take(CREATE, patient)).isInstanceOf(Turn.Granted.class);
    assertThat(store.findTurns().version()).isEqualTo(50);

    rivalsWin(50);
    assertThatThrownBy(() -> one.take(CREATE, patient))
        .isInstanceOf(StateContentionException.class)
        .hasMessageContaining("50 times");
  }

  /** What an instance knows is old by the turns of the others: the first loss is no contention. */
  @Test
  void lost_races_are_followed_by_longer_and_longer_random_pauses_but_the_first() {
    rivalsWin(1);
    one.take(CREATE, LATEST);
    assertThat(pauses).isEmpty();

    rivalsWin(12);
    one.take(CREATE, NOW.plusSeconds(60));

    assertThat(pauses).hasSize(11).doesNotHaveDuplicates();
    assertThat(dynamoDb.gets).as("each pause makes the book old").hasSize(11);
    List<Long> limits = List.of(25L, 50L, 100L, 200L, 400L, 400L, 400L, 400L, 400L, 400L, 400L);
    for (int i = 0; i < pauses.size(); i++) {
      assertThat(pauses.get(i).toMillis()).isBetween(0L, limits.get(i));
    }
    assertThat(pauses).anySatisfy(it -> assertThat(it).isGreaterThan(Duration.ofMillis(200)));
  }

  @Test
  void no_move_begins_after_the_latest_time_but_the_first() {
    now = LATEST.plusMillis(1);
    assertThat(one.take(CREATE, LATEST)).isInstanceOf(Turn.Granted.class);
    rivalsWin(1);

    assertThatThrownBy(() -> one.take(CREATE, LATEST))
        .isInstanceOf(StateContentionException.class)
        .hasMessageContaining("1 times");
    rivalsWin(1);
    now = LATEST;
    assertThat(one.take(CREATE, LATEST)).isInstanceOf(Turn.Granted.class);
  }

  @Test
  void silence_is_kept_by_all_instances() {
    take(one);
    take(other);

    one.silence(NOW.plusSeconds(20), LATEST);

    assertThat(take(other)).isEqualTo(NOW.plusSeconds(20));
    assertThat(take(one)).isEqualTo(NOW.plusSeconds(20).plusMillis(125));
  }

  @Test
  void silence_that_is_known_is_one_read_and_no_write() {
    one.silence(NOW.plusSeconds(60), LATEST);
    int writes = dynamoDb.puts.size();

    other.silence(NOW.plusSeconds(60), LATEST);

    assertThat(dynamoDb.puts).hasSize(writes);
    assertThat(store.findTurns().silence().length()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void silence_that_is_overtaken_is_noted_on_the_newer_book() {
    take(one);
    dynamoDb.beforeNextPut(() -> take(other));

    one.silence(NOW.plusSeconds(20), LATEST);

    assertThat(store.findTurns().silence().until()).isEqualTo(NOW.plusSeconds(20));
    assertThat(store.findTurns().paidUntil().requests()).isEqualTo(NOW.plusMillis(250));
  }

  @Test
  void silence_that_is_heard_twice_because_an_answer_was_lost_is_not_doubled() {
    dynamoDb.loseNextAnswer(ApiCallTimeoutException.create(4_000));
    assertThatThrownBy(() -> one.silence(NOW.plusSeconds(60), LATEST))
        .isInstanceOf(StateStoreUnavailableException.class);
    now = now.plusSeconds(3);

    one.silence(NOW.plusSeconds(60), LATEST);

    assertThat(store.findTurns().silence().until()).isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void silence_is_given_up_after_50_lost_races() {
    rivalsWin(50);

    assertThatThrownBy(() -> one.silence(NOW.plusSeconds(20), LATEST))
        .isInstanceOf(StateContentionException.class);
  }

  @Test
  void no_move_for_a_silence_begins_after_the_latest_time_but_the_first() {
    now = LATEST.plusMillis(1);
    one.silence(NOW.plusSeconds(20), LATEST);
    rivalsWin(1);

    assertThatThrownBy(() -> one.silence(NOW.plusSeconds(30), LATEST))
        .isInstanceOf(StateContentionException.class)
        .hasMessageContaining("1 times");
  }

  private void pause(Duration duration) {
    pauses.add(duration);
    now = now.plus(duration);
  }

  private void rivalsWin(int times) {
    for (int i = 0; i < times; i++) {
      dynamoDb.beforeNextPut(dynamoDb::moveTurns);
    }
  }

  private Turns instance() {
    return new Turns(
        store, Budget.DEFAULT, () -> now, new Backoff(new SplittableRandom(1), this::pause));
  }

  private static Instant take(Turns turns) {
    return ((Turn.Granted) turns.take(CREATE, LATEST)).notBefore();
  }
}
