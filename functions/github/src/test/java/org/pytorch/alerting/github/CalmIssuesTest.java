package org.pytorch.alerting.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.github.render.GitHubLinks;
import org.pytorch.alerting.github.render.IssueText;
import org.pytorch.alerting.github.render.StatusBlock;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.action.Outcome.Result;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.model.status.IssueStatus;
import org.pytorch.alerting.runtime.RecordedLog;

/** The whole function on the fake GitHub: an issue that is current, and people who write in it. */
class CalmIssuesTest {
  private static final IssueRef ISSUE = new IssueRef(TestAlerts.REPO, 1);
  private static final String PATCH = "PATCH /repos/tidewater/alerts/issues/1";
  private static final String READ = "GET /repos/tidewater/alerts/issues/1";
  private static final String POST_ISSUE = "POST /repos/tidewater/alerts/issues";
  private static final String POST_COMMENT = POST_ISSUE + "/1/comments";
  private static final ActionRequest CREATE =
      TestAlerts.calm(
          TestAlerts.first(AlertAction.CREATE), ReasonCode.FIRST_FIRING, TestAlerts.status(1));
  private static final ActionRequest CLOSE =
      TestAlerts.calm(
          TestAlerts.first(AlertAction.CLOSE, 1), ReasonCode.RESOLVED, TestAlerts.resolvedStatus());
  private static final ActionRequest REOPEN = TestAlerts.reopen(1);

  private final VirtualTime time = new VirtualTime();
  private final TestGitHub github = new TestGitHub(time);
  private final RecordedLog log = new RecordedLog();
  private final GitHubHandler handler = handler(Map.of("GITHUB_APP_SECRET_ID", "alerts/app"));

  private GitHubHandler handler(Map<String, String> variables) {
    return new GitHubHandler(
        new GitHubHandler.Wiring(
            log.host(variables, time),
            github::transport,
            () -> _ -> Optional.of(TestKeys.secret()),
            time));
  }

  private static ActionRequest update(int heard) {
    return TestAlerts.calm(
        TestAlerts.first(AlertAction.UPDATE, 1), ReasonCode.STILL_FIRING, TestAlerts.status(heard));
  }

  private static StatusBlock block(ActionRequest request) {
    return new IssueText(IssueText.Settings.of(new GitHubLinks("github.com")))
        .block(request, TestAlerts.REPO)
        .orElseThrow();
  }

  private static ActionRequest withStatus(ActionRequest request, IssueStatus status) {
    return request.withDecision(request.decision().withStatus(Optional.of(status)));
  }

  @BeforeEach
  void open() {
    handler.handle(CREATE);
  }

  @Test
  void hundred_repeats_are_no_comment_and_a_block_that_is_right() {
    for (int heard = 2; heard <= 101; heard++) {
      assertThat(handler.handle(update(heard)).result()).isEqualTo(Result.DONE);
      time.pass(Duration.ofSeconds(1));
    }

    assertThat(github.commentsOn(1)).isEmpty();
    assertThat(github.bodyOf(1)).startsWith(block(update(101)).text()).contains("· 101 times");
  }

  @Test
  void update_reads_and_edits_and_one_without_news_only_reads() {
    handler.handle(update(2));
    handler.handle(update(2));

    assertThat(github.requests()).containsExactly(POST_ISSUE, READ, PATCH, READ);
    assertThat(github.editorsOf(1)).containsExactly("tidewater-alerts[bot]");
  }

  @Test
  void what_a_person_wrote_in_the_browser_stays_byte_for_byte() {
    String before = "Kim is on it.\r\n\r\n";
    String edited = before + github.bodyOf(1).replace("\n", "\r\n") + "\r\n\r\n- [ ] follow up  ";
    github.write(TestGitHub.PERSON, 1, edited);

    handler.handle(update(7));

    String old = block(CREATE).text().replace("\n", "\r\n");
    String now = block(update(7)).text().replace("\n", "\r\n");
    assertThat(github.bodyOf(1)).isEqualTo(edited.replace(old, now)).isNotEqualTo(edited);
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  private static final String NOTES = "①②③④⑤⑥⑦⑧";

  /** {@return what people wrote into {@code body}, in its order} */
  private static String notes(String body) {
    return body.replaceAll("[^" + NOTES + "]", "");
  }

  /** A person and we take turns: what the person wrote is still there, whatever comes after it. */
  @ParameterizedTest
  @MethodSource("seeds")
  void all_that_people_write_outlives_all_that_we_write(long seed) {
    Random random = new Random(seed);
    for (int turn = 0; turn < NOTES.length(); turn++) {
      String body = github.bodyOf(1);
      boolean inFront = random.nextInt(4) > 0;
      int at = inFront ? 0 : random.nextInt(body.length() + 1);
      String written = body.substring(0, at) + NOTES.charAt(turn) + "\n" + body.substring(at);
      boolean inBrowser = random.nextBoolean();
      github.write(
          TestGitHub.PERSON,
          1,
          inBrowser ? written.replace("\r\n", "\n").replace("\n", "\r\n") : written);
      String before = github.bodyOf(1);

      assertThat(handler.handle(update(turn + 2)).result()).isEqualTo(Result.DONE);

      assertThat(notes(github.bodyOf(1))).isEqualTo(notes(before)).hasSize(turn + 1);
      assertThat(github.bodyOf(1)).isEqualTo(block(update(turn + 2)).in(before).orElse(before));
    }
    assertThat(github.commentsOn(1)).isEmpty();
  }

  @Test
  void person_who_removes_the_block_reads_its_words_in_the_comments() {
    github.write(TestGitHub.PERSON, 1, "Only what matters.");
    handler.handle(update(5));
    ActionRequest reminder =
        TestAlerts.calm(
            TestAlerts.first(AlertAction.COMMENT, 1), ReasonCode.REMINDER, TestAlerts.status(9));
    handler.handle(reminder);

    assertThat(github.bodyOf(1)).isEqualTo("Only what matters.");
    assertThat(github.commentsOn(1))
        .singleElement()
        .asString()
        .startsWith("Still firing for 5 h 18 min, heard 9 times.")
        .contains(block(reminder).content());
    assertThat(github.requests()).containsExactly(POST_ISSUE, READ, READ, POST_COMMENT);
  }

  @Test
  void issue_of_an_older_version_has_no_block_and_gets_none() {
    handler.handle(TestAlerts.first(AlertAction.CREATE));
    String body = github.bodyOf(2);

    handler.handle(
        TestAlerts.calm(
            TestAlerts.first(AlertAction.UPDATE, 2), ReasonCode.REFRESH, TestAlerts.status(3)));

    assertThat(github.bodyOf(2)).isEqualTo(body);
  }

  @Test
  void closing_and_reopening_take_one_comment_and_one_request_each() {
    handler.handle(CLOSE);
    assertThat(github.issue(1).open()).isFalse();
    assertThat(github.bodyOf(1)).startsWith(block(CLOSE).text());

    Outcome outcome = handler.handle(REOPEN);

    assertThat(outcome.issue()).contains(ISSUE);
    assertThat(github.issue(1).open()).isTrue();
    assertThat(github.issue(1).status().reason()).contains("reopened");
    assertThat(github.bodyOf(1)).startsWith(block(REOPEN).text());
    assertThat(github.commentsOn(1)).hasSize(2);
    assertThat(github.requests())
        .containsExactly(POST_ISSUE, READ, POST_COMMENT, PATCH, READ, POST_COMMENT, PATCH);
  }

  @ParameterizedTest
  @ValueSource(strings = {PATCH, POST_COMMENT})
  void reopening_whose_response_was_lost_neither_comments_twice_nor_opens_two(String lost) {
    handler.handle(CLOSE);
    github.loseResponseTo(lost);
    assertThatThrownBy(() -> handler.handle(REOPEN)).isInstanceOf(GitHubUnavailableException.class);

    Outcome outcome = handler.handle(TestAlerts.takenOver(REOPEN, time.instant()));

    assertThat(outcome.issue()).contains(ISSUE);
    assertThat(github.issues()).hasSize(1);
    assertThat(github.issue(1).open()).isTrue();
    assertThat(github.commentsOn(1)).hasSize(2);
    assertThat(github.bodyOf(1)).startsWith(block(REOPEN).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"deleted", "locked", "closed by a person"})
  void former_issue_that_cannot_be_reopened_is_linked_by_a_new_one(String what) {
    switch (what) {
      case "closed by a person" -> github.close(TestGitHub.PERSON, 1);
      default -> handler.handle(CLOSE);
    }
    switch (what) {
      case "deleted" -> github.delete(1);
      case "locked" -> github.lock(1);
      default -> {}
    }

    Outcome outcome = handler.handle(REOPEN);

    assertThat(outcome.issue()).contains(new IssueRef(TestAlerts.REPO, 2));
    assertThat(github.bodyOf(2).lines()).contains("Earlier: #1");
  }

  @Test
  void flapping_alert_s_issue_has_the_label_with_its_colour() {
    handler.handle(CLOSE);
    handler.handle(withStatus(REOPEN, TestAlerts.status(1).with().flaps(3).flapping(true).build()));

    assertThat(github.issue(1).labels()).contains("flapping", "Team: harbor");
    assertThat(github.label("flapping")).containsEntry("color", "f9d0c4");
  }

  private static ActionRequest flapping(ActionRequest request, boolean flapping) {
    IssueStatus status = request.decision().status().orElseThrow();
    return withStatus(request, status.with().flaps(flapping ? 3 : 0).flapping(flapping).build());
  }

  @Test
  void label_of_a_flapping_alert_comes_and_goes_with_the_word_in_the_status() {
    handler.handle(flapping(update(3), true));
    assertThat(github.issue(1).labels()).contains("flapping");

    handler.handle(flapping(update(4), false));
    assertThat(github.issue(1).labels()).doesNotContain("flapping");

    handler.handle(flapping(update(5), true));
    handler.handle(flapping(CLOSE, true));
    assertThat(github.issue(1).labels()).contains("flapping");

    handler.handle(REOPEN);
    assertThat(github.issue(1).labels()).doesNotContain("flapping");
  }

  @Test
  void label_that_a_person_adds_or_removes_stays_as_it_is() {
    github.label(TestGitHub.PERSON, 1, "flapping");
    handler.handle(flapping(update(3), false));
    assertThat(github.issue(1).labels()).contains("flapping");

    handler.handle(flapping(update(4), true));
    github.unlabel(TestGitHub.PERSON, 1, "flapping");
    handler.handle(flapping(update(5), true));
    assertThat(github.issue(1).labels()).doesNotContain("flapping");
  }

  @Test
  void label_whose_refresh_was_cut_off_is_still_changed() {
    handler.handle(flapping(update(3), true));
    github.respondTo(PATCH, 502, Map.of(), "");
    assertThatThrownBy(() -> handler.handle(flapping(update(4), false)))
        .isInstanceOf(GitHubUnavailableException.class);

    handler.handle(flapping(update(4), false));

    assertThat(github.issue(1).labels()).doesNotContain("flapping");
    assertThat(github.bodyOf(1)).doesNotContain("Flapping");
  }

  private static ActionRequest about(Condition now, Condition former) {
    AlertEvent event = TestAlerts.firing().condition(Optional.of(now)).build();
    return TestAlerts.changing(
        TestAlerts.calm(
            TestAlerts.request(AlertAction.COMMENT, event, Optional.of(ISSUE)),
            ReasonCode.CHANGED,
            TestAlerts.status(9)),
        former);
  }

  @Test
  void title_label_and_status_follow_what_the_alert_fires_for() {
    handler.handle(about(Condition.NO_DATA, Condition.THRESHOLD));
    assertThat(github.issue(1).title()).isEqualTo("[P1] No data: Queue age too high");
    assertThat(github.issue(1).labels()).contains("no-data");
    assertThat(github.label("no-data")).containsEntry("color", "8c959f");
    assertThat(github.bodyOf(1)).contains("\n⚫ **No data:** Grafana got no data for this rule;");

    time.pass(Duration.ofSeconds(1));
    handler.handle(next(about(Condition.ERROR, Condition.NO_DATA), "2"));
    assertThat(github.issue(1).title()).isEqualTo("[P1] Error: Queue age too high");
    assertThat(github.issue(1).labels()).contains("no-data");

    handler.handle(next(about(Condition.THRESHOLD, Condition.ERROR), "3"));
    assertThat(github.issue(1).title()).isEqualTo("[P1] Queue age too high");
    assertThat(github.issue(1).labels()).doesNotContain("no-data");
    assertThat(github.commentsOn(1)).hasSize(3);
  }

  /** {@return the same about another event} */
  private static ActionRequest next(ActionRequest request, String message) {
    Claim claim = request.claim().with().eventId(EventId.of(message, 0)).build();
    return request.withDecision(request.decision().withClaim(claim));
  }

  @Test
  void change_of_the_condition_that_was_cut_off_is_finished_once() {
    ActionRequest change = about(Condition.NO_DATA, Condition.THRESHOLD);
    github.loseResponseTo(PATCH);
    assertThatThrownBy(() -> handler.handle(change)).isInstanceOf(GitHubUnavailableException.class);

    handler.handle(TestAlerts.takenOver(change, time.instant()));

    assertThat(github.issue(1).title()).isEqualTo("[P1] No data: Queue age too high");
    assertThat(github.commentsOn(1)).hasSize(1);
  }

  @Test
  void new_issue_of_a_flapping_alert_has_the_label() {
    handler.handle(
        flapping(
            TestAlerts.calm(
                TestAlerts.first(AlertAction.CREATE),
                ReasonCode.FIRST_FIRING,
                TestAlerts.status(1)),
            true));

    assertThat(github.issue(2).labels()).contains("flapping");
  }

  private static ActionRequest lowered() {
    AlertEvent event = TestAlerts.firing().priority(Priority.P3).teams(List.of("quay")).build();
    return TestAlerts.changing(
        TestAlerts.calm(
            TestAlerts.request(AlertAction.COMMENT, event, Optional.of(ISSUE)),
            ReasonCode.CHANGED,
            TestAlerts.status(9)),
        Optional.of(Priority.P1),
        "harbor");
  }

  @Test
  void labels_and_title_follow_a_change_and_others_stay() {
    handler.handle(lowered());

    assertThat(github.issue(1).title()).isEqualTo("[P3] Queue age too high");
    assertThat(github.issue(1).labels())
        .containsExactlyInAnyOrder("area:alerting", "Source: grafana", "Pri: P3", "Team: quay");
    assertThat(github.label("Pri: P3")).containsEntry("color", "c2e0c6");
    assertThat(github.commentsOn(1))
        .singleElement()
        .asString()
        .startsWith("Priority changed from P1 to P3. Team changed from harbor to quay.");
  }

  @Test
  void title_that_a_person_has_given_stays() {
    github.rename(TestGitHub.PERSON, 1, "Berth queue is stuck");

    handler.handle(lowered());

    assertThat(github.issue(1).title()).isEqualTo("Berth queue is stuck");
    assertThat(github.issue(1).labels()).contains("Pri: P3");
  }

  @Test
  void change_that_was_cut_off_is_finished_without_a_second_comment() {
    github.respondTo(PATCH, 502, Map.of(), "");
    assertThatThrownBy(() -> handler.handle(lowered()))
        .isInstanceOf(GitHubUnavailableException.class);

    handler.handle(TestAlerts.takenOver(lowered(), time.instant()));

    assertThat(github.commentsOn(1)).hasSize(1);
    assertThat(github.issue(1).title()).startsWith("[P3] ");
    assertThat(github.issue(1).labels())
        .contains("Pri: P3", "Team: quay")
        .doesNotContain("Pri: P1");
  }

  @Test
  void switched_off_it_says_what_it_would_write() {
    GitHubHandler off = handler(Map.of("ENABLE_GITHUB_ISSUES", "false"));

    for (ActionRequest request : List.of(update(2), REOPEN, TestAlerts.byCheck(CLOSE))) {
      assertThat(off.handle(request).result()).isEqualTo(Result.DISABLED);
    }

    assertThat(log.text())
        .contains("would rewrite the status of an issue", "would comment on and reopen an issue")
        .contains("would comment on and close an issue", "\"issue\":\"tidewater/alerts#1\"");
  }

  @Test
  void latency_is_measured_neither_of_a_check_nor_from_the_start_of_a_repeat() {
    log.clear();
    handler.handle(TestAlerts.byCheck(CLOSE));
    assertThat(log.text()).contains("\"result\":\"done\"").doesNotContain("AlertLatency");

    handler.handle(update(2));
    assertThat(log.text()).contains("\"AlertLatency\":").doesNotContain("FromOccurrence");
  }
}
