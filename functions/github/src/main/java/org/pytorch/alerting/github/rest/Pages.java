package org.pytorch.alerting.github.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Predicate;
import org.pytorch.alerting.github.http.ApiCall;
import org.pytorch.alerting.github.http.GitHubCalls;
import org.pytorch.alerting.github.http.HttpAnswer;
import org.pytorch.alerting.github.http.Refusal;

/** GitHub's lists, page by page. */
final class Pages {
  /** As many items as GitHub gives at once. */
  static final int PAGE_SIZE = 100;

  private final GitHubCalls calls;

  Pages(GitHubCalls calls) {
    this.calls = calls;
  }

  record Page(ApiCall call, HttpAnswer answer, JsonNode items) {}

  /**
   * Goes through a list as long as {@code visitor} wants more, there is time for it beside the
   * write that comes after, and {@code maxPages} are not used up.
   *
   * @return whether all of it was seen that the visitor wanted to see
   */
  boolean forEach(String repo, URI first, int maxPages, Predicate<Page> visitor) {
    URI uri = first;
    Duration slowest = GitHubCalls.TO_READ;
    for (int number = 0; number < maxPages && calls.canSearchOn(slowest); number++) {
      Instant start = calls.time().now();
      Page page = read(repo, uri);
      Duration took = Duration.between(start, calls.time().now());
      slowest = took.compareTo(slowest) > 0 ? took : slowest;
      if (!visitor.test(page)) {
        return true;
      }
      Optional<String> next = PageLink.NEXT.of(page.answer());
      if (next.isEmpty()) {
        return true;
      }
      uri = linked(page, next.get());
    }
    return false;
  }

  /** {@return the page that {@code page} links to by {@code link}} */
  Page linked(String repo, Page page, String link) {
    return read(repo, linked(page, link));
  }

  private URI linked(Page page, String link) {
    return calls
        .onSameHost(page.call().uri(), link)
        .orElseThrow(
            () ->
                IssueJson.unreadable(
                    page.call(), page.answer(), "it links to a page on another host"));
  }

  /** {@return one page of a list} */
  Page read(String repo, URI uri) {
    ApiCall call = ApiCall.get(uri);
    HttpAnswer answer = Refusal.required(call, calls.following(repo, call));
    JsonNode items = IssueJson.read(call, answer);
    if (!items.isArray()) {
      throw IssueJson.unreadable(call, answer, "it is not a list");
    }
    return new Page(call, answer, items);
  }

  /** {@return {@code time} as GitHub's lists take times: in whole seconds} */
  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
