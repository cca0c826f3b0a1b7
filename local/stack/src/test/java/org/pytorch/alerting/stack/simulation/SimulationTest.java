package org.pytorch.alerting.stack.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pytorch.alerting.stack.simulation.Simulation.Report;

/**
 * Nothing is lost and nothing is done twice, in thousands of worlds; and the check can fail. What a
 * seed shows changes with the worlds, so a fault that was found becomes a scenario.
 */
final class SimulationTest {
  private static final int SEEDS = 900;

  /** Each planted fault is found within so many worlds. */
  private static final int SEEDS_TO_FIND_A_FAULT = 400;

  @Test
  void nothing_is_lost_and_nothing_is_done_twice() {
    Tally tally = new Tally();
    LongStream.rangeClosed(1, SEEDS)
        .mapToObj(Simulation::run)
        .peek(SimulationTest::requireNoViolation)
        .forEach(tally::add);
    System.out.println("Simulation: " + tally);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void planted_fault_is_found(PlantedFault planted) {
    long first = planted.firstSeed();
    assertThat(LongStream.range(first, first + SEEDS_TO_FIND_A_FAULT))
        .as("worlds that show %s", planted)
        .anyMatch(seed -> !Simulation.run(seed, planted).violations().isEmpty());
  }

  @Test
  void same_seed_repeats_the_same_history() {
    assertThat(Simulation.replay(7).history())
        .isEqualTo(Simulation.replay(7).history())
        .isNotEqualTo(Simulation.replay(8).history())
        .contains("sent:", "Alert decided");
  }

  private static void requireNoViolation(Report report) {
    if (!report.violations().isEmpty()) {
      throw new AssertionError(
          "seed %d: %s%nReplay it with: make soak SEED=%d%n%s"
              .formatted(
                  report.seed(),
                  report.violations(),
                  report.seed(),
                  Simulation.replay(report.seed()).history()));
    }
  }
}
