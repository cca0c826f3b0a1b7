package org.pytorch.alerting.github.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Predicate;
import org.pytorch.alerting.github.http.ApiCall;
import org.pytorch.alerting.github.http.GitHubCalls;
import org.pytorch.alerting.github.http.GitHubFailures;
import org.pytorch.alerting.github.http.GitHubResponse;

/** GitHub's lists, page by page. */
final class Pages {
  /** The most items that GitHub returns at once. */
  static final int PAGE_SIZE = 100;

  private final GitHubCalls calls;

  Pages(GitHubCalls calls) {
    this.calls = calls;
  }

  record Page(ApiCall call, GitHubResponse response, JsonNode items) {}

  /**
   * Reads a list while {@code visitor} wants more, there is time left besides the write that
   * follows, and fewer than {@code maxPages} were read.
   *
   * @return whether everything that the visitor wanted was read
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
      Optional<String> next = PageLink.NEXT.of(page.response());
      if (next.isEmpty()) {
        return true;
      }
      uri = linked(page, next.get());
    }
    return false;
  }

  /** {@return the page at {@code link} of {@code page}} */
  Page linked(String repo, Page page, String link) {
    return read(repo, linked(page, link));
  }

  private URI linked(Page page, String link) {
    return calls
        .onSameHost(page.call().uri(), link)
        .orElseThrow(
            () ->
                IssueJson.unreadable(
                    page.call(), page.response(), "it links to a page on another host"));
  }

  /** {@return one page of a list} */
  Page read(String repo, URI uri) {
    ApiCall call = ApiCall.get(uri);
    GitHubResponse response = GitHubFailures.required(call, calls.following(repo, call));
    JsonNode items = IssueJson.read(call, response);
    if (!items.isArray()) {
      throw IssueJson.unreadable(call, response, "it is not a list");
    }
    return new Page(call, response, items);
  }

  /**
   * {@return the parameter that leaves our App's issues in a list; empty if its login is unknown}
   */
  String byUs() {
    return calls
        .identity()
        .login()
        .map(login -> "&creator=" + URLEncoder.encode(login, StandardCharsets.UTF_8))
        .orElse("");
  }

  /** {@return {@code time} in the form of GitHub's lists: in whole seconds} */
  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
