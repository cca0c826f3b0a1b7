package org.pytorch.alerting.stack.exploration;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pytorch.alerting.decide.StoredAlert;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.stack.exploration.ModelIssue.Fact;
import org.pytorch.alerting.stack.exploration.ModelIssue.ModelComment;

/** Checks the four statements, and what excuses us from them: a person's deed, and nothing more. */
final class Statements {
  private final Story story;
  private final Set<Statement> watched;

  /**
   * @param watched the statements to check
   */
  Statements(Story story, Set<Statement> watched) {
    this.story = story;
    this.watched = Set.copyOf(watched);
  }

  /** {@return what is wrong with {@code world}, if anything} */
  Optional<Violation> check(World world) {
    List<ModelIssue> issues = world.github().value.issues();
    return Stream.of(
            oneIssue(issues),
            oneComment(issues),
            leftAlone(world.row().value, issues),
            isAtRest(world) ? newestDecides(world) : Optional.<Violation>empty(),
            isAtRest(world) ? noClaimLeft(world.row().value) : Optional.<Violation>empty())
        .flatMap(Optional::stream)
        .filter(violation -> watched.contains(violation.statement()))
        .findFirst();
  }

  /** {@return whether nobody is at work and every message that was sent is handled} */
  boolean isAtRest(World world) {
    return world.executions().isEmpty()
        && sent(world).findAny().isPresent()
        && sent(world).allMatch(world.mail()::isHandled);
  }

  private IntStream sent(World world) {
    return IntStream.range(0, story.size()).filter(i -> world.mail().deliveries(i) > 0);
  }

  /**
   * Statement 1. An issue that a person deleted is not there. One that a person reopened against us
   * does not count as open when the next episode opens its own.
   */
  private static Optional<Violation> oneIssue(List<ModelIssue> issues) {
    Set<Integer> episodes = new HashSet<>();
    int open = 0;
    for (ModelIssue issue : issues) {
      if (issue.exists() && !issue.is(Fact.DUPLICATE) && !episodes.add(issue.episode())) {
        return violation(Statement.ONE_ISSUE, "two issues for episode " + issue.episode());
      }
      if (issue.isOpen() && !isOpenAgainstUs(issue)) {
        open++;
      }
    }
    return open > 1 ? violation(Statement.ONE_ISSUE, "two open issues") : Optional.empty();
  }

  /**
   * A person reopened it after we had closed it, or after we had recorded that a person had closed
   * it, from when on we must not touch it. A person who closes and reopens an issue before we see
   * it excuses nothing.
   */
  private static boolean isOpenAgainstUs(ModelIssue issue) {
    return issue.isOpen()
        && issue.is(Fact.REOPENED)
        && (issue.is(Fact.WE_CLOSED) || issue.is(Fact.LEFT_ALONE));
  }

  /** Statement 2. One event is worth one comment, wherever; deleted issues count. */
  private static Optional<Violation> oneComment(List<ModelIssue> issues) {
    Set<Integer> answered = new HashSet<>();
    for (ModelIssue issue : issues) {
      for (ModelComment comment : issue.comments()) {
        if (comment.isSigned() && !answered.add(comment.message())) {
          return violation(Statement.ONE_COMMENT, "two comments for m" + (comment.message() + 1));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The end of statement 3, in every state: what is recorded as closed by a person was closed or
   * deleted by a person, and from then on we leave it alone.
   */
  private static Optional<Violation> leftAlone(Optional<StoredAlert> row, List<ModelIssue> issues) {
    boolean recorded = row.filter(StoredAlert::isManuallyClosed).isPresent();
    int episode = row.map(StoredAlert::episode).orElse(0);
    boolean byPerson =
        issues.stream().anyMatch(issue -> issue.episode() == episode && issue.is(Fact.BY_PERSON));
    if (recorded && !byPerson) {
      return violation(
          Statement.NEWEST_DECIDES, "recorded as closed by a person, but no person did it");
    }
    return issues.stream().anyMatch(issue -> issue.is(Fact.DISTURBED))
        ? violation(Statement.NEWEST_DECIDES, "touched after a person's closing was recorded")
        : Optional.empty();
  }

  /** Statement 4. A message that ended in the dead-letter queue is not handled. */
  private static Optional<Violation> noClaimLeft(Optional<StoredAlert> row) {
    return row.flatMap(StoredAlert::pending).isPresent()
        ? violation(Statement.NO_CLAIM_LEFT, "a claim is left pending")
        : Optional.empty();
  }

  /** Statement 3. A message that ended in the dead-letter queue is not handled. */
  private Optional<Violation> newestDecides(World world) {
    AlertState newest =
        sent(world)
            .mapToObj(story::event)
            .max(
                Comparator.comparing(AlertEvent::occurredAt)
                    // Of two with the same time the one that has resolved counts.
                    .thenComparing(AlertEvent::state))
            .orElseThrow()
            .state();
    List<ModelIssue> issues = world.github().value.issues();
    return switch (newest) {
      case FIRING -> atRestFiring(world.row().value.orElseThrow().episode(), issues);
      case RESOLVED ->
          issues.stream().allMatch(issue -> !issue.isOpen() || isOpenAgainstUs(issue))
              ? Optional.empty()
              : violation(Statement.NEWEST_DECIDES, "it has resolved, but an issue is open");
    };
  }

  /** Open, or it was a person who closed or deleted the issue of this very episode. */
  private static Optional<Violation> atRestFiring(int episode, List<ModelIssue> issues) {
    boolean openOrExcused =
        issues.stream()
            .filter(issue -> issue.episode() == episode)
            .anyMatch(
                issue ->
                    switch (issue.state()) {
                      case OPEN, CLOSED_BY_PERSON, DELETED -> true;
                      case CLOSED_BY_US -> false;
                    });
    return openOrExcused
        ? Optional.empty()
        : violation(Statement.NEWEST_DECIDES, "it fires, but no issue is open");
  }

  private static Optional<Violation> violation(Statement statement, String how) {
    return Optional.of(new Violation(statement, how));
  }
}
