package org.pytorch.alerting.stepfunctions.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.definition.StateMachineDefinition;
import org.pytorch.alerting.stepfunctions.definition.field.InvalidDefinitionException;
import org.pytorch.alerting.stepfunctions.execution.history.HistoryEvent;
import org.pytorch.alerting.stepfunctions.execution.outcome.Execution;
import org.pytorch.alerting.stepfunctions.task.TaskResult;

/** Properties of random small definitions. The seeds are fixed. */
class RandomDefinitionTest {
  private static final int DEFINITIONS = 2_000;

  /** Stops endless loops of states. */
  private static final int MAX_TASKS = 400;

  private static final String INPUT =
      "{'a': [1, {'b': 'x'}], 'n': 2, 't': '2026-03-01T10:00:05Z', 'it`s': 1, 'x y': {}}";

  @Test
  void a_valid_definition_runs_and_its_history_is_consistent() {
    RandomDefinitions definitions = new RandomDefinitions(new Random(1));
    Map<String, Integer> types = new HashMap<>();
    for (int i = 0; i < DEFINITIONS; i++) {
      String text = JsonText.of(definitions.next());
      Machine machine = run(StateMachineDefinition.parse(text), i % 2 == 0);

      assertConsistent(machine.events, text);
      machine.eventTypes().forEach(type -> types.merge(type, 1, Integer::sum));
    }
    assertThat(types.keySet())
        .as("the definitions reach everything")
        .contains(
            "ExecutionSucceeded",
            "ExecutionFailed",
            "ExecutionTimedOut",
            "ExecutionAborted",
            "MapStateSucceeded",
            "MapStateFailed",
            "MapStateAborted",
            "MapIterationAborted",
            "ParallelStateSucceeded",
            "ParallelStateFailed",
            "ParallelStateAborted",
            "WaitStateAborted",
            "TaskStateAborted",
            "TaskTimedOut",
            "LambdaFunctionFailed");
  }

  @Test
  void the_same_definition_has_the_same_history_again() {
    RandomDefinitions definitions = new RandomDefinitions(new Random(2));
    for (int i = 0; i < DEFINITIONS / 4; i++) {
      StateMachineDefinition definition =
          StateMachineDefinition.parse(JsonText.of(definitions.next()));

      assertThat(run(definition, true).events).isEqualTo(run(definition, true).events);
    }
  }

  @Test
  void a_changed_definition_is_refused_with_its_place_or_runs() {
    RandomDefinitions definitions = new RandomDefinitions(new Random(3));
    int refused = 0;
    for (int i = 0; i < DEFINITIONS * 2; i++) {
      ObjectNode changed = definitions.changed(definitions.next());
      String text = JsonText.of(changed);
      StateMachineDefinition definition;
      try {
        definition = StateMachineDefinition.parse(text);
      } catch (InvalidDefinitionException e) {
        Refusals.assertHasPlace(e, text);
        refused++;
        continue;
      }
      assertConsistent(run(definition, true).events, text);
    }
    assertThat(refused).as("changes that were noticed").isBetween(DEFINITIONS, DEFINITIONS * 2);
  }

  /** Runs one execution; one that does not end is aborted. */
  private static Machine run(StateMachineDefinition definition, boolean fails) {
    Machine machine = Machine.of(definition);
    machine
        .service
        .takes(Duration.ofSeconds(2))
        .always(
            _ ->
                fails && machine.service.requests.size() % 2 == 0
                    ? new TaskResult.Failed("E", "busy")
                    : ScriptedService.payload(JsonNodeFactory.instance.textNode("done")));
    Execution execution = machine.start(INPUT);
    for (int i = 0; i < MAX_TASKS && !execution.result().isDone(); i++) {
      assertThat(machine.scheduler.runNext()).as("a running execution has a next task").isTrue();
    }
    if (!execution.result().isDone()) {
      execution.abort();
    }
    int ended = machine.events.size();
    machine.scheduler.runUntilIdle();
    assertThat(machine.events).as("nothing happens after the end").hasSize(ended);
    return machine;
  }

  private static void assertConsistent(List<HistoryEvent> events, String definition) {
    Set<Long> entered = new HashSet<>();
    for (int i = 0; i < events.size(); i++) {
      HistoryEvent event = events.get(i);
      assertThat(event.id()).isEqualTo(i + 1L);
      assertThat(event.previousId()).as(definition).isBetween(0L, (long) i);
      if (event.type().endsWith("StateEntered")) {
        entered.add(event.id());
      }
    }
    assertThat(events.getFirst().type()).isEqualTo("ExecutionStarted");
    assertThat(events.getLast().type())
        .isIn("ExecutionSucceeded", "ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted");
    assertThat(events.stream().filter(event -> event.type().startsWith("Execution"))).hasSize(2);
    events.stream()
        .filter(event -> event.type().endsWith("StateExited"))
        .forEach(
            event ->
                assertThat(entered.remove(entryOf(event, events)))
                    .as("event %d exits a state that was entered, once: %s", event.id(), definition)
                    .isTrue());
  }

  /**
   * {@return the id of the event that entered the state, found by previous ids as a reader does}
   */
  private static long entryOf(HistoryEvent exit, List<HistoryEvent> events) {
    String state = exit.details().path("name").asText();
    HistoryEvent at = exit;
    while (at.previousId() > 0) {
      at = events.get((int) at.previousId() - 1);
      if (at.type().endsWith("StateEntered") && at.details().path("name").asText().equals(state)) {
        return at.id();
      }
    }
    return 0;
  }
}
