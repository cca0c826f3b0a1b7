package org.pytorch.alerting.decide.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.status.IssueRef;

/**
 * The least of GitHub, and of our client for it, that the lifecycle depends on: what an earlier
 * attempt may have sent is searched for, anything else is posted at once; an issue is read before
 * it is refreshed, commented on or closed; a former issue that a person has reopened is used again,
 * and one that we closed is reopened. It complains as soon as something is there twice.
 */
final class LifecycleGitHub {
  /** One issue; comments carry the id of their event as their marker. */
  static final class Issue {
    int episode;
    boolean open = true;
    boolean closedByPerson;
    boolean reopenedByPerson;
    final Set<EventId> comments = new HashSet<>();

    private Issue(int episode) {
      this.episode = episode;
    }
  }

  final List<Issue> issues = new ArrayList<>();

  /** Carries out {@code decision} as the github function would at its first call of a claim. */
  Outcome act(Decision.Act decision) {
    Claim claim = decision.claim();
    boolean search = claim.sent().isPresent();
    return decision.action() == AlertAction.CREATE || decision.action() == AlertAction.REOPEN
        ? create(decision, search)
        : onIssue(decision, claim, search);
  }

  private Outcome create(Decision.Act decision, boolean search) {
    int episode = decision.episode();
    Optional<Issue> found =
        issues.stream().filter(issue -> search && issue.episode == episode).findFirst();
    if (found.isPresent()) {
      return outcome(
          found.get().open ? Outcome.Result.DONE : Outcome.Result.MANUALLY_CLOSED, found.get());
    }
    Optional<Issue> reopened = decision.formerIssue().map(this::issue).filter(issue -> issue.open);
    if (reopened.isPresent()) {
      reopened.get().episode = episode;
      return done(reopened.get());
    }
    Optional<Issue> ours =
        decision
            .formerIssue()
            .map(this::issue)
            .filter(issue -> decision.action() == AlertAction.REOPEN && !issue.closedByPerson);
    if (ours.isPresent()) {
      requireThat(!ours.get().open, "an open issue is reopened");
      requireThat(ours.get().comments.add(claim(decision)), "the same comment twice");
      ours.get().open = true;
      ours.get().episode = episode;
      return done(ours.get());
    }
    requireThat(issues.stream().noneMatch(issue -> issue.episode == episode), "two of an episode");
    requireThat(issues.stream().noneMatch(issue -> issue.open), "two open issues");
    Issue issue = new Issue(episode);
    issues.add(issue);
    return outcome(Outcome.Result.DONE, issue);
  }

  private Outcome onIssue(Decision.Act decision, Claim claim, boolean search) {
    Optional<IssueRef> known = decision.issue();
    if (known.isEmpty() && !search) {
      // Given up before anything was sent: there is nothing to close.
      requireThat(
          issues.stream().noneMatch(issue -> issue.episode == decision.episode()),
          "an issue is forgotten");
      return new Outcome(Outcome.Result.DONE, Optional.empty(), Optional.empty());
    }
    Optional<Issue> found =
        known
            .map(this::issue)
            .or(
                () ->
                    issues.stream()
                        .filter(issue -> issue.episode == decision.episode())
                        .findFirst());
    if (found.isEmpty()) {
      return new Outcome(Outcome.Result.DONE, Optional.empty(), Optional.empty());
    }
    Issue issue = found.get();
    requireThat(issue.episode == decision.episode(), "an issue of another episode");
    if (search && issue.comments.contains(claim.eventId())) {
      issue.open &= decision.action() != AlertAction.CLOSE;
      return done(issue);
    }
    if (!issue.open) {
      return outcome(Outcome.Result.MANUALLY_CLOSED, issue);
    }
    if (decision.action() == AlertAction.UPDATE) {
      return done(issue);
    }
    requireThat(issue.comments.add(claim.eventId()), "the same comment twice");
    issue.open = decision.action() != AlertAction.CLOSE;
    return done(issue);
  }

  private static EventId claim(Decision.Act decision) {
    return decision.claim().eventId();
  }

  /** We have acted on it: it is ours again, whoever had reopened it. */
  private Outcome done(Issue issue) {
    issue.reopenedByPerson = false;
    issue.closedByPerson &= !issue.open;
    return outcome(Outcome.Result.DONE, issue);
  }

  private Issue issue(IssueRef ref) {
    return issues.get((int) ref.number() - 1);
  }

  /** A person closes the newest issue, if it is open. */
  void personCloses() {
    if (!issues.isEmpty() && issues.getLast().open) {
      issues.getLast().open = false;
      issues.getLast().closedByPerson = true;
    }
  }

  /** A person reopens the newest issue, if it is closed. */
  void personReopens() {
    if (!issues.isEmpty() && !issues.getLast().open) {
      issues.getLast().open = true;
      issues.getLast().closedByPerson = false;
      issues.getLast().reopenedByPerson = true;
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
