package org.pytorch.alerting.simulation.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.stepfunctions.time.VirtualScheduler;

final class FibersTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final VirtualScheduler scheduler = new VirtualScheduler(START);
  private final Fibers fibers = new Fibers(scheduler);
  private final List<String> seen = new ArrayList<>();

  @Test
  void fibers_take_turns_in_the_order_of_virtual_time() {
    fibers.start(() -> walk("a", Duration.ofMinutes(2)));
    fibers.start(() -> walk("b", Duration.ofMinutes(3)));

    scheduler.runUntilIdle();

    assertThat(seen).containsExactly("a0", "b0", "a1", "b1", "a2", "b2");
    assertThat(scheduler.now()).isEqualTo(START.plus(Duration.ofMinutes(6)));
  }

  @Test
  void killed_fiber_does_nothing_more() {
    Fibers.Fiber fiber = fibers.start(() -> walk("a", Duration.ofMinutes(2)));
    scheduler.schedule(Duration.ofMinutes(3), fiber::kill);

    scheduler.runUntilIdle();

    assertThat(seen).containsExactly("a0", "a1");
  }

  @Test
  void exception_of_a_fiber_is_thrown_by_the_scheduler() {
    fibers.start(
        () -> {
          throw new IllegalArgumentException("a bug");
        });

    assertThatThrownBy(scheduler::runUntilIdle)
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void only_a_fiber_can_pause() {
    assertThatThrownBy(() -> fibers.pause(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
  }

  private void walk(String name, Duration step) {
    for (int i = 0; i < 3; i++) {
      seen.add(name + i);
      if (i < 2) {
        fibers.pause(step);
      }
    }
  }
}
