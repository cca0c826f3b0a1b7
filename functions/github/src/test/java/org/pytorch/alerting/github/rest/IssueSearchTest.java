package org.pytorch.alerting.github.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.VirtualTime;
import org.pytorch.alerting.github.http.AppIdentity;
import org.pytorch.alerting.github.http.FixedTokens;
import org.pytorch.alerting.github.http.ScriptedTransport;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.github.issue.GitHubIssues.Search;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.issue.SearchWindow;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.status.IssueRef;

/** A search covers its window and no more, and finds what no list shows yet. */
class IssueSearchTest {
  private static final String REPO = "tidewater/alerts";
  private static final Marker MARKER = Marker.ofIssue(new Fingerprint("0a".repeat(32)), 1);
  private static final String NOT_FOUND = "{\"message\":\"Not Found\"}";
  private static final String NEWEST_LISTED =
      "GET /repos/tidewater/alerts/issues?state=all&sort=created&direction=desc&per_page=1";
  private static final SearchWindow WINDOW =
      new SearchWindow(
          Instant.parse("2026-03-04T07:08:00Z"), Instant.parse("2026-03-04T07:18:12Z"));

  private final VirtualTime time = new VirtualTime();
  private final ScriptedTransport transport = new ScriptedTransport();
  private AppIdentity app = FixedTokens.APP;

  private GitHubIssues issues() {
    return ScriptedIssues.of(transport, app, time);
  }

  @AfterEach
  void everything_was_asked_for() {
    transport.assertFinished();
  }

  private Search search() {
    return issues().search(REPO, MARKER, WINDOW);
  }

  private void searchNoLongerRecent() {
    time.pass(Duration.ofMinutes(21));
  }

  private static String issue(long number, String body) {
    return issue(number, body, "2026-03-04T07:13:02Z");
  }

  private static String issue(long number, String body, String createdAt) {
    return """
        {"number":%d,"state":"open","body":%s,"created_at":"%s",
         "user":{"login":"alerts[bot]","type":"Bot"}}"""
        .formatted(number, Json.write(body), createdAt);
  }

  private static String ours(long number, String createdAt) {
    return issue(number, MARKER.sign("x"), createdAt);
  }

  private static List<Long> numbers(Search search) {
    return search.found().stream().map(issue -> issue.ref().number()).toList();
  }

  private Search searchAlert() {
    return issues()
        .searchAlert(
            REPO, new Fingerprint("0a".repeat(32)), Instant.parse("2026-03-04T07:08:00.5Z"));
  }

  @Test
  void open_issue_of_an_alert_is_found_whatever_its_episode() {
    String other = Marker.ofIssue(new Fingerprint("0b".repeat(32)), 1).sign("x");
    String seventh = Marker.ofIssue(new Fingerprint("0a".repeat(32)), 7).sign("x");
    transport
        .then(
            200,
            Map.of("Link", "<https://api.github.example/p2>; rel=\"next\""),
            "[" + issue(9, other) + "]")
        .then(
            200,
            Map.of("Link", "<https://api.github.example/p3>; rel=\"next\""),
            "[" + issue(4, seventh, "2020-01-01T00:00:00Z") + "]");

    Search search = searchAlert();

    assertThat(numbers(search)).containsExactly(4L);
    assertThat(transport.asked())
        .containsExactly(
            "GET /repos/tidewater/alerts/issues?state=open&creator=alerts%5Bbot%5D"
                + "&sort=created&direction=desc&per_page=100",
            "GET /p2");
  }

  @Test
  void of_closed_issues_only_those_of_this_firing_are_listed() {
    transport.then(200, Map.of(), "[]").then(200, Map.of(), "[" + issue(5, MARKER.sign("x")) + "]");

    Search search = searchAlert();

    assertThat(numbers(search)).containsExactly(5L);
    assertThat(search.complete()).isTrue();
    assertThat(transport.asked().getLast())
        .isEqualTo(
            "GET /repos/tidewater/alerts/issues?state=closed&creator=alerts%5Bbot%5D"
                + "&since=2026-03-04T07:08:00Z&sort=updated&direction=desc&per_page=100");
  }

  @Test
  void of_a_window_that_ended_lately_the_newest_issues_come_first() {
    searchNoLongerRecent();
    transport
        .then(
            200,
            Map.of("Link", "<https://api.github.example/p2>; rel=\"next\", <x>; rel=\"last\""),
            "[" + ours(9, "2026-03-04T07:18:13Z") + "," + ours(8, "2026-03-04T07:18:12Z") + "]")
        .then(
            200,
            Map.of("Link", "<https://api.github.example/p3>; rel=\"next\""),
            "[%s,%s,%s]"
                .formatted(
                    issue(4, "other"),
                    ours(3, "2026-03-04T07:08:00Z"),
                    ours(2, "2026-03-04T07:07:59Z")));

    Search search = search();

    assertThat(search.complete()).isTrue();
    assertThat(numbers(search)).containsExactly(8L, 3L);
    assertThat(transport.asked())
        .containsExactly(
            "GET /repos/tidewater/alerts/issues?state=all&creator=alerts%5Bbot%5D"
                + "&since=2026-03-04T07:08:00Z&sort=created&direction=desc&per_page=100",
            "GET /p2");
  }

  @Test
  void of_a_window_that_ended_8_h_ago_the_oldest_issues_come_first() {
    time.pass(Duration.ofHours(8).plus(Duration.ofMinutes(5)).plusSeconds(12));
    transport
        .then(
            200,
            Map.of("Link", "</p2>; rel=\"next\""),
            "[" + ours(2, "2026-03-04T07:07:59Z") + "," + ours(3, "2026-03-04T07:08:00Z") + "]")
        .then(
            200,
            Map.of("Link", "</p3>; rel=\"next\""),
            "[" + ours(8, "2026-03-04T07:18:12Z") + "," + ours(9, "2026-03-04T07:18:13Z") + "]");

    Search search = search();

    assertThat(search.complete()).isTrue();
    assertThat(numbers(search)).containsExactly(3L, 8L);
    assertThat(transport.asked().getFirst()).contains("sort=created&direction=asc");
  }

  @Test
  void search_ends_after_ten_pages_and_says_so() {
    searchNoLongerRecent();
    for (int i = 0; i < 10; i++) {
      transport.then(200, Map.of("Link", "</next>; rel=\"next\""), "[]");
    }

    assertThat(search()).isEqualTo(new Search(List.of(), false));
  }

  @Test
  void unlisted_numbers_do_not_complete_a_search_that_ended_after_ten_pages() {
    for (int i = 0; i < 10; i++) {
      transport.then(200, Map.of("Link", "</next>; rel=\"next\""), "[]");
    }
    transport.then(200, "[]").then(404, NOT_FOUND).then(404, NOT_FOUND).then(404, NOT_FOUND);

    assertThat(search()).isEqualTo(new Search(List.of(), false));
    assertThat(transport.asked()).contains(NEWEST_LISTED).last().asString().endsWith("/issues/3");
  }

  @Test
  void response_without_a_list_does_not_say_that_there_is_no_issue() {
    searchNoLongerRecent();
    transport.then(200, "{}");

    assertThatThrownBy(this::search)
        .isInstanceOf(GitHubNotAskedException.class)
        .hasMessageContaining("it is not a list");
  }

  @ParameterizedTest
  @CsvSource({"10, 1", "7, 1", "6, 2", "4, 3", "3, 4", "1, 10"})
  void search_leaves_the_12_s_to_write_however_slow_its_pages_are(int seconds, int pages) {
    searchNoLongerRecent();
    GitHubIssues slow = issues();
    for (int i = 0; i < pages; i++) {
      transport.thenAfter(
          () -> time.pass(Duration.ofSeconds(seconds)),
          200,
          Map.of("Link", "</n>; rel=\"next\""),
          "[]");
    }

    assertThat(slow.search(REPO, MARKER, WINDOW)).isEqualTo(new Search(List.of(), false));
    assertThat(seconds * pages).isLessThanOrEqualTo(13);
  }

  @Test
  void slow_list_leaves_no_time_for_numbers() {
    GitHubIssues slow = issues();
    transport.thenAfter(() -> time.pass(Duration.ofSeconds(12)), 200, Map.of(), "[]");

    assertThat(slow.search(REPO, MARKER, WINDOW)).isEqualTo(new Search(List.of(), false));
  }

  @Test
  void next_page_on_another_host_is_not_asked_for() {
    transport.then(200, Map.of("Link", "<https://evil.example/p2>; rel=\"next\""), "[]");

    assertThatThrownBy(this::search)
        .isInstanceOf(GitHubNotAskedException.class)
        .hasMessageContaining("another host");
    assertThat(transport.requests).hasSize(1);
  }

  @Test
  void without_our_login_everybody_s_issues_are_searched() {
    searchNoLongerRecent();
    app = AppIdentity.unknown();
    transport.then(200, "[]");

    search();

    assertThat(transport.asked().getFirst())
        .contains("?state=all&since=2026-03-04T07:08:00Z&sort=created");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"user\":{\"login\":\"alerts[bot]\",\"type\":\"Bot\"}', true",
    "'\"user\":{\"login\":\"Alerts[bot]\",\"type\":\"Bot\"}', true",
    "'\"user\":{\"login\":\"github-actions[bot]\",\"type\":\"Bot\"}', false",
    "'\"user\":{\"login\":\"quay-person\",\"type\":\"User\"}', false",
    "'\"user\":null', false",
    "'\"performed_via_github_app\":{\"id\":812345},\"user\":{\"login\":\"x\",\"type\":\"Bot\"}',"
        + " true",
    "'\"performed_via_github_app\":{\"id\":1,\"client_id\":\"Iv23li\"}', true",
    "'\"performed_via_github_app\":{\"id\":15368,\"client_id\":\"Iv1\"},\"user\":{\"login\":\"x\",\"type\":\"Bot\"}',"
        + " false",
    "'\"performed_via_github_app\":null,\"user\":{\"login\":\"alerts[bot]\",\"type\":\"Bot\"}',"
        + " true"
  })
  void issue_is_ours_if_our_app_wrote_it_by_its_id_or_login(String author, boolean found) {
    searchNoLongerRecent();
    transport.then(200, "[" + by(author) + "]");

    assertThat(search().found()).hasSize(found ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"user\":{\"login\":\"some[bot]\",\"type\":\"Bot\"}', true",
    "'\"user\":{\"login\":\"quay-person\",\"type\":\"User\"}', false",
    "'\"performed_via_github_app\":{\"id\":15368},\"user\":{\"login\":\"x\",\"type\":\"Bot\"}',"
        + " false"
  })
  void while_our_login_is_not_known_a_bot_s_issue_is_ours_unless_github_names_another_app(
      String author, boolean found) {
    searchNoLongerRecent();
    app = AppIdentity.unknown();
    transport.then(200, "[" + by(author) + "]");

    assertThat(search().found()).hasSize(found ? 1 : 0);
  }

  private static String by(String author) {
    return ours(7, "2026-03-04T07:13:00Z")
        .replace("\"user\":{\"login\":\"alerts[bot]\",\"type\":\"Bot\"}", author);
  }

  // What no list shows yet.

  @Test
  void issue_after_the_newest_that_is_listed_is_found_by_its_number() {
    transport
        .then(200, "[]")
        .then(200, "[%s]".formatted(issue(7, "other")))
        .then(200, issue(8, "other"))
        .then(200, issue(9, MARKER.sign("x")))
        .then(404, NOT_FOUND)
        .then(404, NOT_FOUND)
        .then(404, NOT_FOUND);

    Search search = search();

    assertThat(search.complete()).isTrue();
    assertThat(search.found()).extracting(Issue::ref).containsExactly(new IssueRef(REPO, 9));
    assertThat(transport.asked())
        .contains(NEWEST_LISTED)
        .endsWith(
            "GET /repos/tidewater/alerts/issues/8",
            "GET /repos/tidewater/alerts/issues/9",
            "GET /repos/tidewater/alerts/issues/10",
            "GET /repos/tidewater/alerts/issues/11",
            "GET /repos/tidewater/alerts/issues/12");
  }

  @Test
  void numbers_of_discussions_of_issues_that_left_and_of_pull_requests_are_skipped() {
    String pullRequest =
        issue(11, MARKER.sign("x")).replace("\"number\"", "\"pull_request\":{},\"number\"");
    transport
        .then(200, "[]")
        .then(200, "[%s]".formatted(issue(7, "other")))
        .then(404, NOT_FOUND)
        .then(410, "{\"message\":\"This issue was deleted\"}")
        .then(200, issue(10, "other"))
        .then(200, pullRequest)
        .then(301, Map.of("Location", "https://api.github.example/repositories/1/issues/3"), "{}")
        .then(200, issue(3, MARKER.sign("x")))
        .then(404, NOT_FOUND)
        .then(200, issue(14, MARKER.sign("x")))
        .then(404, NOT_FOUND)
        .then(410, "{}")
        .then(404, NOT_FOUND);

    assertThat(numbers(search())).containsExactly(14L);
  }

  @Test
  void issues_of_a_renamed_repository_are_found_by_their_number() {
    transport.then(200, "[]").then(200, "[]");
    for (int number = 1; number <= 4; number++) {
      transport.then(
          301,
          Map.of("Location", "https://api.github.example/repositories/1/issues/" + number),
          "{}");
      transport.then(number == 1 ? 200 : 404, number == 1 ? issue(1, MARKER.sign("x")) : "{}");
    }

    assertThat(numbers(search())).containsExactly(1L);
  }

  @Test
  void issue_that_is_listed_costs_no_further_request() {
    transport.then(200, "[%s]".formatted(issue(7, MARKER.sign("x"))));

    assertThat(search().found()).hasSize(1);
  }

  @Test
  void once_no_list_lags_any_more_numbers_are_not_read() {
    time.pass(Duration.ofMinutes(20).plusSeconds(12));
    transport.then(200, "[]").then(200, "[]");
    GitHubIssues issues = issues();
    Collections.nCopies(3, NOT_FOUND).forEach(answer -> transport.then(404, answer));
    issues.search(REPO, MARKER, WINDOW);
    assertThat(transport.requests).hasSize(5);

    time.pass(Duration.ofMillis(1));
    transport.then(200, "[]");
    issues.search(REPO, MARKER, WINDOW);
    assertThat(transport.requests).hasSize(6);
  }

  @Test
  void too_many_unlisted_numbers_are_waited_for() {
    transport.then(200, "[]").then(200, "[%s]".formatted(issue(7, "other")));
    for (int number = 8; number < 38; number++) {
      transport.then(200, issue(number, "other"));
    }

    assertThatThrownBy(this::search)
        .isInstanceOf(GitHubNotAskedException.class)
        .hasMessageContaining("lags too far")
        .hasMessageContaining(
            "whether tidewater/alerts has one with '<!-- alert-pipeline v1 issue fingerprint=0a0a");
  }

  @Test
  void search_that_fails_twice_says_nothing_about_the_issue() {
    transport.then(200, "[]").then(502, "{}").then(502, "{}");

    assertThatThrownBy(this::search).isInstanceOf(GitHubNotAskedException.class);
  }
}
