package org.pytorch.alerting.simulation.exploration.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.simulation.exploration.model.Bounds;
import org.pytorch.alerting.simulation.exploration.model.Counters;
import org.pytorch.alerting.simulation.exploration.model.ModelGitHub;
import org.pytorch.alerting.simulation.exploration.model.Protocol;
import org.pytorch.alerting.simulation.exploration.model.Story;
import org.pytorch.alerting.simulation.exploration.world.Execution;
import org.pytorch.alerting.simulation.exploration.world.Execution.Phase;
import org.pytorch.alerting.simulation.exploration.world.Values;
import org.pytorch.alerting.simulation.exploration.world.World;

/** All possible next steps: of the executions, the queue, time and people. */
public final class Pipeline {
  private final Story story;
  private final Bounds bounds;
  private final Values values;
  private final StateSteps state;
  private final ExecutionSteps executionSteps;

  public Pipeline(Story story, Protocol protocol, Bounds bounds, Values values) {
    this.story = story;
    this.bounds = bounds;
    this.values = values;
    this.state = new StateSteps(story, protocol, values);
    this.executionSteps = new ExecutionSteps(story, protocol, bounds, values, state);
  }

  /** {@return the world before any message is sent} */
  public World start() {
    return new World(
        values.rows.of(Optional.empty()),
        values.githubs.of(new ModelGitHub(List.of())),
        new Counters(0),
        List.of());
  }

  /** {@return every step that is possible in {@code world}} */
  public List<Step> steps(World world) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < world.executions().size(); i++) {
      executionSteps.addTo(steps, world, i);
    }
    if (world.running() < bounds.executions()) {
      addDeliveries(steps, world);
    }
    state
        .expireLease(world)
        .ifPresent(next -> steps.add(new Step(Step.NOBODY, () -> "the lease expires", next)));
    state
        .windowOver(world)
        .ifPresent(
            next -> steps.add(new Step(Step.NOBODY, () -> "the reorder window is over", next)));
    if (world.counters().faults() < bounds.faults()) {
      state
          .attemptsUsedUp(world.withFault())
          .ifPresent(next -> steps.add(new Step(Step.NOBODY, () -> "further attempts fail", next)));
    }
    if (world.counters().personActions() < bounds.personActions()) {
      addPersonActions(steps, world);
    }
    return steps;
  }

  /**
   * Queues deliver in any order, redeliver after a failure, and sometimes deliver duplicates. The
   * delivery and the execution's first read are one step: before the read the execution changes
   * nothing.
   */
  private void addDeliveries(List<Step> steps, World world) {
    Counters counters = world.counters();
    for (int message = 0; message < story.size(); message++) {
      int which = message;
      // Of two messages with equal content the first is sent first: the other order differs in
      // names only.
      boolean inTurn =
          which == 0
              || !story.haveEqualContent(which, which - 1)
              || counters.deliveries(which - 1) > 0;
      if (inTurn && counters.deliveries(which) < bounds.deliveries()) {
        Execution started = Execution.started(which);
        Phase read = state.decide(world, started);
        World delivered = world.withCounters(counters.delivered(which)).plus(started);
        steps.add(
            new Step(
                Step.NOBODY,
                () -> story.describe(which) + " is delivered; " + Descriptions.decided(read),
                delivered.in(delivered.executions().size() - 1, read)));
      }
    }
  }

  private void addPersonActions(List<Step> steps, World world) {
    World after = world.withCounters(world.counters().withPersonAction());
    world
        .github()
        .value
        .personActions()
        .forEach(
            (text, github) ->
                steps.add(
                    new Step(
                        Step.NOBODY,
                        () -> "a person " + text,
                        after.withGitHub(values.githubs.of(github)))));
  }
}
