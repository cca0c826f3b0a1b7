package org.pytorch.alerting.github.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.pytorch.alerting.github.http.GitHubCalls;
import org.pytorch.alerting.github.issue.GitHubIssues.Search;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.model.Fingerprint;

/**
 * Searches for an alert's issues, of any episode, when nothing else is known about the alert. It
 * lists the open issues of our App, newest first, and then the ones closed lately.
 */
final class AlertSearch {
  /** Of a hundred issues each: a thousand open issues of ours. */
  static final int MAX_PAGES = 10;

  private final GitHubCalls calls;
  private final Pages pages;
  private final String repo;
  private final Fingerprint fingerprint;

  AlertSearch(GitHubCalls calls, Pages pages, String repo, Fingerprint fingerprint) {
    this.calls = calls;
    this.pages = pages;
    this.repo = repo;
    this.fingerprint = fingerprint;
  }

  /** Closing an issue changes it, so an issue that was closed since has changed since. */
  Search search(Instant closedSince) {
    Search open = listed("state=open", "&sort=created");
    if (!open.found().isEmpty()) {
      return open;
    }
    Search closed = listed("state=closed", "&since=" + Pages.time(closedSince) + "&sort=updated");
    return new Search(closed.found(), open.complete() && closed.complete());
  }

  /** Ends at the first page that has one: only the alert's newest issue counts. */
  private Search listed(String state, String order) {
    List<Issue> found = new ArrayList<>();
    boolean complete =
        pages.forEach(repo, uri(state, order), MAX_PAGES, page -> visit(page, found));
    return new Search(found, complete);
  }

  /** {@return whether the next page is worth reading} */
  private boolean visit(Pages.Page page, List<Issue> found) {
    for (JsonNode item : page.items()) {
      if (!item.hasNonNull("pull_request")) {
        Issue issue = IssueJson.issue(page.call(), page.response(), repo, item, calls.identity());
        if (issue.isOfAlert(fingerprint)) {
          found.add(issue);
        }
      }
    }
    return found.isEmpty();
  }

  private URI uri(String state, String order) {
    return calls.uri(
        "/repos/%s/issues?%s%s%s&direction=desc&per_page=%d"
            .formatted(repo, state, pages.byUs(), order, Pages.PAGE_SIZE));
  }
}
