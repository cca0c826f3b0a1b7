package org.pytorch.alerting.github.issue;

import java.time.Instant;
import java.util.List;
import org.pytorch.alerting.github.GitHubAccessException;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.GitHubRateLimitedException;
import org.pytorch.alerting.github.GitHubRejectedException;
import org.pytorch.alerting.github.GitHubUnavailableException;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.status.IssueRef;

/**
 * GitHub's issues in our terms, for one invocation.
 *
 * <p>Every method throws {@link GitHubNotAskedException} if it failed and has written nothing,
 * {@link GitHubRateLimitedException} if GitHub has rate-limited us, {@link GitHubAccessException}
 * if our App has no access, and {@link GitHubRejectedException} if GitHub refuses permanently. The
 * methods that write also throw {@link GitHubUnavailableException} if they may have written despite
 * the failure.
 */
public interface GitHubIssues {
  /** Opens an issue with its labels. Writes; before a retry, search for the issue. */
  Issue create(String repo, IssueDraft draft);

  /**
   * Searches for issues that our App wrote, that have {@code marker}, open or closed, and that were
   * created within {@code window}. The number of requests is limited, whatever the repository's
   * size.
   */
  Search search(String repo, Marker marker, SearchWindow window);

  /**
   * Searches for issues that our App wrote for an alert, whatever their episode: the open ones and,
   * if there is none, those that were closed at or after {@code closedSince}. The number of
   * requests is limited and usually two; it does not grow with the number of old issues.
   */
  Search searchAlert(String repo, Fingerprint fingerprint, Instant closedSince);

  /** Reads an issue. */
  IssueLookup read(IssueRef issue);

  /**
   * {@return whether a comment that our App wrote at or after {@code since} has {@code marker}}
   *
   * @param issue as just read: it says how many comments there must be
   */
  Presence findComment(Issue issue, Marker marker, Instant since);

  /** Comments on an issue. Writes; before a retry, search for the comment. */
  Commenting comment(IssueRef issue, String body);

  /**
   * Changes an issue's texts and state in one request. Writes, and may be repeated without a
   * search. It notifies nobody, except about a change of state.
   *
   * <p>GitHub has no conditional update of an issue: what a person saves between our read of a text
   * and this request is overwritten. It stays in the edit history that GitHub shows.
   */
  Editing edit(IssueRef issue, IssueEdit edit);

  /** Adds labels to those that an issue has. Writes, and may be repeated without a search. */
  Editing addLabels(IssueRef issue, List<Label> labels);

  /** Removes a label; does nothing if the issue does not have it. Writes, and may be repeated. */
  Editing removeLabel(IssueRef issue, String name);

  /**
   * Assigns more people. GitHub ignores logins that cannot be assigned. Writes, and may be
   * repeated.
   *
   * @param logins at most ten
   */
  Editing assign(IssueRef issue, List<String> logins);

  /**
   * The result of a search.
   *
   * @param found in no particular order
   * @param complete whether the whole window was searched
   */
  record Search(List<Issue> found, boolean complete) {
    /** The result of a search for something that cannot exist. */
    public static final Search NOTHING = new Search(List.of(), true);

    public Search {
      found = List.copyOf(found);
    }
  }

  /** Whether something exists, as far as GitHub's lists show. */
  enum Presence {
    PRESENT,
    ABSENT,
    /** The list lags: it has fewer entries than GitHub counts. */
    NOT_SHOWN_YET
  }

  /** The result of reading an issue. */
  sealed interface IssueLookup {}

  /** The result of posting a comment. */
  sealed interface Commenting {}

  /** The result of changing an issue. */
  sealed interface Editing {}

  /** The issue exists. */
  record Found(Issue issue) implements IssueLookup {}

  /** The issue has left the repository, which itself is reachable. */
  record Gone(String note) implements IssueLookup, Commenting, Editing {}

  /** The comment is posted. */
  record Commented() implements Commenting {}

  /** GitHub permanently refuses comments on this issue; the issue itself is fine. */
  record CommentRefused(String note) implements Commenting {}

  /** The issue is as requested. */
  record Edited() implements Editing {}

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
