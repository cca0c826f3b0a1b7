package org.pytorch.alerting.github;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.github.auth.SecretStore;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.action.Outcome.Result;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.runtime.DeadlineExceededException;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.RecordedLog;

/** The whole function on the fake GitHub: what people see there, whatever gets lost. */
class GitHubHandlerTest {
  private static final String POST_ISSUE = "POST /repos/tidewater/alerts/issues";
  private static final String LIST_ISSUES = "GET /repos/tidewater/alerts/issues";
  private static final String GET_ISSUE = LIST_ISSUES + "/1";
  private static final String READ = "GET /repos/tidewater/alerts/issues/1";
  private static final String POST_COMMENT = "POST /repos/tidewater/alerts/issues/1/comments";
  private static final String LIST_COMMENTS = "GET /repos/tidewater/alerts/issues/1/comments";
  private static final String CLOSE = "PATCH /repos/tidewater/alerts/issues/1";
  private static final ActionRequest CREATE = TestAlerts.first(AlertAction.CREATE);

  private final VirtualTime time = new VirtualTime();
  private final TestGitHub github = new TestGitHub(time);
  private final RecordedLog log = new RecordedLog();
  private final GitHubHandler handler = handler(Map.of(), _ -> Optional.of(TestKeys.secret()));

  private GitHubHandler handler(Map<String, String> changes, SecretStore secrets) {
    Map<String, String> variables = new HashMap<>();
    variables.put("GITHUB_APP_SECRET_ID", "alerts/app");
    variables.putAll(changes);
    Host host = log.host(variables, time);
    return new GitHubHandler(
        new GitHubHandler.Wiring(host, github::transport, () -> secrets, time));
  }

  @Test
  void a_first_create_posts_at_once() {
    Outcome outcome = handler.handle(CREATE);

    assertThat(outcome)
        .isEqualTo(
            new Outcome(
                Result.DONE, Optional.of(new IssueRef(TestAlerts.REPO, 1)), Optional.empty()));
    assertThat(github.requests()).containsExactly(POST_ISSUE);
    assertThat(github.issue(1).title()).isEqualTo("[P1] Queue age too high");
    assertThat(time.paused()).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void an_issue_shows_its_time_in_the_zone_that_is_asked_for_too() {
    handler(Map.of("DISPLAY_TIME_ZONE", "Europe/Berlin"), _ -> Optional.of(TestKeys.secret()))
        .handle(CREATE);

    assertThat(github.bodyOf(1))
        .contains("2026-03-04T07:12:10.000Z (2026-03-04 08:12:10 CET, Europe/Berlin)");
  }

  @Test
  void a_create_whose_answer_was_lost_is_found_and_not_repeated() {
    github.loseResponseTo(POST_ISSUE);
    assertThatThrownBy(() -> handler.handle(CREATE))
        .isInstanceOf(GitHubUnavailableException.class)
        .hasMessageContaining(POST_ISSUE);

    Outcome outcome = handler.handle(TestAlerts.retry(CREATE));

    assertThat(outcome.issue()).contains(new IssueRef(TestAlerts.REPO, 1));
    assertThat(github.issues()).hasSize(1);
    assertThat(github.requests()).containsExactly(POST_ISSUE, LIST_ISSUES);
  }

  @Test
  void a_create_that_failed_before_its_effect_is_repeated_after_two_searches() {
    github.respondTo(POST_ISSUE, 503, Map.of(), "");
    assertThatThrownBy(() -> handler.handle(CREATE)).isInstanceOf(GitHubUnavailableException.class);

    Outcome outcome = handler.handle(TestAlerts.takenOver(CREATE, time.instant()));

    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(github.issues()).hasSize(1);
    assertThat(github.requests())
        .containsExactly(
            POST_ISSUE,
            LIST_ISSUES,
            LIST_ISSUES,
            GET_ISSUE,
            LIST_ISSUES + "/2",
            LIST_ISSUES + "/3",
            LIST_ISSUES,
            LIST_ISSUES,
            GET_ISSUE,
            LIST_ISSUES + "/2",
            LIST_ISSUES + "/3",
            POST_ISSUE);
    // One wait of 3 s for the lists, and less than 18 times the 120 ms between requests.
    assertThat(time.paused()).isBetween(Duration.ofSeconds(3), Duration.ofMillis(5_100));
  }

  @Test
  void a_list_that_lags_a_little_is_waited_for() {
    github.respondTo(POST_ISSUE, 502, Map.of(), "<html>");
    assertThatThrownBy(() -> handler.handle(CREATE)).isInstanceOf(GitHubUnavailableException.class);
    github.loseResponseTo(POST_ISSUE);
    assertThatThrownBy(() -> handler.handle(TestAlerts.retry(CREATE)))
        .isInstanceOf(GitHubUnavailableException.class);

    github.lagLists(Duration.ofSeconds(14));
    handler.handle(TestAlerts.retry(CREATE));

    assertThat(github.issues()).hasSize(1);
  }

  @Test
  void two_issues_of_one_episode_become_one_when_they_are_seen() {
    createDuplicates();

    Outcome outcome = handler.handle(TestAlerts.takenOver(CREATE, time.instant()));

    assertThat(outcome.issue()).contains(new IssueRef(TestAlerts.REPO, 1));
    assertOnlyTheOldestIsOpen();
  }

  @Test
  void a_comment_on_the_younger_of_two_duplicates_goes_to_the_older() {
    createDuplicates();

    Outcome outcome = handler.handle(TestAlerts.first(AlertAction.COMMENT, 2));
    handler.handle(
        TestAlerts.takenOver(
            TestAlerts.request(
                AlertAction.COMMENT,
                TestAlerts.firing().summary(Optional.of("again")).build(),
                Optional.of(new IssueRef(TestAlerts.REPO, 2))),
            time.instant()));

    assertThat(outcome)
        .isEqualTo(
            new Outcome(
                Result.DONE, Optional.of(new IssueRef(TestAlerts.REPO, 1)), Optional.empty()));
    assertThat(github.commentsOn(1)).hasSize(1);
    assertOnlyTheOldestIsOpen();
  }

  @Test
  void closing_the_younger_of_two_duplicates_closes_both() {
    createDuplicates();

    Outcome outcome = handler.handle(TestAlerts.first(AlertAction.CLOSE, 2));

    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(github.issue(1).status().reason()).contains("completed");
    assertThat(github.issue(2).status().reason()).contains("duplicate");
  }

  /** The first issue's answer is lost, and nothing shows it until the second is there. */
  private void createDuplicates() {
    github.loseResponseTo(POST_ISSUE);
    assertThatThrownBy(() -> handler.handle(CREATE)).isInstanceOf(GitHubUnavailableException.class);
    github.hide(1);
    handler.handle(TestAlerts.retry(CREATE));
    assertThat(github.issues()).hasSize(2);
    time.pass(Duration.ofMinutes(2));
    github.recover();
  }

  private void assertOnlyTheOldestIsOpen() {
    assertThat(github.issue(1).open()).isTrue();
    assertThat(github.issue(2).open()).isFalse();
    assertThat(github.issue(2).status().reason()).contains("duplicate");
    assertThat(github.commentsOn(2)).singleElement().asString().contains("duplicate of #1");
  }

  @Test
  void a_comment_reads_the_issue_and_then_posts() {
    handler.handle(CREATE);

    Outcome outcome = handler.handle(TestAlerts.first(AlertAction.COMMENT, 1));

    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(github.requests()).containsExactly(POST_ISSUE, READ, POST_COMMENT);
    assertThat(github.commentsOn(1)).singleElement().asString().startsWith("Still firing");
  }

  @Test
  void a_comment_whose_answer_was_lost_is_not_repeated() {
    handler.handle(CREATE);
    github.loseResponseTo(POST_COMMENT);
    ActionRequest comment = TestAlerts.first(AlertAction.COMMENT, 1);
    assertThatThrownBy(() -> handler.handle(comment))
        .isInstanceOf(GitHubUnavailableException.class);

    Outcome outcome = handler.handle(TestAlerts.takenOver(comment, time.instant()));

    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(github.commentsOn(1)).hasSize(1);
  }

  @Test
  void closing_comments_and_closes_as_completed() {
    handler.handle(CREATE);

    Outcome outcome = handler.handle(TestAlerts.first(AlertAction.CLOSE, 1));

    assertThat(outcome)
        .isEqualTo(
            new Outcome(
                Result.DONE, Optional.of(new IssueRef(TestAlerts.REPO, 1)), Optional.empty()));
    assertThat(github.requests()).containsExactly(POST_ISSUE, READ, POST_COMMENT, CLOSE);
    assertThat(github.issue(1).open()).isFalse();
    assertThat(github.issue(1).status().reason()).contains("completed");
    assertThat(github.commentsOn(1))
        .singleElement()
        .asString()
        .startsWith("Resolved at 2026-03-04T07:12:10.000Z.");
  }

  @Test
  void a_close_that_got_half_way_is_finished_without_a_second_comment() {
    handler.handle(CREATE);
    github.respondTo(CLOSE, 500, Map.of(), "");
    ActionRequest close = TestAlerts.first(AlertAction.CLOSE, 1);
    assertThatThrownBy(() -> handler.handle(close)).isInstanceOf(GitHubUnavailableException.class);

    handler.handle(TestAlerts.retry(close));

    assertThat(github.commentsOn(1)).hasSize(1);
    assertThat(github.issue(1).open()).isFalse();
    assertThat(github.requests()).contains(LIST_COMMENTS);
  }

  @Test
  void a_close_whose_answer_was_lost_is_done_and_no_manual_close() {
    handler.handle(CREATE);
    github.loseResponseTo(CLOSE);
    ActionRequest close = TestAlerts.first(AlertAction.CLOSE, 1);
    assertThatThrownBy(() -> handler.handle(close)).isInstanceOf(GitHubUnavailableException.class);

    assertThat(handler.handle(TestAlerts.retry(close)).result()).isEqualTo(Result.DONE);
    assertThat(github.commentsOn(1)).hasSize(1);
  }

  @Test
  void an_issue_that_a_person_closed_is_left_alone() {
    handler.handle(CREATE);
    github.close(TestGitHub.PERSON, 1);

    for (AlertAction action : new AlertAction[] {AlertAction.COMMENT, AlertAction.CLOSE}) {
      ActionRequest request = TestAlerts.first(action, 1);
      for (ActionRequest attempt : new ActionRequest[] {request, TestAlerts.retry(request)}) {
        Outcome outcome = handler.handle(attempt);
        assertThat(outcome.result()).isEqualTo(Result.MANUALLY_CLOSED);
        assertThat(outcome.note().orElseThrow()).contains("closed by quay-person");
      }
    }
    assertThat(github.commentsOn(1)).isEmpty();
  }

  @Test
  void a_deleted_issue_is_gone() {
    handler.handle(CREATE);
    github.delete(1);

    assertThat(handler.handle(TestAlerts.first(AlertAction.COMMENT, 1)).result())
        .isEqualTo(Result.GONE);
    assertThat(handler.handle(TestAlerts.first(AlertAction.CLOSE, 1)).result())
        .isEqualTo(Result.GONE);
  }

  @Test
  void a_locked_issue_costs_neither_the_comment_s_alert_nor_the_close() {
    handler.handle(CREATE);
    github.lock(1);

    Outcome comment = handler.handle(TestAlerts.first(AlertAction.COMMENT, 1));
    Outcome close = handler.handle(TestAlerts.first(AlertAction.CLOSE, 1));

    assertThat(comment.result()).isEqualTo(Result.DONE);
    assertThat(comment.note().orElseThrow()).contains("issue is locked");
    assertThat(close.result()).isEqualTo(Result.DONE);
    assertThat(close.note().orElseThrow()).contains("issue is locked");
    assertThat(github.issue(1).open()).isFalse();
  }

  @Test
  void without_a_known_issue_the_episode_s_is_searched_for_if_it_may_have_been_opened() {
    Outcome none = handler.handle(TestAlerts.first(AlertAction.COMMENT));
    handler.handle(CREATE);
    Outcome found =
        handler.handle(TestAlerts.takenOver(TestAlerts.first(AlertAction.COMMENT), time.instant()));

    assertThat(none.result()).isEqualTo(Result.DONE);
    assertThat(none.issue()).isEmpty();
    assertThat(none.note().orElseThrow()).contains("nothing was posted");
    assertThat(found.issue()).contains(new IssueRef(TestAlerts.REPO, 1));
    assertThat(github.commentsOn(1)).hasSize(1);
  }

  @Test
  void switched_off_it_says_what_it_would_do_and_touches_nothing() {
    GitHubHandler off =
        handler(
            Map.of("ENABLE_GITHUB_ISSUES", "false"),
            _ -> {
              throw new AssertionError("the secret was read");
            });

    for (AlertAction action :
        new AlertAction[] {AlertAction.CREATE, AlertAction.COMMENT, AlertAction.CLOSE}) {
      assertThat(off.handle(TestAlerts.first(action)).result()).isEqualTo(Result.DISABLED);
    }
    assertThat(github.allRequests()).isEmpty();
    assertThat(log.text())
        .contains("would open an issue", "[P1] Queue age too high", "Team: harbor", "body_length")
        .contains("would comment on an issue", "would comment on and close an issue")
        .contains("\"outcome\":\"disabled\"");
    assertThat(log.lines("body_length"))
        .extracting(line -> line.path("body_length").asInt())
        .containsExactly(715, 82, 67);
  }

  @Test
  void with_60_s_left_of_an_execution_of_240_s_an_action_is_begun() {
    time.pass(Duration.ofSeconds(180));

    assertThat(handler.handle(CREATE).result()).isEqualTo(Result.DONE);
  }

  @Test
  void with_less_than_60_s_left_of_an_execution_nothing_is_begun() {
    time.pass(Duration.ofSeconds(180).plusMillis(1));

    assertThatThrownBy(() -> handler.handle(CREATE)).isInstanceOf(DeadlineExceededException.class);
    assertThat(github.allRequests()).isEmpty();
  }

  @Test
  void one_line_and_the_counts_report_each_action_and_no_secret() {
    handler.handle(CREATE);

    assertThat(log.text().lines())
        .filteredOn(line -> line.contains("GitHub action done"))
        .singleElement()
        .asString()
        .contains("\"action\":\"CREATE\"", "\"outcome\":\"done\"", "tidewater/alerts#1")
        .contains(
            "\"event_id\":\"6f1d0c1e-CREATE#0\"",
            CREATE.decision().fingerprint().hex(),
            TestAlerts.EXECUTION)
        .contains("\"requests\":7", "\"duration_ms\":");
    assertThat(log.text())
        .contains("\"GitHubActions\":1", "\"result\":\"done\"")
        .contains("\"GitHubRequests\":7", "\"status\":\"2xx\"")
        .doesNotContain("\"status\":\"4xx\"")
        .contains("\"GitHubRateLimitRemaining\":4995")
        .contains("\"AlertLatency\":", "\"AlertLatencyFromOccurrence\":")
        .doesNotContain("ghs_", "eyJ", "Bearer", "PRIVATE");
  }

  @Test
  void a_rejected_action_is_an_error_line_that_names_what_to_do() {
    github.respondTo(
        POST_ISSUE, 410, Map.of(), "{\"message\":\"Issues are disabled for this repo\"}");

    assertThatThrownBy(() -> handler.handle(CREATE))
        .isInstanceOf(GitHubRejectedException.class)
        .hasMessageContaining("enable Issues in the repository's settings");
    assertThat(log.text())
        .contains("\"level\":\"ERROR\"", "enable Issues", "\"result\":\"rejected\"")
        .contains("\"kind\":\"rejected\",\"GitHubFailures\":1")
        .doesNotContain("AlertLatency");
  }

  @Test
  void app_without_access_is_an_error_line_that_names_what_to_do() {
    github.respondTo(
        "GET /repos/tidewater/alerts/installation", 404, Map.of(), "{\"message\":\"Not Found\"}");

    assertThatThrownBy(() -> handler.handle(CREATE)).isInstanceOf(GitHubAccessException.class);
    assertThat(log.text())
        .contains("\"level\":\"ERROR\"", "GitHub App has no access", "install the App on")
        .contains("\"kind\":\"no_access\",\"GitHubFailures\":1");
  }

  @Test
  void failure_before_a_write_is_counted_as_such() {
    handler.handle(CREATE);
    github.respondTo(READ, 500, Map.of(), "");
    github.respondTo(READ, 500, Map.of(), "");

    assertThatThrownBy(() -> handler.handle(TestAlerts.first(AlertAction.COMMENT, 1)))
        .isInstanceOf(GitHubNotAskedException.class);
    assertThat(log.text())
        .contains("\"level\":\"WARN\"", "\"kind\":\"not_asked\",\"GitHubFailures\":1");
  }

  @Test
  void read_that_fails_once_costs_no_retry() {
    handler.handle(CREATE);
    github.respondTo(READ, 502, Map.of(), "");

    assertThat(handler.handle(TestAlerts.first(AlertAction.COMMENT, 1)).result())
        .isEqualTo(Result.DONE);
  }

  @Test
  void after_a_limit_the_next_attempt_posts_at_once() {
    github.respondTo(POST_ISSUE, 403, Map.of("Retry-After", "60"), "");
    assertThat(handler.handle(CREATE).result()).isEqualTo(Result.RATE_LIMITED);
    time.pass(Duration.ofSeconds(60));

    handler.handle(TestAlerts.takenOver(CREATE, Optional.empty(), time.instant()));

    assertThat(github.requests()).containsExactly(POST_ISSUE, POST_ISSUE);
  }

  @Test
  void a_limit_before_a_write_is_an_outcome_that_says_until_when() {
    github.respondTo(POST_ISSUE, 403, Map.of("Retry-After", "60"), "");
    Instant until = time.instant().plusSeconds(60);

    Outcome met = handler.handle(CREATE);
    Instant answered = time.instant();
    int asked = github.allRequests().size();
    Outcome respected = handler.handle(CREATE);

    assertThat(met.result()).isEqualTo(Result.RATE_LIMITED);
    assertThat(met.retryAt().orElseThrow()).isBetween(until, answered.plusSeconds(60));
    assertThat(met.issue()).isEmpty();
    assertThat(met.note().orElseThrow()).contains("GitHub's rate limit is reached until");
    assertThat(respected.result()).isEqualTo(Result.RATE_LIMITED);
    assertThat(respected.retryAt()).isEqualTo(met.retryAt());
    assertThat(github.allRequests()).hasSize(asked);
    assertThat(Json.write(met))
        .contains("\"result\":\"rate_limited\"", "\"retry_at\":\"2026-03-04T07:14:");
  }

  /** Alarms are set on these counts. */
  @Test
  void a_limit_is_a_warning_and_counts_as_a_failure_of_github() {
    github.respondTo(POST_ISSUE, 429, Map.of("Retry-After", "60"), "");

    handler.handle(CREATE);

    assertThat(log.text())
        .contains("\"level\":\"WARN\"", "Rate-limited by GitHub", "\"retry_at\":")
        .contains("\"result\":\"rate_limited\"")
        .contains("\"kind\":\"rate_limited\",\"GitHubFailures\":1")
        .doesNotContain("AlertLatency", "GitHub action done");
  }

  @Test
  void our_own_budget_used_up_means_that_github_was_not_asked() {
    GitHubHandler slow =
        handler(Map.of("GITHUB_REQUESTS_PER_SECOND", "0.2"), _ -> Optional.of(TestKeys.secret()));

    assertThatThrownBy(() -> slow.handle(CREATE))
        .isInstanceOf(GitHubNotAskedException.class)
        .hasMessageContaining("GITHUB_REQUESTS_PER_SECOND");
    assertThat(github.requests()).isEmpty();
    assertThat(log.text()).contains("\"kind\":\"not_asked\",\"GitHubFailures\":1");
  }

  private static final String[] LABELS = {
    "area:alerting", "Pri: P1", "Team: harbor", "Source: grafana"
  };

  @Test
  void a_first_create_with_labels_that_exist_takes_three_requests() {
    github.createLabels(LABELS);

    handler.handle(CREATE);

    assertThat(github.allRequests())
        .containsExactly(
            "GET /repos/tidewater/alerts/installation",
            "POST /app/installations/55500001/access_tokens",
            POST_ISSUE);
    assertThat(github.label("Pri: P1")).containsEntry("description", "a person's");
  }

  @Test
  void labels_that_are_missing_take_one_request_each_and_only_once() {
    handler.handle(CREATE);

    assertThat(github.allRequests()).hasSize(7);
    assertThat(github.allRequests().subList(3, 7))
        .allMatch(line -> line.startsWith("PATCH /repos/tidewater/alerts/labels/"));
    assertThat(github.label("Pri: P1"))
        .isEqualTo(Map.of("color", "d93f0b", "description", "Alerts of priority P1"));
    assertThat(github.label("Team: harbor")).containsEntry("color", "0e8a16");

    handler.handle(CREATE);
    assertThat(github.allRequests()).hasSize(8);
  }

  @Test
  void a_label_that_a_person_made_gray_is_described_once_by_each_instance() {
    github.createLabels(LABELS);
    github.grayOut("Pri: P1");

    handler.handle(CREATE);
    assertThat(github.label("Pri: P1")).containsEntry("color", "d93f0b");
    github.grayOut("Pri: P1");
    handler.handle(CREATE);
    assertThat(github.label("Pri: P1")).containsEntry("color", "ededed");

    handler(Map.of(), _ -> Optional.of(TestKeys.secret())).handle(CREATE);
    assertThat(github.label("Pri: P1")).containsEntry("color", "d93f0b");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 408, 422, 429, 500, 503})
  void a_label_costs_no_issue_whatever_github_answers(int status) {
    github.respondTo("PATCH /repos/tidewater/alerts/labels/", status, Map.of(), "");

    assertThat(handler.handle(CREATE))
        .isEqualTo(
            new Outcome(
                Result.DONE, Optional.of(new IssueRef(TestAlerts.REPO, 1)), Optional.empty()));
    assertThat(github.issues()).hasSize(1);
  }

  @Test
  void a_label_costs_no_issue_when_its_answer_is_lost() {
    github.loseResponseTo("PATCH /repos/tidewater/alerts/labels/");

    assertThat(handler.handle(CREATE).result()).isEqualTo(Result.DONE);
    assertThat(github.allRequests()).hasSize(4);
  }

  @Test
  void the_issue_shows_the_payload_of_its_own_event_and_none_of_a_helper() {
    handler.handle(TestAlerts.withPayload(CREATE, "{\"whose\":\"my own\"}"));
    handler.handle(TestAlerts.helping(CREATE));

    assertThat(github.bodyOf(1)).contains("my own");
    assertThat(github.issue(2).title()).isEqualTo("[P1] Queue age too high");
    assertThat(github.bodyOf(2)).doesNotContain("the helper's");
  }

  @Test
  void limit_between_the_comment_and_the_close_leaves_an_unknown_outcome() {
    handler.handle(CREATE);
    github.respondTo(CLOSE, 403, Map.of("Retry-After", "60"), "");
    ActionRequest close = TestAlerts.first(AlertAction.CLOSE, 1);

    assertThatThrownBy(() -> handler.handle(close)).isInstanceOf(GitHubUnavailableException.class);

    time.pass(Duration.ofSeconds(60));
    handler.handle(TestAlerts.takenOver(close, time.instant()));
    assertThat(github.commentsOn(1)).hasSize(1);
  }

  @Test
  void issue_that_a_bot_closed_is_reopened_and_says_so() {
    handler.handle(CREATE);
    github.close(TestGitHub.BOT, 1);

    Outcome outcome = handler.handle(TestAlerts.first(AlertAction.COMMENT, 1));

    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(github.issue(1).open()).isTrue();
    assertThat(github.commentsOn(1))
        .singleElement()
        .asString()
        .startsWith("Still firing")
        .contains("closed by stale\\[bot\\] and is reopened, because the alert still fires");
  }

  @Test
  void latency_counts_from_the_queue_and_for_a_change_from_its_occurrence() {
    handler.handle(CREATE);
    log.clear();
    time.pass(Duration.ofSeconds(7));

    handler.handle(TestAlerts.first(AlertAction.COMMENT));
    Duration queued =
        Duration.between(TestAlerts.first(AlertAction.COMMENT).saidAt(), time.instant());

    assertThat(log.text())
        .contains("\"AlertLatency\":" + queued.toMillis())
        .doesNotContain("AlertLatencyFromOccurrence");
  }

  @Test
  void alert_that_seems_to_come_from_the_future_took_no_time() {
    AlertEvent event = TestAlerts.firing().occurredAt(VirtualTime.START.plusSeconds(60)).build();

    handler.handle(TestAlerts.request(AlertAction.CREATE, event, Optional.empty()));

    assertThat(log.text()).contains("\"AlertLatencyFromOccurrence\":0");
  }

  @Test
  void line_of_an_action_says_how_long_it_took() {
    handler.handle(CREATE);

    // Seven requests, 120 ms apart.
    assertThat(log.text()).contains("\"requests\":7,\"duration_ms\":720}");
  }

  @Test
  void limit_that_is_left_may_be_more_than_a_metric_can_hold() {
    Map<String, String> left = Map.of("X-RateLimit-Remaining", "2147483648");
    github.respondTo(POST_ISSUE, 503, left, "");

    assertThatThrownBy(() -> handler.handle(CREATE)).isInstanceOf(GitHubUnavailableException.class);

    assertThat(log.text()).contains("\"GitHubRateLimitRemaining\":2147483647");
  }

  @Test
  void latency_from_the_queue_is_not_measured_for_an_action_that_is_finished_for_another_event() {
    handler.handle(TestAlerts.helping(CREATE));

    assertThat(log.text())
        .contains("\"result\":\"done\"", "\"AlertLatencyFromOccurrence\":")
        .doesNotContain("\"AlertLatency\"");
  }

  @Test
  void too_little_time_is_no_failure_of_github() {
    time.pass(Duration.ofSeconds(181));

    assertThatThrownBy(() -> handler.handle(CREATE)).isInstanceOf(DeadlineExceededException.class);
    assertThat(log.text()).contains("\"result\":\"no_time\"").doesNotContain("GitHubFailures");
  }

  @Test
  void json_comes_in_and_goes_out() {
    ByteArrayOutputStream output = new ByteArrayOutputStream();

    handler.handleRequest(
        new ByteArrayInputStream(Json.write(CREATE).getBytes(UTF_8)), output, null);

    assertThat(output.toString(UTF_8))
        .isEqualTo(
            "{\"result\":\"done\",\"issue\":{\"repo\":\"tidewater/alerts\",\"number\":1},\"checked_for_duplicates\":false}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"outcome_unknown\":null,"})
  void request_without_outcome_unknown_is_one_whose_outcome_is_not_unknown(String member) {
    String json = Json.write(CREATE).replace("\"outcome_unknown\":false,", member);

    ActionRequest read = Json.read(json, ActionRequest.class);

    assertThat(json).isNotEqualTo(Json.write(CREATE));
    assertThat(read.mayBeDone()).isFalse();
    assertThat(read.sent(time.instant())).isEmpty();
    assertThat(read.decision()).isEqualTo(CREATE.decision());
    assertThat(read.event()).isEqualTo(CREATE.event());
  }

  @Test
  void real_pause_that_is_interrupted_ends_the_attempt_and_stays_interrupted() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> GitHubHandler.realPause().of(Duration.ofMillis(10)))
        .isInstanceOf(GitHubNotAskedException.class)
        .hasMessageContaining("stopped while waiting");
    assertThat(Thread.interrupted()).isTrue();
  }
}
