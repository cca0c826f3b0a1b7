package org.pytorch.alerting.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BenchTest {
  @Test
  void everything_is_measured_for_people_by_default() {
    assertThat(Bench.Options.parse()).isEqualTo(new Bench.Options(false, ""));
    assertThat(Bench.Options.parse("--json", "--only=console"))
        .isEqualTo(new Bench.Options(true, "console"));
  }

  @Test
  void unknown_option_is_refused() {
    assertThatThrownBy(() -> Bench.Options.parse("--jsno"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--jsno")
        .hasMessageContaining("--json and --only=");
  }

  /** An empty table would look like a result. */
  @Test
  void name_of_no_measurement_is_refused_with_those_that_there_are() {
    assertThatThrownBy(() -> new Bench("konsole"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no measurement has \"konsole\" in its name; they are: cold starts")
        .hasMessageContaining("the console of a large stack");
  }
}
