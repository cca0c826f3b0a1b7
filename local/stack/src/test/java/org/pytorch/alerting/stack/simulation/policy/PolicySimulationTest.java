package org.pytorch.alerting.stack.simulation.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A policy changes only what it says, whenever it is replaced: point 5 of {@code
 * docs/RELIABILITY.md}.
 */
@Tag("calculation")
final class PolicySimulationTest {
  private static final int SEEDS = 300;

  @Test
  void policy_changes_only_what_it_says() {
    List<PolicySimulation.Result> results =
        LongStream.rangeClosed(1, SEEDS)
            .mapToObj(seed -> PolicySimulation.run(seed, PlantedPolicyFault.NONE, false))
            .toList();

    for (PolicySimulation.Result result : results) {
      if (!result.violations().isEmpty()) {
        throw new AssertionError(
            "seed %d: %s%n%s"
                .formatted(
                    result.seed(),
                    result.violations(),
                    PolicySimulation.run(result.seed(), PlantedPolicyFault.NONE, true).history()));
      }
    }
    assertThat(results).anyMatch(result -> result.repositories() == 3);
    assertThat(results.stream().mapToInt(PolicySimulation.Result::issues).sum())
        .isGreaterThan(SEEDS);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void planted_fault_is_found(PlantedPolicyFault planted) {
    assertThat(LongStream.rangeClosed(1, SEEDS))
        .as("worlds that show %s", planted)
        .anyMatch(seed -> !PolicySimulation.run(seed, planted, false).violations().isEmpty());
  }
}
