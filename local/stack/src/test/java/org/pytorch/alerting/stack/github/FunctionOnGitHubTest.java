package org.pytorch.alerting.stack.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.stack.github.GitHubFixture.ADMIN;
import static org.pytorch.alerting.stack.github.GitHubFixture.BOT;
import static org.pytorch.alerting.stack.github.GitHubFixture.ISSUES;
import static org.pytorch.alerting.stack.github.GitHubFixture.REPO;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.github.GitHubUnavailableException;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.IssueRef;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.action.Outcome.Result;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.github.data.Comment;
import org.pytorch.alerting.stack.github.data.Issue;
import org.pytorch.alerting.stack.github.fault.Fault;

/** What happens on GitHub when it lags, forgets answers, is crowded, or is changed by others. */
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

  private void fails(Fault fault, AlertAction action) {
    fault(fault);
    assertThatThrownBy(() -> alert.does(action)).isInstanceOf(GitHubUnavailableException.class);
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
  void issue_that_was_not_opened_is_opened_after_2_050_issues_of_others() {
    fails(Fault.on("POST", POST_ISSUE).answering(503), AlertAction.CREATE);
    othersOpen(2_050);
    function.asked();

    Outcome outcome = alert.again(AlertAction.CREATE);

    assertThat(outcome.issue()).contains(new IssueRef(REPO, 2_051));
    assertThat(function.asked()).hasSizeLessThanOrEqualTo(11);
  }

  @Test
  void issue_that_was_opened_is_found_behind_2_050_issues_of_others() {
    fails(Fault.on("POST", POST_ISSUE).dropping().afterCommit(), AlertAction.CREATE);
    othersOpen(2_050);

    assertThat(alert.again(AlertAction.CREATE).issue()).contains(new IssueRef(REPO, 1));
    assertThat(ours()).hasSize(1);
  }

  @Test
  void issue_is_found_after_14_days_among_ours_that_changed_since() {
    List<FunctionOnGitHub.Alert> older = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      older.add(function.alert("older-" + i));
      older.getLast().does(AlertAction.CREATE);
    }
    fixture.pass(Duration.ofHours(1));
    fails(Fault.on("POST", POST_ISSUE).dropping().afterCommit(), AlertAction.CREATE);
    fixture.pass(Duration.ofHours(1));
    for (int i = 0; i < 250; i++) {
      function.alert("later-" + i).does(AlertAction.CREATE);
    }
    older.forEach(one -> one.does(AlertAction.COMMENT));
    fixture.pass(Duration.ofDays(14));
    function.asked();

    assertThat(alert.again(AlertAction.CREATE).issue()).contains(new IssueRef(REPO, 151));
    assertThat(function.asked()).hasSize(2).allMatch(line -> line.contains("direction=asc"));
  }

  @Test
  void without_our_login_the_search_is_bounded_and_the_issue_opened_as_unsure() {
    fails(Fault.on("POST", POST_ISSUE).answering(503), AlertAction.CREATE);
    othersOpen(2_050);
    function.redeploy(REPO);
    fault(Fault.on("GET", "^/app$").answering(500).forEver());
    function.asked();

    Outcome outcome = alert.again(AlertAction.CREATE);

    assertThat(outcome.issue()).contains(new IssueRef(REPO, 2_051));
    assertThat(outcome.note().orElseThrow())
        .contains("not everything that was opened at that time could be searched");
    assertThat(function.asked()).hasSizeLessThanOrEqualTo(16);
    assertThat(alert.marker().isUnsureOn(ours().getFirst().body().orElseThrow())).isTrue();
  }

  @Test
  void unsure_issue_is_checked_once_however_many_issues_follow() {
    fails(Fault.on("POST", POST_ISSUE).answering(502), AlertAction.CREATE);
    alert.again(AlertAction.CREATE);
    fixture.pass(Duration.ofDays(20));
    othersOpen(3_000);
    function.pageTakes(Duration.ofMillis(1_500));
    function.asked();

    assertThat(alert.does(AlertAction.COMMENT).result()).isEqualTo(Result.DONE);
    assertThat(alert.checked()).isTrue();
    assertThat(function.asked()).hasSize(3);

    assertThat(alert.does(AlertAction.COMMENT).result()).isEqualTo(Result.DONE);
    assertThat(function.asked()).hasSize(2);
    assertThat(alert.does(AlertAction.CLOSE).result()).isEqualTo(Result.DONE);
    assertThat(function.asked()).hasSize(3);
  }

  @Test
  void pages_are_followed_where_github_refuses_numbers_of_pages() {
    fixture.gitHub.rules(fixture.gitHub.rules().with("{\"pages_by_number_max\":1}"));
    fails(Fault.on("POST", POST_ISSUE).dropping().afterCommit(), AlertAction.CREATE);
    for (int i = 0; i < 250; i++) {
      function.alert("later-" + i).does(AlertAction.CREATE);
    }

    assertThat(alert.again(AlertAction.CREATE).issue()).contains(new IssueRef(REPO, 1));

    for (int i = 0; i < 150; i++) {
      fixture.person(ADMIN).post(ISSUES + "/1/comments", "{\"body\":\"c\"}");
    }
    fails(Fault.on("POST", POST_COMMENT).answering(502), AlertAction.COMMENT);
    assertThat(alert.again(AlertAction.COMMENT).result()).isEqualTo(Result.DONE);
    assertThat(fixture.gitHub.comments(REPO, 1)).hasSize(151);
  }

  // Lists that lag.

  @ParameterizedTest
  @ValueSource(longs = {0, 1_500, 3_000, 5_000})
  void comment_that_takes_effect_late_is_made_once_while_lists_lag(long lateMillis) {
    alert.does(AlertAction.CREATE);
    fixture.pass(Duration.ofMinutes(1));
    lag(20);
    Fault lost = Fault.on("POST", POST_COMMENT).dropping();
    fault(
        lateMillis == 0 ? lost.afterCommit() : lost.afterLateCommit(Duration.ofMillis(lateMillis)));

    alert.until(AlertAction.COMMENT, Duration.ofSeconds(2), 20);

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
    fails(Fault.on("POST", POST_ISSUE).dropping().afterCommit(), AlertAction.CREATE);

    assertThat(alert.again(AlertAction.CREATE).issue()).contains(new IssueRef(REPO, 6));
    assertThat(ours()).hasSize(1);
  }

  /** The first issue's answer is lost, and nothing shows it until the second is there. */
  private void openTwice() {
    fails(Fault.on("POST", POST_ISSUE).dropping().afterCommit(), AlertAction.CREATE);
    lag(3_600);
    fault(Fault.on("GET", "/issues/1$").answering(404).times(2));
    alert.again(AlertAction.CREATE);
    assertThat(alert.issue()).contains(new IssueRef(REPO, 2));
    fixture.gitHub.faults(List.of());
    lag(0);
    fixture.pass(Duration.ofHours(1));
  }

  @Test
  void duplicate_that_slipped_through_is_closed_and_the_older_one_acted_on() {
    openTwice();

    Outcome outcome = alert.does(AlertAction.COMMENT);

    assertThat(outcome.issue()).contains(new IssueRef(REPO, 1));
    assertThat(outcome.checkedForDuplicates()).isTrue();
    assertThat(ours()).extracting(Issue::open).containsExactly(true, false);
    assertThat(ours().getLast().status().reason()).contains("duplicate");
    assertThat(fixture.gitHub.comments(REPO, 1)).hasSize(1);
    assertThat(alert.does(AlertAction.CLOSE).result()).isEqualTo(Result.DONE);
    assertThat(ours()).noneMatch(Issue::open);
  }

  @Test
  void row_that_still_names_the_duplicate_is_led_to_the_older_issue() {
    openTwice();
    alert.does(AlertAction.COMMENT);
    alert.knows(new IssueRef(REPO, 2));

    assertThat(alert.does(AlertAction.COMMENT).issue()).contains(new IssueRef(REPO, 1));
    assertThat(ours().getLast().open()).isFalse();
  }

  // Other people and other bots.

  @Test
  void other_bot_s_issue_with_our_marker_is_not_ours() {
    String body = Json.write(Map.of("title", "copy", "body", alert.marker().sign("copied")));
    fixture.person(BOT).post(ISSUES, body);
    fixture.person(BOT).patch(ISSUES + "/1", "{\"state\":\"closed\"}");
    fails(Fault.on("POST", POST_ISSUE).answering(503), AlertAction.CREATE);

    assertThat(alert.again(AlertAction.CREATE).issue()).contains(new IssueRef(REPO, 2));
    assertThat(ours()).hasSize(1);
  }

  @Test
  void text_that_a_person_appends_while_the_answer_is_lost_costs_no_second_issue() {
    fails(Fault.on("POST", POST_ISSUE).dropping().afterCommit(), AlertAction.CREATE);
    String body = ours().getFirst().body().orElseThrow() + "\n\nI am on it.";
    fixture.person(ADMIN).patch(ISSUES + "/1", Json.write(Map.of("body", body)));

    assertThat(alert.again(AlertAction.CREATE).issue()).contains(new IssueRef(REPO, 1));
    assertThat(ours()).hasSize(1);
  }

  @Test
  void issue_that_another_bot_closed_is_reopened() {
    alert.does(AlertAction.CREATE);
    fixture.person(BOT).patch(ISSUES + "/1", "{\"state\":\"closed\"}");

    assertThat(alert.does(AlertAction.COMMENT).result()).isEqualTo(Result.DONE);
    assertThat(ours().getFirst().open()).isTrue();
    assertThat(fixture.gitHub.comments(REPO, 1))
        .singleElement()
        .extracting(Comment::body)
        .asString()
        .contains("is reopened, because the alert still fires");

    fixture.person(ADMIN).patch(ISSUES + "/1", "{\"state\":\"closed\"}");
    assertThat(alert.does(AlertAction.COMMENT).result()).isEqualTo(Result.MANUALLY_CLOSED);
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503})
  void reopening_whose_answer_was_lost_is_not_commented_again(int status) {
    alert.does(AlertAction.CREATE);
    fixture.person(BOT).patch(ISSUES + "/1", "{\"state\":\"closed\"}");
    fails(Fault.on("PATCH", "/issues/1$").answering(status).afterCommit(), AlertAction.COMMENT);

    assertThat(alert.again(AlertAction.COMMENT).result()).isEqualTo(Result.DONE);
    assertThat(fixture.gitHub.comments(REPO, 1)).hasSize(1);
  }

  // A repository that is renamed.

  private void rename() {
    fixture.person(ADMIN).patch("/repos/" + REPO, "{\"name\":\"renamed\"}");
  }

  private void anHourPasses() {
    fixture.pass(Duration.ofHours(1).plusMinutes(1));
  }

  @Test
  void renamed_repository_is_served_after_its_token_has_ended() {
    alert.does(AlertAction.CREATE);
    rename();
    assertThat(alert.does(AlertAction.COMMENT).result()).isEqualTo(Result.DONE);
    anHourPasses();

    assertThat(alert.does(AlertAction.COMMENT).result()).isEqualTo(Result.DONE);
    anHourPasses();
    assertThat(alert.does(AlertAction.CLOSE).result()).isEqualTo(Result.DONE);
    assertThat(fixture.gitHub.comments("tidewater/renamed", 1)).hasSize(3);
  }

  @Test
  void new_instance_serves_rows_with_the_old_name_whatever_it_is_told() {
    alert.does(AlertAction.CREATE);
    FunctionOnGitHub.Alert other = function.alert("other");
    other.does(AlertAction.CREATE);
    rename();
    anHourPasses();

    function.redeploy(REPO);
    assertThat(alert.does(AlertAction.COMMENT).result()).isEqualTo(Result.DONE);
    assertThat(function.alert("third").does(AlertAction.CREATE).issue())
        .contains(new IssueRef(REPO, 3));

    function.redeploy("tidewater/renamed");
    assertThat(alert.does(AlertAction.CLOSE).result()).isEqualTo(Result.DONE);
    assertThat(other.does(AlertAction.CLOSE).result()).isEqualTo(Result.DONE);
    assertThat(function.alert("fourth").does(AlertAction.CREATE).issue())
        .contains(new IssueRef("tidewater/renamed", 4));
  }

  @Test
  void issue_of_a_renamed_repository_is_found_after_an_unknown_outcome() {
    lag(60);
    fails(Fault.on("POST", POST_ISSUE).dropping().afterCommit(), AlertAction.CREATE);
    rename();

    assertThat(alert.again(AlertAction.CREATE).issue()).contains(new IssueRef(REPO, 1));
  }
}
