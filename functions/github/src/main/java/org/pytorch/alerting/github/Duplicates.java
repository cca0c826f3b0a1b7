package org.pytorch.alerting.github;

import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.github.GitHubIssues.CloseReason;
import org.pytorch.alerting.model.IssueRef;

/**
 * Heals what GitHub's lagging lists can let slip through: of several issues for one episode the
 * oldest stays, the others are closed as its duplicates.
 */
final class Duplicates {
  private final GitHubIssues issues;

  Duplicates(GitHubIssues issues) {
    this.issues = issues;
  }

  /** {@return the oldest of {@code found}, the only one of them that is left open} */
  Optional<Issue> keepOldest(List<Issue> found) {
    Optional<Issue> oldest = found.stream().min(Issue.OLDEST_FIRST);
    oldest.ifPresent(
        kept ->
            found.stream()
                .filter(issue -> issue.open() && !issue.ref().equals(kept.ref()))
                .sorted(Issue.OLDEST_FIRST)
                .forEach(issue -> closeAsDuplicate(issue.ref(), kept.ref())));
    return oldest;
  }

  private void closeAsDuplicate(IssueRef duplicate, IssueRef kept) {
    // Closed first: if we are cut off in between, the next look passes over it, and the comment is
    // missing but never there twice.
    issues.close(duplicate, CloseReason.DUPLICATE);
    issues.comment(
        duplicate,
        "Closed as a duplicate of #%d: an answer of GitHub was lost and the alert's issue was opened twice."
            .formatted(kept.number()));
  }
}
