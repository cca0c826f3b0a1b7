package org.pytorch.alerting.simulation.lost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.simulation.world.Worlds;

/** A lost or restored table opens nothing twice, and leaves nothing open, while it is searched. */
final class LostTableSimulationTest {
  private static final int SEEDS = 200;

  @Test
  void no_alert_has_two_open_issues_after_the_table_was_lost() {
    List<LostTableSimulation.Result> results =
        Worlds.requireNoViolation(
            SEEDS,
            seed -> LostTableSimulation.run(seed, true, false),
            seed -> LostTableSimulation.run(seed, true, true).history());

    assertThat(results).filteredOn(LostTableSimulation.Result::lost).hasSizeGreaterThan(SEEDS / 2);
  }

  @Test
  void loss_is_noticed_if_nothing_is_searched_for() {
    assertThat(Worlds.anyViolation(1, SEEDS, seed -> LostTableSimulation.run(seed, false, false)))
        .isTrue();
  }
}
