package org.pytorch.alerting.simulation.exploration.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pytorch.alerting.simulation.exploration.Case;
import org.pytorch.alerting.simulation.exploration.Exploration;
import org.pytorch.alerting.simulation.exploration.invariant.Violation;
import org.pytorch.alerting.simulation.exploration.model.Protocol;

/** Proves that the exploration can fail: it finds each of these faults and prints how. */
class PlantedFaultsTest {

  @ParameterizedTest
  @EnumSource
  void planted_fault_is_found_with_the_default_budget(PlantedFault fault) {
    assertThat(Case.byDefault()).contains(fault.foundBy());

    Exploration.Result result =
        Exploration.of(
            fault.foundBy().story(),
            fault.in(Protocol.production()),
            fault.foundBy().bounds(),
            Set.of(fault.violated()));

    System.out.println(fault + " in " + result);
    assertThat(result.violation()).map(Violation::invariant).contains(fault.violated());
    assertThat(result.history()).first().asString().contains("is delivered");
  }
}
