package org.pytorch.alerting.statemachine;

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
import org.pytorch.alerting.statemachine.Definition.State;

/**
 * Every way through the state machine ends in good order before the execution is cut off.
 *
 * <p>What is reckoned with: each Task that an alert passes meets one kind of trouble, that is one
 * of its retriers, and meets it at its worst: every attempt lasts as long as that trouble can,
 * every wait is as long as its jitter allows, and all retries are used. GitHub's tasks are retried
 * only while Lambda has no instance for them; what is reckoned with besides is that a try fails as
 * late as it can and the next one finds that it is too late. Nothing bounds how often Lambda itself
 * could go wrong in turn; then the execution is cut off, and the lease sees to it that the
 * redelivery does no harm.
 */
class BudgetTest {
  /** What deployments give the functions; a function that hangs ends with Sandbox.Timedout. */
  private static final Map<Callee, Duration> FUNCTION_TIMEOUTS =
      Map.of(
          Callee.NORMALIZE, Duration.ofSeconds(10),
          Callee.DECIDE, Duration.ofSeconds(10),
          Callee.GITHUB, Duration.ofSeconds(27),
          Callee.RECORD, Duration.ofSeconds(10));

  /**
   * How long an invocation lasts at most when it ends by itself: decide and record begin no attempt
   * after 4 s, and a call of the store ends after 4 s.
   */
  private static final Map<Callee, Duration> OWN_LIMITS =
      Map.of(
          Callee.NORMALIZE, Duration.ofSeconds(10),
          Callee.DECIDE, Duration.ofSeconds(8),
          Callee.GITHUB, TimeBudget.PER_INVOCATION,
          Callee.RECORD, Duration.ofSeconds(8));

  /** Lambda says within this that it will not invoke a function. */
  private static final Duration REFUSAL = Duration.ofSeconds(1);

  /** A function that finds that it is too late says so within this. */
  private static final Duration TOO_LATE = Duration.ofSeconds(2);

  /** Decide sends a message back rather than let it wait longer. */
  private static final Duration FARTHEST_TURN = TurnRequest.Lane.URGENT.ahead();

  private final Definition definition = Definition.load();

  @Test
  void tasks_wait_longer_than_their_functions_can_run() {
    for (State task : functions()) {
      assertThat(timeout(task)).as(task.name()).isGreaterThan(FUNCTION_TIMEOUTS.get(callee(task)));
    }
  }

  @Test
  void functions_end_by_themselves_before_lambda_ends_them() {
    for (Callee callee : FUNCTION_TIMEOUTS.keySet()) {
      assertThat(OWN_LIMITS.get(callee)).isLessThanOrEqualTo(FUNCTION_TIMEOUTS.get(callee));
    }
  }

  @Test
  void action_begun_at_the_last_moment_is_recorded_in_time() {
    for (State action : actions()) {
      assertThat(timeout(action).plus(worst("Record outcome")))
          .as(action.name())
          .isLessThanOrEqualTo(GitHubHandler.TIME_NEEDED);
    }
  }

  @Test
  void own_event_is_refused_in_time_after_help_that_began_at_the_last_moment() {
    for (State action : actions()) {
      assertThat(timeout(action).plus(worst("Record outcome")).plus(TOO_LATE))
          .as(action.name())
          .isLessThanOrEqualTo(GitHubHandler.TIME_NEEDED);
    }
  }

  @Test
  void action_that_fails_at_the_last_moment_is_released_in_time() {
    for (State action : actions()) {
      // The deadline has passed by the second try, so that is the last one.
      assertThat(longestFailure(action).plus(waitToTryAgain()).plus(TOO_LATE).plus(release()))
          .as("%s and one more try", action.name())
          .isLessThanOrEqualTo(GitHubHandler.TIME_NEEDED);
      assertThat(triesRefused().plus(release()))
          .as("%s, which Lambda never starts", action.name())
          .isLessThanOrEqualTo(GitHubHandler.TIME_NEEDED);
      assertThat(timeout(action).plus(release()))
          .as("%s with an error after which it is not tried again", action.name())
          .isLessThanOrEqualTo(GitHubHandler.TIME_NEEDED);
    }
  }

  /** Whatever becomes of the further tries, a release without trouble of its own is in time. */
  @Test
  void any_mix_of_tries_is_released_in_time_when_the_release_meets_no_trouble() {
    for (State action : actions()) {
      Duration tries = longestFailure(action).plus(furtherTriesRefused()).plus(TOO_LATE);

      assertThat(tries.plus(ownLimit(definition.state("Release claim"))))
          .as(action.name())
          .isLessThanOrEqualTo(GitHubHandler.TIME_NEEDED);
    }
  }

  @Test
  void what_failed_at_the_last_moment_is_not_given_up_but_left_to_the_redelivery_in_time() {
    for (State action : actions()) {
      assertThat(timeout(action).plus(release()).plus(TOO_LATE))
          .as(action.name())
          .isLessThanOrEqualTo(GitHubHandler.TIME_NEEDED);
    }
  }

  /** Cut off in between, the event would be in the dead-letter queue twice. */
  @Test
  void action_given_up_at_the_last_moment_is_quarantined_and_recorded_in_time() {
    Duration left = Decider.TIME_FOR_A_CLAIM.minus(lostAnswerOfDecide());

    assertThat(worst("Quarantine action").plus(worst("Record outcome")).plus(TOO_LATE))
        .isLessThanOrEqualTo(left);
  }

  @Test
  void all_tries_of_an_action_fit_into_an_execution_that_begins_as_usual() {
    Duration begun =
        ownLimit(definition.state("Normalize message"))
            .plus(ownLimit(definition.state("Decide action")));
    Duration tries =
        ownLimit(actions().getFirst()).plus(waitToTryAgain()).multipliedBy(furtherTries());

    assertThat(Deadline.EXECUTION_TIMEOUT.minus(begun).minus(FARTHEST_TURN).minus(tries))
        .as("left for the last try, after the longest wait for a turn")
        .isGreaterThanOrEqualTo(GitHubHandler.TIME_NEEDED);
    assertThat(Deadline.EXECUTION_TIMEOUT.minus(begun).minus(tries))
        .as("left for the last try")
        .isGreaterThanOrEqualTo(GitHubHandler.TIME_NEEDED);
  }

  @Test
  void claim_made_at_the_last_moment_leaves_time_to_begin_its_action() {
    assertThat(Decider.TIME_FOR_A_CLAIM.minus(lostAnswerOfDecide()))
        .isGreaterThanOrEqualTo(GitHubHandler.TIME_NEEDED);
  }

  @Test
  void an_alert_can_still_be_claimed_after_the_worst_beginning() {
    Duration beginning = worst("Normalize message").plus(worst("Decide action"));

    assertThat(Deadline.EXECUTION_TIMEOUT.minus(beginning))
        .isGreaterThanOrEqualTo(Decider.TIME_FOR_A_CLAIM);
  }

  /**
   * Quarantined after alerts that took long, it may be cut off; then the redelivery is this one.
   */
  @Test
  void what_is_rejected_is_quarantined_in_time() {
    Duration all =
        Stream.of("Normalize message", "Decide action", "Quarantine alert")
            .map(this::worst)
            .reduce(Duration.ZERO, Duration::plus);

    assertThat(all).isLessThanOrEqualTo(Deadline.EXECUTION_TIMEOUT);
  }

  /** Decide looks at the clock as it will be when the turn comes. */
  @Test
  void alert_that_waits_for_the_farthest_turn_begins_its_action_in_time() {
    Duration usual =
        ownLimit(definition.state("Normalize message"))
            .plus(ownLimit(definition.state("Decide action")));

    assertThat(Deadline.EXECUTION_TIMEOUT.minus(usual).minus(FARTHEST_TURN))
        .isGreaterThanOrEqualTo(Decider.TIME_FOR_A_CLAIM);
  }

  @Test
  void claim_is_held_longer_than_anything_its_holder_has_begun_can_last() {
    Duration longest = Deadline.EXECUTION_TIMEOUT.plus(FUNCTION_TIMEOUTS.get(Callee.GITHUB));

    assertThat(Decider.LEASE).isGreaterThan(longest);
  }

  /** The last try that may begin fails as late as it can, and is followed by another one. */
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

  /** Each try at its worst is refused as often as its retrier has it tried. */
  private Duration triesRefused() {
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

  private Duration lostAnswerOfDecide() {
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

  /** Every attempt fails as late as it can, and the last one is as long as any. */
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
        .filter(task -> callee(task) != Callee.QUARANTINE)
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
