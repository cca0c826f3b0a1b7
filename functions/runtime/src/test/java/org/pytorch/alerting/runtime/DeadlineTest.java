package org.pytorch.alerting.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private static final Instant NOW = Instant.parse("2026-03-04T07:12:10Z");

  @Test
  void a_function_begins_only_what_it_can_finish() {
    Deadline deadline = Deadline.ofExecution(NOW);

    deadline.require(Duration.ofSeconds(60), NOW.plusSeconds(180));
    assertThatThrownBy(
            () -> deadline.require(Duration.ofSeconds(60), NOW.plusSeconds(180).plusMillis(1)))
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessageContaining("60 s are needed and 59 s are left");
    assertThatThrownBy(() -> deadline.require(Duration.ofSeconds(60), NOW.plusSeconds(300)))
        .hasMessageContaining("60 s are needed and 0 s are left");
  }

  @Test
  void expected_failure_carries_no_stack_trace_and_no_other_failure() {
    StacklessException failure = new DeadlineExceededException("too late");

    failure.addSuppressed(new IllegalStateException("another"));

    assertThat(failure.getStackTrace()).isEmpty();
    assertThat(failure.getSuppressed()).isEmpty();
  }
}
