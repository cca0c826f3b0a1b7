package org.pytorch.alerting.simulation.exploration.invariant;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.simulation.exploration.model.Bounds;
import org.pytorch.alerting.simulation.exploration.model.Interned;
import org.pytorch.alerting.simulation.exploration.model.ModelGitHub;
import org.pytorch.alerting.simulation.exploration.model.ModelIssue;
import org.pytorch.alerting.simulation.exploration.model.ModelIssue.Fact;
import org.pytorch.alerting.simulation.exploration.model.ModelIssue.ModelComment;
import org.pytorch.alerting.simulation.exploration.model.Story;
import org.pytorch.alerting.simulation.exploration.world.Execution;
import org.pytorch.alerting.simulation.exploration.world.World;

/** Checks the invariants. Only an action of a person excuses a violation. */
public final class Invariants {
  private final Story story;
  private final Bounds bounds;
  private final Set<Invariant> watched;

  /** The rows and issues in which nothing is wrong, whatever runs: most states repeat them. */
  private final Set<Content> fine = new HashSet<>();

  private record Content(Interned<Optional<StoredAlert>> row, Interned<ModelGitHub> github) {
    /** Written out for the same reason as {@link Execution#hashCode}. */
    @Override
    public int hashCode() {
      return 31 * row.hashCode() + github.hashCode();
    }
  }

  /**
   * @param watched the invariants to check
   */
  public Invariants(Story story, Bounds bounds, Set<Invariant> watched) {
    this.story = story;
    this.bounds = bounds;
    this.watched = Set.copyOf(watched);
  }

  /** {@return the first violation in {@code world}, if any} */
  public Optional<Violation> check(World world) {
    Content content = new Content(world.row(), world.github());
    Optional<Violation> found = fine.contains(content) ? Optional.empty() : check(content);
    if (found.isEmpty() && isAtRest(world)) {
      found = watched(lastEventDecides(world));
    }
    if (found.isEmpty() && isAtRest(world)) {
      found = watched(noClaimLeft(world.row().value));
    }
    if (found.isEmpty() && isQuiet(world)) {
      found = watched(firingIsVisible(world));
    }
    return found;
  }

  /** Checks what depends on the row and the issues alone. */
  private Optional<Violation> check(Content content) {
    List<ModelIssue> issues = content.github().value.issues();
    Optional<StoredAlert> row = content.row().value;
    Optional<Violation> found =
        Stream.of(
                oneIssue(issues),
                oneComment(issues),
                leftAlone(row, issues),
                attemptsWithinLimit(row))
            .flatMap(one -> watched(one).stream())
            .findFirst();
    if (found.isEmpty()) {
      fine.add(content);
    }
    return found;
  }

  private Optional<Violation> watched(Optional<Violation> violation) {
    return violation.isPresent() && watched.contains(violation.get().invariant())
        ? violation
        : Optional.empty();
  }

  /** {@return whether nothing runs and every message that was sent is handled} */
  public boolean isAtRest(World world) {
    if (!world.executions().isEmpty()) {
      return false;
    }
    boolean sent = false;
    for (int message = 0; message < story.size(); message++) {
      if (world.counters().deliveries(message) > 0) {
        if (!world.counters().isHandled(message)) {
          return false;
        }
        sent = true;
      }
    }
    return sent;
  }

  /** {@return whether nothing runs and nothing will be redelivered} */
  private boolean isQuiet(World world) {
    if (!world.executions().isEmpty()) {
      return false;
    }
    boolean sent = false;
    for (int message = 0; message < story.size(); message++) {
      int deliveries = world.counters().deliveries(message);
      if (deliveries > 0) {
        if (!world.counters().isHandled(message) && deliveries != bounds.deliveries()) {
          return false;
        }
        sent = true;
      }
    }
    return sent;
  }

  private IntStream sent(World world) {
    return IntStream.range(0, story.size()).filter(i -> world.counters().deliveries(i) > 0);
  }

  /**
   * Invariant 1. Deleted issues do not count. An issue that a person reopened does not count as a
   * second open one until we have seen it.
   */
  private static Optional<Violation> oneIssue(List<ModelIssue> issues) {
    Set<Integer> episodes = new HashSet<>();
    int open = 0;
    for (ModelIssue issue : issues) {
      if (issue.exists() && !issue.is(Fact.DUPLICATE) && !episodes.add(issue.episode())) {
        return violation(Invariant.ONE_ISSUE, "two issues for episode " + issue.episode());
      }
      if (issue.isOpen() && !issue.is(Fact.REOPENED)) {
        open++;
      }
    }
    return open > 1 ? violation(Invariant.ONE_ISSUE, "two open issues") : Optional.empty();
  }

  /**
   * Invariant 2. One event gets one comment, on any issue; comments on deleted issues do not count.
   */
  private static Optional<Violation> oneComment(List<ModelIssue> issues) {
    Set<Integer> commented = new HashSet<>();
    for (ModelIssue issue : issues) {
      for (ModelComment comment : issue.exists() ? issue.comments() : List.<ModelComment>of()) {
        if (comment.isSigned() && !commented.add(comment.message())) {
          return violation(Invariant.ONE_COMMENT, "two comments for m" + (comment.message() + 1));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The end of invariant 3, in every state: an issue recorded as closed by a person was closed or
   * deleted by a person, and we leave it alone until a person reopens it.
   */
  private static Optional<Violation> leftAlone(Optional<StoredAlert> row, List<ModelIssue> issues) {
    boolean recorded = row.filter(StoredAlert::isManuallyClosed).isPresent();
    int episode = row.map(StoredAlert::episode).orElse(0);
    boolean byPerson = false;
    boolean disturbed = false;
    for (ModelIssue issue : issues) {
      byPerson |= issue.is(Fact.BY_PERSON) && (issue.episode() == episode || isOf(row, issue));
      disturbed |= issue.is(Fact.DISTURBED);
    }
    if (recorded && !byPerson) {
      return violation(
          Invariant.LAST_EVENT_DECIDES,
          "an issue is recorded as closed by a person, but no person closed it");
    }
    return disturbed
        ? violation(
            Invariant.LAST_EVENT_DECIDES,
            "an issue was changed after a person's close was recorded")
        : Optional.empty();
  }

  private static boolean isOf(Optional<StoredAlert> row, ModelIssue issue) {
    return row.flatMap(StoredAlert::issue)
        .filter(ref -> ref.number() == issue.number())
        .isPresent();
  }

  /** Invariant 4. A message in the dead-letter queue is not handled. */
  private static Optional<Violation> noClaimLeft(Optional<StoredAlert> row) {
    return row.flatMap(StoredAlert::pending).isPresent()
        ? violation(Invariant.NO_CLAIM_LEFT, "a claim is left pending")
        : Optional.empty();
  }

  private static Optional<Violation> attemptsWithinLimit(Optional<StoredAlert> row) {
    return row.flatMap(StoredAlert::pending)
            .filter(pending -> pending.attempt() > Pending.MAX_ATTEMPTS + 1)
            .isPresent()
        ? violation(Invariant.NO_CLAIM_LEFT, "an action is attempted too often")
        : Optional.empty();
  }

  /** Invariant 3. An event that was given up is in the dead-letter queue and decides nothing. */
  private Optional<Violation> lastEventDecides(World world) {
    int last = lastMessage(world);
    if (world.counters().isDead(last)) {
      return Optional.empty();
    }
    List<ModelIssue> issues = world.github().value.issues();
    return switch (story.event(last).state()) {
      case FIRING ->
          isVisible(world, last)
              ? Optional.empty()
              : violation(Invariant.LAST_EVENT_DECIDES, "the alert fires, but no issue is open");
      case RESOLVED ->
          issues.stream().allMatch(issue -> !issue.isOpen() || issue.is(Fact.REOPENED))
              ? Optional.empty()
              : violation(
                  Invariant.LAST_EVENT_DECIDES, "the alert has resolved, but an issue is open");
    };
  }

  /** Invariant 5, also if other messages have used up their deliveries. */
  private Optional<Violation> firingIsVisible(World world) {
    int last = lastMessage(world);
    boolean visible =
        story.event(last).state() == AlertState.RESOLVED
            || world.counters().isDead(last)
            || !world.counters().isHandled(last)
            || isVisible(world, last);
    return visible
        ? Optional.empty()
        : violation(
            Invariant.FIRING_IS_VISIBLE,
            "the alert fires, but neither an issue nor the dead-letter queue shows it");
  }

  /** The last message of those sent. */
  private int lastMessage(World world) {
    return sent(world).max().orElseThrow();
  }

  /**
   * Its issue is open, or a person closed or deleted it after it had reported this firing, or a bot
   * closed it and no event followed.
   */
  private boolean isVisible(World world, int message) {
    StoredAlert row = world.row().value.orElseThrow();
    int firing = Story.firing(story.event(message));
    return world.github().value.issues().stream()
        .filter(issue -> issue.episode() == row.episode() || isOf(Optional.of(row), issue))
        .anyMatch(
            issue ->
                switch (issue.state()) {
                  case OPEN -> true;
                  case CLOSED_BY_PERSON, CLOSED_BY_BOT, DELETED -> issue.firing() >= firing;
                  case CLOSED_BY_US -> false;
                });
  }

  private static Optional<Violation> violation(Invariant invariant, String how) {
    return Optional.of(new Violation(invariant, how));
  }
}
