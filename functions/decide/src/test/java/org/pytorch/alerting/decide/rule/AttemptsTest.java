package org.pytorch.alerting.decide.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.decide.Alerts.act;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.resolved;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.decide.AlertBusyException;
import org.pytorch.alerting.decide.Alerts;
import org.pytorch.alerting.decide.ClaimLostException;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.message.Recorded;
import org.pytorch.alerting.decide.message.StepError;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome.Result;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.action.SentWindow;

/** How often an action is tried, what each attempt knows of those before, and how it ends. */
class AttemptsTest {
  private static final Instant START = Instant.parse("2026-03-04T08:00:00Z");
  private static final String UNSENT = "GitHubNotAskedException";
  private static final String UNKNOWN = "GitHubUnavailableException";
  private static final String REFUSED = "GitHubRejectedException";

  private final OneRow alert = new OneRow(Optional.empty(), START);

  @Test
  void vanished_holder_may_have_sent_something_until_its_lease_was_over() {
    alert.ask("m1", firing(START));

    alert.at(START.plusMillis(299_999));
    assertThatThrownBy(() -> alert.ask("m2", firing(START)))
        .isInstanceOf(AlertBusyException.class)
        .hasMessage(
            "CREATE for event m1#0 is claimed by x1#0 until 2026-03-04T08:05:00.000Z at the"
                + " latest");
    alert.at(START.plusSeconds(360));
    Claim claim = claim(alert.ask("m3", firing(START)));

    assertThat(claim.attempt()).isEqualTo(2);
    assertThat(claim.sent()).contains(new SentWindow(START, START.plusSeconds(300)));
    assertThat(claim.claimedAt()).isEqualTo(START.plusSeconds(360));
  }

  @Test
  void release_that_proves_that_nothing_was_sent_leaves_no_trace_and_no_pause() {
    for (int i = 1; i <= 50; i++) {
      Decision decision = alert.ask("m1", firing(START), START);
      assertThat(decision.action()).isEqualTo(AlertAction.CREATE);
      assertThat(claim(decision).attempt()).isEqualTo(1);
      assertThat(claim(decision).sent()).isEmpty();
      alert.after(Duration.ofSeconds(3));
      assertThat(alert.release(decision, UNSENT).rest().isPresent()).isFalse();
    }
  }

  @Test
  void release_with_an_unknown_outcome_extends_the_window_until_now_and_pauses() {
    Decision first = alert.ask("m1", firing(START));
    alert.after(Duration.ofSeconds(20));
    alert.release(first, UNKNOWN);

    alert.after(Duration.ofMillis(23_999));
    assertThatThrownBy(() -> alert.ask("m1", firing(START), START))
        .isInstanceOf(AlertBusyException.class)
        .hasMessage(
            "CREATE for event m1#0 failed for x1#0; its next attempt is due at"
                + " 2026-03-04T08:00:44.000Z");
    alert.after(Duration.ofMillis(1));
    Decision second = alert.ask("m1", firing(START), START);
    alert.after(Duration.ofSeconds(10));
    alert.release(second, UNKNOWN);
    alert.after(Duration.ofSeconds(48));
    Decision third = alert.ask("m1", firing(START), START);

    assertThat(claim(second).attempt()).isEqualTo(2);
    assertThat(claim(second).sent()).contains(new SentWindow(START, START.plusSeconds(20)));
    assertThat(claim(third).attempt()).isEqualTo(3);
    assertThat(claim(third).sent()).contains(new SentWindow(START, START.plusSeconds(54)));
  }

  @Test
  void limit_of_github_is_no_attempt_and_the_message_is_redelivered_when_github_says() {
    Instant listens = START.plusSeconds(120);
    for (int i = 1; i <= 50; i++) {
      Decision decision = alert.ask("m1", firing(START), START);
      assertThat(decision.action()).isEqualTo(AlertAction.CREATE);
      assertThat(claim(decision).attempt()).isEqualTo(1);
      assertThat(claim(decision).sent()).isEmpty();

      Recorded recorded = alert.limit(decision, listens, false);

      assertThat(recorded.result()).isEqualTo(Recorded.Result.RELEASED);
      assertThat(recorded.retryAt()).contains(listens);
      assertThat(alert.pending().failure()).contains("429: slow down");
      alert.after(Duration.ofSeconds(3));
    }
  }

  @Test
  void limit_after_an_unknown_outcome_is_an_attempt_that_may_have_sent_something() {
    Decision first = alert.ask("m1", firing(START));
    alert.after(Duration.ofSeconds(20));

    Recorded recorded = alert.limit(first, START.plusSeconds(80), true);
    alert.after(Duration.ofSeconds(24));
    Decision second = alert.ask("m1", firing(START), START);

    assertThat(recorded.retryAt()).contains(START.plusSeconds(80));
    assertThat(claim(second).attempt()).isEqualTo(2);
    assertThat(claim(second).sent()).contains(new SentWindow(START, START.plusSeconds(20)));
  }

  @Test
  void window_of_earlier_attempts_survives_one_that_sent_nothing() {
    alert.ask("m1", firing(START));
    alert.after(Duration.ofSeconds(300));
    Decision second = alert.ask("m1", firing(START), START);
    alert.after(Duration.ofSeconds(5));
    alert.release(second, UNSENT);

    Claim third = claim(alert.ask("m1", firing(START), START));

    assertThat(third.attempt()).isEqualTo(2);
    assertThat(third.sent()).contains(new SentWindow(START, START.plusSeconds(300)));
  }

  @Test
  void clocks_that_differ_do_not_turn_a_window_round() {
    Decision decision = alert.ask("m1", firing(START));
    alert.at(START.minusSeconds(1));
    alert.release(decision, UNKNOWN);

    assertThat(alert.pending().sent()).contains(new SentWindow(START, START));
  }

  @Test
  void pauses_double_from_24_seconds_up_to_20_minutes() {
    List<Long> pauses =
        IntStream.rangeClosed(1, 19)
            .mapToObj(attempt -> Pending.pauseAfter(attempt).toSeconds())
            .toList();

    assertThat(pauses)
        .startsWith(24L, 48L, 96L, 192L, 384L, 768L, 1_200L, 1_200L)
        .endsWith(1_200L)
        .hasSize(19);
    assertThat(Pending.pauseAfter(100)).isEqualTo(Duration.ofSeconds(1_200));
    // ARCHITECTURE: 20 deliveries of a message take at least 4 h 45 min.
    assertThat(pauses.stream().mapToLong(Long::longValue).sum())
        .isBetween(4 * 3_600L + 45 * 60, 4 * 3_600L + 46 * 60);
  }

  @Test
  void each_pause_ends_when_the_message_can_be_redelivered_at_the_earliest() {
    for (int receives = 1; receives <= 19; receives++) {
      // The starter's back-off: 30 s, doubling, at most 1,500 s; jitter takes off up to a fifth.
      long earliest = Math.min(30L << Math.min(receives - 1, 6), 1_500) * 4 / 5;
      assertThat(Pending.pauseAfter(receives).toSeconds()).isEqualTo(earliest);
    }
  }

  @Test
  void action_is_tried_20_times_and_then_given_up_at_once() {
    for (int attempt = 1; attempt <= 20; attempt++) {
      Decision decision = alert.ask("m1", firing(START), START);
      assertThat(decision.action()).isEqualTo(AlertAction.CREATE);
      assertThat(claim(decision).attempt()).isEqualTo(attempt);
      boolean last = attempt == 20;
      Recorded released = alert.release(decision, UNKNOWN);
      assertThat(released.retryAt()).isEqualTo(Optional.of(alert.now()).filter(_ -> last));
      if (attempt < 20) {
        alert.after(Duration.ofSeconds(1_200));
      }
    }

    // The message of the last attempt is redelivered at once and need not wait.
    Decision.Act givenUp = act(alert.ask("m1", firing(START), START));

    assertThat(givenUp.action()).isEqualTo(AlertAction.GIVE_UP);
    assertThat(givenUp.code()).isEqualTo(ReasonCode.GIVEN_UP);
    assertThat(givenUp.event()).contains(firing(START));
    assertThat(givenUp.help()).isFalse();
    assertThat(givenUp.reason())
        .isEqualTo(
            "CREATE for event m1#0 is given up, 20 attempts failed:"
                + " org.pytorch.alerting.github.GitHubUnavailableException");
    assertThat(alert.settle(givenUp, Result.GIVEN_UP).rest().isPresent()).isFalse();
    assertThat(alert.row().pending()).isEmpty();
    assertThat(alert.row().sent()).map(SentWindow::from).contains(START);
  }

  @Test
  void action_whose_holders_vanish_is_given_up_after_20_attempts() {
    for (int attempt = 1; attempt <= 20; attempt++) {
      Decision decision = alert.ask("m1", firing(START), START);
      assertThat(decision.action()).isEqualTo(AlertAction.CREATE);
      assertThat(claim(decision).attempt()).isEqualTo(attempt);
      alert.after(Duration.ofSeconds(300));
    }

    Decision givenUp = alert.ask("m1", firing(START), START);

    assertThat(givenUp.action()).isEqualTo(AlertAction.GIVE_UP);
    assertThat(givenUp.reason())
        .isEqualTo(
            "CREATE for event m1#0 is given up, 20 attempts failed:"
                + " its attempts ended without an error");
    assertThat(claim(givenUp).sent()).contains(new SentWindow(START, START.plusSeconds(20 * 300)));
  }

  @ParameterizedTest
  @CsvSource({"false, 1", "true, 2"})
  void action_that_github_refuses_is_given_up_at_once(boolean outcomeUnknown, int attempt) {
    Decision.Act first = act(alert.ask("m1", firing(START), START));
    alert.after(Duration.ofSeconds(4));
    Recorded released =
        alert.record(
            RecordRequest.release(
                first,
                new StepError(
                    "org.pytorch.alerting.github.GitHubRejectedException",
                    Optional.of("422: no such label")),
                outcomeUnknown));

    Decision givenUp = alert.ask("m1", firing(START), START);

    assertThat(released.retryAt()).contains(alert.now());
    assertThat(givenUp.action()).isEqualTo(AlertAction.GIVE_UP);
    assertThat(givenUp.reason())
        .isEqualTo(
            "CREATE for event m1#0 is given up, GitHub refuses it:"
                + " GitHubRejectedException: 422: no such label");
    assertThat(claim(givenUp).attempt()).isEqualTo(attempt);
    assertThat(claim(givenUp).sent().isPresent()).isEqualTo(outcomeUnknown);
  }

  @Test
  void helper_gives_up_first_and_then_decides_its_own_event() {
    alert.release(alert.ask("m1", firing(START)), REFUSED);
    AlertEvent newer = firing(START.plusSeconds(60));
    alert.after(Duration.ofSeconds(90));

    Decision.Act help = act(alert.ask("m2", newer));
    Recorded recorded = alert.settle(help, Result.GIVEN_UP);
    Decision.Act own = act(alert.ask("m2", newer));

    assertThat(help.action()).isEqualTo(AlertAction.GIVE_UP);
    assertThat(help.help()).isTrue();
    // What goes to the dead-letter queue is the event itself, not the helper's newer text.
    assertThat(help.event()).contains(firing(START));
    assertThat(claim(help).saidAt()).isEqualTo(START);
    assertThat(recorded.retryAt()).contains(alert.now());
    assertThat(recorded.action()).isEqualTo(AlertAction.CREATE);
    assertThat(own.action()).isEqualTo(AlertAction.CREATE);
    assertThat(own.help()).isFalse();
    assertThat(own.episode()).isEqualTo(1);
    assertThat(claim(own).attempt()).isEqualTo(1);
  }

  @Test
  void crash_while_giving_up_counts_no_attempt_and_is_given_up_by_the_next() {
    alert.release(alert.ask("m1", firing(START)), REFUSED);
    alert.ask("m1", firing(START), START);
    alert.after(Duration.ofSeconds(300));

    Decision again = alert.ask("m1", firing(START), START);

    assertThat(again.action()).isEqualTo(AlertAction.GIVE_UP);
    assertThat(claim(again).attempt()).isEqualTo(1);
    assertThat(claim(again).sent()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({UNSENT, UNKNOWN})
  void giving_up_that_fails_is_repeated_by_the_next_execution_for_the_same_reason(String failure) {
    alert.release(alert.ask("m1", firing(START)), REFUSED);
    Decision givenUp = alert.ask("m1", firing(START), START);

    Recorded released = alert.release(givenUp, failure);
    Recorded repeated = alert.release(givenUp, failure);
    Decision again = alert.ask("m1", firing(START), START);

    // The execution has failed: its message is delivered again, later than at once.
    assertThat(released.rest().isPresent()).isFalse();
    assertThat(repeated.rest().isPresent()).isFalse();
    assertThat(again.action()).isEqualTo(AlertAction.GIVE_UP);
    assertThat(again.reason())
        .endsWith("GitHub refuses it: org.pytorch.alerting.github.GitHubRejectedException");
    assertThat(claim(again).sent()).isEmpty();
  }

  @Test
  void late_release_of_the_attempt_does_not_end_the_giving_up() {
    Decision attempt = alert.askAs("x1", "m1", firing(START), START);
    alert.release(attempt, REFUSED);
    assertThat(alert.release(attempt, REFUSED).rest().isPresent()).isTrue();
    alert.askAs("x1", "m1", firing(START), START);

    assertThatThrownBy(() -> alert.release(attempt, REFUSED))
        .isInstanceOf(ClaimLostException.class);
    assertThat(alert.pending().held()).isTrue();
  }

  @Test
  void close_that_is_given_up_leaves_the_issue_open_and_the_next_resolve_closes_it() {
    alert.settle(alert.ask("m1", firing(START)), Result.DONE, 7);
    alert.after(Duration.ofMinutes(1));
    alert.release(alert.ask("m2", resolved(START.plusSeconds(60))), REFUSED);
    Decision givenUp = alert.ask("m2", resolved(START.plusSeconds(60)), START.plusSeconds(60));
    alert.settle(givenUp, Result.GIVEN_UP);

    assertThat(alert.row().status()).isEqualTo(AlertStatus.OPEN);
    alert.after(Duration.ofMinutes(1));
    assertThat(alert.ask("m3", resolved(START.plusSeconds(60))).action())
        .isEqualTo(AlertAction.CLOSE);
  }

  @ParameterizedTest
  @CsvSource({
    // state, said in ms after the event that is left unfinished, whose text is posted
    "FIRING, 1, helper",
    "FIRING, 0, owner",
    "FIRING, -1, owner",
    "RESOLVED, 1, owner",
    "RESOLVED, -1, owner"
  })
  void helper_posts_its_own_text_if_it_says_the_same_and_was_said_later(
      AlertState state, long millis, String author) {
    alert.ask("m1", firing(START));
    alert.after(Duration.ofSeconds(300));
    AlertEvent text =
        Alerts.incomplete(Alerts.event(state, START)).toBuilder().title("Queue age").build();

    Decision.Act decision = act(alert.ask("m2", text, START.plusMillis(millis)));
    Claim claim = decision.claim();
    AlertEvent event = decision.event().orElseThrow();

    assertThat(claim.eventId().value()).isEqualTo("m1#0");
    assertThat(claim.attempt()).isEqualTo(2);
    boolean helpers = author.equals("helper");
    assertThat(event.title()).isEqualTo(helpers ? "Queue age" : "Queue age too high");
    assertThat(claim.saidAt()).isEqualTo(helpers ? START.plusMillis(millis) : START);
    // What the helper's text lacks is known of the alert.
    assertThat(event.isComplete()).isTrue();
    assertThat(alert.pending().toClaim(Alerts.REPOSITORY)).isEqualTo(claim);
    assertThat(alert.pending().event()).isEqualTo(event);
  }

  @Test
  void attempts_are_counted_from_1() {
    Pending first = Alerts.pending(AlertAction.COMMENT);

    assertThat(Alerts.attempt(1, first)).isEqualTo(first);
    assertThatThrownBy(() -> Alerts.attempt(0, first))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("attempt is not positive: 0");
  }

  @Test
  void failure_is_kept_for_people_in_at_most_1000_characters() {
    Decision.Act decision = act(alert.ask("m1", firing(START)));
    alert.record(
        RecordRequest.release(
            decision, new StepError("boom", Optional.of("x".repeat(5_000))), false));

    assertThat(alert.pending().failure().orElseThrow())
        .hasSize(1_000)
        .startsWith("boom: xxx")
        .endsWith("… [cut]");
  }

  private static Claim claim(Decision decision) {
    return act(decision).claim();
  }
}
