package org.pytorch.alerting.decide;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.model.AlertAction;
import org.pytorch.alerting.model.Claim;
import org.pytorch.alerting.model.Decision;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.IssueRef;
import org.pytorch.alerting.model.Outcome;

/**
 * The least of GitHub, and of our client for it, that the lifecycle depends on: a first attempt
 * posts at once, a later one looks for its marker; an issue is read before it is commented on or
 * closed. It complains as soon as something is there twice.
 */
final class ModelGitHub {
  /** One issue; comments carry the id of their event as their marker. */
  static final class Issue {
    final int episode;
    boolean open = true;
    boolean closedByPerson;
    final Set<EventId> comments = new HashSet<>();

    private Issue(int episode) {
      this.episode = episode;
    }
  }

  final List<Issue> issues = new ArrayList<>();

  /** Carries out {@code decision} as the github function would at its first call of a claim. */
  Outcome act(Decision decision) {
    Claim claim = decision.claim().orElseThrow();
    boolean look = claim.attempt() > 1;
    return decision.action() == AlertAction.CREATE
        ? create(decision.episode(), look)
        : onIssue(decision, claim, look);
  }

  private Outcome create(int episode, boolean look) {
    Optional<Issue> found =
        issues.stream().filter(issue -> look && issue.episode == episode).findFirst();
    if (found.isPresent()) {
      return outcome(
          found.get().open ? Outcome.Result.DONE : Outcome.Result.MANUALLY_CLOSED, found.get());
    }
    requireThat(issues.stream().noneMatch(issue -> issue.episode == episode), "two of an episode");
    requireThat(issues.stream().noneMatch(issue -> issue.open), "two open issues");
    Issue issue = new Issue(episode);
    issues.add(issue);
    return outcome(Outcome.Result.DONE, issue);
  }

  private Outcome onIssue(Decision decision, Claim claim, boolean look) {
    Issue issue = issues.get((int) decision.issue().orElseThrow().number() - 1);
    requireThat(issue.episode == decision.episode(), "an issue of another episode");
    if (look && issue.comments.contains(claim.eventId())) {
      issue.open &= decision.action() != AlertAction.CLOSE;
      return outcome(Outcome.Result.DONE, issue);
    }
    if (!issue.open) {
      return outcome(Outcome.Result.MANUALLY_CLOSED, issue);
    }
    requireThat(issue.comments.add(claim.eventId()), "the same comment twice");
    issue.open = decision.action() != AlertAction.CLOSE;
    return outcome(Outcome.Result.DONE, issue);
  }

  /** A person closes the newest issue, if it is open. */
  void personCloses() {
    if (!issues.isEmpty() && issues.getLast().open) {
      issues.getLast().open = false;
      issues.getLast().closedByPerson = true;
    }
  }

  private Outcome outcome(Outcome.Result result, Issue issue) {
    IssueRef ref = new IssueRef("harbor/alerts", issues.indexOf(issue) + 1L);
    return new Outcome(result, Optional.of(ref), Optional.empty());
  }

  private static void requireThat(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
