package org.pytorch.alerting.github.issue;

import java.time.Instant;
import java.util.List;
import org.pytorch.alerting.github.GitHubAccessException;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.GitHubRateLimitedException;
import org.pytorch.alerting.github.GitHubRejectedException;
import org.pytorch.alerting.github.GitHubUnavailableException;
import org.pytorch.alerting.model.action.IssueRef;

/**
 * What our rules need of GitHub, in our terms, for one invocation.
 *
 * <p>Every method throws {@link GitHubNotAskedException} when it failed and has written nothing,
 * {@link GitHubRateLimitedException} when it is too early to ask, {@link GitHubAccessException}
 * when our App has no access, and {@link GitHubRejectedException} when GitHub refuses for good. The
 * methods that write also throw {@link GitHubUnavailableException}, when they may have written all
 * the same.
 */
public interface GitHubIssues {
  /**
   * Opens an issue with its labels. Writes; must not be repeated without a search whether it has
   * happened.
   */
  Issue create(String repo, IssueDraft draft);

  /**
   * Searches for issues that our App wrote, that carry {@code marker}, open or closed, and that
   * were created within {@code window}. The number of requests is bounded, whatever the repository
   * holds.
   */
  Search search(String repo, Marker marker, SearchWindow window);

  /** Reads an issue. */
  Reading read(IssueRef issue);

  /**
   * {@return whether a comment that our App wrote at or after {@code since} carries {@code marker}}
   *
   * @param issue as it was read just before: it tells how many comments there must be
   */
  Presence findComment(Issue issue, Marker marker, Instant since);

  /**
   * Comments on an issue. Writes; must not be repeated without a search whether it has happened.
   */
  Commenting comment(IssueRef issue, String body);

  /** Closes an issue; nothing changes when it is closed already. Writes. */
  Closing close(IssueRef issue, CloseReason reason);

  /** Opens a closed issue again; nothing changes when it is open already. Writes. */
  Reopening reopen(IssueRef issue);

  /**
   * What a search has found.
   *
   * @param found in no particular order
   * @param complete whether the whole window was searched
   */
  record Search(List<Issue> found, boolean complete) {
    public Search {
      found = List.copyOf(found);
    }
  }

  /** Whether something is there, as far as GitHub's lists show. */
  enum Presence {
    PRESENT,
    ABSENT,
    /** The list lags: it has fewer entries than GitHub says there are. */
    NOT_SHOWN_YET
  }

  /** What reading an issue can come to. */
  sealed interface Reading {}

  /** What posting a comment can come to. */
  sealed interface Commenting {}

  /** What closing an issue can come to. */
  sealed interface Closing {}

  /** What reopening an issue can come to. */
  sealed interface Reopening {}

  /** The issue is there. */
  record Found(Issue issue) implements Reading {}

  /** The issue has left the repository, which itself is reachable. */
  record Gone(String note) implements Reading, Commenting, Closing, Reopening {}

  /** The comment is there. */
  record Commented() implements Commenting {}

  /** GitHub takes no comment on this issue, now or later; the issue itself is fine. */
  record CommentRefused(String note) implements Commenting {}

  /** The issue is closed. */
  record Closed() implements Closing {}

  /** The issue is open. */
  record Reopened() implements Reopening {}

  /** Why an issue is closed, as GitHub shows it. */
  enum CloseReason {
    COMPLETED("completed"),
    DUPLICATE("duplicate");

    private final String apiName;

    CloseReason(String apiName) {
      this.apiName = apiName;
    }

    /** {@return the value of {@code state_reason} in GitHub's API} */
    public String apiName() {
      return apiName;
    }
  }
}
