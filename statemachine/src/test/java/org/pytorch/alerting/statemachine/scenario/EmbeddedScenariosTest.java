package org.pytorch.alerting.statemachine.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.statemachine.definition.Definition;
import org.pytorch.alerting.statemachine.engine.EmbeddedEngine;
import org.pytorch.alerting.statemachine.engine.Engine;
import org.pytorch.alerting.stepfunctions.execution.history.ExecutionListener;

/** Every scenario on the embedded engine, in virtual time. */
class EmbeddedScenariosTest {
  private final Engine engine = new EmbeddedEngine(ExecutionListener.NONE);

  @ParameterizedTest
  @MethodSource("scenarios")
  void scenario_holds(Scenario scenario) {
    Engine.Result result = scenario.run(engine, Definition.load());

    scenario.verify(result);
    assertThat(result.cause().isPresent()).isEqualTo(scenario.error().isPresent());
  }

  static List<Scenario> scenarios() {
    return Scenarios.all();
  }
}
