package org.pytorch.alerting.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedeliveryDelayTest {
  private static final RedeliveryDelay LONGEST = new RedeliveryDelay(always(0));
  private static final RedeliveryDelay SHORTEST = new RedeliveryDelay(always(Math.nextDown(1.0)));

  @ParameterizedTest
  @CsvSource({
    "1, 30",
    "2, 60",
    "3, 120",
    "4, 240",
    "5, 480",
    "6, 960",
    "7, 1500",
    "20, 1500",
    "64, 1500",
    "2147483647, 1500"
  })
  void the_wait_doubles_up_to_25_minutes(int receiveCount, long seconds) {
    assertThat(LONGEST.after(receiveCount)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({"1, 24", "2, 48", "20, 1200"})
  void jitter_takes_off_a_fifth_at_most(int receiveCount, long seconds) {
    assertThat(SHORTEST.after(receiveCount)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void twenty_receives_wait_out_an_outage_of_four_hours_with_the_worst_of_luck() {
    assertThat(lastReceiveAfter(SHORTEST)).isGreaterThan(Duration.ofMinutes(4 * 60 + 45));
    assertThat(lastReceiveAfter(LONGEST)).isGreaterThan(Duration.ofMinutes(5 * 60 + 56));
  }

  private static Duration lastReceiveAfter(RedeliveryDelay redelivery) {
    return IntStream.range(1, 20).mapToObj(redelivery::after).reduce(Duration.ZERO, Duration::plus);
  }

  /** A generator whose doubles are all {@code value}. */
  private static RandomGenerator always(double value) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new UnsupportedOperationException("only doubles are asked for");
      }

      @Override
      public double nextDouble() {
        return value;
      }
    };
  }
}
