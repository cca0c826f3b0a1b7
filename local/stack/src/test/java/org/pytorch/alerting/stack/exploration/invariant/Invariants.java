package org.pytorch.alerting.stack.exploration.invariant;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.stack.exploration.model.Bounds;
import org.pytorch.alerting.stack.exploration.model.ModelIssue;
import org.pytorch.alerting.stack.exploration.model.ModelIssue.Fact;
import org.pytorch.alerting.stack.exploration.model.ModelIssue.ModelComment;
import org.pytorch.alerting.stack.exploration.model.Story;
import org.pytorch.alerting.stack.exploration.world.World;

/** Checks the statements, and what excuses us from them: a person's deed, and nothing more. */
public final class Invariants {
  private final Story story;
  private final Bounds bounds;
  private final Set<Invariant> watched;

  /**
   * @param watched the statements to check
   */
  public Invariants(Story story, Bounds bounds, Set<Invariant> watched) {
    this.story = story;
    this.bounds = bounds;
    this.watched = Set.copyOf(watched);
  }

  /** {@return what is wrong with {@code world}, if anything} */
  public Optional<Violation> check(World world) {
    List<ModelIssue> issues = world.github().value.issues();
    Optional<StoredAlert> row = world.row().value;
    return Stream.of(
            oneIssue(issues),
            oneComment(issues),
            leftAlone(row, issues),
            notTooOften(row),
            isAtRest(world) ? lastEventDecides(world) : Optional.<Violation>empty(),
            isAtRest(world) ? noClaimLeft(row) : Optional.<Violation>empty(),
            isQuiet(world) ? firingIsSeen(world) : Optional.<Violation>empty())
        .flatMap(Optional::stream)
        .filter(violation -> watched.contains(violation.statement()))
        .findFirst();
  }

  /** {@return whether nobody is at work and every message that was sent is handled} */
  public boolean isAtRest(World world) {
    return world.executions().isEmpty()
        && sent(world).findAny().isPresent()
        && sent(world).allMatch(world.mail()::isHandled);
  }

  /** {@return whether nobody is at work and nothing is delivered again} */
  private boolean isQuiet(World world) {
    return world.executions().isEmpty()
        && sent(world).findAny().isPresent()
        && sent(world)
            .allMatch(
                message ->
                    world.mail().isHandled(message)
                        || world.mail().deliveries(message) == bounds.deliveries());
  }

  private IntStream sent(World world) {
    return IntStream.range(0, story.size()).filter(i -> world.mail().deliveries(i) > 0);
  }

  /**
   * Invariant 1. An issue that a person deleted is not there. One that a person reopened does not
   * count as open beside another one as long as we have not seen it.
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

  /** Invariant 2. One event is worth one comment, wherever; those of deleted issues are gone. */
  private static Optional<Violation> oneComment(List<ModelIssue> issues) {
    Set<Integer> answered = new HashSet<>();
    for (ModelIssue issue : issues) {
      for (ModelComment comment : issue.exists() ? issue.comments() : List.<ModelComment>of()) {
        if (comment.isSigned() && !answered.add(comment.message())) {
          return violation(Invariant.ONE_COMMENT, "two comments for m" + (comment.message() + 1));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The end of statement 3, in every state: what is recorded as closed by a person was closed or
   * deleted by a person, and as long as no person reopens it we leave it alone.
   */
  private static Optional<Violation> leftAlone(Optional<StoredAlert> row, List<ModelIssue> issues) {
    boolean recorded = row.filter(StoredAlert::isManuallyClosed).isPresent();
    int episode = row.map(StoredAlert::episode).orElse(0);
    boolean byPerson =
        issues.stream()
            .anyMatch(
                issue ->
                    (issue.episode() == episode || isOf(row, issue)) && issue.is(Fact.BY_PERSON));
    if (recorded && !byPerson) {
      return violation(
          Invariant.LAST_WORD_DECIDES, "recorded as closed by a person, but no person did it");
    }
    return issues.stream().anyMatch(issue -> issue.is(Fact.DISTURBED))
        ? violation(Invariant.LAST_WORD_DECIDES, "touched after a person's closing was recorded")
        : Optional.empty();
  }

  private static boolean isOf(Optional<StoredAlert> row, ModelIssue issue) {
    return row.flatMap(StoredAlert::issue)
        .filter(ref -> ref.number() == issue.number())
        .isPresent();
  }

  /** Invariant 4. A message that ended in the dead-letter queue is not handled. */
  private static Optional<Violation> noClaimLeft(Optional<StoredAlert> row) {
    return row.flatMap(StoredAlert::pending).isPresent()
        ? violation(Invariant.NO_CLAIM_LEFT, "a claim is left pending")
        : Optional.empty();
  }

  private static Optional<Violation> notTooOften(Optional<StoredAlert> row) {
    return row.flatMap(StoredAlert::pending)
            .filter(pending -> pending.attempt() > Pending.MAX_ATTEMPTS + 1)
            .isPresent()
        ? violation(Invariant.NO_CLAIM_LEFT, "an action is tried too often")
        : Optional.empty();
  }

  /** Invariant 3. An event that was given up is in the dead-letter queue, and decides nothing. */
  private Optional<Violation> lastEventDecides(World world) {
    int last = lastSent(world);
    if (world.mail().isDead(last)) {
      return Optional.empty();
    }
    List<ModelIssue> issues = world.github().value.issues();
    return switch (story.event(last).state()) {
      case FIRING ->
          isSeenFiring(world, last)
              ? Optional.empty()
              : violation(Invariant.LAST_WORD_DECIDES, "it fires, but no issue is open");
      case RESOLVED ->
          issues.stream().allMatch(issue -> !issue.isOpen() || issue.is(Fact.REOPENED))
              ? Optional.empty()
              : violation(Invariant.LAST_WORD_DECIDES, "it has resolved, but an issue is open");
    };
  }

  /** Invariant 5, also where other messages were delivered as often as they may be. */
  private Optional<Violation> firingIsSeen(World world) {
    int last = lastSent(world);
    boolean told =
        story.event(last).state() == AlertState.RESOLVED
            || world.mail().isDead(last)
            || !world.mail().isHandled(last)
            || isSeenFiring(world, last);
    return told
        ? Optional.empty()
        : violation(Invariant.FIRING_IS_SEEN, "it fires, and nobody can see it");
  }

  /** What was said last, of all that was sent. */
  private int lastSent(World world) {
    return sent(world).max().orElseThrow();
  }

  /**
   * Its issue is open. Or a person closed or deleted it, and it told of this firing by then; or a
   * bot closed it and nothing was heard since.
   */
  private boolean isSeenFiring(World world, int message) {
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

  private static Optional<Violation> violation(Invariant statement, String how) {
    return Optional.of(new Violation(statement, how));
  }
}
