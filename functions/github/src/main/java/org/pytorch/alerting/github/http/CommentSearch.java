package org.pytorch.alerting.github.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.pytorch.alerting.github.GitHubIssues.Presence;
import org.pytorch.alerting.github.GitHubUnavailableException;
import org.pytorch.alerting.github.Issue;
import org.pytorch.alerting.github.Marker;

/** Looks for the comment that carries a marker. */
final class CommentSearch {
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

  /** {@return whether a comment written at or after {@code since} is the one} */
  Presence since(Instant since) {
    AtomicBoolean found = new AtomicBoolean();
    boolean complete =
        pages.forEach(
            issue.ref().repo(),
            uri("since=" + Pages.time(since)),
            page -> {
              found.set(isOn(page));
              return !found.get();
            });
    if (found.get()) {
      return Presence.PRESENT;
    }
    if (!complete) {
      throw new GitHubUnavailableException(
          "too many comments on %s since %s to tell whether an earlier attempt wrote one; search for '%s'"
              .formatted(issue.ref(), since, marker.line()));
    }
    return issue.comments() == 0 ? Presence.ABSENT : onLastPage();
  }

  /** The issue tells without a lag how many comments it has, so a list can be seen to lag. */
  private Presence onLastPage() {
    int before = (issue.comments() - 1) / Pages.PAGE_SIZE;
    Pages.Page page = pages.read(issue.ref().repo(), uri("page=" + (before + 1)));
    if (isOn(page)) {
      return Presence.PRESENT;
    }
    int listed = before * Pages.PAGE_SIZE + page.items().size();
    return listed < issue.comments() ? Presence.NOT_SHOWN_YET : Presence.ABSENT;
  }

  private boolean isOn(Pages.Page page) {
    for (JsonNode item : page.items()) {
      boolean byApp = item.at("/user/type").asText("").equals("Bot");
      if (byApp && marker.isOn(item.path("body").asText(""))) {
        return true;
      }
    }
    return false;
  }

  private URI uri(String query) {
    return calls.uri(
        "/repos/%s/issues/%d/comments?%s&per_page=%d"
            .formatted(issue.ref().repo(), issue.ref().number(), query, Pages.PAGE_SIZE));
  }
}
