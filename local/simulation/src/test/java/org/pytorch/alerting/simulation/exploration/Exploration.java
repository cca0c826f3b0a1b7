package org.pytorch.alerting.simulation.exploration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.simulation.exploration.invariant.Invariant;
import org.pytorch.alerting.simulation.exploration.invariant.Invariants;
import org.pytorch.alerting.simulation.exploration.invariant.Violation;
import org.pytorch.alerting.simulation.exploration.model.Bounds;
import org.pytorch.alerting.simulation.exploration.model.Protocol;
import org.pytorch.alerting.simulation.exploration.model.Story;
import org.pytorch.alerting.simulation.exploration.step.Names;
import org.pytorch.alerting.simulation.exploration.step.Pipeline;
import org.pytorch.alerting.simulation.exploration.step.Step;
import org.pytorch.alerting.simulation.exploration.world.Values;
import org.pytorch.alerting.simulation.exploration.world.World;

/**
 * Visits every state that a story can lead to, breadth first, so that the first violation found has
 * a shortest history.
 */
public final class Exploration {

  /**
   * The result of an exploration.
   *
   * @param steps number of steps tried, including those to known states
   * @param rests number of states in which every message sent is handled and nothing runs
   * @param lost number of states in which nothing runs and some message has used up its deliveries
   * @param occurred decisions and outcomes that occurred, as text
   * @param history the steps that lead to the violation, one line each
   */
  public record Result(
      Story story,
      Bounds bounds,
      int states,
      long steps,
      int rests,
      int lost,
      Set<String> occurred,
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
                          found.invariant(),
                          found.how() + " after:",
                          String.join(System.lineSeparator() + "  ", history)))
          .orElse(counts);
    }
  }

  private final Story story;
  private final Bounds bounds;
  private final Values values;
  private final Pipeline pipeline;
  private final Invariants invariants;
  private final StateTable table;
  private long steps;
  private int rests;
  private int lost;

  private Exploration(Story story, Protocol protocol, Bounds bounds, Set<Invariant> watched) {
    this.story = story;
    this.bounds = bounds;
    this.values = new Values(bounds);
    this.pipeline = new Pipeline(story, protocol, bounds, values);
    this.invariants = new Invariants(story, bounds, watched);
    this.table = new StateTable(values.width());
  }

  /** Explores {@code story} until an invariant is violated, or to the end. */
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
      Optional<Violation> violation = invariants.check(world);
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
    if (invariants.isAtRest(world)) {
      rests++;
    } else if (world.executions().isEmpty()) {
      for (int message = 0; message < story.size(); message++) {
        if (world.counters().deliveries(message) == bounds.deliveries()
            && !world.counters().isHandled(message)) {
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
        values.occurred(),
        violation,
        List.copyOf(history));
  }

  /** Repeats the steps to {@code state} and describes them. Here executions have names. */
  private List<String> history(int state) {
    List<Integer> path = new ArrayList<>();
    for (int at = state; at != 0; at = table.parent(at)) {
      path.add(at);
    }
    Collections.reverse(path);
    Names names = new Names(story);
    List<String> lines = new ArrayList<>();
    World world = pipeline.start();
    for (int at : path) {
      Step step = stepTo(world, table.code(at));
      lines.add(names.describe(world, step));
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
