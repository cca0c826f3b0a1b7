package org.pytorch.alerting.decide.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The cap under contention: every interleaving of alerts of one rule at its edge. Executions read
 * the book, write it, and then claim an issue or join others; they lose responses, and die between
 * the place and the claim; messages are redelivered, also while their first delivery is at work.
 */
class CapExplorationTest {
  private static final Instant NOW = Instant.parse("2026-03-04T07:12:10Z");
  private static final int ALERTS = 3;
  private static final int CAP = 2;
  private static final int FAULTS = 2;
  private static final int AT_ONCE = 2;
  private static final Caps CAPS = new Caps(CAP, 30, Duration.ofMinutes(10));

  /** What is wrong in the pipeline. */
  enum Fault {
    NONE,
    /** The book is written although it has changed. */
    UNCONDITIONAL,
    /** Each attempt of an alert takes a place of its own. */
    PLACE_OF_THE_ATTEMPT
  }

  /**
   * An execution of one alert's message.
   *
   * @param read the book that it has read
   * @param place what it got, once it is certain
   */
  private record Execution(
      int alert, int attempt, Optional<StormBook> read, Optional<Place> place) {}

  /**
   * @param rows whether each alert got an issue of its own; absent while it has no row
   * @param waiting alerts whose message waits, by the number of its deliveries so far
   */
  private record World(
      StormBook book,
      Map<Integer, Boolean> rows,
      Map<Integer, Integer> waiting,
      List<Execution> executions,
      int faults) {
    long issues() {
      return rows.values().stream().filter(own -> own).count();
    }

    boolean isAtRest() {
      return waiting.isEmpty() && executions.isEmpty();
    }
  }

  @Test
  void every_alert_has_one_place_and_no_place_is_lost_or_given_twice() {
    Set<World> seen = explore(Fault.NONE);

    assertThat(seen.size()).as("worlds").isGreaterThan(1_000);
    assertThat(seen.stream().filter(World::isAtRest)).isNotEmpty();
    assertThat(seen.stream().filter(CapExplorationTest::isWrong)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void planted_fault_is_found(Fault fault) {
    assertThat(explore(fault)).anyMatch(CapExplorationTest::isWrong);
  }

  private static boolean isWrong(World world) {
    return world.issues() > CAP
        || (world.isAtRest() && (world.rows().size() < ALERTS || world.issues() < CAP));
  }

  private static Set<World> explore(Fault fault) {
    Map<Integer, Integer> waiting = new TreeMap<>();
    IntStream.range(0, ALERTS).forEach(alert -> waiting.put(alert, 0));
    World start = new World(StormBook.empty("harbor/alerts"), Map.of(), waiting, List.of(), 0);
    Set<World> seen = new HashSet<>(List.of(start));
    Deque<World> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (World next : steps(open.pop(), fault)) {
        if (seen.add(next)) {
          open.push(next);
        }
      }
    }
    return seen;
  }

  private static List<World> steps(World world, Fault fault) {
    List<World> next = new ArrayList<>();
    Map<Integer, Integer> startable =
        world.executions().size() < AT_ONCE ? world.waiting() : Map.<Integer, Integer>of();
    startable.forEach(
        (alert, deliveries) -> {
          Map<Integer, Integer> waiting = new TreeMap<>(world.waiting());
          waiting.remove(alert);
          List<Execution> executions = new ArrayList<>(world.executions());
          executions.add(new Execution(alert, deliveries, Optional.empty(), Optional.empty()));
          World begun = new World(world.book(), world.rows(), waiting, executions, world.faults());
          next.add(begun);
          if (world.faults() < FAULTS) {
            // It is redelivered while the first delivery is at work.
            Map<Integer, Integer> again = new TreeMap<>(waiting);
            again.put(alert, deliveries + 1);
            next.add(
                faulty(new World(world.book(), world.rows(), again, executions, world.faults())));
          }
        });
    for (int i = 0; i < world.executions().size(); i++) {
      Execution execution = world.executions().get(i);
      next.add(step(world, i, execution, fault));
      if (world.faults() < FAULTS) {
        next.add(faulty(redelivered(world, i, execution)));
        if (execution.read().isPresent() && execution.place().isEmpty()) {
          // Its write takes effect, but it does not learn of it and dies.
          next.add(faulty(redelivered(step(world, i, execution, fault), i, execution)));
        }
      }
    }
    return next;
  }

  private static World step(World world, int index, Execution execution, Fault fault) {
    if (execution.place().isPresent()) {
      Map<Integer, Boolean> rows = new TreeMap<>(world.rows());
      // The row's condition: whoever comes second finds it, and decides nothing new.
      rows.putIfAbsent(execution.alert(), execution.place().get() == Place.GRANTED);
      return new World(world.book(), rows, world.waiting(), without(world, index), world.faults());
    }
    if (world.rows().containsKey(execution.alert()) && execution.read().isEmpty()) {
      return new World(
          world.book(), world.rows(), world.waiting(), without(world, index), world.faults());
    }
    if (execution.read().isEmpty()) {
      return with(
          world,
          index,
          new Execution(
              execution.alert(), execution.attempt(), Optional.of(world.book()), Optional.empty()));
    }
    StormBook read = execution.read().get();
    StormBook.Taken taken = read.take(request(execution, fault), NOW);
    boolean written =
        taken.next().equals(read)
            || fault == Fault.UNCONDITIONAL
            || world.book().version() == read.version();
    if (!written) {
      return with(
          world,
          index,
          new Execution(
              execution.alert(), execution.attempt(), Optional.of(world.book()), Optional.empty()));
    }
    StormBook book = taken.next().equals(read) ? world.book() : taken.next();
    return with(
        new World(book, world.rows(), world.waiting(), world.executions(), world.faults()),
        index,
        new Execution(
            execution.alert(), execution.attempt(), execution.read(), Optional.of(taken.place())));
  }

  private static PlaceRequest request(Execution execution, Fault fault) {
    String episode =
        execution.alert() + (fault == Fault.PLACE_OF_THE_ATTEMPT ? "/" + execution.attempt() : "");
    return new PlaceRequest("harbor/alerts", episode, "rule", false, CAPS);
  }

  private static World redelivered(World world, int index, Execution execution) {
    Map<Integer, Integer> waiting = new TreeMap<>(world.waiting());
    waiting.put(execution.alert(), execution.attempt() + 1);
    return new World(world.book(), world.rows(), waiting, without(world, index), world.faults());
  }

  private static World faulty(World world) {
    return new World(
        world.book(), world.rows(), world.waiting(), world.executions(), world.faults() + 1);
  }

  private static World with(World world, int index, Execution execution) {
    List<Execution> executions = new ArrayList<>(world.executions());
    executions.set(index, execution);
    return new World(world.book(), world.rows(), world.waiting(), executions, world.faults());
  }

  private static List<Execution> without(World world, int index) {
    List<Execution> executions = new ArrayList<>(world.executions());
    executions.remove(index);
    return executions;
  }
}
