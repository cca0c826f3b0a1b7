package org.pytorch.alerting.github.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.github.GitHubIssues;
import org.pytorch.alerting.github.GitHubIssues.Presence;
import org.pytorch.alerting.github.GitHubUnavailableException;
import org.pytorch.alerting.github.Issue;
import org.pytorch.alerting.github.Marker;
import org.pytorch.alerting.github.TimeBudget;
import org.pytorch.alerting.github.VirtualTime;
import org.pytorch.alerting.model.Environment;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Host;
import org.pytorch.alerting.model.IssueRef;
import org.pytorch.alerting.model.Json;
import org.pytorch.alerting.model.Log;

/** What was posted is found although no list shows it yet. */
class LaggingListsTest {
  private static final String REPO = "tidewater/alerts";
  private static final Marker MARKER = Marker.ofIssue(new Fingerprint("0a".repeat(32)), 1);
  private static final String NOT_FOUND = "{\"message\":\"Not Found\"}";
  private static final String OTHERS_COMMENT = "{\"user\":{\"type\":\"Bot\"},\"body\":\"x\"}";
  private static final String OUR_COMMENT =
      "{\"user\":{\"type\":\"Bot\"},\"body\":%s}".formatted(Json.write(MARKER.sign("x")));

  private final VirtualTime time = new VirtualTime();
  private final ScriptedTransport transport = new ScriptedTransport();

  private GitHubIssues issues() {
    return new GitHubConnection(
            URI.create("https://api.github.example"),
            transport,
            new TokenSource() {
              @Override
              public String token(String repo, AppApi api) {
                return "token";
              }

              @Override
              public void forget(String repo) {
                throw new AssertionError("no answer here refuses the token");
              }
            },
            new RequestRate(1_000, time, time),
            time,
            Log.of(
                "github",
                new Host(
                    new Environment(Map.of()),
                    time,
                    new PrintStream(new ByteArrayOutputStream(), true, UTF_8))))
        .open(TimeBudget.start(time, time), new Usage());
  }

  @AfterEach
  void everything_was_asked_for() {
    transport.assertFinished();
  }

  private GitHubIssues.Search search() {
    return issues().search(REPO, MARKER, VirtualTime.START);
  }

  private static String issue(long number, String body) {
    return """
        {"number":%d,"state":"open","body":%s,"created_at":"2026-03-04T07:13:02Z",
         "user":{"login":"alerts[bot]","type":"Bot"}}"""
        .formatted(number, Json.write(body));
  }

  @Test
  void issue_after_the_newest_that_is_listed_is_found_by_its_number() {
    transport
        .then(200, "[%s,%s]".formatted(issue(7, "other"), issue(5, "other")))
        .then(200, issue(8, "other"))
        .then(200, issue(9, MARKER.sign("x")))
        .then(404, NOT_FOUND);

    GitHubIssues.Search search = search();

    assertThat(search.complete()).isTrue();
    assertThat(search.found()).extracting(Issue::ref).containsExactly(new IssueRef(REPO, 9));
    assertThat(transport.asked())
        .endsWith(
            "GET /repos/tidewater/alerts/issues/8",
            "GET /repos/tidewater/alerts/issues/9",
            "GET /repos/tidewater/alerts/issues/10");
  }

  @Test
  void numbers_of_issues_that_left_and_of_pull_requests_are_passed_over() {
    String pullRequest =
        issue(10, MARKER.sign("x")).replace("\"number\"", "\"pull_request\":{},\"number\"");
    transport
        .then(200, "[%s]".formatted(issue(7, "other")))
        .then(410, "{\"message\":\"This issue was deleted\"}")
        .then(301, Map.of("Location", "https://api.github.example/repositories/1/issues/3"), "{}")
        .then(200, pullRequest)
        .then(404, NOT_FOUND);

    assertThat(search()).isEqualTo(new GitHubIssues.Search(List.of(), true));
  }

  @Test
  void behind_three_numbers_in_a_row_of_issues_that_left_there_is_nothing() {
    transport
        .then(200, "[%s]".formatted(issue(7, "other")))
        .then(410, "{}")
        .then(410, "{}")
        .then(410, "{}");

    assertThat(search()).isEqualTo(new GitHubIssues.Search(List.of(), true));
  }

  @Test
  void when_nothing_was_listed_since_the_claim_the_newest_of_all_is_asked_for() {
    transport
        .then(200, "[]")
        .then(200, "[%s]".formatted(issue(3, "old")))
        .then(200, issue(4, MARKER.sign("x")))
        .then(404, NOT_FOUND);

    assertThat(search().found()).extracting(Issue::ref).containsExactly(new IssueRef(REPO, 4));
    assertThat(transport.asked().get(1))
        .isEqualTo(
            "GET /repos/tidewater/alerts/issues?state=all&sort=created&direction=desc&per_page=1");
  }

  @Test
  void very_first_issue_of_a_repository_is_found() {
    transport
        .then(200, "[]")
        .then(200, "[]")
        .then(200, issue(1, MARKER.sign("x")))
        .then(404, NOT_FOUND);

    assertThat(search().found()).extracting(Issue::ref).containsExactly(new IssueRef(REPO, 1));
  }

  @Test
  void issue_that_is_listed_costs_no_further_look() {
    transport.then(200, "[%s]".formatted(issue(7, MARKER.sign("x"))));

    assertThat(search().found()).hasSize(1);
  }

  @Test
  void look_at_too_many_numbers_is_given_up_and_says_so() {
    transport.then(200, "[%s]".formatted(issue(7, "other")));
    Collections.nCopies(UnlistedIssues.MAX_NUMBERS, issue(8, "other"))
        .forEach(answer -> transport.then(200, answer));

    assertThat(search()).isEqualTo(new GitHubIssues.Search(List.of(), false));
  }

  @Test
  void look_that_fails_says_nothing_about_the_issue() {
    transport.then(200, "[%s]".formatted(issue(7, "other"))).then(502, "{}");

    assertThatThrownBy(this::search).isInstanceOf(GitHubUnavailableException.class);
  }

  private Presence findComment(int comments) {
    Issue issue =
        new Issue(
            new IssueRef(REPO, 42),
            true,
            false,
            "alerts[bot]",
            true,
            Optional.empty(),
            comments,
            VirtualTime.START,
            VirtualTime.START,
            "body",
            List.of());
    return issues().findComment(issue, MARKER, VirtualTime.START);
  }

  @Test
  void comment_is_found_by_its_marker_on_any_page_and_a_copy_of_a_person_is_none() {
    String copied = OUR_COMMENT.replace("Bot", "User");
    transport
        .then(200, Map.of("Link", "</p2>; rel=\"next\""), "[]")
        .then(200, "[" + copied + "," + OUR_COMMENT + "]")
        .then(200, "[" + copied + "]")
        .then(200, "[" + copied + "]");

    assertThat(findComment(2)).isEqualTo(Presence.PRESENT);
    assertThat(findComment(1)).isEqualTo(Presence.ABSENT);
    assertThat(transport.asked().getFirst())
        .isEqualTo(
            "GET /repos/tidewater/alerts/issues/42/comments?since=2026-03-04T07:13:00Z&per_page=100");
  }

  @Test
  void issue_without_comments_needs_no_second_list() {
    transport.then(200, "[]");

    assertThat(findComment(0)).isEqualTo(Presence.ABSENT);
  }

  @Test
  void list_with_fewer_comments_than_the_issue_counts_lags() {
    transport.then(200, "[]").then(200, "[" + OTHERS_COMMENT + "]");

    assertThat(findComment(102)).isEqualTo(Presence.NOT_SHOWN_YET);
    assertThat(transport.asked().getLast())
        .isEqualTo("GET /repos/tidewater/alerts/issues/42/comments?page=2&per_page=100");
  }

  @Test
  void list_with_as_many_comments_as_the_issue_counts_is_complete() {
    transport.then(200, "[]").then(200, "[" + OTHERS_COMMENT + "," + OTHERS_COMMENT + "]");

    assertThat(findComment(102)).isEqualTo(Presence.ABSENT);
  }

  @Test
  void comment_that_only_the_last_page_shows_is_found() {
    transport.then(200, "[]").then(200, "[" + OUR_COMMENT + "]");

    assertThat(findComment(1)).isEqualTo(Presence.PRESENT);
  }
}
