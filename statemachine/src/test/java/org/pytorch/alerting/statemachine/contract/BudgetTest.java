package org.pytorch.alerting.statemachine.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.decide.rule.Decider;
import org.pytorch.alerting.decide.turn.TurnRequest;
import org.pytorch.alerting.github.GitHubHandler;
import org.pytorch.alerting.github.issue.TimeBudget;
import org.pytorch.alerting.runtime.Deadline;
import org.pytorch.alerting.statemachine.definition.Definition;
import org.pytorch.alerting.statemachine.definition.Definition.State;
import org.pytorch.alerting.statemachine.definition.Retrier;
import org.pytorch.alerting.statemachine.script.Callee;
import org.pytorch.alerting.statemachine.script.Errors;

/**
 * Every path through the state machine ends in an orderly way before the execution times out.
 *
 * <p>The worst case assumed here: each Task of an alert meets one kind of error, which matches one
 * of its retriers. Every attempt takes as long as possible, every wait is as long as its jitter
 * allows, and all retries are used. GitHub's tasks are retried only while Lambda has no instance
 * for them; in addition, an attempt fails as late as possible and the next one finds that it is too
 * late. Lambda itself could fail any number of times; then the execution times out, and the lease
 * keeps the redelivery safe.
 */
class BudgetTest {
  /** The deployed timeouts; a function that hangs ends with Sandbox.Timedout. */
  private static final Map<Callee, Duration> FUNCTION_TIMEOUTS =
      Map.of(
          Callee.NORMALIZE, Duration.ofSeconds(10),
          Callee.DECIDE, Duration.ofSeconds(10),
          Callee.GITHUB, Duration.ofSeconds(27),
          Callee.RECORD, Duration.ofSeconds(10));

  /**
   * The longest invocation that ends by itself: decide and record start no attempt after 4 s, and a
   * call of the store ends after 4 s.
   */
  private static final Map<Callee, Duration> OWN_LIMITS =
      Map.of(
          Callee.NORMALIZE, Duration.ofSeconds(10),
          Callee.DECIDE, Duration.ofSeconds(8),
          Callee.GITHUB, TimeBudget.PER_INVOCATION,
          Callee.RECORD, Duration.ofSeconds(8));

  /** Lambda refuses an invocation within this time. */
  private static final Duration REFUSAL = Duration.ofSeconds(1);

  /** A function that finds that it is too late reports it within this time. */
  private static final Duration TOO_LATE = Duration.ofSeconds(2);

  /** The longest wait for a turn; beyond it, decide has the message redelivered. */
  private static final Duration LONGEST_WAIT_FOR_TURN = TurnRequest.Lane.URGENT.ahead();

  private final Definition definition = Definition.load();

  @Test
  void tasks_wait_longer_than_their_functions_can_run() {
    for (State task : functions()) {
      assertThat(timeout(task)).as(task.name()).isGreaterThan(FUNCTION_TIMEOUTS.get(callee(task)));
    }
  }

  @Test
  void functions_end_before_lambda_stops_them() {
    for (Callee callee : FUNCTION_TIMEOUTS.keySet()) {
      assertThat(OWN_LIMITS.get(callee)).isLessThanOrEqualTo(FUNCTION_TIMEOUTS.get(callee));
    }
  }

  @Test
  void action_started_at_the_last_moment_is_recorded_in_time() {
    for (State action : actions()) {
      assertThat(timeout(action).plus(worst("Record outcome")))
          .as(action.name())
          .isLessThanOrEqualTo(GitHubHandler.TIME_NEEDED);
    }
  }

  @Test
  void own_event_is_refused_in_time_after_a_late_action_for_another_event() {
    for (State action : actions()) {
      assertThat(timeout(action).plus(worst("Record outcome")).plus(TOO_LATE))
          .as(action.name())
          .isLessThanOrEqualTo(GitHubHandler.TIME_NEEDED);
    }
  }

  @Test
  void action_that_fails_at_the_last_moment_is_released_in_time() {
    for (State action : actions()) {
      // The deadline has passed by the second attempt, so it is the last.
      assertThat(longestFailure(action).plus(waitToTryAgain()).plus(TOO_LATE).plus(release()))
          .as("%s and one more attempt", action.name())
          .isLessThanOrEqualTo(GitHubHandler.TIME_NEEDED);
      assertThat(attemptsRefused().plus(release()))
          .as("%s, which Lambda never starts", action.name())
          .isLessThanOrEqualTo(GitHubHandler.TIME_NEEDED);
      assertThat(timeout(action).plus(release()))
          .as("%s with an error that is not retried", action.name())
          .isLessThanOrEqualTo(GitHubHandler.TIME_NEEDED);
    }
  }

  /** A release without errors of its own is in time after any mix of later attempts. */
  @Test
  void any_mix_of_attempts_is_released_in_time_when_the_release_succeeds() {
    for (State action : actions()) {
      Duration tries = longestFailure(action).plus(furtherTriesRefused()).plus(TOO_LATE);

      assertThat(tries.plus(ownLimit(definition.state("Release claim"))))
          .as(action.name())
          .isLessThanOrEqualTo(GitHubHandler.TIME_NEEDED);
    }
  }

  @Test
  void action_that_fails_at_the_last_moment_is_left_to_the_redelivery() {
    for (State action : actions()) {
      assertThat(timeout(action).plus(release()).plus(TOO_LATE))
          .as(action.name())
          .isLessThanOrEqualTo(GitHubHandler.TIME_NEEDED);
    }
  }

  /** If the execution timed out in between, the event would be in the dead-letter queue twice. */
  @Test
  void action_given_up_at_the_last_moment_is_quarantined_and_recorded_in_time() {
    Duration left = Decider.TIME_FOR_A_CLAIM.minus(lostResponseOfDecide());

    assertThat(worst("Quarantine action").plus(worst("Record outcome")).plus(TOO_LATE))
        .isLessThanOrEqualTo(left);
  }

  @Test
  void all_attempts_of_an_action_fit_into_an_execution_that_starts_normally() {
    Duration begun =
        ownLimit(definition.state("Normalize message"))
            .plus(ownLimit(definition.state("Decide action")));
    Duration tries =
        ownLimit(actions().getFirst()).plus(waitToTryAgain()).multipliedBy(furtherTries());

    assertThat(Deadline.EXECUTION_TIMEOUT.minus(begun).minus(LONGEST_WAIT_FOR_TURN).minus(tries))
        .as("left for the last attempt, after the longest wait for a turn")
        .isGreaterThanOrEqualTo(GitHubHandler.TIME_NEEDED);
    assertThat(Deadline.EXECUTION_TIMEOUT.minus(begun).minus(tries))
        .as("left for the last attempt")
        .isGreaterThanOrEqualTo(GitHubHandler.TIME_NEEDED);
  }

  @Test
  void claim_made_at_the_last_moment_leaves_time_to_start_its_action() {
    assertThat(Decider.TIME_FOR_A_CLAIM.minus(lostResponseOfDecide()))
        .isGreaterThanOrEqualTo(GitHubHandler.TIME_NEEDED);
  }

  /** The action is then left to the redelivery, but its claim is released. */
  @Test
  void claim_whose_check_is_refused_at_the_last_moment_is_released_in_time() {
    Duration left =
        Decider.TIME_FOR_A_CLAIM.minus(lostResponseOfDecide()).minus(worst("Send check"));

    assertThat(TOO_LATE.plus(release())).isLessThanOrEqualTo(left);
  }

  @Test
  void alert_with_the_longest_wait_starts_its_action_in_time_although_its_check_is_refused() {
    Duration usual =
        ownLimit(definition.state("Normalize message"))
            .plus(ownLimit(definition.state("Decide action")))
            .plus(worst("Send check"));

    assertThat(Deadline.EXECUTION_TIMEOUT.minus(usual).minus(LONGEST_WAIT_FOR_TURN))
        .isGreaterThanOrEqualTo(Decider.TIME_FOR_A_CLAIM);
  }

  @Test
  void alert_can_still_be_claimed_after_the_slowest_start() {
    Duration start = worst("Normalize message").plus(worst("Decide action"));
    assertThat(Deadline.EXECUTION_TIMEOUT.minus(start))
        .isGreaterThanOrEqualTo(Decider.TIME_FOR_A_CLAIM);
  }

  /** After slow alerts, the execution may time out first; then the redelivery is this case. */
  @Test
  void rejected_alert_is_quarantined_in_time() {
    Duration all =
        Stream.of("Normalize message", "Decide action", "Quarantine alert")
            .map(this::worst)
            .reduce(Duration.ZERO, Duration::plus);

    assertThat(all).isLessThanOrEqualTo(Deadline.EXECUTION_TIMEOUT);
  }

  /** Decide checks the deadline against the time of the turn. */
  @Test
  void alert_with_the_longest_wait_starts_its_action_in_time() {
    Duration usual =
        ownLimit(definition.state("Normalize message"))
            .plus(ownLimit(definition.state("Decide action")));

    assertThat(Deadline.EXECUTION_TIMEOUT.minus(usual).minus(LONGEST_WAIT_FOR_TURN))
        .isGreaterThanOrEqualTo(Decider.TIME_FOR_A_CLAIM);
  }

  @Test
  void claim_outlives_everything_its_holder_has_started() {
    Duration longest = Deadline.EXECUTION_TIMEOUT.plus(FUNCTION_TIMEOUTS.get(Callee.GITHUB));

    assertThat(Decider.LEASE).isGreaterThan(longest);
  }

  /** The last attempt that may start fails as late as possible, and is followed by another one. */
  private Duration longestFailure(State action) {
    Set<String> errors =
        action.list("Catch").stream()
            .filter(catcher -> !catcher.get("Next").asText().equals("Release claim"))
            .flatMap(catcher -> State.errors(catcher).stream())
            .collect(Collectors.toSet());
    boolean lambdaEndsIt =
        errors.contains("States.Timeout") || errors.contains(Errors.FUNCTION_TIMED_OUT);
    return lambdaEndsIt ? timeout(action) : ownLimit(action);
  }

  /** Lambda refuses each attempt as often as its retrier allows. */
  private Duration attemptsRefused() {
    return refused().plus(furtherTriesRefused());
  }

  private Duration furtherTriesRefused() {
    return waitToTryAgain().plus(refused()).multipliedBy(furtherTries());
  }

  private Duration refused() {
    Retrier throttled =
        actions().getFirst().list("Retry").stream()
            .map(Retrier::of)
            .filter(BudgetTest::isRefusal)
            .findFirst()
            .orElseThrow();
    return REFUSAL.multipliedBy(throttled.delays().size() + 1L).plus(throttled.allDelays());
  }

  private int furtherTries() {
    return definition
        .state("Try GitHub again?")
        .list("Choices")
        .getFirst()
        .get("NumericLessThan")
        .asInt();
  }

  private Duration waitToTryAgain() {
    return Duration.ofSeconds(definition.state("Wait to try again").node().get("Seconds").asLong());
  }

  private Duration release() {
    return worst("Release claim");
  }

  private Duration lostResponseOfDecide() {
    State decide = definition.state("Decide action");
    return retriers(decide).stream()
        .filter(retrier -> retrier.errors().contains("States.Timeout"))
        .map(retrier -> worst(decide, retrier))
        .findFirst()
        .orElseThrow();
  }

  private Duration worst(String state) {
    State task = definition.state(state);
    return retriers(task).stream()
        .map(retrier -> worst(task, retrier))
        .max(Duration::compareTo)
        .orElseThrow();
  }

  /** Every attempt, including the last, takes as long as possible. */
  private static Duration worst(State task, Retrier retrier) {
    Duration attempt = attempt(task, retrier);
    Duration last = attempt.compareTo(ownLimit(task)) > 0 ? attempt : ownLimit(task);
    return attempt.multipliedBy(retrier.delays().size()).plus(retrier.allDelays()).plus(last);
  }

  private static Duration attempt(State task, Retrier retrier) {
    if (retrier.errors().contains("States.Timeout")
        || retrier.errors().contains(Errors.FUNCTION_TIMED_OUT)) {
      return timeout(task);
    }
    return isRefusal(retrier) ? REFUSAL : ownLimit(task);
  }

  private static boolean isRefusal(Retrier retrier) {
    return retrier.errors().contains(Errors.THROTTLED);
  }

  private static Duration ownLimit(State task) {
    return OWN_LIMITS.getOrDefault(callee(task), timeout(task));
  }

  private static Duration timeout(State task) {
    return Duration.ofSeconds(task.node().get("TimeoutSeconds").asLong());
  }

  private List<State> functions() {
    return definition.states().stream()
        .filter(State::isTask)
        .filter(task -> !callee(task).isQueue())
        .toList();
  }

  private List<State> actions() {
    return functions().stream().filter(task -> callee(task) == Callee.GITHUB).toList();
  }

  private static Callee callee(State task) {
    return Stream.of(Callee.values())
        .filter(callee -> task.node().toString().contains("${" + callee.placeholder() + "}"))
        .findFirst()
        .orElseThrow();
  }

  private static List<Retrier> retriers(State task) {
    return task.list("Retry").stream().map(Retrier::of).toList();
  }
}
