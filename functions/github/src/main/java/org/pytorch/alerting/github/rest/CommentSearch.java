package org.pytorch.alerting.github.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.http.GitHubCalls;
import org.pytorch.alerting.github.issue.GitHubIssues.Presence;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.github.issue.Marker;

/** Searches for our comment with a marker. */
final class CommentSearch {
  /** An issue takes 2,500 comments. */
  static final int MAX_PAGES = 25;

  private static final Pattern PAGE_NUMBER = Pattern.compile("[?&]page=([0-9]{1,6})\\b");

  private final GitHubCalls calls;
  private final Pages pages;
  private final Issue issue;
  private final Marker marker;

  CommentSearch(GitHubCalls calls, Pages pages, Issue issue, Marker marker) {
    this.calls = calls;
    this.pages = pages;
    this.issue = issue;
    this.marker = marker;
  }

  /** {@return whether such a comment was written at or after {@code since}} */
  Presence since(Instant since) {
    AtomicBoolean found = new AtomicBoolean();
    boolean complete =
        pages.forEach(
            issue.ref().repo(),
            uri("since=" + Pages.time(since) + "&"),
            MAX_PAGES,
            page -> {
              found.set(isOn(page));
              return !found.get();
            });
    if (found.get()) {
      return Presence.PRESENT;
    }
    if (!complete) {
      throw new GitHubNotAskedException(
          "the comments on %s since %s could not be searched in time for an earlier attempt's"
              .formatted(issue.ref(), since));
    }
    return issue.comments() == 0 ? Presence.ABSENT : onLastPage();
  }

  /** The issue's comment count does not lag, so it shows whether the list does. */
  private Presence onLastPage() {
    String repo = issue.ref().repo();
    Pages.Page first = pages.read(repo, uri(""));
    Optional<String> link = PageLink.LAST.of(first.response());
    Pages.Page last = link.isPresent() ? pages.linked(repo, first, link.get()) : first;
    if (isOn(last)) {
      return Presence.PRESENT;
    }
    int before = (link.map(CommentSearch::pageNumber).orElse(1) - 1) * Pages.PAGE_SIZE;
    return before + last.items().size() < issue.comments()
        ? Presence.NOT_SHOWN_YET
        : Presence.ABSENT;
  }

  /** A link without a number counts as the first page: the list then seems to lag. */
  private static int pageNumber(String link) {
    Matcher page = PAGE_NUMBER.matcher(link);
    return page.find() ? Integer.parseInt(page.group(1)) : 1;
  }

  private boolean isOn(Pages.Page page) {
    for (JsonNode item : page.items()) {
      if (marker.isOn(item.path("body").asText("")) && calls.identity().wrote(item)) {
        return true;
      }
    }
    return false;
  }

  private URI uri(String query) {
    return calls.uri(
        "/repos/%s/issues/%d/comments?%sper_page=%d"
            .formatted(issue.ref().repo(), issue.ref().number(), query, Pages.PAGE_SIZE));
  }
}
