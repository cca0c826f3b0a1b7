package org.pytorch.alerting.stack.exploration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.stack.exploration.invariant.Invariant;
import org.pytorch.alerting.stack.exploration.invariant.Invariants;
import org.pytorch.alerting.stack.exploration.invariant.Violation;
import org.pytorch.alerting.stack.exploration.model.Bounds;
import org.pytorch.alerting.stack.exploration.model.Protocol;
import org.pytorch.alerting.stack.exploration.model.Story;
import org.pytorch.alerting.stack.exploration.step.Names;
import org.pytorch.alerting.stack.exploration.step.Pipeline;
import org.pytorch.alerting.stack.exploration.step.Step;
import org.pytorch.alerting.stack.exploration.world.Values;
import org.pytorch.alerting.stack.exploration.world.World;

/**
 * Visits every state that a story can lead to, nearest first, so that the first violation found is
 * one with a shortest history.
 */
public final class Exploration {

  /**
   * What was found.
   *
   * @param steps how many were tried, those to known states included
   * @param rests states in which every message sent is handled and nobody is at work
   * @param lost states in which nobody is at work and some message has used up its deliveries
   * @param met decisions and outcomes that occurred, in words
   * @param history that leads to the violation, one line for each step
   */
  public record Result(
      Story story,
      Bounds bounds,
      int states,
      long steps,
      int rests,
      int lost,
      Set<String> met,
      Optional<Violation> violation,
      List<String> history) {

    @Override
    public String toString() {
      String counts =
          "%s: %,d states, %,d steps, %,d at rest, %,d with a message in the DLQ (%s)"
              .formatted(story.name(), states, steps, rests, lost, bounds);
      return violation
          .map(
              found ->
                  "%s%n%s%n%s%n  %s"
                      .formatted(
                          counts,
                          found.statement(),
                          found.how() + " after:",
                          String.join(System.lineSeparator() + "  ", history)))
          .orElse(counts);
    }
  }

  private final Story story;
  private final Bounds bounds;
  private final Values values;
  private final Pipeline pipeline;
  private final Invariants statements;
  private final StateTable table;
  private long steps;
  private int rests;
  private int lost;

  private Exploration(Story story, Protocol protocol, Bounds bounds, Set<Invariant> watched) {
    this.story = story;
    this.bounds = bounds;
    this.values = new Values(bounds);
    this.pipeline = new Pipeline(story, protocol, bounds, values);
    this.statements = new Invariants(story, bounds, watched);
    this.table = new StateTable(values.width());
  }

  /** Explores {@code story} until one of the statements is violated, or to the end. */
  public static Result of(Story story, Protocol protocol, Bounds bounds) {
    return of(story, protocol, bounds, EnumSet.allOf(Invariant.class));
  }

  /** Explores {@code story} until one of {@code watched} is violated, or to the end. */
  public static Result of(Story story, Protocol protocol, Bounds bounds, Set<Invariant> watched) {
    return new Exploration(story, protocol, bounds, watched).run();
  }

  private Result run() {
    table.add(values.encode(pipeline.start()), 0);
    for (int state = 0; state < table.size(); state++) {
      World world = values.decode(table.code(state));
      Optional<Violation> violation = statements.check(world);
      if (violation.isPresent()) {
        return result(violation, history(state));
      }
      count(world);
      for (Step step : pipeline.steps(world)) {
        table.add(values.encode(step.next()), state);
        steps++;
      }
      if (table.size() > Bounds.MAX_STATES) {
        throw new IllegalStateException(story + " has more states than " + Bounds.MAX_STATES);
      }
    }
    return result(Optional.empty(), List.of());
  }

  private void count(World world) {
    if (statements.isAtRest(world)) {
      rests++;
    } else if (world.executions().isEmpty()) {
      for (int message = 0; message < story.size(); message++) {
        if (world.mail().deliveries(message) == bounds.deliveries()
            && !world.mail().isHandled(message)) {
          lost++;
          return;
        }
      }
    }
  }

  private Result result(Optional<Violation> violation, List<String> history) {
    return new Result(
        story,
        bounds,
        table.size(),
        steps,
        rests,
        lost,
        values.met(),
        violation,
        List.copyOf(history));
  }

  /** Goes the way to {@code state} once more and tells it; here executions have names. */
  private List<String> history(int state) {
    List<Integer> way = new ArrayList<>();
    for (int at = state; at != 0; at = table.parent(at)) {
      way.add(at);
    }
    Collections.reverse(way);
    Names names = new Names(story);
    List<String> lines = new ArrayList<>();
    World world = pipeline.start();
    for (int at : way) {
      Step step = stepTo(world, table.code(at));
      lines.add(names.tell(world, step));
      world = step.next();
    }
    return lines;
  }

  private Step stepTo(World world, int[] code) {
    return pipeline.steps(world).stream()
        .filter(step -> Arrays.equals(values.encode(step.next()), code))
        .findFirst()
        .orElseThrow();
  }
}
