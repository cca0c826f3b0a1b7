package org.pytorch.alerting.stack.exploration.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.stack.exploration.model.Bounds;
import org.pytorch.alerting.stack.exploration.model.Mail;
import org.pytorch.alerting.stack.exploration.model.ModelGitHub;
import org.pytorch.alerting.stack.exploration.model.Protocol;
import org.pytorch.alerting.stack.exploration.model.Story;
import org.pytorch.alerting.stack.exploration.world.Execution;
import org.pytorch.alerting.stack.exploration.world.Execution.Phase;
import org.pytorch.alerting.stack.exploration.world.Values;
import org.pytorch.alerting.stack.exploration.world.World;

/** Everything that can happen next: what executions, queues, time and people can do. */
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

  /** {@return the world before anything was sent} */
  public World start() {
    return new World(
        values.rows.of(Optional.empty()),
        values.githubs.of(new ModelGitHub(List.of())),
        new Mail(0),
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
        .lapse(world)
        .ifPresent(next -> steps.add(new Step(Step.NOBODY, () -> "the lease lapses", next)));
    state
        .windowOver(world)
        .ifPresent(
            next -> steps.add(new Step(Step.NOBODY, () -> "the reorder window is over", next)));
    if (world.mail().faults() < bounds.faults()) {
      state
          .usedUp(world.withFault())
          .ifPresent(next -> steps.add(new Step(Step.NOBODY, () -> "further attempts fail", next)));
    }
    if (world.mail().deeds() < bounds.deeds()) {
      addDeeds(steps, world);
    }
    return steps;
  }

  /**
   * Queues deliver in any order, again after a failure, and now and then although all is well. With
   * the delivery goes the execution's first read: before that it is as if it had not begun.
   */
  private void addDeliveries(List<Step> steps, World world) {
    Mail mail = world.mail();
    for (int message = 0; message < story.size(); message++) {
      int which = message;
      // Of two that say the same the first is sent first: the other way round is only a renaming.
      boolean inTurn =
          which == 0 || !story.saysTheSame(which, which - 1) || mail.deliveries(which - 1) > 0;
      if (inTurn && mail.deliveries(which) < bounds.deliveries()) {
        Execution begun = Execution.begun(which);
        Phase read = state.decide(world, begun);
        World delivered = world.withMail(mail.delivered(which)).plus(begun);
        steps.add(
            new Step(
                Step.NOBODY,
                () -> story.describe(which) + " is delivered; " + Descriptions.decided(read),
                delivered.in(delivered.executions().size() - 1, read)));
      }
    }
  }

  private void addDeeds(List<Step> steps, World world) {
    World after = world.withMail(world.mail().withDeed());
    world
        .github()
        .value
        .deeds()
        .forEach(
            (words, github) ->
                steps.add(
                    new Step(
                        Step.NOBODY,
                        () -> "a person " + words,
                        after.withGitHub(values.githubs.of(github)))));
  }
}
