package org.pytorch.alerting.stepfunctions.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RealSchedulerTest {
  @Test
  void all_tasks_run_on_one_daemon_thread() throws Exception {
    try (RealScheduler scheduler = new RealScheduler()) {
      CompletableFuture<Thread> first = new CompletableFuture<>();
      CompletableFuture<Thread> second = new CompletableFuture<>();
      scheduler.schedule(Duration.ofMillis(1), () -> second.complete(Thread.currentThread()));
      scheduler.schedule(Duration.ZERO, () -> first.complete(Thread.currentThread()));

      assertThat(first.get(20, TimeUnit.SECONDS)).isSameAs(second.get(20, TimeUnit.SECONDS));
      assertThat(first.join().isDaemon()).isTrue();
    }
  }

  @Test
  void a_cancelled_task_does_not_run() throws Exception {
    try (RealScheduler scheduler = new RealScheduler()) {
      CompletableFuture<String> result = new CompletableFuture<>();
      // Scheduled from the thread itself, so the first task cannot have started.
      scheduler.schedule(
          Duration.ZERO,
          () -> {
            scheduler.schedule(Duration.ZERO, () -> result.complete("cancelled")).cancel();
            scheduler.schedule(Duration.ZERO, () -> result.complete("kept"));
          });

      assertThat(result.get(20, TimeUnit.SECONDS)).isEqualTo("kept");
    }
  }

  @Test
  void a_task_that_throws_does_not_stop_later_tasks() throws Exception {
    try (RealScheduler scheduler = new RealScheduler()) {
      CompletableFuture<Throwable> seen = new CompletableFuture<>();
      CompletableFuture<String> next = new CompletableFuture<>();
      scheduler.schedule(
          Duration.ZERO,
          () -> {
            Thread.currentThread().setUncaughtExceptionHandler((_, bug) -> seen.complete(bug));
            throw new IllegalStateException("a bug");
          });
      scheduler.schedule(Duration.ZERO, () -> next.complete("ran"));

      assertThat(next.get(20, TimeUnit.SECONDS)).isEqualTo("ran");
      assertThat(seen.get(20, TimeUnit.SECONDS)).hasMessage("a bug");
    }
  }

  @Test
  void scheduling_after_the_end_does_nothing() {
    RealScheduler scheduler = new RealScheduler();
    scheduler.close();

    scheduler.schedule(Duration.ZERO, () -> {}).cancel();
  }

  @Test
  void a_negative_delay_is_refused() {
    try (RealScheduler scheduler = new RealScheduler()) {
      assertThatThrownBy(() -> scheduler.schedule(Duration.ofMillis(-1), () -> {}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
