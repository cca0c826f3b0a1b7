package org.pytorch.alerting.decide.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeterTest {
  private static final Meter METER = new Meter(Duration.ofSeconds(10), 3);

  @Test
  void burst_is_free_at_once_after_a_rest_and_then_one_unit_per_interval() {
    List<Instant> used = new ArrayList<>();
    Instant paid = Instant.EPOCH;
    for (int i = 0; i < 6; i++) {
      Instant time = METER.free(paid, 1, NOW);
      paid = METER.paid(paid, 1, time);
      used.add(time);
    }

    assertThat(used)
        .containsExactly(
            NOW, NOW, NOW, NOW.plusSeconds(10), NOW.plusSeconds(20), NOW.plusSeconds(30));
    assertThat(paid).isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void rest_gives_back_a_unit_per_interval_and_never_more_than_a_burst() {
    Instant paid = METER.paid(Instant.EPOCH, 3, NOW);

    assertThat(METER.free(paid, 1, NOW)).isEqualTo(NOW.plusSeconds(10));
    assertThat(METER.free(paid, 2, NOW)).isEqualTo(NOW.plusSeconds(20));
    assertThat(METER.free(paid, 3, NOW)).isEqualTo(NOW.plusSeconds(30));
    Instant dayAfter = NOW.plus(Duration.ofDays(1));
    Instant paidThen = METER.paid(paid, 3, dayAfter);
    assertThat(METER.free(paidThen, 1, dayAfter)).isEqualTo(dayAfter.plusSeconds(10));
  }

  @ParameterizedTest
  @CsvSource({"3, 0", "4, 0", "50, 0"})
  void more_than_a_burst_is_free_as_soon_as_a_burst_is(int units, int seconds) {
    assertThat(METER.free(NOW, units, NOW)).isEqualTo(NOW.plusSeconds(seconds));
    assertThat(METER.free(NOW.plusSeconds(30), units, NOW)).isEqualTo(NOW.plusSeconds(30));
    // It is paid for all the same.
    assertThat(METER.paid(NOW, units, NOW)).isEqualTo(NOW.plusSeconds(10L * units));
  }

  @Test
  void burst_of_one_is_even_spacing() {
    Meter even = new Meter(Duration.ofMillis(125), 1);

    assertThat(even.free(NOW, 1, NOW)).isEqualTo(NOW);
    assertThat(even.free(NOW.plusMillis(125), 1, NOW)).isEqualTo(NOW.plusMillis(125));
    assertThat(even.free(NOW.plusMillis(125), 6, NOW)).isEqualTo(NOW.plusMillis(125));
  }

  @Test
  void nothing_is_free_before_now() {
    assertThat(METER.free(NOW.minusSeconds(3_600), 1, NOW)).isEqualTo(NOW);
  }
}
