package org.pytorch.alerting.decide.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.decide.Alerts.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.decide.turn.TurnRequest.Lane;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertEvents;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;

class TurnBookTest {
  private static final TurnRequest CREATE = new TurnRequest(1, 1, Lane.URGENT);
  private static final TurnRequest CLOSE = new TurnRequest(3, 2, Lane.URGENT);
  private static final TurnRequest COMMENT = new TurnRequest(2, 1, Lane.ROUTINE);

  /** Only the requests per second count. */
  private static final Budget FEW_REQUESTS = new Budget(10, 100_000, 1_000_000);

  private TurnBook book = TurnBook.EMPTY;
  private Budget budget = Budget.DEFAULT;
  private Instant now = NOW;

  private record Taken(Instant turn, TurnRequest request) {}

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          action  | priority | searches | requests | writes | lane
          CREATE  | P0       | false    | 1        | 1      | URGENT
          CREATE  | P3       | false    | 1        | 1      | URGENT
          CREATE  | P3       | true     | 4        | 1      | URGENT
          COMMENT | P0       | false    | 3        | 1      | URGENT
          COMMENT | P1       | false    | 3        | 1      | URGENT
          COMMENT | P1       | true     | 6        | 1      | URGENT
          COMMENT | P2       | false    | 3        | 1      | ROUTINE
          COMMENT | P3       | true     | 6        | 1      | ROUTINE
          COMMENT | -        | false    | 3        | 1      | ROUTINE
          UPDATE  | P0       | false    | 2        | 1      | REFRESH
          UPDATE  | P3       | true     | 5        | 1      | REFRESH
          REOPEN  | P3       | false    | 3        | 2      | URGENT
          REOPEN  | -        | true     | 6        | 2      | URGENT
          CLOSE   | P3       | false    | 3        | 2      | URGENT
          CLOSE   | -        | true     | 6        | 2      | URGENT
          """)
  void each_action_has_its_cost_and_its_lane(
      AlertAction action,
      Priority priority,
      boolean searches,
      int requests,
      int writes,
      Lane lane) {
    AlertEvent event = AlertEvents.firing().priority(Optional.ofNullable(priority)).build();

    assertThat(TurnRequest.of(action, event, searches))
        .isEqualTo(new TurnRequest(requests, writes, lane));
  }

  @ParameterizedTest
  @EnumSource(
      value = AlertAction.class,
      names = {"CREATE", "COMMENT", "UPDATE", "REOPEN", "CLOSE"},
      mode = EnumSource.Mode.EXCLUDE)
  void what_asks_nothing_of_github_needs_no_turn(AlertAction action) {
    assertThatThrownBy(() -> TurnRequest.of(action, AlertEvents.firing().build(), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(action.name());
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0"})
  void action_asks_at_least_once_and_writes_at_least_once(int requests, int writes) {
    assertThatThrownBy(() -> new TurnRequest(requests, writes, Lane.URGENT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void lanes_book_30_and_15_seconds_ahead() {
    assertThat(Lane.URGENT.ahead()).isEqualTo(Duration.ofSeconds(30));
    assertThat(Lane.ROUTINE.ahead()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void turns_of_a_quiet_time_are_at_once_and_evenly_spaced() {
    assertThat(List.of(granted(CREATE), granted(COMMENT), granted(CLOSE), granted(CREATE)))
        .containsExactly(NOW, NOW.plusMillis(125), NOW.plusMillis(375), NOW.plusMillis(750));
    assertThat(book.version()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"URGENT, 241, 30000", "ROUTINE, 121, 15000"})
  void turn_is_taken_up_to_its_lane_s_horizon_and_no_farther(Lane lane, int turns, long last) {
    budget = FEW_REQUESTS;
    TurnRequest request = new TurnRequest(1, 1, lane);

    List<Taken> taken = takeAll(request);

    assertThat(taken).hasSize(turns);
    assertThat(taken.getLast().turn()).isEqualTo(NOW.plusMillis(last));
    // The next one is told when there is room, not when it may ask.
    assertThat(tooFar(request)).isEqualTo(NOW.plusMillis(last + 125));
  }

  @Test
  void lane_that_is_not_used_is_free_for_the_other() {
    budget = FEW_REQUESTS;
    takeAll(new TurnRequest(1, 1, Lane.ROUTINE));

    assertThat(take(COMMENT)).isInstanceOf(Turn.TooFar.class);
    assertThat(granted(CREATE)).isEqualTo(NOW.plusMillis(15_125));
  }

  /** What ROUTINE may book ahead, its last booking, and what the URGENT one itself costs. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void urgent_request_is_never_farther_than_the_routine_horizon_and_one_booking(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    for (int i = 0; i < 2_000; i++) {
      now = now.plusMillis(random.nextInt(400));
      take(COMMENT);

      TurnBook before = book;
      Turn turn = take(CREATE);
      book = before;

      assertThat(turn).isInstanceOf(Turn.Granted.class);
      assertThat(((Turn.Granted) turn).notBefore())
          .isBeforeOrEqualTo(now.plusSeconds(15).plus(budget.pace()));
    }
  }

  @Test
  void no_minute_sees_more_than_80_writes_and_no_hour_more_than_500() {
    // Two hours of more than can go out, and after a rest: the burst is full.
    List<Taken> taken = new ArrayList<>();
    for (int second = 0; second < 2 * 3_600; second++) {
      taken.addAll(takeAll(second % 3 == 0 ? CLOSE : CREATE));
      now = now.plusSeconds(1);
    }

    assertThat(most(taken, Duration.ofMinutes(1), TurnRequest::writes)).isBetween(65, 80);
    assertThat(most(taken, Duration.ofHours(1), TurnRequest::writes)).isBetween(490, 500);
  }

  @Test
  void no_minute_sees_more_than_80_writes_where_the_hour_allows_them() {
    budget = new Budget(10, 60, 1_000_000);
    List<Taken> taken = new ArrayList<>();
    for (int second = 0; second < 600; second++) {
      taken.addAll(takeAll(CREATE));
      now = now.plusSeconds(1);
    }

    assertThat(most(taken, Duration.ofMinutes(1), TurnRequest::writes)).isBetween(79, 80);
  }

  /** Any budget, any costs, at any times, by clocks that differ. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void no_window_ever_exceeds_its_bound_and_turns_never_go_back(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    budget =
        new Budget(
            0.1 + random.nextDouble(20), 1 + random.nextDouble(100), 1 + random.nextDouble(900));
    List<Taken> taken = new ArrayList<>();
    Instant time = now;
    for (int i = 0; i < 3_000; i++) {
      time =
          time.plusNanos(random.nextLong(random.nextInt(10) == 0 ? 60_000_000_000L : 500_000_000L));
      now = time.plusMillis(random.nextInt(-2_000, 2_000));
      TurnRequest request =
          new TurnRequest(
              1 + random.nextInt(6),
              1 + random.nextInt(2),
              random.nextBoolean() ? Lane.URGENT : Lane.ROUTINE);
      if (random.nextInt(500) == 0) {
        book = book.silent(now.plusSeconds(random.nextInt(60)), now);
      }
      if (take(request) instanceof Turn.Granted(Instant notBefore)) {
        assertThat(notBefore).isBetween(now, now.plus(request.lane().ahead()));
        taken.add(new Taken(notBefore, request));
      }
    }

    assertThat(taken).hasSizeGreaterThan(30);
    for (int i = 1; i < taken.size(); i++) {
      assertThat(taken.get(i).turn()).isAfter(taken.get(i - 1).turn());
    }
    assertThat(most(taken, Duration.ofMinutes(1), TurnRequest::writes))
        .isLessThanOrEqualTo(bound(budget.writesPerMinute(), budget.writesInMinute().burst()));
    assertThat(most(taken, Duration.ofHours(1), TurnRequest::writes))
        .isLessThanOrEqualTo(bound(budget.writesPerHour(), budget.writesInHour().burst()));
    assertThat(mostBeforeTheLast(taken))
        .isLessThanOrEqualTo(bound(0.8 * budget.requestsPerSecond(), 0));
  }

  private static int bound(double count, int burst) {
    return (int) Math.floor(count + 1e-6) + burst;
  }

  /** The most units in any window, both ends included. */
  private static int most(List<Taken> taken, Duration window, ToIntFunction<TurnRequest> units) {
    int most = 0;
    int sum = 0;
    int first = 0;
    for (Taken last : taken) {
      sum += units.applyAsInt(last.request());
      while (taken.get(first).turn().plus(window).isBefore(last.turn())) {
        sum -= units.applyAsInt(taken.get(first).request());
        first++;
      }
      most = Math.max(most, sum);
    }
    return most;
  }

  /** The most requests in any second, but for those of the action that begins at its very end. */
  private static int mostBeforeTheLast(List<Taken> taken) {
    int most = 0;
    int sum = 0;
    int first = 0;
    for (Taken last : taken) {
      while (taken.get(first).turn().plusSeconds(1).isBefore(last.turn())) {
        sum -= taken.get(first).request().requests();
        first++;
      }
      most = Math.max(most, sum);
      sum += last.request().requests();
    }
    return most;
  }

  @Test
  void those_who_are_sent_away_come_back_one_after_the_other() {
    budget = FEW_REQUESTS;
    takeAll(CREATE);
    Duration pace = budget.pace();

    Instant first = tooFar(CREATE);
    Instant second = tooFar(CLOSE);
    Instant third = tooFar(CREATE);

    assertThat(Duration.between(first, second)).isEqualTo(pace);
    assertThat(Duration.between(second, third)).isEqualTo(pace.multipliedBy(2));
  }

  @Test
  void routine_comes_back_after_everybody_and_urgent_does_not_wait_for_routine() {
    takeAll(CREATE);
    Instant free = tooFar(COMMENT);
    for (int i = 0; i < 50; i++) {
      tooFar(COMMENT);
    }

    assertThat(tooFar(CREATE)).isEqualTo(free);
    assertThat(tooFar(CREATE)).isEqualTo(free.plusSeconds(9));
    assertThat(tooFar(COMMENT)).isEqualTo(free.plusSeconds(51 * 9));
  }

  @Test
  void routine_lines_up_behind_those_who_are_urgent() {
    takeAll(CREATE);
    Instant free = tooFar(CREATE);
    tooFar(CREATE);

    assertThat(tooFar(COMMENT)).isEqualTo(free.plusSeconds(18));
  }

  @Test
  void nobody_is_sent_away_for_more_than_an_hour() {
    takeAll(CREATE);
    for (int i = 0; i < 1_000; i++) {
      assertThat(tooFar(COMMENT)).isBeforeOrEqualTo(NOW.plusSeconds(3_600));
    }

    assertThat(tooFar(COMMENT)).isEqualTo(NOW.plusSeconds(3_600));
    assertThat(tooFar(CREATE)).isBefore(NOW.plusSeconds(60));
  }

  @Test
  void those_who_are_sent_away_use_up_nothing() {
    takeAll(CREATE);
    TurnBook before = book;

    tooFar(COMMENT);

    assertThat(book.paidUntil()).isEqualTo(before.paidUntil());
    assertThat(book.version()).isEqualTo(before.version() + 1);
  }

  @Test
  void line_of_those_who_come_back_is_forgotten_when_it_is_over() {
    budget = FEW_REQUESTS;
    takeAll(CREATE);
    tooFar(COMMENT);
    now = now.plusSeconds(600);
    takeAll(CREATE);

    assertThat(tooFar(COMMENT)).isEqualTo(now.plusMillis(30_125));
  }

  @Test
  void nothing_goes_out_while_github_rate_limits_us() {
    book = book.silent(NOW.plusSeconds(20), NOW);

    assertThat(granted(CREATE)).isEqualTo(NOW.plusSeconds(20));
    assertThat(tooFar(COMMENT)).isAfter(NOW.plusSeconds(20));
  }

  @Test
  void silence_that_is_longer_than_the_horizon_sends_everybody_away() {
    book = book.silent(NOW.plusSeconds(31), NOW);

    assertThat(tooFar(CREATE)).isEqualTo(NOW.plusSeconds(31));
    assertThat(tooFar(CREATE)).isEqualTo(NOW.plusSeconds(40));
  }

  @Test
  void silence_that_is_known_changes_nothing() {
    book = book.silent(NOW.plusSeconds(60), NOW);

    assertThat(book.silent(NOW.plusSeconds(60), NOW.plusSeconds(5))).isSameAs(book);
    assertThat(book.silent(NOW.plusSeconds(59), NOW.plusSeconds(5))).isSameAs(book);
  }

  @Test
  void longer_silence_within_a_silence_is_taken_as_it_is() {
    book = book.silent(NOW.plusSeconds(60), NOW);
    book = book.silent(NOW.plusSeconds(90), NOW.plusSeconds(10));

    assertThat(book.silence().until()).isEqualTo(NOW.plusSeconds(90));
  }

  @ParameterizedTest
  @CsvSource({"1, 120", "599999, 120", "600000, 60", "600001, 60"})
  void silence_within_10_minutes_of_the_one_before_is_twice_as_long(long later, long seconds) {
    book = book.silent(NOW.plusSeconds(60), NOW);
    Instant heard = NOW.plusSeconds(60).plusMillis(later);

    book = book.silent(heard.plusSeconds(60), heard);

    assertThat(book.silence().until()).isEqualTo(heard.plusSeconds(seconds));
  }

  @Test
  void silence_doubles_up_to_15_minutes_and_github_may_ask_for_more() {
    List<Long> lengths = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      book = book.silent(now.plusSeconds(60), now);
      lengths.add(Duration.between(now, book.silence().until()).toSeconds());
      now = book.silence().until().plusSeconds(30);
    }

    assertThat(lengths).containsExactly(60L, 120L, 240L, 480L, 900L, 900L, 900L);
    book = book.silent(now.plusSeconds(3_000), now);
    assertThat(book.silence().until()).isEqualTo(now.plusSeconds(3_000));
  }

  @Test
  void lost_book_gives_out_a_budget_again() {
    takeAll(CREATE);
    assertThat(take(CREATE)).isInstanceOf(Turn.TooFar.class);

    book = TurnBook.EMPTY;

    assertThat(granted(CREATE)).isEqualTo(NOW);
  }

  @Test
  void times_are_rounded_up_to_the_millisecond_so_that_no_turn_is_early() {
    budget = new Budget(7, 100_000, 1_000_000);

    assertThat(List.of(granted(CREATE), granted(CREATE), granted(CREATE)))
        .containsExactly(NOW, NOW.plusMillis(179), NOW.plusMillis(358));
  }

  private Turn take(TurnRequest request) {
    TurnBook.Moved moved = book.take(request, budget, now);
    book = moved.next();
    return moved.turn();
  }

  private Instant granted(TurnRequest request) {
    return ((Turn.Granted) take(request)).notBefore();
  }

  private Instant tooFar(TurnRequest request) {
    return ((Turn.TooFar) take(request)).retryAt();
  }

  /** Takes turns until there are none, and leaves the line of those who come back as it was. */
  private List<Taken> takeAll(TurnRequest request) {
    List<Taken> taken = new ArrayList<>();
    while (true) {
      TurnBook before = book;
      if (!(take(request) instanceof Turn.Granted(Instant turn))) {
        book = before;
        return taken;
      }
      taken.add(new Taken(turn, request));
    }
  }
}
