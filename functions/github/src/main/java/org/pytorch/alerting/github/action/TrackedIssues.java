package org.pytorch.alerting.github.action;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.pytorch.alerting.github.GitHubAccessException;
import org.pytorch.alerting.github.GitHubException;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.GitHubRateLimitedException;
import org.pytorch.alerting.github.GitHubUnavailableException;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.github.issue.IssueDraft;
import org.pytorch.alerting.github.issue.IssueEdit;
import org.pytorch.alerting.github.issue.Label;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.issue.SearchWindow;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.status.IssueRef;

/**
 * Tracks whether one invocation has written, or may have, to tell failures after which the next
 * attempt has to search from those after which it can post at once.
 */
final class TrackedIssues implements GitHubIssues {
  private final GitHubIssues issues;
  private boolean mayHaveWritten;

  TrackedIssues(GitHubIssues issues) {
    this.issues = issues;
  }

  /**
   * {@return the result of {@code action}, which uses this object}
   *
   * @throws GitHubUnavailableException if it failed and may have written
   * @throws GitHubException of another class if it failed and has written nothing, or if GitHub
   *     refuses permanently
   */
  <T> T tracking(Supplier<T> action) {
    try {
      return action.get();
    } catch (GitHubNotAskedException | GitHubRateLimitedException | GitHubAccessException e) {
      throw mayHaveWritten
          ? new GitHubUnavailableException(
              "GitHub has done a part of this action: " + e.getMessage())
          : e;
    }
  }

  private <T> T reading(Supplier<T> call) {
    try {
      return call.get();
    } catch (GitHubUnavailableException e) {
      throw new GitHubNotAskedException(String.valueOf(e.getMessage()));
    }
  }

  private <T> T writing(Supplier<T> call) {
    T result;
    try {
      result = call.get();
    } catch (GitHubUnavailableException e) {
      mayHaveWritten = true;
      throw e;
    }
    mayHaveWritten |= !(result instanceof CommentRefused || result instanceof Gone);
    return result;
  }

  @Override
  public Issue create(String repo, IssueDraft draft) {
    return writing(() -> issues.create(repo, draft));
  }

  @Override
  public Search search(String repo, Marker marker, SearchWindow window) {
    return reading(() -> issues.search(repo, marker, window));
  }

  @Override
  public Search searchAlert(String repo, Fingerprint fingerprint, Instant closedSince) {
    return reading(() -> issues.searchAlert(repo, fingerprint, closedSince));
  }

  @Override
  public IssueLookup read(IssueRef issue) {
    return reading(() -> issues.read(issue));
  }

  @Override
  public Presence findComment(Issue issue, Marker marker, Instant since) {
    return reading(() -> issues.findComment(issue, marker, since));
  }

  @Override
  public Commenting comment(IssueRef issue, String body) {
    return writing(() -> issues.comment(issue, body));
  }

  @Override
  public Editing edit(IssueRef issue, IssueEdit edit) {
    return writing(() -> issues.edit(issue, edit));
  }

  @Override
  public Editing addLabels(IssueRef issue, List<Label> labels) {
    return writing(() -> issues.addLabels(issue, labels));
  }

  @Override
  public Editing removeLabel(IssueRef issue, String name) {
    return writing(() -> issues.removeLabel(issue, name));
  }

  @Override
  public Editing assign(IssueRef issue, List<String> logins) {
    return writing(() -> issues.assign(issue, logins));
  }
}
