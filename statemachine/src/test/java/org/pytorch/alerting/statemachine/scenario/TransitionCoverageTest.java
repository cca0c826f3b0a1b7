package org.pytorch.alerting.statemachine.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.statemachine.definition.Definition;
import org.pytorch.alerting.statemachine.definition.Transitions;
import org.pytorch.alerting.statemachine.engine.EmbeddedEngine;
import org.pytorch.alerting.statemachine.engine.Engine;
import org.pytorch.alerting.stepfunctions.definition.StateMachineDefinition;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;
import org.pytorch.alerting.stepfunctions.execution.history.ExecutionListener;

/** Every path through the state machine has a scenario that takes it. */
class TransitionCoverageTest {
  private final Definition definition = Definition.load();

  @Test
  void scenarios_together_take_every_transition() {
    assertThat(untaken(definition)).as("transitions that no scenario takes").isEmpty();
  }

  @Test
  void new_transition_without_a_scenario_is_reported() {
    ObjectNode tree = definition.tree();
    ArrayNode rules =
        (ArrayNode) tree.at("/States/What is left?/ItemProcessor/States/Which rest?/Choices");
    rules
        .addObject()
        .put("Variable", "$.never")
        .put("IsPresent", true)
        .put("Next", "Message is redelivered");

    assertThat(untaken(Definition.of(tree)))
        .containsExactly("Which rest?: rule 3 -> Message is redelivered");
  }

  @Test
  void engine_and_definition_have_the_same_transitions() {
    Set<String> known =
        StateMachineDefinition.parse(EmbeddedEngine.filledIn(definition).text()).edges().stream()
            .map(Transitions::name)
            .collect(Collectors.toSet());

    assertThat(known).containsExactlyInAnyOrderElementsOf(Transitions.of(definition));
  }

  private static Set<String> untaken(Definition definition) {
    Set<String> untaken = new LinkedHashSet<>(Transitions.of(definition));
    Engine engine =
        new EmbeddedEngine(
            new ExecutionListener() {
              @Override
              public void onTransition(Edge edge, Instant at) {
                untaken.remove(Transitions.name(edge));
              }
            });
    Scenarios.all().forEach(scenario -> scenario.run(engine, definition));
    return untaken;
  }
}
