package org.pytorch.alerting.github.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.pytorch.alerting.github.http.ApiCall;
import org.pytorch.alerting.github.http.GitHubCalls;
import org.pytorch.alerting.github.http.GitHubFailures;
import org.pytorch.alerting.github.http.GitHubResponse;
import org.pytorch.alerting.github.issue.GitHubIssues.Search;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.github.issue.Marker;

/**
 * Finds issues that no list shows yet. GitHub's lists can lag behind a write; reading an issue by
 * its number does not, and issues, pull requests and discussions are numbered in order of creation.
 * So recently opened issues have the numbers after the newest one that is listed.
 */
final class UnlistedIssues {
  /** How many numbers are tried. A busy repository has more only while its list lags far behind. */
  static final int MAX_NUMBERS = 30;

  /**
   * A discussion is not found as an issue, and an issue can be deleted or moved. After this many
   * numbers in a row without an issue there is none.
   */
  static final int MAX_WITHOUT_ISSUE = 3;

  private final GitHubCalls calls;

  UnlistedIssues(GitHubCalls calls) {
    this.calls = calls;
  }

  /**
   * Searches for issues that carry {@code marker} and have a number after {@code newest}.
   *
   * @param newest the highest number in a list, 0 if there is none
   */
  Search search(String repo, Marker marker, long newest) {
    List<Issue> found = new ArrayList<>();
    int without = 0;
    for (long number = newest + 1;
        number <= newest + MAX_NUMBERS && calls.canSearchOn(GitHubCalls.TO_READ);
        number++) {
      ApiCall call = ApiCall.get(calls.uri("/repos/%s/issues/%d".formatted(repo, number)));
      GitHubResponse response = calls.following(repo, call);
      Optional<JsonNode> item = item(call, response).filter(isNumbered(number));
      without = item.isPresent() ? 0 : without + 1;
      if (without == MAX_WITHOUT_ISSUE) {
        return new Search(found, true);
      }
      item.filter(one -> !one.hasNonNull("pull_request"))
          .map(one -> IssueJson.issue(call, response, repo, one, calls.identity()))
          .filter(issue -> issue.carries(marker))
          .ifPresent(found::add);
    }
    return new Search(found, false);
  }

  private static Optional<JsonNode> item(ApiCall call, GitHubResponse response) {
    return response.status() == 404 || response.status() == 410
        ? Optional.empty()
        : Optional.of(IssueJson.read(call, GitHubFailures.required(call, response)));
  }

  /** A moved issue redirects to one in another repository, with another number. */
  private static Predicate<JsonNode> isNumbered(long number) {
    return item -> item.path("number").asLong(0) == number;
  }
}
