package org.pytorch.alerting.decide.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/**
 * Every interleaving of two instances that take turns: the item is read late, moved twice and lost,
 * instances die and answers are lost. The rule of {@link Turns} is repeated here one step at a
 * time.
 */
class TurnExplorationTest {
  private static final Instant NOW = Instant.parse("2026-03-04T07:12:10Z");
  private static final Budget BUDGET = new Budget(10, 60, 400);
  private static final TurnRequest CREATE = new TurnRequest(1, 1, TurnRequest.Lane.URGENT);
  private static final int TURNS_EACH = 3;
  private static final int FAULTS = 2;

  /** The write's condition. */
  private static boolean conditional(Optional<TurnBook> there, TurnBook known) {
    return there.orElse(TurnBook.EMPTY).version() == known.version();
  }

  /**
   * @param known what it last knew of the book
   * @param writing what it is about to write, and the turn that it gets by it
   * @param left how many turns it still wants
   */
  private record Instance(TurnBook known, Optional<TurnBook.Moved> writing, int left) {}

  private record World(
      Optional<TurnBook> book,
      List<Instance> instances,
      List<Instant> granted,
      int faults,
      boolean lost) {

    World with(int index, Instance instance) {
      List<Instance> all = new ArrayList<>(instances);
      all.set(index, instance);
      return new World(book, List.copyOf(all), granted, faults, lost);
    }

    World with(TurnBook written) {
      return new World(Optional.of(written), instances, granted, faults, lost);
    }

    World granting(Turn turn) {
      List<Instant> all = new ArrayList<>(granted);
      if (turn instanceof Turn.Granted(Instant notBefore)) {
        all.add(notBefore);
      }
      return new World(book, instances, all.stream().sorted().toList(), faults, lost);
    }

    World faulty() {
      return new World(book, instances, granted, faults + 1, lost);
    }

    World losingTheBook() {
      return new World(Optional.empty(), instances, granted, faults + 1, true);
    }
  }

  @Test
  void no_two_turns_are_closer_than_the_budget_allows() {
    Set<World> seen = explore(TurnExplorationTest::conditional);

    assertThat(seen.size()).as("worlds").isGreaterThan(500);
    for (World world : seen) {
      assertThat(closest(world.granted(), world.lost() ? 2 : 1))
          .as(world::toString)
          .isGreaterThanOrEqualTo(BUDGET.requests().interval());
    }
    assertThat(seen)
        .as("everybody can get all its turns")
        .anyMatch(world -> world.granted().size() == 2 * TURNS_EACH);
  }

  @Test
  void an_item_written_without_its_condition_is_found() {
    assertThat(explore((there, known) -> true))
        .anyMatch(
            world ->
                !world.lost()
                    && closest(world.granted(), 1).compareTo(BUDGET.requests().interval()) < 0);
  }

  /** {@return the shortest time in which one turn more than {@code chains} was given out} */
  private static Duration closest(List<Instant> granted, int chains) {
    Duration closest = Duration.ofDays(1);
    for (int i = chains; i < granted.size(); i++) {
      Duration gap = Duration.between(granted.get(i - chains), granted.get(i));
      closest = gap.compareTo(closest) < 0 ? gap : closest;
    }
    return closest;
  }

  private static Set<World> explore(BiPredicate<Optional<TurnBook>, TurnBook> condition) {
    Instance fresh = new Instance(TurnBook.EMPTY, Optional.empty(), TURNS_EACH);
    World start = new World(Optional.empty(), List.of(fresh, fresh), List.of(), 0, false);
    Set<World> seen = new HashSet<>(List.of(start));
    Deque<World> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (World next : steps(open.pop(), condition)) {
        if (seen.add(next)) {
          open.push(next);
        }
      }
    }
    return seen;
  }

  private static List<World> steps(
      World world, BiPredicate<Optional<TurnBook>, TurnBook> condition) {
    List<World> next = new ArrayList<>();
    for (int i = 0; i < world.instances().size(); i++) {
      Instance instance = world.instances().get(i);
      if (instance.writing().isPresent()) {
        addWrite(next, world, i, condition);
      } else if (instance.left() > 0) {
        TurnBook.Moved moved = instance.known().take(CREATE, BUDGET, NOW);
        next.add(
            world.with(i, new Instance(instance.known(), Optional.of(moved), instance.left())));
      }
    }
    if (world.faults() < FAULTS && !world.lost() && world.book().isPresent()) {
      next.add(world.losingTheBook());
    }
    return next;
  }

  private static void addWrite(
      List<World> next,
      World world,
      int index,
      BiPredicate<Optional<TurnBook>, TurnBook> condition) {
    Instance instance = world.instances().get(index);
    TurnBook.Moved moved = instance.writing().orElseThrow();
    boolean done = condition.test(world.book(), instance.known());
    TurnBook there = done ? moved.next() : world.book().orElse(TurnBook.EMPTY);
    World written = done ? world.with(there) : world;
    Instance knowing =
        new Instance(there, Optional.empty(), done ? instance.left() - 1 : instance.left());
    next.add(
        done ? written.with(index, knowing).granting(moved.turn()) : written.with(index, knowing));
    if (world.faults() < FAULTS) {
      // The answer is lost: it asks again with what it knew, and the turn is nobody's.
      next.add(written.faulty());
      // It dies with it: another one starts, which knows nothing.
      next.add(
          written
              .faulty()
              .with(index, new Instance(TurnBook.EMPTY, Optional.empty(), instance.left())));
    }
  }
}
