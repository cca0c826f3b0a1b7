package org.pytorch.alerting.github;

import java.time.Instant;
import java.util.List;
import org.pytorch.alerting.model.IssueRef;

/**
 * What our rules need of GitHub, in our terms, for one invocation. Every method throws {@link
 * GitHubUnavailableException} when the outcome is unknown, {@link GitHubRateLimitedException} when
 * it is too early to ask, and {@link GitHubRejectedException} when a person has to mend something.
 */
public interface GitHubIssues {
  /**
   * Makes sure that the labels exist with their colours. A label is never worth an alert: what
   * fails is logged.
   */
  void ensureLabels(String repo, List<Label> labels);

  /** Opens an issue. Must not be repeated without a look whether it has happened. */
  Issue create(String repo, IssueDraft draft);

  /**
   * Looks for issues that carry {@code marker}, open or closed, created at or after {@code since}.
   */
  Search search(String repo, Marker marker, Instant since);

  /** Reads an issue. */
  Reading read(IssueRef issue);

  /**
   * {@return whether a comment written at or after {@code since} carries {@code marker}}
   *
   * @param issue as it was read in this invocation: it tells how many comments there must be
   */
  Presence findComment(Issue issue, Marker marker, Instant since);

  /** Comments on an issue. Must not be repeated without a look whether it has happened. */
  Commenting comment(IssueRef issue, String body);

  /** Closes an issue; nothing changes when it is closed already. */
  Closing close(IssueRef issue, CloseReason reason);

  /**
   * What a look has found.
   *
   * @param found in no particular order
   * @param complete whether everything since then was looked through
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

  /** The issue is there. */
  record Found(Issue issue) implements Reading {}

  /** The issue has left the repository, which itself is reachable. */
  record Gone(String note) implements Reading, Commenting, Closing {}

  /** The comment is there. */
  record Commented() implements Commenting {}

  /** GitHub takes no comment on this issue, now or later; the issue itself is fine. */
  record CommentRefused(String note) implements Commenting {}

  /** The issue is closed. */
  record Closed() implements Closing {}

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
