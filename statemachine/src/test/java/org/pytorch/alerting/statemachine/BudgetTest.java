package org.pytorch.alerting.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.decide.Decider;
import org.pytorch.alerting.github.GitHubHandler;
import org.pytorch.alerting.github.TimeBudget;
import org.pytorch.alerting.model.Deadline;
import org.pytorch.alerting.statemachine.Definition.State;

/**
 * Every way through the state machine ends in good order before the execution is cut off.
 *
 * <p>What is reckoned with: each Task that an alert passes meets one kind of trouble, that is one
 * of its retriers, and meets it at its worst: every attempt lasts as long as that trouble can,
 * every wait is as long as its jitter allows, and all retries are used. Nothing bounds how often
 * Lambda itself could go wrong in turn; then the execution is cut off, and the lease sees to it
 * that the redelivery does no harm.
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
      Duration left = GitHubHandler.TIME_NEEDED.minus(timeout(action));

      assertThat(worst("Record outcome")).as(action.name()).isLessThanOrEqualTo(left);
    }
  }

  @Test
  void action_that_fails_at_the_last_moment_is_released_in_time() {
    for (State action : actions()) {
      for (Retrier retrier : retriers(action)) {
        // The deadline has passed by the second attempt, so that is the last one.
        Duration failing =
            isRefusal(retrier)
                ? REFUSAL.multipliedBy(retrier.delays().size()).plus(retrier.allDelays())
                : attempt(action, retrier).plus(retrier.longestDelay());

        assertThat(failing.plus(TOO_LATE).plus(worst("Release claim")))
            .as("%s with %s", action.name(), retrier.shortNames())
            .isLessThanOrEqualTo(GitHubHandler.TIME_NEEDED);
      }
      assertThat(timeout(action).plus(worst("Release claim")))
          .as("%s with an error that is not repeated", action.name())
          .isLessThanOrEqualTo(GitHubHandler.TIME_NEEDED);
    }
  }

  @Test
  void claim_made_at_the_last_moment_leaves_time_to_begin_its_action() {
    State decide = definition.state("Decide action");
    Duration lostAnswer =
        retriers(decide).stream()
            .filter(retrier -> retrier.errors().contains("States.Timeout"))
            .map(retrier -> worst(decide, retrier))
            .findFirst()
            .orElseThrow();

    assertThat(Decider.TIME_FOR_A_CLAIM.minus(lostAnswer))
        .isGreaterThanOrEqualTo(GitHubHandler.TIME_NEEDED);
  }

  @Test
  void an_alert_can_still_be_claimed_after_the_worst_beginning() {
    Duration beginning = worst("Normalize message").plus(worst("Decide action"));

    assertThat(Deadline.EXECUTION_TIMEOUT.minus(beginning))
        .isGreaterThanOrEqualTo(Decider.TIME_FOR_A_CLAIM);
  }

  /** Set aside after alerts that took long, it may be cut off; then the redelivery is this one. */
  @Test
  void message_whose_other_alerts_are_done_is_set_aside_in_time() {
    Duration all =
        Stream.of("Normalize message", "Decide action", "Quarantine message")
            .map(this::worst)
            .reduce(Duration.ZERO, Duration::plus);

    assertThat(all).isLessThanOrEqualTo(Deadline.EXECUTION_TIMEOUT);
  }

  @Test
  void claim_is_held_longer_than_anything_its_holder_has_begun_can_last() {
    Duration longest = Deadline.EXECUTION_TIMEOUT.plus(FUNCTION_TIMEOUTS.get(Callee.GITHUB));

    assertThat(Decider.LEASE).isGreaterThan(longest);
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
    JsonNode parameters = task.node().get("Parameters");
    return Stream.of(Callee.values())
        .filter(callee -> parameters.toString().contains("${" + callee.placeholder() + "}"))
        .findFirst()
        .orElseThrow();
  }

  private static List<Retrier> retriers(State task) {
    return task.list("Retry").stream().map(Retrier::of).toList();
  }
}
