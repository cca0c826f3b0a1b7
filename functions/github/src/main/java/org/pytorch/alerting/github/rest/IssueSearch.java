package org.pytorch.alerting.github.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.http.GitHubCalls;
import org.pytorch.alerting.github.issue.GitHubIssues.Search;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.issue.SearchWindow;

/**
 * Searches for our issues with a marker, among those created within a window. It lists only issues
 * that our App opened, so others' issues cost nothing.
 */
final class IssueSearch {
  /**
   * Of a hundred issues each. GitHub lets an App open 500 an hour, so this is two hours at full
   * speed; ten pages take about 5 s of an invocation's 25 s.
   */
  static final int MAX_PAGES = 10;

  /**
   * Newest first, the list begins with issues opened after the window; oldest first, with issues
   * opened before it that have changed since. For a recent window the former are fewer.
   */
  static final Duration NEWEST_FIRST_FOR = Duration.ofHours(8);

  private final GitHubCalls calls;
  private final Pages pages;
  private final UnlistedIssues unlisted;
  private final String repo;
  private final Marker marker;

  IssueSearch(GitHubCalls calls, Pages pages, String repo, Marker marker) {
    this.calls = calls;
    this.pages = pages;
    this.unlisted = new UnlistedIssues(calls);
    this.repo = repo;
    this.marker = marker;
  }

  Search within(SearchWindow window) {
    Search listed = listed(window);
    if (!listed.found().isEmpty() || !window.isRecent(calls.time().now())) {
      return listed;
    }
    if (!calls.canSearchOn(GitHubCalls.TO_READ)) {
      return new Search(List.of(), false);
    }
    Search later = unlisted.search(repo, marker, newestListed());
    if (later.found().isEmpty() && !later.complete()) {
      // The list will show all of it soon. A second issue, posted now, might never be found.
      throw new GitHubNotAskedException(
          "GitHub's list of issues lags too far behind to tell whether %s has one with '%s'"
              .formatted(repo, marker.line()));
    }
    return new Search(later.found(), listed.complete() && later.complete());
  }

  private Search listed(SearchWindow window) {
    Instant now = calls.time().now();
    boolean newestFirst = window.until().plus(NEWEST_FIRST_FOR).isAfter(now);
    List<Issue> found = new ArrayList<>();
    boolean complete =
        pages.forEach(
            repo,
            uri(window.from(), newestFirst),
            MAX_PAGES,
            page -> visit(page, window, newestFirst, found));
    return new Search(found, complete);
  }

  /** {@return whether the next page can have more of the window} */
  private boolean visit(
      Pages.Page page, SearchWindow window, boolean newestFirst, List<Issue> found) {
    for (JsonNode item : page.items()) {
      Instant created = IssueJson.createdAt(page.call(), page.response(), item);
      boolean before = created.isBefore(window.from());
      boolean after = created.isAfter(window.until());
      if (newestFirst ? before : after) {
        return false;
      }
      if (!before && !after && !item.hasNonNull("pull_request")) {
        Issue issue = IssueJson.issue(page.call(), page.response(), repo, item, calls.identity());
        if (issue.carries(marker)) {
          found.add(issue);
        }
      }
    }
    return true;
  }

  private URI uri(Instant from, boolean newestFirst) {
    return calls.uri(
        "/repos/%s/issues?state=all%s&since=%s&sort=created&direction=%s&per_page=%d"
            .formatted(
                repo,
                pages.byUs(),
                Pages.time(from),
                newestFirst ? "desc" : "asc",
                Pages.PAGE_SIZE));
  }

  /** {@return the highest number in the repository's list, 0 if it is empty} */
  private long newestListed() {
    return pages
        .read(
            repo,
            calls.uri(
                "/repos/%s/issues?state=all&sort=created&direction=desc&per_page=1"
                    .formatted(repo)))
        .items()
        .path(0)
        .path("number")
        .asLong(0);
  }
}
