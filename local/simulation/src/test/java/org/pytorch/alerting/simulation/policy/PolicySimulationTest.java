package org.pytorch.alerting.simulation.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pytorch.alerting.simulation.world.Worlds;

/**
 * A policy changes only what it says, whenever it is replaced: point 5 of {@code
 * docs/RELIABILITY.md}.
 */
final class PolicySimulationTest {
  private static final int SEEDS = 300;

  @Test
  void policy_changes_only_what_it_says() {
    List<PolicySimulation.Result> results =
        Worlds.requireNoViolation(
            SEEDS,
            seed -> PolicySimulation.run(seed, PlantedPolicyFault.NONE, false),
            seed -> PolicySimulation.run(seed, PlantedPolicyFault.NONE, true).history());

    assertThat(results).anyMatch(result -> result.repositories() == 3);
    assertThat(results.stream().mapToInt(PolicySimulation.Result::issues).sum())
        .isGreaterThan(SEEDS);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void planted_fault_is_found(PlantedPolicyFault planted) {
    assertThat(
            Worlds.anyViolation(
                planted.firstSeed(), SEEDS, seed -> PolicySimulation.run(seed, planted, false)))
        .as("whether a world shows %s", planted)
        .isTrue();
  }
}
