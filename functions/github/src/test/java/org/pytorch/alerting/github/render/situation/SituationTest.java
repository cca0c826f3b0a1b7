package org.pytorch.alerting.github.render.situation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.github.TestAlerts;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.github.issue.IssueDraft;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.render.CommentText;
import org.pytorch.alerting.github.render.GitHubLinks;
import org.pytorch.alerting.github.render.IssueText;
import org.pytorch.alerting.github.render.StatusBlock;
import org.pytorch.alerting.github.render.TimeText;
import org.pytorch.alerting.github.render.page.SafePage;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertEventBuilder;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.Links;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.model.status.IssueStatus;
import org.pytorch.alerting.model.status.PastIssue;
import org.pytorch.alerting.model.status.SharedBy;
import org.pytorch.alerting.model.status.SharingAlert;
import org.pytorch.alerting.model.status.SharingAlerts;

/**
 * What the block and the comment say in each situation: one file each, beside this class's
 * resources. With {@code -Dupdate.expected=true} the files are written again, and the test fails,
 * so that nobody takes what was written for what was checked.
 */
class SituationTest {
  private static final boolean UPDATE = Boolean.getBoolean("update.expected");
  private static final GitHubLinks GITHUB = new GitHubLinks("github.com");
  private static final Path EXPECTED =
      Path.of("src/test/resources/org/pytorch/alerting/github/render/situation");
  private static final Condition NO_DATA = Condition.NO_DATA;
  private static final Set<String> ELEMENTS = Set.of("p", "a", "code", "strong", "ul", "li", "del");

  /**
   * An action with its cause and status.
   *
   * @param times in the readers' zone, if they have one
   */
  record Situation(String name, ActionRequest request, TimeText times) {
    Optional<StatusBlock> block() {
      return issues().block(request, TestAlerts.REPO);
    }

    IssueText issues() {
      return new IssueText(IssueText.Settings.of(GITHUB).withTimes(times));
    }

    Optional<String> comment() {
      CommentText comments = new CommentText(GITHUB, times);
      return switch (request.decision().action()) {
        case COMMENT, CLOSE -> Optional.of(comments.of(request));
        case REOPEN -> Optional.of(comments.reopening(request));
        default -> Optional.empty();
      };
    }

    String text() {
      return "# Block\n\n%s\n\n# Comment\n\n%s\n"
          .formatted(block().map(StatusBlock::content).orElse("-"), comment().orElse("-"));
    }

    Path file() {
      return EXPECTED.resolve(name + ".expected.md");
    }
  }

  private static Situation situation(String name, ActionRequest request) {
    return new Situation(name, request, TimeText.inUtc());
  }

  private static Situation situation(String name, ActionRequest request, Optional<ZoneId> zone) {
    return new Situation(name, request, zone.map(TimeText::inUtcAnd).orElseThrow());
  }

  static Stream<Named<Situation>> situations() {
    return all().map(it -> Named.of(it.name(), it));
  }

  private static final Situation OLDER =
      situation(
          "older_version",
          TestAlerts.request(AlertAction.COMMENT, event().build(), Optional.empty()));

  private static Stream<Situation> all() {
    return Stream.of(
        situation("first_firing", of(AlertAction.CREATE, ReasonCode.FIRST_FIRING, firstHeard())),
        situation(
            "still_firing", of(AlertAction.COMMENT, ReasonCode.STILL_FIRING, TestAlerts.status(9))),
        situation(
            "reminder_after_a_day",
            of(
                AlertAction.COMMENT,
                ReasonCode.REMINDER,
                TestAlerts.status(97).withLastHeardAt(at("2026-03-05T07:12:40Z")))),
        situation("refresh", of(AlertAction.UPDATE, ReasonCode.REFRESH, TestAlerts.status(2))),
        situation(
            "priority_changed",
            TestAlerts.changing(
                of(AlertAction.COMMENT, ReasonCode.CHANGED, TestAlerts.status(9)),
                Optional.of(Priority.P2))),
        situation(
            "team_changed",
            TestAlerts.changing(
                of(AlertAction.COMMENT, ReasonCode.CHANGED, TestAlerts.status(9)),
                Optional.empty(),
                "quay")),
        situation(
            "priority_and_teams_changed",
            TestAlerts.changing(
                of(AlertAction.COMMENT, ReasonCode.CHANGED, TestAlerts.status(9)),
                Optional.of(Priority.P0),
                "quay",
                "dev-infra")),
        situation(
            "no_data",
            of(AlertAction.CREATE, ReasonCode.FIRST_FIRING, firstHeard(), unknown(NO_DATA))),
        situation(
            "no_data_reminder",
            of(AlertAction.COMMENT, ReasonCode.REMINDER, TestAlerts.status(97), unknown(NO_DATA))),
        situation(
            "no_data_reopened",
            of(AlertAction.REOPEN, ReasonCode.FIRES_AFTER_RESOLVE, firstHeard(), unknown(NO_DATA))),
        situation(
            "no_data_any_more",
            TestAlerts.changing(
                of(AlertAction.COMMENT, ReasonCode.CHANGED, TestAlerts.status(9), unknown(NO_DATA)),
                Condition.THRESHOLD)),
        situation(
            "error_after_no_data",
            TestAlerts.changing(
                of(
                    AlertAction.COMMENT,
                    ReasonCode.CHANGED,
                    TestAlerts.status(9),
                    unknown(Condition.ERROR)),
                NO_DATA)),
        situation(
            "data_again",
            TestAlerts.changing(
                of(AlertAction.COMMENT, ReasonCode.CHANGED, TestAlerts.status(9)), NO_DATA)),
        situation(
            "no_error_any_more",
            TestAlerts.changing(
                of(AlertAction.COMMENT, ReasonCode.CHANGED, TestAlerts.status(9)),
                Condition.ERROR)),
        situation(
            "changed_back_by_a_newer_event",
            TestAlerts.changing(
                of(AlertAction.COMMENT, ReasonCode.CHANGED, TestAlerts.status(9)),
                Condition.THRESHOLD)),
        situation(
            "reminder_with_a_change",
            TestAlerts.changing(
                of(AlertAction.COMMENT, ReasonCode.REMINDER, TestAlerts.status(9)),
                Optional.of(Priority.P2))),
        situation(
            "fires_again", of(AlertAction.COMMENT, ReasonCode.FIRES_AGAIN, TestAlerts.status(9))),
        situation(
            "reopened",
            of(
                AlertAction.REOPEN,
                ReasonCode.FIRES_AFTER_RESOLVE,
                firstHeard().with().flaps(1).build())),
        situation(
            "flapping",
            of(
                AlertAction.REOPEN,
                ReasonCode.FIRES_AFTER_RESOLVE,
                firstHeard().with().flaps(3).flapping(true).build())),
        situation(
            "flapping_and_held",
            resolved(
                AlertAction.UPDATE,
                ReasonCode.HELD,
                TestAlerts.resolvedStatus()
                    .with()
                    .state(IssueStatus.State.HELD)
                    .closesAt(Optional.of(at("2026-03-04T12:45:10Z")))
                    .flaps(2)
                    .flapping(true)
                    .build())),
        situation(
            "flapping_and_closed",
            resolved(
                AlertAction.CLOSE,
                ReasonCode.HOLD_OVER,
                TestAlerts.resolvedStatus().with().flaps(2).flapping(true).build())),
        situation(
            "fourth_time",
            of(
                AlertAction.CREATE,
                ReasonCode.FIRES_AFTER_RESOLVE,
                firstHeard()
                    .withPastIssues(
                        List.of(
                            past("tidewater/alerts", 40),
                            past("tidewater/alerts", 31),
                            past("tidewater/harbor", 12))))),
        situation(
            "held",
            resolved(
                AlertAction.UPDATE,
                ReasonCode.HELD,
                TestAlerts.resolvedStatus()
                    .with()
                    .state(IssueStatus.State.HELD)
                    .closesAt(Optional.of(at("2026-03-04T12:45:10Z")))
                    .build())),
        situation(
            "held_over_midnight",
            resolved(
                AlertAction.COMMENT,
                ReasonCode.HELD,
                TestAlerts.resolvedStatus()
                    .with()
                    .state(IssueStatus.State.HELD)
                    .resolvedAt(Optional.of(at("2026-03-04T23:50:00Z")))
                    .closesAt(Optional.of(at("2026-03-05T00:05:00Z")))
                    .build())),
        situation(
            "resolved",
            resolved(AlertAction.CLOSE, ReasonCode.RESOLVED, TestAlerts.resolvedStatus())),
        situation(
            "resolved_after_a_hold",
            resolved(AlertAction.CLOSE, ReasonCode.HOLD_OVER, TestAlerts.resolvedStatus())),
        situation(
            "resolved_at_once",
            resolved(
                AlertAction.CLOSE,
                ReasonCode.RESOLVED,
                TestAlerts.resolvedStatus()
                    .with()
                    .heard(1)
                    .resolvedAt(Optional.of(at("2026-03-04T07:12:30Z")))
                    .build())),
        situation(
            "resolved_and_left_open_by_the_policy",
            resolved(AlertAction.COMMENT, ReasonCode.RESOLVED, TestAlerts.resolvedStatus())),
        situation(
            "one_shot",
            of(
                AlertAction.UPDATE,
                ReasonCode.STILL_FIRING,
                TestAlerts.status(3).withClosesAt(Optional.of(at("2026-03-05T12:30:10Z"))))),
        situation(
            "one_shot_is_over",
            of(
                AlertAction.CLOSE,
                ReasonCode.ONE_SHOT_OVER,
                TestAlerts.status(3).withState(IssueStatus.State.RESOLVED))),
        situation(
            "in_a_zone",
            of(AlertAction.COMMENT, ReasonCode.STILL_FIRING, TestAlerts.status(9)),
            Optional.of(ZoneId.of("Asia/Tokyo"))),
        situation(
            "shared_by_a_rule",
            of(
                AlertAction.UPDATE,
                ReasonCode.REFRESH,
                sharing(
                    TestAlerts.status(4),
                    new SharingAlerts(
                        SharedBy.RULE,
                        103,
                        1,
                        12,
                        List.of(
                            sharing(SharingAlert.State.FIRING, "Switch down: port=4"),
                            sharing(
                                SharingAlert.State.FIRING,
                                "<b>@olivia</b> #12 [x](http://evil.example) port=5"),
                            sharing(SharingAlert.State.RESOLVED, "Switch ~~down~~: port=9")))))),
        situation(
            "shared_by_a_repository_still_firing",
            of(
                AlertAction.COMMENT,
                ReasonCode.REMINDER,
                sharing(
                    TestAlerts.status(97),
                    new SharingAlerts(
                        SharedBy.REPOSITORY,
                        2,
                        0,
                        0,
                        List.of(
                            sharing(SharingAlert.State.FIRING, "Switch down: port=4"),
                            sharing(SharingAlert.State.FIRING, "Queue age too high")))))),
        situation(
            "shared_by_a_data_source",
            of(
                AlertAction.UPDATE,
                ReasonCode.REFRESH,
                sharing(
                    TestAlerts.status(2),
                    new SharingAlerts(
                        SharedBy.DATA_SOURCE,
                        2,
                        0,
                        1,
                        List.of(
                            ofRule("Error: Queue age too high", "https://grafana.example/r?a=1&b"),
                            ofRule("No data: ](x) <b>", "https://github.com/acme/alerts/issues/1"),
                            sharing(SharingAlert.State.RESOLVED, "Error: Rule 3")))),
                event()
                    .source("shared")
                    .title("Data source prom1")
                    .condition(Optional.of(NO_DATA))
                    .reason(Optional.of("dial tcp: connection refused"))
                    .values(List.of())
                    .links(
                        new Links(
                            Optional.of("https://wiki.tidewater.example/prom1"),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()))
                    .build())),
        situation(
            "shared_by_a_group_resolved",
            resolved(
                AlertAction.CLOSE,
                ReasonCode.RESOLVED,
                sharing(
                    TestAlerts.resolvedStatus(),
                    new SharingAlerts(
                        SharedBy.GROUP,
                        0,
                        1,
                        1,
                        List.of(
                            sharing(SharingAlert.State.OWN_ISSUE, "Rule 1"),
                            sharing(SharingAlert.State.RESOLVED, "Rule 2")))))),
        OLDER);
  }

  private static IssueStatus sharing(IssueStatus status, SharingAlerts alerts) {
    return status.withSharing(Optional.of(alerts));
  }

  private static SharingAlert sharing(SharingAlert.State state, String title) {
    return new SharingAlert(
        state,
        Optional.of(Priority.P1),
        title,
        at("2026-03-04T07:12:10Z"),
        Optional.of(new IssueRef("tidewater/alerts", 61))
            .filter(_ -> state == SharingAlert.State.OWN_ISSUE));
  }

  private static SharingAlert ofRule(String title, String rule) {
    SharingAlert alert = sharing(SharingAlert.State.FIRING, title);
    return new SharingAlert(
        alert.state(), alert.priority(), title, alert.since(), alert.issue(), Optional.of(rule));
  }

  private static AlertEventBuilder event() {
    return TestAlerts.firing()
        .reason(Optional.of("queue_age = 412 s (threshold 300 s)"))
        .links(
            new Links(
                Optional.of("https://wiki.tidewater.example/queue-age"),
                Optional.of("https://grafana.tidewater.example/d/1"),
                Optional.of("https://grafana.tidewater.example/alerting/1"),
                Optional.of("https://grafana.tidewater.example/silence?a=1&b=2")));
  }

  private static AlertEvent unknown(Condition condition) {
    String reason = condition == NO_DATA ? "NoData" : "Error; connection refused";
    return event().condition(Optional.of(condition)).reason(Optional.of(reason)).build();
  }

  private static ActionRequest of(AlertAction action, ReasonCode cause, IssueStatus status) {
    return of(action, cause, status, event().build());
  }

  private static ActionRequest resolved(AlertAction action, ReasonCode cause, IssueStatus status) {
    AlertEvent resolved =
        event().state(AlertState.RESOLVED).occurredAt(at("2026-03-04T12:30:10Z")).build();
    return of(action, cause, status, resolved);
  }

  private static ActionRequest of(
      AlertAction action, ReasonCode cause, IssueStatus status, AlertEvent event) {
    return TestAlerts.calm(TestAlerts.request(action, event, Optional.empty()), cause, status);
  }

  private static IssueStatus firstHeard() {
    return TestAlerts.status(1).withLastHeardAt(at("2026-03-04T07:12:52Z"));
  }

  private static PastIssue past(String repo, long number) {
    return new PastIssue(new IssueRef(repo, number), at("2026-03-01T00:00:00Z"));
  }

  private static Instant at(String time) {
    return Instant.parse(time);
  }

  @ParameterizedTest
  @MethodSource("situations")
  void situation_reads_as_expected(Situation situation) throws IOException {
    String actual = situation.text();

    if (UPDATE) {
      Files.createDirectories(EXPECTED);
      Files.writeString(situation.file(), actual);
    }

    assertThat(actual).isEqualTo(Files.readString(situation.file()));
    assertThat(UPDATE)
        .as("written again: review every line, then run without the switch")
        .isFalse();
  }

  @Test
  void there_is_no_expectation_without_a_situation() throws IOException {
    try (Stream<Path> files = Files.list(EXPECTED)) {
      assertThat(files).containsExactlyInAnyOrderElementsOf(all().map(Situation::file).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("situations")
  void page_shows_nothing_but_words_and_links(Situation situation) {
    // Our own references to earlier issues are meant to be some.
    situation
        .block()
        .filter(it -> !it.content().contains(" time in 30 days: "))
        .filter(it -> !it.content().contains("↗️"))
        .ifPresent(it -> SafePage.of(it.text(), ELEMENTS, 2));
    situation.comment().ifPresent(it -> SafePage.of(it, ELEMENTS, 0));
  }

  static Stream<Named<Situation>> newer() {
    return situations().filter(it -> it.getPayload().block().isPresent());
  }

  @ParameterizedTest
  @MethodSource("newer")
  void body_that_opens_an_issue_begins_with_the_block_that_is_rewritten_later(Situation situation) {
    Marker marker = Marker.ofIssue(situation.request().decision().fingerprint(), 1);
    IssueDraft draft = situation.issues().draft(situation.request, marker);
    StatusBlock block = situation.block().orElseThrow();

    assertThat(draft.body()).startsWith(block.text() + "\n\n");
    assertThat(block.in(draft.body())).contains(draft.body());
    assertThat(marker.isOn(draft.body())).isTrue();
    // What the status links is not linked below it again.
    int runbooks = situation.request().event().links().runbookUrl().isPresent() ? 1 : 0;
    assertThat(draft.body().split("wiki\\.tidewater\\.example", -1)).hasSize(1 + runbooks);
  }

  @Test
  void body_of_an_older_version_has_no_block() {
    ActionRequest request = OLDER.request();

    String body =
        OLDER.issues().draft(request, Marker.ofIssue(request.decision().fingerprint(), 1)).body();

    assertThat(body).startsWith("Oldest message is 1840 s old").contains("[Runbook]");
  }

  @Test
  void issue_after_one_that_could_not_be_reopened_links_it() {
    ActionRequest request = TestAlerts.reopen(12);
    Marker marker = Marker.ofIssue(request.decision().fingerprint(), 1);

    assertThat(new IssueText(IssueText.Settings.of(GITHUB)).draft(request, marker).body().lines())
        .contains("Earlier: #12");
  }
}
