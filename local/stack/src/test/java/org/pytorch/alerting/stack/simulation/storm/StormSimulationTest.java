package org.pytorch.alerting.stack.simulation.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In a storm every alert has one place: point 8 of {@code docs/RELIABILITY.md}. */
@Tag("calculation")
final class StormSimulationTest {
  private static final int SEEDS = 200;

  @Test
  void every_alert_has_one_place_in_a_storm() {
    List<StormSimulation.Result> results =
        LongStream.rangeClosed(1, SEEDS)
            .mapToObj(seed -> StormSimulation.run(seed, PlantedStormFault.NONE, false))
            .toList();

    for (StormSimulation.Result result : results) {
      if (!result.violations().isEmpty()) {
        throw new AssertionError(
            "seed %d: %s%n%s"
                .formatted(
                    result.seed(),
                    result.violations(),
                    StormSimulation.run(result.seed(), PlantedStormFault.NONE, true).history()));
      }
    }
    assertThat(results.stream().mapToInt(StormSimulation.Result::shared).sum())
        .isGreaterThan(SEEDS / 2);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void planted_fault_is_found(PlantedStormFault planted) {
    assertThat(LongStream.rangeClosed(1, SEEDS))
        .as("worlds that show %s", planted)
        .anyMatch(seed -> !StormSimulation.run(seed, planted, false).violations().isEmpty());
  }
}
