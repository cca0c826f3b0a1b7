package org.pytorch.alerting.simulation.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pytorch.alerting.simulation.world.Worlds;

/** In a storm every alert has one place: point 8 of {@code docs/RELIABILITY.md}. */
final class StormSimulationTest {
  private static final int SEEDS = 200;

  @Test
  void every_alert_has_one_place_in_a_storm() {
    List<StormSimulation.Result> results =
        Worlds.requireNoViolation(
            SEEDS,
            seed -> StormSimulation.run(seed, PlantedStormFault.NONE, false),
            seed -> StormSimulation.run(seed, PlantedStormFault.NONE, true).history());

    assertThat(results.stream().mapToInt(StormSimulation.Result::shared).sum())
        .isGreaterThan(SEEDS / 2);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void planted_fault_is_found(PlantedStormFault planted) {
    assertThat(
            Worlds.anyViolation(
                planted.firstSeed(), SEEDS, seed -> StormSimulation.run(seed, planted, false)))
        .as("whether a world shows %s", planted)
        .isTrue();
  }
}
