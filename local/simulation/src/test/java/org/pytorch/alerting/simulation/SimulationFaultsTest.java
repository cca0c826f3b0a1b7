package org.pytorch.alerting.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pytorch.alerting.simulation.planted.PlantedFault;
import org.pytorch.alerting.simulation.world.Worlds;

/** Proves that the simulation can fail: it finds each of these planted faults. */
final class SimulationFaultsTest {
  /** The number of worlds within which each planted fault must be found. */
  private static final int SEEDS_TO_FIND_A_FAULT = 400;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void planted_fault_is_found(PlantedFault planted) {
    assertThat(
            Worlds.anyViolation(
                planted.firstSeed(), SEEDS_TO_FIND_A_FAULT, seed -> Simulation.run(seed, planted)))
        .as("whether a world shows %s", planted)
        .isTrue();
  }
}
