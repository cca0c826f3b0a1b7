package org.pytorch.alerting.decide.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The budget's numbers; {@link TurnBookTest} holds the turns to them. */
class BudgetTest {
  @Test
  void by_default_10_requests_per_second_60_writes_per_minute_and_400_per_hour() {
    assertThat(Budget.DEFAULT).isEqualTo(new Budget(10, 60, 400));
  }

  @Test
  void turns_are_80_percent_of_the_requests_evenly_spaced() {
    assertThat(Budget.DEFAULT.requests()).isEqualTo(new Meter(Duration.ofMillis(125), 1));
    assertThat(new Budget(2, 60, 400).requests()).isEqualTo(new Meter(Duration.ofMillis(625), 1));
  }

  @Test
  void burst_is_19_writes_in_a_minute_and_99_in_an_hour() {
    assertThat(Budget.DEFAULT.writesInMinute()).isEqualTo(new Meter(Duration.ofSeconds(1), 19));
    assertThat(Budget.DEFAULT.writesInHour()).isEqualTo(new Meter(Duration.ofSeconds(9), 99));
  }

  @Test
  void smallest_burst_lets_an_issue_be_closed() {
    Budget small = new Budget(1, 1, 4);

    assertThat(small.writesInMinute()).isEqualTo(new Meter(Duration.ofMinutes(1), 2));
    assertThat(small.writesInHour()).isEqualTo(new Meter(Duration.ofMinutes(15), 2));
  }

  @ParameterizedTest
  @CsvSource({"10, 60, 400, 9000", "10, 6, 4000, 10000", "0.1, 60, 4000, 12500"})
  void pace_is_that_of_the_slowest_limit(double second, double minute, double hour, long millis) {
    assertThat(new Budget(second, minute, hour).pace()).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"0, 60, 400", "10, 0, 400", "10, 60, -1"})
  void budget_of_nothing_is_refused(double second, double minute, double hour) {
    assertThatThrownBy(() -> new Budget(second, minute, hour))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
