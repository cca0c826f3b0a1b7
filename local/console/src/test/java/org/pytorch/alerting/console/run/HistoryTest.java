package org.pytorch.alerting.console.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HistoryTest {
  private final Events events = new Events();

  private void task(String name) {
    events.add("TaskStateEntered", "name", name, "input", "{}");
    events.add("LambdaFunctionScheduled", "resource", "arn:f", "input", "{\"x\":1}");
    events.add("LambdaFunctionStarted");
    events.add("LambdaFunctionSucceeded", "output", "{}");
    events.add("TaskStateExited", "name", name, "output", "{\"done\":true}");
  }

  @Test
  void states_follow_each_other() {
    events.add("ExecutionStarted", "input", "{}");
    task("One");
    task("Two");
    events.add("ExecutionSucceeded", "output", "{}");

    Run run = events.run();

    assertThat(run.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(run.startedAt()).isEqualTo(Events.START);
    assertThat(run.endedAt()).contains(Events.START.plusMillis(110));
    assertThat(run.visits()).extracting(Visit::name).containsExactly("One", "Two");
    Visit two = run.visits().getLast();
    assertThat(two.from()).contains("One");
    assertThat(two.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(two.output()).contains("{\"done\":true}");
    assertThat(two.attempts())
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.parameters()).contains("{\"x\":1}");
              assertThat(attempt.resource()).contains("arn:f");
            });
  }

  @Test
  void a_retry_is_another_attempt_with_the_time_between() {
    events.add("ExecutionStarted");
    events.add("TaskStateEntered", "name", "Flaky");
    events.add("TaskScheduled");
    events.add("TaskFailed", "error", "Busy", "cause", "full");
    events.pause(Duration.ofSeconds(2));
    events.add("TaskScheduled");
    events.add("TaskSucceeded");
    events.add("TaskStateExited", "name", "Flaky");
    events.add("ExecutionSucceeded");

    Visit flaky = events.run().visits().getFirst();

    assertThat(flaky.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(flaky.retries()).isEqualTo(1);
    assertThat(flaky.lastError()).get().satisfies(it -> assertThat(it.cause()).contains("full"));
    assertThat(
            Duration.between(
                flaky.attempts().getFirst().endedAt().orElseThrow(),
                flaky.attempts().getLast().startedAt()))
        .isEqualTo(Duration.ofMillis(2_010));
  }

  @Test
  void an_error_that_is_caught_leaves_the_state_by_another_way() {
    events.add("ExecutionStarted");
    events.add("TaskStateEntered", "name", "Risky");
    events.add("LambdaFunctionScheduled");
    events.add("LambdaFunctionTimedOut", "error", "States.Timeout");
    events.add("TaskStateExited", "name", "Risky");
    events.add("PassStateEntered", "name", "Repair");
    events.add("PassStateExited", "name", "Repair");
    events.add("ExecutionSucceeded");

    assertThat(events.run().visits())
        .extracting(Visit::name, Visit::status)
        .containsExactly(tuple("Risky", Status.CAUGHT), tuple("Repair", Status.SUCCEEDED));
  }

  @Test
  void the_state_that_ends_a_failed_execution_has_failed() {
    events.add("ExecutionStarted");
    events.add("FailStateEntered", "name", "Wrong");
    events.add("ExecutionFailed", "error", "Wrong");

    Run run = events.run();

    assertThat(run.status()).isEqualTo(Status.FAILED);
    assertThat(run.visits()).singleElement().extracting(Visit::status).isEqualTo(Status.FAILED);
  }

  @Test
  void what_has_not_ended_runs() {
    events.add("ExecutionStarted");
    events.add("TaskStateEntered", "name", "Slow");
    events.add("LambdaFunctionScheduled");

    Run run = events.run();

    assertThat(run.status()).isEqualTo(Status.RUNNING);
    assertThat(run.visits()).singleElement().extracting(Visit::status).isEqualTo(Status.RUNNING);
  }

  /** The second item's start names no event before it, as some engines write it. */
  @Test
  void items_of_a_map_are_told_apart_although_their_events_are_mixed() {
    events.add("ExecutionStarted");
    events.add("MapStateEntered", "name", "Each");
    long map = events.add("MapStateStarted", "length", "2");
    long first = events.after(map, "MapIterationStarted", "name", "Each", "index", "0");
    long second = events.after(0, "MapIterationStarted", "name", "Each", "index", "1");
    long a = events.after(first, "PassStateEntered", "name", "Step", "input", "\"a\"");
    long b = events.after(second, "FailStateEntered", "name", "Stop", "input", "\"b\"");
    events.after(b, "MapIterationFailed", "name", "Each", "index", "1");
    long aEnd = events.after(a, "PassStateExited", "name", "Step");
    events.after(aEnd, "MapIterationAborted", "name", "Each", "index", "0");
    long failed = events.after(map, "MapStateFailed", "error", "Stopped");
    long left = events.after(failed, "MapStateExited", "name", "Each");
    events.after(left, "PassStateEntered", "name", "After");
    events.add("PassStateExited", "name", "After");
    events.add("ExecutionSucceeded");

    Run run = events.run();

    assertThat(run.visits()).extracting(Visit::name).containsExactly("Each", "After");
    Visit each = run.visits().getFirst();
    assertThat(each.status()).isEqualTo(Status.CAUGHT);
    assertThat(each.items())
        .extracting(Visit.Item::index, Visit.Item::status)
        .containsExactly(tuple(0, Status.ABORTED), tuple(1, Status.FAILED));
    assertThat(each.items().getFirst().visits()).extracting(Visit::name).containsExactly("Step");
    assertThat(each.items().getLast().visits())
        .extracting(Visit::status)
        .isEqualTo(List.of(Status.FAILED));
    assertThat(run.visitsOf("Stop")).hasSize(1);
  }

  @Test
  void a_map_that_is_tried_again_counts_its_retries_and_shows_the_last_round() {
    events.add("ExecutionStarted");
    events.add("MapStateEntered", "name", "Each");
    events.add("MapStateStarted");
    events.add("MapIterationStarted", "name", "Each", "index", "0");
    events.add("MapIterationFailed", "name", "Each", "index", "0");
    events.add("MapStateStarted");
    events.add("MapIterationStarted", "name", "Each", "index", "0");
    events.add("MapIterationSucceeded", "name", "Each", "index", "0");
    events.add("MapStateSucceeded");
    events.add("MapStateExited", "name", "Each");
    events.add("ExecutionSucceeded");

    Visit each = events.run().visits().getFirst();

    assertThat(each.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(each.retries()).isEqualTo(1);
    assertThat(each.items())
        .singleElement()
        .extracting(Visit.Item::status)
        .isEqualTo(Status.SUCCEEDED);
  }

  @Test
  void branches_are_inside_their_state() {
    events.add("ExecutionStarted");
    events.add("ParallelStateEntered", "name", "Both");
    long started = events.add("ParallelStateStarted");
    long one = events.after(started, "PassStateEntered", "name", "One");
    long two = events.after(started, "PassStateEntered", "name", "Two");
    events.after(one, "PassStateExited", "name", "One");
    long end = events.after(two, "PassStateExited", "name", "Two");
    events.after(end, "ParallelStateSucceeded");
    events.add("ParallelStateExited", "name", "Both");
    events.add("ExecutionSucceeded");

    Run run = events.run();

    assertThat(run.visits()).extracting(Visit::name).containsExactly("Both");
    assertThat(run.allVisits()).extracting(Visit::name).containsExactly("Both", "One", "Two");
    assertThat(run.allVisits()).allMatch(visit -> visit.status() == Status.SUCCEEDED);
    assertThat(run.allVisits()).allMatch(visit -> visit.from().isEmpty());
  }

  @Test
  void the_state_that_fails_a_branch_has_failed_although_the_error_is_caught() {
    events.add("ExecutionStarted");
    events.add("ParallelStateEntered", "name", "Both");
    long started = events.add("ParallelStateStarted");
    events.after(started, "FailStateEntered", "name", "Stop");
    events.add("ParallelStateFailed", "error", "Stopped");
    events.add("ParallelStateExited", "name", "Both");
    events.add("ExecutionSucceeded");

    assertThat(events.run().allVisits())
        .extracting(Visit::name, Visit::status)
        .containsExactly(tuple("Both", Status.CAUGHT), tuple("Stop", Status.FAILED));
  }

  @Test
  void a_state_that_was_aborted_says_so() {
    events.add("ExecutionStarted");
    events.add("WaitStateEntered", "name", "Wait");
    events.add("WaitStateAborted");
    events.add("ExecutionAborted");

    assertThat(events.run().visits())
        .singleElement()
        .extracting(Visit::status)
        .isEqualTo(Status.ABORTED);
  }

  @Test
  void a_history_without_events_is_an_execution_that_begins() {
    assertThat(events.run().visits()).isEmpty();
    assertThat(events.run().status()).isEqualTo(Status.RUNNING);
  }
}
