package org.pytorch.alerting.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pytorch.alerting.simulation.world.Worlds;

/**
 * Nothing is lost and nothing is done twice, in hundreds of worlds; {@link SimulationFaultsTest}
 * proves that the check can fail. A seed makes another world after any change to the simulation, so
 * each bug found gets a scenario of its own.
 */
final class SimulationTest {
  private static final int SEEDS = 900;

  @Test
  void nothing_is_lost_and_nothing_is_done_twice() {
    Tally tally = new Tally();
    Worlds.requireNoViolation(SEEDS, Simulation::run, SimulationTest::replay).forEach(tally::add);
    System.out.println("Simulation: " + tally);
  }

  @Test
  void same_seed_repeats_the_same_history() {
    assertThat(Simulation.replay(7).history())
        .isEqualTo(Simulation.replay(7).history())
        .isNotEqualTo(Simulation.replay(8).history())
        .contains("sent:", "Alert decided");
  }

  private static String replay(long seed) {
    return "Replay it with: make soak SEED=%d%n%s"
        .formatted(seed, Simulation.replay(seed).history());
  }
}
