package org.pytorch.alerting.github.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.github.GitHubException;
import org.pytorch.alerting.github.GitHubRejectedException;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.github.issue.GitHubIssues.CloseReason;
import org.pytorch.alerting.github.issue.GitHubIssues.Found;
import org.pytorch.alerting.github.issue.GitHubIssues.Gone;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.github.issue.IssueEdit;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.runtime.Log;

/**
 * Repairs the effects of GitHub's lagging lists: of several issues for one episode the oldest stays
 * open, the others are closed as its duplicates.
 */
final class Duplicates {
  private final GitHubIssues issues;
  private final Log log;

  Duplicates(GitHubIssues issues, Log log) {
    this.issues = issues;
    this.log = log;
  }

  /** {@return the oldest of {@code found} that still exists, the only one that is left open} */
  Optional<Issue> keepOldest(List<Issue> found) {
    List<Issue> oldestFirst = new ArrayList<>(found);
    oldestFirst.sort(Issue.OLDEST_FIRST);
    while (oldestFirst.size() > 1) {
      // Read again: a list lags, and does not say who closed an issue.
      switch (issues.read(oldestFirst.removeFirst().ref())) {
        case Gone _ -> {}
        case Found(Issue kept) -> {
          oldestFirst.stream()
              .filter(Issue::open)
              .forEach(issue -> closeAsDuplicate(issue.ref(), kept.ref()));
          return Optional.of(kept);
        }
      }
    }
    return oldestFirst.stream().findFirst();
  }

  /** A permanent refusal does not fail the alert's own action; a temporary failure is retried. */
  private void closeAsDuplicate(IssueRef duplicate, IssueRef kept) {
    // Closed first: if we are cut off in between, the next check skips it, and the comment is
    // missing but never posted twice.
    try {
      issues.edit(duplicate, IssueEdit.closing(CloseReason.DUPLICATE));
    } catch (GitHubRejectedException e) {
      warn("GitHub refuses to close a duplicate; close it by hand", duplicate, kept, e);
      return;
    }
    try {
      issues.comment(
          duplicate,
          "Closed as a duplicate of #%d: a response from GitHub was lost, and the alert's issue was opened twice."
              .formatted(kept.number()));
    } catch (GitHubException e) {
      warn("A duplicate was closed without a comment that says why", duplicate, kept, e);
    }
  }

  private void warn(String message, IssueRef duplicate, IssueRef kept, GitHubException e) {
    log.warn(message)
        .with("issue", duplicate.toString())
        .with("duplicate_of", kept.toString())
        .with("error", String.valueOf(e.getMessage()))
        .write();
  }
}
