package org.pytorch.alerting.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StormTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void window_may_start_at_any_request() {
    assertThat(Storm.mostIn(SECOND, times(0, 900, 1_100, 1_200, 1_899, 3_000))).isEqualTo(4);
  }

  /** The end of a window is exclusive. */
  @Test
  void requests_a_second_apart_are_in_different_windows() {
    assertThat(Storm.mostIn(SECOND, times(0, 1_000, 2_000))).isEqualTo(1);
  }

  @Test
  void no_requests_count_as_zero() {
    assertThat(Storm.mostIn(SECOND, List.of())).isZero();
  }

  private static List<Instant> times(long... millis) {
    return Arrays.stream(millis).mapToObj(Instant::ofEpochMilli).toList();
  }
}
