package org.pytorch.alerting.github.action;

import java.time.Instant;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.github.issue.GitHubIssues.Found;
import org.pytorch.alerting.github.issue.GitHubIssues.Gone;
import org.pytorch.alerting.github.issue.GitHubIssues.Presence;
import org.pytorch.alerting.github.issue.GitHubIssues.Search;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.issue.SearchWindow;
import org.pytorch.alerting.github.issue.TimeBudget;
import org.pytorch.alerting.model.action.SentWindow;

/**
 * Searches for the posts of an earlier attempt. While GitHub's lists can lag, a search that finds
 * nothing is repeated once.
 */
final class EarlierPosts {
  private final GitHubIssues issues;
  private final TimeBudget time;

  EarlierPosts(GitHubIssues issues, TimeBudget time) {
    this.issues = issues;
    this.time = time;
  }

  /**
   * {@return the issues in {@code repo} with {@code marker}, posted by attempts in {@code sent}}
   */
  Search issues(String repo, Marker marker, SentWindow sent) {
    SearchWindow window = SearchWindow.of(sent);
    Search first = issues.search(repo, marker, window);
    // If the first search was incomplete, the second would be too.
    if (!first.found().isEmpty() || !first.complete() || !window.isRecent(time.now())) {
      return first;
    }
    pause();
    return issues.search(repo, marker, window);
  }

  /**
   * {@return whether {@code issue} has a comment with {@code marker}, posted by attempts in {@code
   * sent}}
   *
   * @throws GitHubNotAskedException if the list lags too far to tell
   */
  boolean hasComment(Issue issue, Marker marker, SentWindow sent) {
    Instant since = sent.from().minus(SearchWindow.CLOCK_SKEW);
    Presence first = issues.findComment(issue, marker, since);
    if (first == Presence.PRESENT || !SearchWindow.of(sent).isRecent(time.now())) {
      return first == Presence.PRESENT;
    }
    pause();
    // The list is compared with the issue's comment count, so that is read again, too.
    return switch (issues.read(issue.ref())) {
      case Gone _ -> false;
      case Found(Issue again) -> isPosted(again, marker, since);
    };
  }

  private boolean isPosted(Issue issue, Marker marker, Instant since) {
    Presence second = issues.findComment(issue, marker, since);
    if (second == Presence.NOT_SHOWN_YET
        && !time.isLongSince(issue.updatedAt(), SearchWindow.LONGEST_LIST_LAG)) {
      throw new GitHubNotAskedException(
          "GitHub's list of the comments on %s lags, so it does not show whether an earlier attempt wrote one; search for '%s'"
              .formatted(issue.ref(), marker.line()));
    }
    return second == Presence.PRESENT;
  }

  private void pause() {
    time.pause(IssueActions.LIST_LAG, TimeBudget.TO_WRITE, "search again and post");
  }
}
