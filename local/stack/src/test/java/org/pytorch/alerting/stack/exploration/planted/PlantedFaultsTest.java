package org.pytorch.alerting.stack.exploration.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pytorch.alerting.stack.exploration.Case;
import org.pytorch.alerting.stack.exploration.Exploration;
import org.pytorch.alerting.stack.exploration.invariant.Violation;
import org.pytorch.alerting.stack.exploration.model.Protocol;

/** The exploration can fail: with any of these faults in the code, it does, and says how. */
class PlantedFaultsTest {

  @ParameterizedTest
  @EnumSource
  void planted_fault_is_found_with_the_default_budget(PlantedFault fault) {
    assertThat(Case.byDefault()).contains(fault.shows());

    Exploration.Result result =
        Exploration.of(
            fault.shows().story(),
            fault.in(Protocol.production()),
            fault.shows().bounds(),
            Set.of(fault.violated()));

    System.out.println(fault + " in " + result);
    assertThat(result.violation()).map(Violation::statement).contains(fault.violated());
    assertThat(result.history()).first().asString().contains("is delivered");
  }
}
