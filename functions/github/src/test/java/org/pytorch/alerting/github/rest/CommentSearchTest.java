package org.pytorch.alerting.github.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.VirtualTime;
import org.pytorch.alerting.github.http.FixedTokens;
import org.pytorch.alerting.github.http.ScriptedTransport;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.github.issue.GitHubIssues.Presence;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.status.IssueRef;

/** A comment of ours is found, and a list that lags is noticed. */
class CommentSearchTest {
  private static final String REPO = "tidewater/alerts";
  private static final Marker MARKER = Marker.ofIssue(new Fingerprint("0a".repeat(32)), 1);
  private static final String OTHERS_COMMENT =
      "{\"user\":{\"login\":\"alerts[bot]\"},\"body\":\"x\"}";
  private static final String OUR_COMMENT =
      "{\"user\":{\"login\":\"alerts[bot]\"},\"body\":%s}".formatted(Json.write(MARKER.sign("x")));

  private final VirtualTime time = new VirtualTime();
  private final ScriptedTransport transport = new ScriptedTransport();

  private GitHubIssues issues() {
    return ScriptedIssues.of(transport, FixedTokens.APP, time);
  }

  @AfterEach
  void everything_was_asked_for() {
    transport.assertFinished();
  }

  private Presence findComment(int comments) {
    return issues().findComment(issue(comments), MARKER, VirtualTime.START);
  }

  private static Issue issue(int comments) {
    return new Issue(
        new IssueRef(REPO, 42),
        true,
        true,
        Optional.empty(),
        false,
        false,
        comments,
        VirtualTime.START,
        VirtualTime.START,
        "title",
        "body",
        List.of());
  }

  @Test
  void comment_is_found_by_its_marker_on_any_page_and_a_copy_of_another_bot_is_none() {
    String copied = OUR_COMMENT.replace("alerts[bot]", "github-actions[bot]");
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
  void search_ends_at_the_page_that_has_the_comment() {
    transport.then(200, Map.of("Link", "</p2>; rel=\"next\""), "[" + OUR_COMMENT + "]");

    assertThat(findComment(101)).isEqualTo(Presence.PRESENT);
    assertThat(transport.requests).hasSize(1);
  }

  @Test
  void issue_without_comments_needs_no_second_list() {
    transport.then(200, "[]");

    assertThat(findComment(0)).isEqualTo(Presence.ABSENT);
  }

  private static final Map<String, String> LAST =
      Map.of("Link", "</p2?page=2>; rel=\"next\", </last?page=2>; rel=\"last\"");

  @Test
  void list_with_fewer_comments_than_the_issue_counts_lags() {
    transport.then(200, "[]").then(200, LAST, "[]").then(200, "[" + OTHERS_COMMENT + "]");

    assertThat(findComment(102)).isEqualTo(Presence.NOT_SHOWN_YET);
    assertThat(transport.asked().subList(1, 3))
        .containsExactly(
            "GET /repos/tidewater/alerts/issues/42/comments?per_page=100", "GET /last?page=2");
  }

  @Test
  void list_whose_last_page_is_not_shown_yet_lags() {
    String page = "[" + String.join(",", Collections.nCopies(100, OTHERS_COMMENT)) + "]";
    transport.then(200, "[]").then(200, page);
    assertThat(findComment(101)).isEqualTo(Presence.NOT_SHOWN_YET);

    transport.then(200, "[]").then(200, LAST, page).then(200, page);
    assertThat(findComment(201)).isEqualTo(Presence.NOT_SHOWN_YET);
  }

  @Test
  void list_with_as_many_comments_as_the_issue_counts_is_complete() {
    transport
        .then(200, "[]")
        .then(200, LAST, "[]")
        .then(200, "[" + OTHERS_COMMENT + "," + OTHERS_COMMENT + "]");

    assertThat(findComment(102)).isEqualTo(Presence.ABSENT);
  }

  @Test
  void comment_that_only_the_last_page_shows_is_found() {
    transport.then(200, "[]").then(200, "[" + OUR_COMMENT + "]");

    assertThat(findComment(1)).isEqualTo(Presence.PRESENT);
  }

  @Test
  void comment_to_which_somebody_appended_text_is_found() {
    transport.then(200, "[" + OUR_COMMENT.replace("-->", "-->\\nI am on it.") + "]");

    assertThat(findComment(1)).isEqualTo(Presence.PRESENT);
  }

  @Test
  void search_ends_after_the_25_pages_that_an_issue_can_have() {
    for (int i = 0; i < 25; i++) {
      transport.then(200, Map.of("Link", "</next>; rel=\"next\""), "[]");
    }

    assertThatThrownBy(() -> findComment(2_500)).isInstanceOf(GitHubNotAskedException.class);
  }

  @Test
  void comment_is_searched_for_while_14_s_are_left() {
    GitHubIssues late = issues();
    time.pass(Duration.ofSeconds(11));
    transport.then(200, "[" + OUR_COMMENT + "]");

    assertThat(late.findComment(issue(1), MARKER, VirtualTime.START)).isEqualTo(Presence.PRESENT);
  }

  @Test
  void comment_that_there_is_no_time_to_search_for_is_not_called_absent() {
    GitHubIssues late = issues();
    time.pass(Duration.ofSeconds(11).plusMillis(1));

    assertThatThrownBy(() -> late.findComment(issue(0), MARKER, VirtualTime.START))
        .isInstanceOf(GitHubNotAskedException.class)
        .hasMessageContaining(
            "the comments on tidewater/alerts#42 since 2026-03-04T07:13:00Z could not be searched in time");
  }
}
