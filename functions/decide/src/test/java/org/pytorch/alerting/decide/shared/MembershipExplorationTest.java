package org.pytorch.alerting.decide.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pytorch.alerting.decide.Alerts;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.status.SharingAlert;

/**
 * Who shares an issue, under every interleaving of alerts that fire and resolve: events come late
 * and twice, executions die after each step and between the row and the book, and checks come while
 * others change. The rows of the alerts are modelled; the book is the production one. In the end
 * the shared issue's row says what the alerts' rows say.
 */
class MembershipExplorationTest {
  private static final Instant NOW = Instant.parse("2026-03-04T07:12:10Z");
  private static final MemberBook NONE =
      MemberBook.empty(SharedIssue.ofRule(Alerts.firing(NOW), "harbor/alerts"));
  private static final int FAULTS = 1;
  private static final int AT_ONCE = 2;

  /** What is wrong in the pipeline. */
  enum Fault {
    NONE,
    /** A redelivered message is not written again. */
    WRITTEN_ONCE,
    /** The book is written although it has changed. */
    UNCONDITIONAL,
    /** The version of the alert's row is ignored. */
    LATE_EVENT_COUNTS,
    /** What the alerts say is read before the check is taken, not with it. */
    READ_BEFORE_TAKEN,
    /** An alert that has resolved is forgotten with the next check. */
    FORGOTTEN_AT_ONCE,
    /** A redelivered message sends no check again. */
    CHECK_SENT_ONCE
  }

  /** Two alerts, of which one resolves; and one that fires again. */
  private static final List<List<Message>> STORIES =
      List.of(
          List.of(new Message(1, 1), new Message(1, 2), new Message(2, 1)),
          List.of(new Message(1, 1), new Message(1, 2), new Message(1, 3)));

  /**
   * @param row the version of the alert's row, which is also the number of its newest event
   */
  private record Row(long row, boolean firing) {}

  /**
   * A message: an event of an alert, or a check.
   *
   * @param number of the event, from 1: an odd one fires, an even one resolves; 0 for a check
   */
  private record Message(int alert, int number) implements Comparable<Message> {
    static final Message CHECK = new Message(0, 0);

    @Override
    public int compareTo(Message other) {
      return Integer.compare(10 * alert + number, 10 * other.alert + other.number);
    }
  }

  /** The same book is the same object, so that it is compared at once. */
  private static final class Books {
    private final Map<MemberBook, Book> all = new HashMap<>();

    Book of(MemberBook book) {
      return all.computeIfAbsent(book, Book::new);
    }
  }

  private static final class Book {
    private final MemberBook value;

    Book(MemberBook value) {
      this.value = value;
    }
  }

  /**
   * An execution.
   *
   * @param member what it says, once the row is written
   * @param read the book that it has read
   * @param taken the book with which its check was taken
   * @param needsCheck whether it has to send a check
   */
  private record Execution(
      Message message,
      Optional<Member> member,
      Optional<Book> read,
      Optional<Book> taken,
      boolean needsCheck) {
    Execution(Message message) {
      this(message, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    Execution reading(Book book) {
      return new Execution(message, member, Optional.of(book), taken, needsCheck);
    }
  }

  /**
   * @param shared what the shared issue's row says, and when that was said
   */
  private record World(
      Map<Integer, Row> rows,
      Book book,
      Optional<Shared> shared,
      List<Message> queue,
      List<Execution> executions,
      int faults) {

    World with(int index, Execution execution) {
      List<Execution> all = new ArrayList<>(executions);
      all.set(index, execution);
      return new World(rows, book, shared, queue, all, faults);
    }

    World ended(int index) {
      List<Execution> all = new ArrayList<>(executions);
      all.remove(index);
      return new World(rows, book, shared, queue, all, faults);
    }

    World sending(Message message) {
      List<Message> all = new ArrayList<>(queue);
      all.add(message);
      return new World(rows, book, shared, all.stream().sorted().toList(), executions, faults);
    }

    World with(Book other) {
      return new World(rows, other, shared, queue, executions, faults);
    }

    World faulty() {
      return new World(rows, book, shared, queue, executions, faults + 1);
    }

    boolean isAtRest() {
      return queue.isEmpty() && executions.isEmpty();
    }

    boolean isWrong() {
      boolean firing = rows.values().stream().anyMatch(Row::firing);
      boolean shown = shared.filter(it -> it.state() == AlertState.FIRING).isPresent();
      return isAtRest() && firing != shown;
    }
  }

  private record Shared(Instant saidAt, AlertState state) {}

  @Test
  void shared_issue_says_in_the_end_what_its_alerts_say() {
    for (List<Message> story : STORIES) {
      Set<World> seen = explore(story, Fault.NONE);

      assertThat(seen.size()).as("worlds").isGreaterThan(5_000);
      assertThat(seen.stream().filter(World::isAtRest)).isNotEmpty();
      assertThat(seen.stream().filter(World::isWrong)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void planted_fault_is_found(Fault fault) {
    assertThat(STORIES.stream().flatMap(story -> explore(story, fault).stream()))
        .anyMatch(World::isWrong);
  }

  private static Set<World> explore(List<Message> messages, Fault fault) {
    Books books = new Books();
    World start = new World(Map.of(), books.of(NONE), Optional.empty(), messages, List.of(), 0);
    Set<World> seen = new HashSet<>(List.of(start));
    Deque<World> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (World next : steps(open.pop(), books, fault)) {
        if (seen.add(next)) {
          if (fault != Fault.NONE && next.isWrong()) {
            return seen;
          }
          open.push(next);
        }
      }
    }
    return seen;
  }

  private static List<World> steps(World world, Books books, Fault fault) {
    List<World> next = new ArrayList<>();
    if (world.executions().size() < AT_ONCE) {
      for (Message message : new HashSet<>(world.queue())) {
        List<Message> queue = new ArrayList<>(world.queue());
        queue.remove(message);
        List<Execution> executions = new ArrayList<>(world.executions());
        executions.add(new Execution(message));
        next.add(
            new World(
                world.rows(),
                world.book(),
                world.shared(),
                List.copyOf(queue),
                executions,
                world.faults()));
      }
    }
    for (int i = 0; i < world.executions().size(); i++) {
      Execution execution = world.executions().get(i);
      next.add(step(world, i, execution, books, fault));
      if (world.faults() < FAULTS) {
        next.add(world.ended(i).sending(execution.message()).faulty());
      }
    }
    return next;
  }

  private static World step(World world, int index, Execution execution, Books books, Fault fault) {
    if (execution.message().equals(Message.CHECK)) {
      return check(world, index, execution, books, fault);
    }
    if (execution.member().isEmpty()) {
      return decide(world, index, execution, fault);
    }
    if (execution.needsCheck()) {
      return world.ended(index).sending(Message.CHECK);
    }
    if (execution.read().isEmpty()) {
      return world.with(index, execution.reading(world.book()));
    }
    return update(world, index, execution, books, fault);
  }

  /** Writes the row, in one step: its condition is explored elsewhere. */
  private static World decide(World world, int index, Execution execution, Fault fault) {
    Message message = execution.message();
    Row row = world.rows().getOrDefault(message.alert(), new Row(0, false));
    boolean news = message.number() > row.row();
    if (!news && fault == Fault.WRITTEN_ONCE) {
      return world.ended(index);
    }
    Row next = news ? new Row(message.number(), message.number() % 2 == 1) : row;
    Map<Integer, Row> rows = new TreeMap<>(world.rows());
    rows.put(message.alert(), next);
    return new World(
            rows, world.book(), world.shared(), world.queue(), world.executions(), world.faults())
        .with(
            index,
            new Execution(
                message,
                Optional.of(member(message.alert(), next)),
                Optional.empty(),
                Optional.empty(),
                false));
  }

  private static Member member(int alert, Row row) {
    return MemberBookTest.member(
        alert,
        row.row(),
        row.firing() ? SharingAlert.State.FIRING : SharingAlert.State.RESOLVED,
        Priority.P2);
  }

  private static World update(
      World world, int index, Execution execution, Books books, Fault fault) {
    MemberBook read = execution.read().orElseThrow().value;
    Member member = execution.member().orElseThrow();
    if (fault == Fault.LATE_EVENT_COUNTS) {
      long known = read.members().find(member.fingerprint()).map(Member::version).orElse(0L);
      member =
          new Member(member.fingerprint(), known + 1, member.alert(), member.team(), member.at());
    }
    MemberBook.Updated updated = read.updated(member, NOW, true);
    boolean writes = !updated.next().equals(read);
    if (writes && fault != Fault.UNCONDITIONAL && world.book().value.version() != read.version()) {
      return world.with(index, execution.reading(world.book()));
    }
    World written = writes ? world.with(books.of(updated.next())) : world;
    boolean needsCheck =
        updated.needsCheck() && !(updated.repeated() && fault == Fault.CHECK_SENT_ONCE);
    return needsCheck
        ? written.with(
            index,
            new Execution(
                execution.message(), execution.member(), Optional.empty(), Optional.empty(), true))
        : written.ended(index);
  }

  private static World check(
      World world, int index, Execution execution, Books books, Fault fault) {
    if (execution.taken().isPresent()) {
      MemberBook taken = execution.taken().get().value;
      Shared said = new Shared(taken.saidAt(), taken.event().state());
      boolean stale =
          world.shared().filter(known -> known.saidAt().isAfter(said.saidAt())).isPresent();
      World ended = world.ended(index);
      return stale
          ? ended
          : new World(
              ended.rows(),
              ended.book(),
              Optional.of(said),
              ended.queue(),
              ended.executions(),
              ended.faults());
    }
    if (execution.read().isEmpty()) {
      return world.with(index, execution.reading(world.book()));
    }
    MemberBook read = execution.read().get().value;
    // Whoever loses the race reads again; the fault does not.
    MemberBook base = fault == Fault.READ_BEFORE_TAKEN ? world.book().value : read;
    MemberBook checked = base.checked(NOW);
    if (fault == Fault.FORGOTTEN_AT_ONCE) {
      checked = withoutResolved(checked);
    }
    boolean writes = !checked.equals(base);
    if (writes && world.book().value.version() != base.version()) {
      return world.with(index, execution.reading(world.book()));
    }
    World written = writes ? world.with(books.of(checked)) : world;
    return written.with(
        index,
        new Execution(
            execution.message(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(books.of(fault == Fault.READ_BEFORE_TAKEN ? read : checked)),
            false));
  }

  private static MemberBook withoutResolved(MemberBook book) {
    Members left = book.members().only(Member::isFiring);
    return new MemberBook(
        book.version() + 1, book.issue(), book.saidAt(), left, book.checkAt(), book.lost());
  }
}
