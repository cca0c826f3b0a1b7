package org.pytorch.alerting.github.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.github.GitHubAccessException;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.GitHubRateLimitedException;
import org.pytorch.alerting.github.GitHubRejectedException;
import org.pytorch.alerting.github.GitHubUnavailableException;
import org.pytorch.alerting.github.VirtualTime;
import org.pytorch.alerting.github.http.FixedTokens;
import org.pytorch.alerting.github.http.GitHubRequest;
import org.pytorch.alerting.github.http.GitHubResponse;
import org.pytorch.alerting.github.http.RequestRate;
import org.pytorch.alerting.github.http.ScriptedTransport;
import org.pytorch.alerting.github.http.Usage;
import org.pytorch.alerting.github.issue.Closer;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.github.issue.GitHubIssues.CloseReason;
import org.pytorch.alerting.github.issue.GitHubIssues.CommentRefused;
import org.pytorch.alerting.github.issue.GitHubIssues.Commented;
import org.pytorch.alerting.github.issue.GitHubIssues.Edited;
import org.pytorch.alerting.github.issue.GitHubIssues.Found;
import org.pytorch.alerting.github.issue.GitHubIssues.Gone;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.github.issue.IssueDraft;
import org.pytorch.alerting.github.issue.IssueEdit;
import org.pytorch.alerting.github.issue.Label;
import org.pytorch.alerting.github.issue.TimeBudget;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.RecordedLog;

/** Every answer of GitHub and what it means. */
class GitHubIssuesOverHttpTest {
  private static final String REPO = "tidewater/alerts";
  private static final IssueRef ISSUE = new IssueRef(REPO, 42);
  private static final String TOKEN = "ghs_812345_eyJh.eyJi.c-_d";
  private static final IssueDraft DRAFT =
      new IssueDraft("title", "body", List.of(new Label("Pri: P1", "d93f0b", "x")));
  private static final IssueEdit CLOSING = IssueEdit.closing(CloseReason.COMPLETED);
  private static final IssueEdit OPENING = IssueEdit.NONE.and(new IssueEdit.Open());
  private static final String NOT_FOUND = "{\"message\":\"Not Found\"}";

  private final VirtualTime time = new VirtualTime();
  private final ScriptedTransport transport = new ScriptedTransport();
  private final RecordedLog log = new RecordedLog();
  private final FixedTokens tokens = new FixedTokens(TOKEN, FixedTokens.APP);
  private final Usage usage = new Usage();
  private final GitHubConnection connection =
      new GitHubConnection(
          URI.create("https://api.github.example"),
          transport,
          tokens,
          new RequestRate(1_000, time, time),
          time,
          Log.of("github", log.host(time)));

  private GitHubIssues issues() {
    return connection.open(TimeBudget.start(time, time), usage);
  }

  private static String issue(long number, String state, String body, String createdAt) {
    return """
        {"number":%d,"state":"%s","body":%s,"created_at":"%s","locked":false,
         "user":{"login":"alerts[bot]","type":"Bot"},"labels":[{"name":"pri: p1"}],
         "closed_by":%s}"""
        .formatted(
            number,
            state,
            Json.write(body),
            createdAt,
            state.equals("closed") ? "{\"login\":\"quay-person\"}" : "null");
  }

  private static String issue() {
    return issue(42, "open", "body", "2026-03-04T07:13:02Z");
  }

  @Test
  void a_request_carries_what_github_asks_for_and_keeps_its_secrets_to_itself() {
    transport.then(201, issue());

    Issue created = issues().create(REPO, DRAFT);

    GitHubRequest request = transport.requests.getFirst();
    assertThat(created.ref()).isEqualTo(ISSUE);
    assertThat(request.headers())
        .containsEntry("Authorization", "Bearer " + TOKEN + "0")
        .containsEntry("Accept", "application/vnd.github+json")
        .containsEntry("X-GitHub-Api-Version", "2022-11-28")
        .containsEntry("Content-Type", "application/json; charset=utf-8")
        .containsEntry("User-Agent", "pytorch-alerting");
    assertThat(Json.read(request.body().orElseThrow(), Map.class).get("labels"))
        .isEqualTo(List.of("Pri: P1"));
    assertThat(request.timeout()).isEqualTo(Duration.ofSeconds(12));
    assertThat(request.toString()).isEqualTo("POST /repos/tidewater/alerts/issues");
    assertThat(new GitHubResponse(200, Map.of(), "secret").toString()).isEqualTo("HTTP 200");
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        row(
            500,
            "{\"message\":\"Server Error\"}",
            GitHubUnavailableException.class,
            "Server Error"),
        row(502, "<html>", GitHubUnavailableException.class, "returned 502"),
        row(503, "", GitHubUnavailableException.class, "returned 503"),
        row(408, "", GitHubUnavailableException.class, "returned 408"),
        row(200, "[]", GitHubUnavailableException.class, "cannot be read"),
        row(201, "", GitHubUnavailableException.class, "not JSON"),
        row(201, "{\"number\":1", GitHubUnavailableException.class, "not JSON"),
        row(201, "{\"state\":\"open\"}", GitHubUnavailableException.class, "cannot be read"),
        row(
            201,
            issue().replace("\"number\":42,", ""),
            GitHubUnavailableException.class,
            "issue number is not positive"),
        row(429, "", GitHubRateLimitedException.class, "2026-03-04T07:14:00.000Z"),
        row(
            403,
            "{\"message\":\"You have exceeded a secondary rate limit\"}",
            GitHubRateLimitedException.class,
            "until 2026-03-04T07:14:00.000Z"),
        row(
            403,
            "{\"message\":\"Resource not accessible by integration\"}",
            GitHubRejectedException.class,
            "grant it 'Issues: write'"),
        row(404, NOT_FOUND, GitHubRejectedException.class, "check GITHUB_REPO"),
        row(
            410,
            "{\"message\":\"Issues has been disabled in this repository\"}",
            GitHubRejectedException.class,
            "enable Issues"),
        row(
            410,
            "{\"message\":\"API version\"}",
            GitHubRejectedException.class,
            "no longer exists"),
        row(
            422,
            "{\"message\":\"Validation Failed\",\"errors\":[{\"field\":\"body\"}]}",
            GitHubRejectedException.class,
            "\"field\":\"body\""),
        row(400, "{\"message\":\"Bad\"}", GitHubRejectedException.class, "Bad"),
        row(
            422,
            "{\"message\":\"Validation Failed\",\"errors\":[{\"message\":\"was submitted too"
                + " quickly\"}]}",
            GitHubRateLimitedException.class,
            "until 2026-03-04T07:14:00.000Z"),
        row(
            422,
            "{\"message\":\"Validation Failed\",\"errors\":[{\"value\":\"was submitted too"
                + " quickly\"}]}",
            GitHubRejectedException.class,
            "does not accept the content"),
        row(
            403,
            "{\"message\":\"This installation has been suspended\"}",
            GitHubAccessException.class,
            "unsuspend it"),
        row(302, "", GitHubRejectedException.class, "no address on api.github.example"));
  }

  private static Arguments row(int status, String body, Class<?> exception, String message) {
    return Arguments.of(status, body, exception, message);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void a_failed_create_is_what_its_answer_says(
      int status, String body, Class<?> exception, String message) {
    transport.then(status, body);

    assertThatThrownBy(() -> issues().create(REPO, DRAFT))
        .isInstanceOf(exception)
        .hasMessageContaining(message)
        .hasMessageContaining("POST /repos/tidewater/alerts/issues");
    assertThat(transport.requests).hasSize(1);
  }

  static Stream<IOException> noAnswers() {
    return Stream.of(
        new SocketTimeoutException("Read timed out, token " + TOKEN),
        new SocketException("Connection reset"),
        new IOException());
  }

  @ParameterizedTest
  @MethodSource("noAnswers")
  void no_answer_is_unavailable(IOException failure) {
    transport.thenFail(failure);

    assertThatThrownBy(() -> issues().create(REPO, DRAFT))
        .isInstanceOf(GitHubUnavailableException.class)
        .hasMessageContaining(failure.getClass().getSimpleName())
        .hasMessageNotContaining("ghs_");
    assertThat(usage.byStatusClass()).isEqualTo(Map.of("no_answer", 1));
  }

  static Stream<IOException> noConnections() {
    return Stream.of(
        new ConnectException("refused, token " + TOKEN),
        new NoRouteToHostException("no route"),
        new UnknownHostException("api.github.example"),
        new SSLHandshakeException("expired"));
  }

  @ParameterizedTest
  @MethodSource("noConnections")
  void without_a_connection_nothing_was_asked(IOException failure) {
    transport.thenFail(failure);

    assertThatThrownBy(() -> issues().create(REPO, DRAFT))
        .isInstanceOf(GitHubNotAskedException.class)
        .hasMessageContaining(failure.getClass().getSimpleName())
        .hasMessageNotContaining("ghs_");
  }

  @Test
  void read_that_fails_for_the_moment_is_repeated_once_after_1_s() {
    transport.then(502, "").then(200, issue());
    assertThat(issues().read(ISSUE)).isInstanceOf(Found.class);

    transport.thenFail(new SocketTimeoutException("Read timed out")).then(200, issue());
    assertThat(issues().read(ISSUE)).isInstanceOf(Found.class);
    // And the 1.2 ms that requests keep apart.
    assertThat(time.paused()).isEqualTo(Duration.ofMillis(2_000).plusNanos(1_200_000));
  }

  @ParameterizedTest
  @CsvSource({"499, 1", "500, 2"})
  void read_is_repeated_from_status_500_on(int status, int requests) {
    transport.then(status, "").then(200, issue());

    try {
      assertThat(issues().read(ISSUE)).isInstanceOf(Found.class);
    } catch (GitHubRejectedException e) {
      assertThat(e).hasMessageContaining("returned 499");
    }
    assertThat(transport.requests).hasSize(requests);
  }

  @Test
  void read_that_fails_twice_has_asked_for_nothing() {
    transport.then(502, "").thenFail(new SocketTimeoutException("Read timed out"));

    assertThatThrownBy(() -> issues().read(ISSUE)).isInstanceOf(GitHubNotAskedException.class);
    transport.assertFinished();
  }

  @Test
  void read_is_repeated_while_15_s_are_left() {
    GitHubIssues late = issues();
    time.pass(Duration.ofSeconds(10));
    transport.then(502, "").then(200, issue());

    assertThat(late.read(ISSUE)).isInstanceOf(Found.class);
  }

  @Test
  void read_is_not_repeated_when_that_would_cost_the_time_to_write() {
    GitHubIssues late = issues();
    time.pass(Duration.ofSeconds(10).plusMillis(1));
    transport.then(502, "");

    assertThatThrownBy(() -> late.read(ISSUE)).isInstanceOf(GitHubNotAskedException.class);
    assertThat(transport.requests).hasSize(1);
  }

  @Test
  void read_without_a_response_is_not_repeated_when_that_would_cost_the_time_to_write() {
    GitHubIssues late = issues();
    time.pass(Duration.ofSeconds(10).plusMillis(1));
    transport.thenFail(new SocketTimeoutException("Read timed out"));

    assertThatThrownBy(() -> late.read(ISSUE))
        .isInstanceOf(GitHubNotAskedException.class)
        .hasMessageContaining("no response from GitHub")
        .hasMessageContaining("Read timed out");
    assertThat(transport.requests).hasSize(1);
  }

  @Test
  void write_is_never_repeated() {
    transport.then(502, "");

    assertThatThrownBy(() -> issues().comment(ISSUE, "x"))
        .isInstanceOf(GitHubUnavailableException.class);
    assertThat(transport.requests).hasSize(1);
  }

  @Test
  void a_missing_permission_is_named() {
    transport.then(
        403, Map.of("X-Accepted-GitHub-Permissions", "issues=write"), "{\"message\":\"no\"}");

    assertThatThrownBy(() -> issues().create(REPO, DRAFT)).hasMessageContaining("issues=write");
  }

  @Test
  void a_refused_token_is_fetched_again_once() {
    transport.then(401, "{\"message\":\"Bad credentials\"}").then(201, issue());

    issues().create(REPO, DRAFT);

    assertThat(tokens.forgotten).containsExactly(REPO);
    assertThat(transport.requests.get(1).headers())
        .containsEntry("Authorization", "Bearer " + TOKEN + "1");
  }

  @Test
  void fresh_token_that_is_refused_needs_an_operator() {
    transport.then(401, "").then(401, "{\"message\":\"Bad credentials\"}");

    assertThatThrownBy(() -> issues().create(REPO, DRAFT))
        .isInstanceOf(GitHubAccessException.class)
        .hasMessageContaining("GITHUB_APP_SECRET_ID");
    assertThat(transport.requests).hasSize(2);
  }

  @Test
  void after_a_limit_nothing_is_sent_until_its_time() {
    transport.then(403, Map.of("Retry-After", "60"), "").then(201, issue());
    assertThatThrownBy(() -> issues().create(REPO, DRAFT))
        .isInstanceOf(GitHubRateLimitedException.class);
    time.pass(Duration.ofSeconds(59));
    assertThatThrownBy(() -> issues().create(REPO, DRAFT))
        .isInstanceOf(GitHubRateLimitedException.class)
        .hasMessageContaining("2026-03-04T07:14:00.000Z");
    assertThat(transport.requests).hasSize(1);

    time.pass(Duration.ofSeconds(1));

    assertThat(issues().create(REPO, DRAFT).ref()).isEqualTo(ISSUE);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 307, 308})
  void a_renamed_repository_is_followed_with_the_same_method_and_body(int status) {
    transport
        .then(status, Map.of("Location", "https://api.github.example/repositories/7/issues"), "")
        .then(201, issue());

    assertThat(issues().create(REPO, DRAFT).ref()).isEqualTo(ISSUE);
    assertThat(transport.asked())
        .containsExactly("POST /repos/tidewater/alerts/issues", "POST /repositories/7/issues");
    assertThat(transport.requests.get(1).body()).isEqualTo(transport.requests.get(0).body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/repositories/7/issues",
        "http://api.github.example/repositories/7/issues",
        "https://api.github.example:8443/repositories/7/issues",
        "https://api.github.example@evil.example/",
        "https://u@api.github.example/x",
        "//evil.example/x",
        "not a place",
        ""
      })
  void no_redirect_takes_our_credentials_elsewhere(String location) {
    transport.then(307, Map.of("Location", location), "");

    assertThatThrownBy(() -> issues().create(REPO, DRAFT))
        .isInstanceOf(GitHubRejectedException.class);
    assertThat(transport.requests).hasSize(1);
  }

  @Test
  void redirects_without_end_are_followed_three_times() {
    for (int i = 0; i < 4; i++) {
      transport.then(307, Map.of("Location", "/round"), "");
    }

    assertThatThrownBy(() -> issues().create(REPO, DRAFT))
        .isInstanceOf(GitHubRejectedException.class)
        .hasMessageContaining("GITHUB_REPO");
    assertThat(transport.requests).hasSize(4);
  }

  @Test
  void dropped_labels_are_warned_of_and_case_does_not_matter() {
    transport.then(201, issue()).then(201, issue().replace("pri: p1", "other"));

    issues().create(REPO, DRAFT);
    assertThat(log.text()).isEmpty();
    issues().create(REPO, DRAFT);
    assertThat(log.text()).contains("WARN", "dropped labels", "Pri: P1");
  }

  @Test
  void issue_is_opened_while_12_s_are_left() {
    GitHubIssues late = issues();
    time.pass(Duration.ofSeconds(13));
    transport.then(201, issue());

    assertThat(late.create(REPO, DRAFT).ref()).isEqualTo(ISSUE);
  }

  @Test
  void nothing_is_written_without_the_time_to_see_its_end() {
    GitHubIssues late = issues();
    time.pass(Duration.ofSeconds(13).plusMillis(1));

    assertThatThrownBy(() -> late.create(REPO, DRAFT))
        .isInstanceOf(GitHubNotAskedException.class)
        .hasMessageContaining("no time left to send POST");
    assertThatThrownBy(() -> late.comment(ISSUE, "x")).hasMessageContaining("no time left");
    assertThatThrownBy(() -> late.edit(ISSUE, CLOSING)).hasMessageContaining("no time left");
    assertThat(transport.requests).isEmpty();
  }

  @Test
  void a_read_is_waited_for_no_longer_than_is_left() {
    GitHubIssues late = issues();
    time.pass(Duration.ofSeconds(20));
    transport.then(200, issue());

    late.read(ISSUE);

    assertThat(transport.requests.getFirst().timeout()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void an_issue_is_read_with_who_closed_it() {
    transport.then(200, issue(42, "closed", "b", "2026-03-04T07:13:02Z"));

    Issue read = ((Found) issues().read(ISSUE)).issue();

    assertThat(read.open()).isFalse();
    assertThat(read.closer()).contains(new Closer("quay-person", Closer.Kind.PERSON));
    assertThat(read.ours()).isTrue();
    assertThat(read.closedAsDuplicate()).isFalse();
  }

  @Test
  void an_issue_that_was_never_changed_was_last_changed_when_it_was_opened() {
    String changed = "\"updated_at\":\"2026-03-05T01:00:00Z\",\"locked\"";
    transport.then(200, issue().replace("\"locked\"", changed)).then(200, issue());

    Issue later = ((Found) issues().read(ISSUE)).issue();
    Issue never = ((Found) issues().read(ISSUE)).issue();

    assertThat(later.createdAt()).isEqualTo("2026-03-04T07:13:02Z");
    assertThat(later.updatedAt()).isEqualTo("2026-03-05T01:00:00Z");
    assertThat(never.updatedAt()).isEqualTo("2026-03-04T07:13:02Z");
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"login\":\"alerts[bot]\",\"type\":\"Bot\"}', OUR_APP",
    "'{\"login\":\"stale[bot]\",\"type\":\"Bot\"}', OTHER_BOT",
    "'{\"login\":\"quay-person\",\"type\":\"User\"}', PERSON",
    "'{\"login\":\"ghost\",\"type\":\"User\"}', PERSON"
  })
  void closer_is_distinguished_by_login_and_kind_of_account(String account, Closer.Kind kind) {
    transport.then(
        200,
        issue(42, "closed", "b", "2026-03-04T07:13:02Z")
            .replace("{\"login\":\"quay-person\"}", account)
            .replace("\"locked\"", "\"state_reason\":\"duplicate\",\"locked\""));

    Issue read = ((Found) issues().read(ISSUE)).issue();

    assertThat(read.closer().map(Closer::kind)).contains(kind);
    assertThat(read.closedByPerson()).isEqualTo(kind == Closer.Kind.PERSON);
    assertThat(read.closedByUsAsDuplicate()).isEqualTo(kind == Closer.Kind.OUR_APP);
  }

  @Test
  void issue_that_nobody_known_closed_was_closed_by_a_person() {
    transport.then(
        200,
        issue(42, "closed", "b", "2026-03-04T07:13:02Z")
            .replace("{\"login\":\"quay-person\"}", "null"));

    Issue read = ((Found) issues().read(ISSUE)).issue();

    assertThat(read.closer()).isEmpty();
    assertThat(read.closedByPerson()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void an_issue_that_is_missing_in_a_reachable_repository_is_gone(int status) {
    transport.then(status, NOT_FOUND).then(200, "{}");

    assertThat(issues().read(ISSUE))
        .isEqualTo(new Gone("tidewater/alerts#42 no longer exists; the repository is reachable"));
    assertThat(transport.asked().getLast()).isEqualTo("GET /repos/tidewater/alerts");
  }

  @Test
  void an_issue_in_a_repository_that_is_not_reachable_is_rejected() {
    transport.then(404, NOT_FOUND).then(404, NOT_FOUND);

    assertThatThrownBy(() -> issues().read(ISSUE))
        .isInstanceOf(GitHubRejectedException.class)
        .hasMessageContaining("App is installed");
  }

  @Test
  void a_transferred_issue_is_gone() {
    transport
        .then(301, Map.of("Location", "https://api.github.example/repositories/9/issues/3"), "")
        .then(200, "{\"id\":7}")
        .then(301, Map.of("Location", "https://api.github.example/repositories/9/issues/3"), "");

    assertThat(issues().read(ISSUE))
        .isEqualTo(new Gone("tidewater/alerts#42 was transferred to another repository"));
  }

  @Test
  void an_issue_of_a_renamed_repository_is_read_where_it_is_now() {
    transport
        .then(301, Map.of("Location", "https://api.github.example/repositories/7/issues/42"), "")
        .then(301, Map.of("Location", "https://api.github.example/repositories/7"), "")
        .then(200, "{\"id\":7}")
        .then(200, issue());

    assertThat(issues().read(ISSUE)).isInstanceOf(Found.class);
    assertThat(transport.asked())
        .containsExactly(
            "GET /repos/tidewater/alerts/issues/42",
            "GET /repos/tidewater/alerts",
            "GET /repositories/7",
            "GET /repositories/7/issues/42");
  }

  /** By chance it may have the same number there, and its text has our marker. */
  @ParameterizedTest
  @ValueSource(strings = {"read", "comment", "close", "reopen", "label", "assign"})
  void an_issue_transferred_out_of_a_renamed_repository_is_gone(String what) {
    String elsewhere = "https://api.github.example/repositories/9/issues/42";
    transport
        .then(301, Map.of("Location", "https://api.github.example/repositories/7/issues/42"), "")
        .then(301, Map.of("Location", "https://api.github.example/repositories/7"), "")
        .then(200, "{\"id\":7}")
        .then(what.equals("read") ? 301 : 307, Map.of("Location", elsewhere), "");

    Object result =
        switch (what) {
          case "read" -> issues().read(ISSUE);
          case "comment" -> issues().comment(ISSUE, "text");
          case "close" -> issues().edit(ISSUE, CLOSING);
          case "label" -> issues().addLabels(ISSUE, List.of(Label.FLAPPING));
          case "assign" -> issues().assign(ISSUE, List.of("kim"));
          default -> issues().edit(ISSUE, OPENING);
        };

    assertThat(result)
        .isEqualTo(new Gone("tidewater/alerts#42 was transferred to another repository"));
    assertThat(transport.asked()).hasSize(4).noneMatch(call -> call.contains("/repositories/9"));
  }

  @Test
  void a_renamed_repository_without_an_id_is_not_guessed_at() {
    transport
        .then(301, Map.of("Location", "https://api.github.example/repositories/7/issues/42"), "")
        .then(301, Map.of("Location", "https://api.github.example/repositories/7"), "")
        .then(200, "{}");

    assertThatThrownBy(() -> issues().read(ISSUE)).isInstanceOf(GitHubNotAskedException.class);
  }

  static Stream<Arguments> comments() {
    return Stream.of(
        Arguments.of(201, "{}", Commented.class),
        Arguments.of(
            403,
            "{\"message\":\"Unable to create comment because issue is locked.\"}",
            CommentRefused.class),
        Arguments.of(
            403,
            "{\"message\":\"Commenting is disabled on issues with more than 2500 comments\"}",
            CommentRefused.class),
        Arguments.of(422, "{\"message\":\"Body is too long\"}", CommentRefused.class),
        Arguments.of(
            422,
            "{\"message\":\"Validation Failed\",\"errors\":[{\"message\":\"Body is too long\"}]}",
            CommentRefused.class),
        Arguments.of(
            422,
            "{\"message\":\"Validation Failed\",\"errors\":[\"issue is locked\"]}",
            CommentRefused.class));
  }

  @ParameterizedTest
  @MethodSource("comments")
  void a_comment_is_posted_or_refused_for_good(int status, String body, Class<?> result) {
    transport.then(status, body);

    assertThat(issues().comment(ISSUE, "text")).isInstanceOf(result);
  }

  @Test
  void comment_that_is_refused_for_good_says_by_what_and_why() {
    transport.then(422, "{\"message\":\"Body is too long\"}");

    assertThat(issues().comment(ISSUE, "text"))
        .isEqualTo(
            new CommentRefused("GitHub refuses comments on tidewater/alerts#42: Body is too long"));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503})
  void failure_of_github_s_own_is_no_refusal_for_good_whatever_it_says(int status) {
    transport.then(status, "{\"message\":\"the table is locked\"}");

    assertThatThrownBy(() -> issues().comment(ISSUE, "text"))
        .isInstanceOf(GitHubUnavailableException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\":\"IssueComment unprocessable: Could not resolve to a node with the global id"
            + " of 'I_1'\"}",
        "{\"message\":\"Validation Failed\"}",
        "{\"message\":\"Validation Failed\",\"errors\":[{\"value\":\"Body is too long\"}]}",
        ""
      })
  void comment_refused_for_reasons_that_may_pass_is_tried_again(String body) {
    transport.then(422, body);

    assertThatThrownBy(() -> issues().comment(ISSUE, "text"))
        .isInstanceOf(GitHubUnavailableException.class)
        .hasMessageContaining("POST /repos/tidewater/alerts/issues/42/comments returned 422: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "was submitted too quickly",
        "You have triggered an abuse detection mechanism",
        "Your comment looks like spam"
      })
  void comment_that_comes_too_fast_waits_as_for_a_limit(String message) {
    transport.then(422, "{\"message\":\"%s\"}".formatted(message));

    assertThatThrownBy(() -> issues().comment(ISSUE, "text"))
        .isInstanceOf(GitHubRateLimitedException.class);
  }

  @Test
  void a_comment_that_fails_otherwise_is_no_refusal_for_good() {
    transport
        .then(403, "{\"message\":\"Resource not accessible by integration\"}")
        .then(500, "")
        .then(410, NOT_FOUND)
        .then(200, "{}");

    assertThatThrownBy(() -> issues().comment(ISSUE, "x"))
        .isInstanceOf(GitHubRejectedException.class);
    assertThatThrownBy(() -> issues().comment(ISSUE, "x"))
        .isInstanceOf(GitHubUnavailableException.class);
    assertThat(issues().comment(ISSUE, "x")).isInstanceOf(Gone.class);
  }

  @Test
  void closing_says_why_and_is_checked() {
    transport
        .then(200, issue(42, "closed", "b", "2026-03-04T07:13:02Z"))
        .then(200, issue())
        .then(404, NOT_FOUND)
        .then(200, "{}");

    assertThat(issues().edit(ISSUE, CLOSING)).isInstanceOf(Edited.class);
    assertThat(Json.read(transport.requests.getFirst().body().orElseThrow(), Map.class).toString())
        .contains("state=closed", "state_reason=completed");
    assertThatThrownBy(() -> issues().edit(ISSUE, CLOSING))
        .isInstanceOf(GitHubUnavailableException.class)
        .hasMessageContaining("is not closed");
    assertThat(issues().edit(ISSUE, IssueEdit.closing(CloseReason.DUPLICATE)))
        .isInstanceOf(Gone.class);
  }

  @Test
  void reopening_is_checked() {
    transport
        .then(200, issue())
        .then(200, issue(42, "closed", "b", "2026-03-04T07:13:02Z"))
        .then(410, NOT_FOUND)
        .then(200, "{}");

    assertThat(issues().edit(ISSUE, OPENING)).isInstanceOf(Edited.class);
    assertThat(Json.read(transport.requests.getFirst().body().orElseThrow(), Map.class).toString())
        .contains("state=open", "state_reason=reopened");
    assertThatThrownBy(() -> issues().edit(ISSUE, OPENING))
        .isInstanceOf(GitHubUnavailableException.class)
        .hasMessageContaining("is not open");
    assertThat(issues().edit(ISSUE, OPENING)).isInstanceOf(Gone.class);
  }

  private Map<?, ?> sent(int request) {
    return Json.read(transport.requests.get(request).body().orElseThrow(), Map.class);
  }

  @Test
  void state_and_texts_change_in_one_request_and_what_is_absent_is_not_sent() {
    transport.then(200, issue()).then(200, issue(42, "closed", "b", "2026-03-04T07:13:02Z"));

    issues().edit(ISSUE, new IssueEdit(Optional.empty(), Optional.empty(), Optional.of("b")));
    issues()
        .edit(
            ISSUE,
            new IssueEdit(Optional.empty(), Optional.of("t"), Optional.of("b"))
                .and(new IssueEdit.Closed(CloseReason.COMPLETED)));

    assertThat(transport.asked())
        .containsExactly(
            "PATCH /repos/tidewater/alerts/issues/42", "PATCH /repos/tidewater/alerts/issues/42");
    assertThat(sent(0)).isEqualTo(Map.of("body", "b"));
    assertThat(sent(1))
        .isEqualTo(
            Map.of("state", "closed", "state_reason", "completed", "title", "t", "body", "b"));
  }

  @Test
  void text_is_changed_whatever_the_issue_s_state() {
    transport.then(200, issue(42, "closed", "b", "2026-03-04T07:13:02Z"));
    IssueEdit text = new IssueEdit(Optional.empty(), Optional.of("t"), Optional.empty());

    assertThat(issues().edit(ISSUE, text)).isInstanceOf(Edited.class);
  }

  @Test
  void edit_that_fails_may_have_been_made_and_one_that_github_refuses_was_not() {
    transport.then(502, "").then(422, "{\"message\":\"Validation Failed\"}");
    IssueEdit text = new IssueEdit(Optional.empty(), Optional.empty(), Optional.of("b"));

    assertThatThrownBy(() -> issues().edit(ISSUE, text))
        .isInstanceOf(GitHubUnavailableException.class);
    assertThatThrownBy(() -> issues().edit(ISSUE, text))
        .isInstanceOf(GitHubRejectedException.class);
  }

  @Test
  void added_label_is_described_if_it_is_new() {
    transport
        .then(200, "[" + label("flapping", "ededed", "null") + "]")
        .then(200, "{}")
        .then(404, NOT_FOUND)
        .then(200, "{}");

    assertThat(issues().addLabels(ISSUE, List.of(Label.FLAPPING))).isInstanceOf(Edited.class);
    assertThat(issues().addLabels(ISSUE, List.of(Label.FLAPPING))).isInstanceOf(Gone.class);

    assertThat(transport.asked().subList(0, 2))
        .containsExactly(
            "POST /repos/tidewater/alerts/issues/42/labels",
            "PATCH /repos/tidewater/alerts/labels/flapping");
    assertThat(sent(0)).isEqualTo(Map.of("labels", List.of("flapping")));
    assertThat(sent(1).get("color")).isEqualTo("f9d0c4");
  }

  @Test
  void removed_label_that_the_issue_does_not_have_is_no_failure() {
    transport
        .then(200, "[]")
        .then(404, "{\"message\":\"Label does not exist\"}")
        .then(200, "{}")
        .then(403, "{\"message\":\"Resource not accessible by integration\"}");

    assertThat(issues().removeLabel(ISSUE, "Pri: P2")).isInstanceOf(Edited.class);
    assertThat(issues().removeLabel(ISSUE, "Pri: P2")).isInstanceOf(Edited.class);
    assertThatThrownBy(() -> issues().removeLabel(ISSUE, "Pri: P2"))
        .isInstanceOf(GitHubRejectedException.class);

    assertThat(transport.asked().getFirst())
        .isEqualTo("DELETE /repos/tidewater/alerts/issues/42/labels/Pri%3A%20P2");
    assertThat(transport.requests.getFirst().body()).isEmpty();
  }

  @Test
  void those_whom_github_does_not_assign_are_named_in_the_log() {
    transport.then(201, issue().replaceFirst("\\{", "{\"assignees\":[{\"login\":\"Kim\"}],"));

    assertThat(issues().assign(ISSUE, List.of("kim", "alex"))).isInstanceOf(Edited.class);

    assertThat(transport.asked())
        .containsExactly("POST /repos/tidewater/alerts/issues/42/assignees");
    assertThat(sent(0)).isEqualTo(Map.of("assignees", List.of("kim", "alex")));
    assertThat(log.text()).contains("did not assign everybody", "[\"alex\"]");
  }

  private static final String PATCH_LABEL = "PATCH /repos/tidewater/alerts/labels/Pri%3A%20P1";
  private static final String POST_ISSUE = "POST /repos/tidewater/alerts/issues";

  /** {@return GitHub's answer to a new issue with these labels} */
  private static String issueWith(String... labels) {
    return issue()
        .replaceFirst("\"labels\":\\[[^]]*]", "\"labels\":[" + String.join(",", labels) + "]");
  }

  private static String label(String name, String color, String description) {
    return "{\"name\":\"%s\",\"color\":\"%s\",\"description\":%s}"
        .formatted(name, color, description);
  }

  private static String gray(String name) {
    return label(name, "ededed", "null");
  }

  @Test
  void a_label_that_github_created_with_the_issue_is_described_once() {
    transport
        .then(201, issueWith(gray("Pri: P1")))
        .then(200, "{}")
        .then(201, issueWith(gray("PRI: p1")));

    assertThat(issues().create(REPO, DRAFT).ref()).isEqualTo(ISSUE);
    assertThat(issues().create(REPO, DRAFT).ref()).isEqualTo(ISSUE);

    assertThat(transport.asked()).containsExactly(POST_ISSUE, PATCH_LABEL, POST_ISSUE);
    assertThat(Json.read(transport.requests.get(1).body().orElseThrow(), JsonNode.class))
        .isEqualTo(
            Json.mapper().<JsonNode>valueToTree(Map.of("color", "d93f0b", "description", "x")));
    assertThat(transport.requests.get(1).timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(log.text()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"d93f0b, null", "d93f0b, '\"x\"'", "000000, null", "ededed, '\"of ours\"'"})
  void a_label_that_somebody_has_described_is_left_alone(String color, String description) {
    transport.then(201, issueWith(label("Pri: P1", color, description)));

    issues().create(REPO, DRAFT);

    assertThat(transport.asked()).containsExactly(POST_ISSUE);
  }

  @Test
  void a_label_that_github_dropped_is_described_when_it_is_created_later() {
    transport.then(201, issueWith()).then(201, issueWith(gray("Pri: P1"))).then(200, "{}");

    issues().create(REPO, DRAFT);
    issues().create(REPO, DRAFT);

    assertThat(transport.asked()).containsExactly(POST_ISSUE, POST_ISSUE, PATCH_LABEL);
  }

  private static final IssueDraft TWO_LABELS =
      new IssueDraft(
          "title",
          "body",
          List.of(new Label("one", "d93f0b", "x"), new Label("two", "d93f0b", "x")));

  private static final String TWO_GRAY = issueWith(gray("one"), gray("two"));

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 410, 422})
  void a_label_that_may_not_be_described_costs_neither_the_issue_nor_the_next_label(int status) {
    transport
        .then(201, TWO_GRAY)
        .then(status, "{\"message\":\"no\"}")
        .then(200, "{}")
        .then(201, TWO_GRAY);

    assertThat(issues().create(REPO, TWO_LABELS).ref()).isEqualTo(ISSUE);
    assertThat(log.text().lines())
        .singleElement()
        .asString()
        .contains("WARN", "Label not described", "\"label\":\"one\"", "returned " + status);
    // It would not be permitted the next time either.
    assertThat(issues().create(REPO, TWO_LABELS).ref()).isEqualTo(ISSUE);
    transport.assertFinished();
  }

  static Stream<Consumer<ScriptedTransport>> failuresOfTheMoment() {
    return Stream.of(
        script -> script.then(500, ""),
        script -> script.then(401, "").then(401, ""),
        script -> script.thenFail(new SocketTimeoutException("Read timed out")),
        script -> script.thenFail(new ConnectException("refused")));
  }

  @ParameterizedTest
  @MethodSource("failuresOfTheMoment")
  void a_label_that_fails_for_the_moment_is_described_with_the_next_issue(
      Consumer<ScriptedTransport> failure) {
    transport.then(201, TWO_GRAY);
    failure.accept(transport);
    transport.then(201, TWO_GRAY).then(200, "{}").then(200, "{}");

    assertThat(issues().create(REPO, TWO_LABELS).ref()).isEqualTo(ISSUE);
    assertThat(log.text().lines())
        .singleElement()
        .asString()
        .contains("WARN", "Label not described", "\"label\":\"one\"");
    assertThat(issues().create(REPO, TWO_LABELS).ref()).isEqualTo(ISSUE);
    transport.assertFinished();
    assertThat(transport.asked().getLast()).endsWith("/labels/two");
  }

  @Test
  void a_limit_met_at_a_label_costs_no_issue_and_is_respected() {
    transport.then(201, TWO_GRAY).then(429, "");

    assertThat(issues().create(REPO, TWO_LABELS).ref()).isEqualTo(ISSUE);
    assertThatThrownBy(() -> issues().create(REPO, DRAFT))
        .isInstanceOf(GitHubRateLimitedException.class);
    assertThat(transport.requests).hasSize(2);
  }

  /** A label takes 3 s at most, and an invocation 25 s. */
  @ParameterizedTest
  @CsvSource({"22000, 1", "22001, 0"})
  void a_label_is_described_while_3_s_are_left(int millis, int described) {
    // The first request waits for nothing.
    transport
        .thenAfter(
            () -> time.pass(Duration.ofMillis(millis)), 201, Map.of(), issueWith(gray("Pri: P1")))
        .then(200, "{}");

    assertThat(issues().create(REPO, DRAFT).ref()).isEqualTo(ISSUE);
    assertThat(transport.requests).hasSize(1 + described);
  }

  @Test
  void our_own_budget_does_not_stretch_to_a_label_at_the_price_of_the_issue() {
    RequestRate slow = new RequestRate(0.2, time, time);
    GitHubIssues issues =
        new GitHubConnection(
                URI.create("https://api.github.example"),
                transport,
                tokens,
                slow,
                time,
                Log.of("github", log.host(time)))
            .open(TimeBudget.start(time, time), usage);
    transport.then(201, TWO_GRAY);

    assertThat(issues.create(REPO, TWO_LABELS).ref()).isEqualTo(ISSUE);
    assertThat(log.text()).contains("WARN", "GITHUB_REQUESTS_PER_SECOND");
    assertThat(transport.requests).hasSize(1);
  }
}
