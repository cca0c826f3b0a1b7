package org.pytorch.alerting.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ADMIN;
import static org.pytorch.alerting.fakegithub.GitHubFixture.BOT;
import static org.pytorch.alerting.fakegithub.GitHubFixture.ISSUES;
import static org.pytorch.alerting.fakegithub.GitHubFixture.REPO;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.fakegithub.GitHubFixture;
import org.pytorch.alerting.fakegithub.data.Comment;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.action.Outcome.Result;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.status.IssueRef;

/**
 * The function on a GitHub with lagging lists, lost responses, many issues, and changes by others.
 */
class FunctionOnGitHubTest {
  private static final String LIMITLESS =
      "{\"limits\":{\"requests_per_hour\":100000000,\"points_per_minute\":100000000,"
          + "\"content_per_minute\":100000000,\"content_per_hour\":100000000}}";
  private static final String POST_ISSUE = "/issues$";
  private static final String POST_COMMENT = "/comments$";

  private final GitHubFixture fixture = GitHubFixture.withRules(LIMITLESS);
  private final FunctionOnGitHub function = new FunctionOnGitHub(fixture);
  private final FunctionOnGitHub.Alert alert = function.alert("queue-age");

  private void fault(Fault fault) {
    fixture.gitHub.faults(List.of(fault));
  }

  private void attemptFails(Fault fault, AlertAction action) {
    fault(fault);
    assertThatThrownBy(() -> alert.attempt(action)).isInstanceOf(GitHubUnavailableException.class);
    fixture.gitHub.faults(List.of());
    fixture.pass(Duration.ofSeconds(2));
  }

  private void othersOpen(int issues) {
    GitHubFixture.Client person = fixture.person(ADMIN);
    for (int i = 0; i < issues; i++) {
      person.open("someone else's " + i);
    }
  }

  private List<Issue> ours() {
    return fixture.gitHub.issues(REPO).stream()
        .filter(issue -> issue.origin().author().login().equals("tidewater-alerts[bot]"))
        .toList();
  }

  private void lag(int seconds) {
    fixture.gitHub.rules(fixture.gitHub.rules().with("{\"list_lag_s\":%d}".formatted(seconds)));
  }

  // Crowded repositories.

  @Test
  void failed_create_is_retried_after_2_050_issues_of_others() {
    attemptFails(Fault.on("POST", POST_ISSUE).answering(503), AlertAction.CREATE);
    othersOpen(2_050);
    function.requests();

    Outcome outcome = alert.retry(AlertAction.CREATE);

    assertThat(outcome.issue()).contains(new IssueRef(REPO, 2_051));
    assertThat(function.requests()).hasSizeLessThanOrEqualTo(11);
  }

  @Test
  void issue_is_found_behind_2_050_issues_of_others() {
    attemptFails(Fault.on("POST", POST_ISSUE).dropping().afterCommit(), AlertAction.CREATE);
    othersOpen(2_050);

    assertThat(alert.retry(AlertAction.CREATE).issue()).contains(new IssueRef(REPO, 1));
    assertThat(ours()).hasSize(1);
  }

  @Test
  void issue_is_found_after_14_days_among_our_changed_issues() {
    List<FunctionOnGitHub.Alert> older = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      older.add(function.alert("older-" + i));
      older.getLast().attempt(AlertAction.CREATE);
    }
    fixture.pass(Duration.ofHours(1));
    attemptFails(Fault.on("POST", POST_ISSUE).dropping().afterCommit(), AlertAction.CREATE);
    fixture.pass(Duration.ofHours(1));
    for (int i = 0; i < 250; i++) {
      function.alert("later-" + i).attempt(AlertAction.CREATE);
    }
    older.forEach(one -> one.attempt(AlertAction.COMMENT));
    fixture.pass(Duration.ofDays(14));
    function.requests();

    assertThat(alert.retry(AlertAction.CREATE).issue()).contains(new IssueRef(REPO, 151));
    assertThat(function.requests()).hasSize(2).allMatch(line -> line.contains("direction=asc"));
  }

  @Test
  void without_our_login_the_search_is_bounded_and_the_issue_is_opened_as_unsure() {
    attemptFails(Fault.on("POST", POST_ISSUE).answering(503), AlertAction.CREATE);
    othersOpen(2_050);
    function.redeploy(REPO);
    fault(Fault.on("GET", "^/app$").answering(500).forEver());
    function.requests();

    Outcome outcome = alert.retry(AlertAction.CREATE);

    assertThat(outcome.issue()).contains(new IssueRef(REPO, 2_051));
    assertThat(outcome.note().orElseThrow())
        .contains("not everything that was opened at that time could be searched");
    assertThat(function.requests()).hasSizeLessThanOrEqualTo(16);
    assertThat(alert.marker().isUnsureOn(ours().getFirst().body().orElseThrow())).isTrue();
  }

  @Test
  void unsure_issue_is_checked_only_once() {
    attemptFails(Fault.on("POST", POST_ISSUE).answering(502), AlertAction.CREATE);
    alert.retry(AlertAction.CREATE);
    fixture.pass(Duration.ofDays(20));
    othersOpen(3_000);
    function.pageDelay(Duration.ofMillis(1_500));
    function.requests();

    assertThat(alert.attempt(AlertAction.COMMENT).result()).isEqualTo(Result.DONE);
    assertThat(alert.checked()).isTrue();
    assertThat(function.requests()).hasSize(3);

    assertThat(alert.attempt(AlertAction.COMMENT).result()).isEqualTo(Result.DONE);
    assertThat(function.requests()).hasSize(2);
    assertThat(alert.attempt(AlertAction.CLOSE).result()).isEqualTo(Result.DONE);
    assertThat(function.requests()).hasSize(3);
  }

  @Test
  void page_links_are_followed_where_github_refuses_page_numbers() {
    fixture.gitHub.rules(fixture.gitHub.rules().with("{\"pages_by_number_max\":1}"));
    attemptFails(Fault.on("POST", POST_ISSUE).dropping().afterCommit(), AlertAction.CREATE);
    for (int i = 0; i < 250; i++) {
      function.alert("later-" + i).attempt(AlertAction.CREATE);
    }

    assertThat(alert.retry(AlertAction.CREATE).issue()).contains(new IssueRef(REPO, 1));

    for (int i = 0; i < 150; i++) {
      fixture.person(ADMIN).post(ISSUES + "/1/comments", "{\"body\":\"c\"}");
    }
    attemptFails(Fault.on("POST", POST_COMMENT).answering(502), AlertAction.COMMENT);
    assertThat(alert.retry(AlertAction.COMMENT).result()).isEqualTo(Result.DONE);
    assertThat(fixture.gitHub.comments(REPO, 1)).hasSize(151);
  }

  // Lagging lists.

  @ParameterizedTest
  @ValueSource(longs = {0, 1_500, 3_000, 5_000})
  void comment_that_takes_effect_late_is_posted_once_while_lists_lag(long lateMillis) {
    alert.attempt(AlertAction.CREATE);
    fixture.pass(Duration.ofMinutes(1));
    lag(20);
    Fault lost = Fault.on("POST", POST_COMMENT).dropping();
    fault(
        lateMillis == 0 ? lost.afterCommit() : lost.afterLateCommit(Duration.ofMillis(lateMillis)));

    alert.attemptsUntilDone(AlertAction.COMMENT, Duration.ofSeconds(2), 20);

    fixture.pass(Duration.ofMinutes(5));
    assertThat(fixture.gitHub.comments(REPO, 1)).hasSize(1);
  }

  @Test
  void issue_that_no_list_shows_is_found_behind_discussions() {
    othersOpen(3);
    lag(60);
    fixture.pass(Duration.ofMinutes(2));
    fixture.gitHub.openDiscussion(REPO);
    fixture.gitHub.openDiscussion(REPO);
    attemptFails(Fault.on("POST", POST_ISSUE).dropping().afterCommit(), AlertAction.CREATE);

    assertThat(alert.retry(AlertAction.CREATE).issue()).contains(new IssueRef(REPO, 6));
    assertThat(ours()).hasSize(1);
  }

  /**
   * The response to the first create is lost, and GitHub does not show the issue until a second one
   * is open.
   */
  private void openTwice() {
    attemptFails(Fault.on("POST", POST_ISSUE).dropping().afterCommit(), AlertAction.CREATE);
    lag(3_600);
    fault(Fault.on("GET", "/issues/1$").answering(404).times(2));
    alert.retry(AlertAction.CREATE);
    assertThat(alert.issue()).contains(new IssueRef(REPO, 2));
    fixture.gitHub.faults(List.of());
    lag(0);
    fixture.pass(Duration.ofHours(1));
  }

  @Test
  void duplicate_is_closed_and_the_older_issue_is_used() {
    openTwice();

    Outcome outcome = alert.attempt(AlertAction.COMMENT);

    assertThat(outcome.issue()).contains(new IssueRef(REPO, 1));
    assertThat(outcome.checkedForDuplicates()).isTrue();
    assertThat(ours()).extracting(Issue::open).containsExactly(true, false);
    assertThat(ours().getLast().status().reason()).contains("duplicate");
    assertThat(fixture.gitHub.comments(REPO, 1)).hasSize(1);
    assertThat(alert.attempt(AlertAction.CLOSE).result()).isEqualTo(Result.DONE);
    assertThat(ours()).noneMatch(Issue::open);
  }

  @Test
  void row_with_the_duplicate_is_corrected_to_the_older_issue() {
    openTwice();
    alert.attempt(AlertAction.COMMENT);
    alert.setIssue(new IssueRef(REPO, 2));

    assertThat(alert.attempt(AlertAction.COMMENT).issue()).contains(new IssueRef(REPO, 1));
    assertThat(ours().getLast().open()).isFalse();
  }

  // Other people and other bots.

  @Test
  void issue_of_another_bot_with_our_marker_is_not_ours() {
    String body = Json.write(Map.of("title", "copy", "body", alert.marker().sign("copied")));
    fixture.person(BOT).post(ISSUES, body);
    fixture.person(BOT).patch(ISSUES + "/1", "{\"state\":\"closed\"}");
    attemptFails(Fault.on("POST", POST_ISSUE).answering(503), AlertAction.CREATE);

    assertThat(alert.retry(AlertAction.CREATE).issue()).contains(new IssueRef(REPO, 2));
    assertThat(ours()).hasSize(1);
  }

  @Test
  void text_appended_after_a_lost_response_causes_no_second_issue() {
    attemptFails(Fault.on("POST", POST_ISSUE).dropping().afterCommit(), AlertAction.CREATE);
    String body = ours().getFirst().body().orElseThrow() + "\n\nI am on it.";
    fixture.person(ADMIN).patch(ISSUES + "/1", Json.write(Map.of("body", body)));

    assertThat(alert.retry(AlertAction.CREATE).issue()).contains(new IssueRef(REPO, 1));
    assertThat(ours()).hasSize(1);
  }

  @Test
  void issue_closed_by_another_bot_is_reopened() {
    alert.attempt(AlertAction.CREATE);
    fixture.person(BOT).patch(ISSUES + "/1", "{\"state\":\"closed\"}");

    assertThat(alert.attempt(AlertAction.COMMENT).result()).isEqualTo(Result.DONE);
    assertThat(ours().getFirst().open()).isTrue();
    assertThat(fixture.gitHub.comments(REPO, 1))
        .singleElement()
        .extracting(Comment::body)
        .asString()
        .contains("is reopened, because the alert still fires");

    fixture.person(ADMIN).patch(ISSUES + "/1", "{\"state\":\"closed\"}");
    assertThat(alert.attempt(AlertAction.COMMENT).result()).isEqualTo(Result.MANUALLY_CLOSED);
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503})
  void reopen_whose_response_was_lost_is_not_commented_on_again(int status) {
    alert.attempt(AlertAction.CREATE);
    fixture.person(BOT).patch(ISSUES + "/1", "{\"state\":\"closed\"}");
    attemptFails(
        Fault.on("PATCH", "/issues/1$").answering(status).afterCommit(), AlertAction.COMMENT);

    assertThat(alert.retry(AlertAction.COMMENT).result()).isEqualTo(Result.DONE);
    assertThat(fixture.gitHub.comments(REPO, 1)).hasSize(1);
  }

  // A renamed repository.

  private void rename() {
    fixture.person(ADMIN).patch("/repos/" + REPO, "{\"name\":\"renamed\"}");
  }

  private void anHourPasses() {
    fixture.pass(Duration.ofHours(1).plusMinutes(1));
  }

  @Test
  void renamed_repository_works_after_its_token_has_expired() {
    alert.attempt(AlertAction.CREATE);
    rename();
    assertThat(alert.attempt(AlertAction.COMMENT).result()).isEqualTo(Result.DONE);
    anHourPasses();

    assertThat(alert.attempt(AlertAction.COMMENT).result()).isEqualTo(Result.DONE);
    anHourPasses();
    assertThat(alert.attempt(AlertAction.CLOSE).result()).isEqualTo(Result.DONE);
    assertThat(fixture.gitHub.comments("tidewater/renamed", 1)).hasSize(3);
  }

  @Test
  void new_instance_serves_rows_with_the_old_name_whichever_name_is_configured() {
    alert.attempt(AlertAction.CREATE);
    FunctionOnGitHub.Alert other = function.alert("other");
    other.attempt(AlertAction.CREATE);
    rename();
    anHourPasses();

    function.redeploy(REPO);
    assertThat(alert.attempt(AlertAction.COMMENT).result()).isEqualTo(Result.DONE);
    assertThat(function.alert("third").attempt(AlertAction.CREATE).issue())
        .contains(new IssueRef(REPO, 3));

    function.redeploy("tidewater/renamed");
    assertThat(alert.attempt(AlertAction.CLOSE).result()).isEqualTo(Result.DONE);
    assertThat(other.attempt(AlertAction.CLOSE).result()).isEqualTo(Result.DONE);
    assertThat(function.alert("fourth").attempt(AlertAction.CREATE).issue())
        .contains(new IssueRef("tidewater/renamed", 4));
  }

  @Test
  void issue_of_a_renamed_repository_is_found_after_an_unknown_outcome() {
    lag(60);
    attemptFails(Fault.on("POST", POST_ISSUE).dropping().afterCommit(), AlertAction.CREATE);
    rename();

    assertThat(alert.retry(AlertAction.CREATE).issue()).contains(new IssueRef(REPO, 1));
  }
}
