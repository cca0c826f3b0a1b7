package org.pytorch.alerting.github.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.github.GitHubIssues.Search;
import org.pytorch.alerting.github.Issue;
import org.pytorch.alerting.github.Marker;

/**
 * Finds issues that no list shows yet. GitHub's lists can lag behind a write; reading an issue by
 * its number does not, and issues and pull requests are numbered in the order of their creation. So
 * what was opened lately has the numbers after the newest one that is listed.
 */
final class UnlistedIssues {
  /**
   * How many numbers are tried. More are only given while a list lags in a very busy repository.
   */
  static final int MAX_NUMBERS = 30;

  /** Nobody deletes or moves so many new issues in a row: behind them there is nothing. */
  private static final int MAX_GONE_IN_A_ROW = 3;

  private final GitHubCalls calls;

  UnlistedIssues(GitHubCalls calls) {
    this.calls = calls;
  }

  /**
   * Looks for issues that carry {@code marker} and have a number after {@code newest}.
   *
   * @param newest the highest number that a list shows, 0 when it shows none
   */
  Search search(String repo, Marker marker, long newest) {
    List<Issue> found = new ArrayList<>();
    int gone = 0;
    for (long number = newest + 1; number <= newest + MAX_NUMBERS; number++) {
      ApiCall call = ApiCall.get(calls.uri("/repos/%s/issues/%d".formatted(repo, number)));
      HttpAnswer answer = calls.once(repo, call);
      boolean hasLeft = answer.isRedirect() || answer.status() == 410;
      gone = hasLeft ? gone + 1 : 0;
      if (answer.status() == 404 || gone == MAX_GONE_IN_A_ROW) {
        return new Search(found, true);
      }
      if (!hasLeft) {
        issue(repo, call, answer).filter(issue -> issue.carries(marker)).ifPresent(found::add);
      }
    }
    return new Search(found, false);
  }

  private static Optional<Issue> issue(String repo, ApiCall call, HttpAnswer answer) {
    JsonNode item = IssueJson.read(call, Refusal.required(call, answer));
    return item.hasNonNull("pull_request")
        ? Optional.empty()
        : Optional.of(IssueJson.issue(call, answer, repo, item));
  }
}
