package org.pytorch.alerting.stack.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pytorch.alerting.stack.simulation.planted.PlantedFault;
import org.pytorch.alerting.stack.simulation.world.Worlds;

/** Proves that the simulation can fail: it finds each of these planted faults. */
@Tag("calculation")
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
