package org.pytorch.alerting.stepfunctions.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class VirtualSchedulerTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private final VirtualScheduler scheduler = new VirtualScheduler(START);
  private final List<String> ran = new ArrayList<>();

  @Test
  void tasks_run_in_time_order_and_ties_in_scheduling_order() {
    in(2, "second");
    in(1, "first");
    in(2, "third");

    scheduler.runUntilIdle();

    assertThat(ran).containsExactly("first@1", "second@2", "third@2");
  }

  @Test
  void a_task_scheduled_by_a_task_runs_after_tasks_that_are_already_due() {
    scheduler.schedule(Duration.ZERO, () -> in(0, "child"));
    in(0, "sibling");

    scheduler.runUntilIdle();

    assertThat(ran).containsExactly("sibling@0", "child@0");
  }

  @Test
  void a_cancelled_task_neither_runs_nor_moves_the_clock() {
    in(1, "kept");
    in(100, "cancelled").cancel();

    scheduler.runUntilIdle();

    assertThat(ran).containsExactly("kept@1");
    assertThat(scheduler.now()).isEqualTo(START.plusSeconds(1));
    assertThat(scheduler.nextDue()).isEmpty();
  }

  @Test
  void advancing_runs_due_tasks_and_sets_the_clock_to_the_end() {
    in(5, "due");
    in(11, "later");

    scheduler.advance(Duration.ofSeconds(10));

    assertThat(ran).containsExactly("due@5");
    assertThat(scheduler.now()).isEqualTo(START.plusSeconds(10));
    assertThat(scheduler.nextDue()).contains(START.plusSeconds(11));
  }

  @Test
  void run_next_returns_whether_a_task_ran() {
    in(1, "only");

    assertThat(scheduler.runNext()).isTrue();
    assertThat(scheduler.runNext()).isFalse();
  }

  @Test
  void awaiting_stops_as_soon_as_the_future_is_done() {
    CompletableFuture<String> future = new CompletableFuture<>();
    scheduler.schedule(Duration.ofSeconds(3), () -> future.complete("done"));
    in(60, "later");

    assertThat(scheduler.await(future)).isEqualTo("done");
    assertThat(ran).isEmpty();
  }

  @Test
  void awaiting_a_future_that_no_task_completes_is_an_error() {
    assertThatThrownBy(() -> scheduler.await(new CompletableFuture<>()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("No tasks are left");
  }

  @Test
  void a_negative_delay_is_refused() {
    assertThatThrownBy(() -> in(-1, "before")).isInstanceOf(IllegalArgumentException.class);
  }

  private Scheduler.Scheduled in(int seconds, String name) {
    return scheduler.schedule(
        Duration.ofSeconds(seconds),
        () -> ran.add(name + "@" + Duration.between(START, scheduler.now()).toSeconds()));
  }
}
