package org.pytorch.alerting.stack.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pytorch.alerting.stack.simulation.planted.PlantedFault;

/** Proves that the simulation can fail: it finds each of these planted faults. */
@Tag("calculation")
final class SimulationFaultsTest {
  /** The number of worlds within which each planted fault must be found. */
  private static final int SEEDS_TO_FIND_A_FAULT = 400;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void planted_fault_is_found(PlantedFault planted) {
    long first = planted.firstSeed();
    assertThat(LongStream.range(first, first + SEEDS_TO_FIND_A_FAULT))
        .as("worlds that show %s", planted)
        .anyMatch(seed -> !Simulation.run(seed, planted).violations().isEmpty());
  }
}
