package org.pytorch.alerting.github.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.github.GitHubAccessException;
import org.pytorch.alerting.github.GitHubNotAskedException;
import org.pytorch.alerting.github.GitHubRateLimitedException;
import org.pytorch.alerting.github.GitHubRejectedException;
import org.pytorch.alerting.github.GitHubUnavailableException;
import org.pytorch.alerting.github.TestAlerts;
import org.pytorch.alerting.github.VirtualTime;
import org.pytorch.alerting.github.issue.ActionRequest;
import org.pytorch.alerting.github.issue.Closer;
import org.pytorch.alerting.github.issue.GitHubIssues;
import org.pytorch.alerting.github.issue.Issue;
import org.pytorch.alerting.github.issue.IssueDraft;
import org.pytorch.alerting.github.issue.IssueEdit;
import org.pytorch.alerting.github.issue.Label;
import org.pytorch.alerting.github.issue.Marker;
import org.pytorch.alerting.github.issue.SearchWindow;
import org.pytorch.alerting.github.issue.TimeBudget;
import org.pytorch.alerting.github.render.CommentText;
import org.pytorch.alerting.github.render.GitHubLinks;
import org.pytorch.alerting.github.render.IssueText;
import org.pytorch.alerting.github.render.StatusBlock;
import org.pytorch.alerting.github.render.StatusText;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.action.Outcome.Result;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.route.RoutingBuilder;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.model.status.IssueStatus;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.RecordedLog;

/** The rules where GitHub behaves oddly; the usual cases are in {@code GitHubHandlerTest}. */
class IssueActionsTest {
  private static final IssueRef ISSUE = new IssueRef(TestAlerts.REPO, 1);
  private static final ActionRequest CREATE = TestAlerts.first(AlertAction.CREATE);
  private static final ActionRequest COMMENT = TestAlerts.first(AlertAction.COMMENT, 1);
  private static final ActionRequest CLOSE = TestAlerts.first(AlertAction.CLOSE, 1);
  private static final Marker MARKER =
      Marker.ofIssue(Fingerprint.of(TestAlerts.firing().build()), 1);
  private static final Closer PERSON = new Closer("quay-person", Closer.Kind.PERSON);
  private static final Closer OUR_APP = new Closer("alerts[bot]", Closer.Kind.OUR_APP);
  private static final Closer STALE_BOT = new Closer("stale[bot]", Closer.Kind.OTHER_BOT);

  private static final String TITLE = "[P1] Queue age too high";

  private final VirtualTime time = new VirtualTime();
  private final Fake github = new Fake();
  private final RecordedLog logged = new RecordedLog();

  /** Answers as it is set, and keeps what was done. */
  private final class Fake implements GitHubIssues {
    final List<String> done = new ArrayList<>();
    final List<String> comments = new ArrayList<>();
    final List<SearchWindow> windows = new ArrayList<>();
    final List<Instant> commentsSince = new ArrayList<>();
    final List<Integer> commentCounts = new ArrayList<>();
    final Map<Long, Issue> issues = new HashMap<>();
    final Map<String, RuntimeException> failures = new HashMap<>();
    final Deque<Presence> presences = new ArrayDeque<>();
    final Deque<Search> searches = new ArrayDeque<>();
    Search search = new Search(List.of(), true);
    Search alertSearch = new Search(List.of(), true);
    final List<Instant> closedSinces = new ArrayList<>();
    Duration searchTakes = Duration.ZERO;
    int commentsMore;
    boolean goneAfterSearch;
    Commenting commenting = new Commented();
    Editing editing = new Edited();
    final List<IssueEdit> edits = new ArrayList<>();

    /** What is done next like this fails. */
    void fail(String doing, RuntimeException failure) {
      failures.put(doing, failure);
    }

    private void doing(String what) {
      done.add(what);
      RuntimeException failure = failures.remove(what);
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public Issue create(String repo, IssueDraft draft) {
      doing("create in " + repo);
      comments.add(draft.body());
      return issue(7, time.instant());
    }

    @Override
    public Search search(String repo, Marker marker, SearchWindow window) {
      doing("search");
      windows.add(window);
      time.pass(searchTakes);
      return searches.isEmpty() ? search : searches.pop();
    }

    @Override
    public Search searchAlert(String repo, Fingerprint fingerprint, Instant closedSince) {
      doing("search alert");
      closedSinces.add(closedSince);
      return alertSearch;
    }

    @Override
    public IssueLookup read(IssueRef ref) {
      doing("read " + ref.number());
      Issue issue = issues.get(ref.number());
      if (issue == null) {
        return new Gone("deleted");
      }
      Issue read = withComments(issue, issue.comments() + commentsMore);
      commentsMore = 0;
      return new Found(read);
    }

    @Override
    public Presence findComment(Issue issue, Marker marker, Instant since) {
      doing("search for comment");
      commentsSince.add(since);
      commentCounts.add(issue.comments());
      commentsMore = 1;
      if (goneAfterSearch) {
        issues.clear();
      }
      return presences.isEmpty() ? Presence.ABSENT : presences.pop();
    }

    @Override
    public Commenting comment(IssueRef issue, String body) {
      doing("comment on " + issue.number());
      comments.add(body);
      return commenting;
    }

    @Override
    public Editing edit(IssueRef issue, IssueEdit edit) {
      edits.add(edit);
      doing(
          edit.standing()
              .map(
                  standing ->
                      switch (standing) {
                        case IssueEdit.Open _ -> "reopen " + issue.number();
                        case IssueEdit.Closed(CloseReason reason) ->
                            "close " + issue.number() + " as " + reason.apiName();
                      })
              .orElse("edit " + issue.number()));
      return editing;
    }

    @Override
    public Editing addLabels(IssueRef issue, List<Label> labels) {
      doing("label " + issue.number() + " " + labels.stream().map(Label::name).toList());
      return new Edited();
    }

    @Override
    public Editing removeLabel(IssueRef issue, String name) {
      doing("unlabel " + issue.number() + " " + name);
      return new Edited();
    }

    @Override
    public Editing assign(IssueRef issue, List<String> logins) {
      doing("assign " + issue.number() + " " + logins);
      return new Edited();
    }
  }

  private static Issue issue(long number, Instant createdAt) {
    return issue(number, createdAt, true, Optional.empty(), false, MARKER.sign("text"));
  }

  private static Issue unsure(long number, Instant createdAt) {
    return issue(number, createdAt, true, Optional.empty(), false, MARKER.signUnsure("text"));
  }

  private static Issue closed(long number, Closer closer) {
    return issue(number, VirtualTime.START, true, Optional.of(closer), false, MARKER.sign("text"));
  }

  private static Issue closedAsDuplicate(long number) {
    return issue(number, VirtualTime.START, true, Optional.of(OUR_APP), true, MARKER.sign("text"));
  }

  private static Issue issue(
      long number,
      Instant createdAt,
      boolean ours,
      Optional<Closer> closer,
      boolean duplicate,
      String body) {
    return new Issue(
        new IssueRef(TestAlerts.REPO, number),
        closer.isEmpty(),
        ours,
        closer,
        duplicate,
        false,
        0,
        createdAt,
        createdAt,
        TITLE,
        body,
        List.of());
  }

  private static Issue withComments(Issue issue, int comments) {
    return new Issue(
        issue.ref(),
        issue.open(),
        issue.ours(),
        issue.closer(),
        issue.closedAsDuplicate(),
        issue.locked(),
        comments,
        issue.createdAt(),
        issue.updatedAt(),
        issue.title(),
        issue.body(),
        issue.labels());
  }

  private void known(Issue... known) {
    Stream.of(known).forEach(issue -> github.issues.put(issue.ref().number(), issue));
  }

  private void listed(Issue... found) {
    known(found);
    github.search = new GitHubIssues.Search(List.of(found), true);
  }

  private Outcome carryOut(ActionRequest request) {
    return carryOut(request, false);
  }

  private Outcome carryOut(ActionRequest request, boolean searchUnknown) {
    GitHubLinks links = new GitHubLinks("github.com");
    Host host = logged.host(time);
    return new IssueActions(
            github,
            TimeBudget.start(time, time),
            new IssueText(IssueText.Settings.of(links)),
            new CommentText(links),
            Log.of("github", host),
            searchUnknown)
        .carryOut(request);
  }

  private static Instant at(String text) {
    return Instant.parse(text);
  }

  // Alerts that the table does not know.

  private void unknownButListed(Issue... found) {
    known(found);
    github.alertSearch = new GitHubIssues.Search(List.of(found), true);
  }

  @Test
  void alert_is_not_searched_for_unless_the_table_may_have_lost_it() {
    unknownButListed(issue(1, VirtualTime.START));

    carryOut(CREATE, false);

    assertThat(github.done).containsExactly("create in tidewater/alerts");
  }

  @Test
  void open_issue_of_an_unknown_alert_is_used() {
    unknownButListed(issue(1, VirtualTime.START), issue(3, VirtualTime.START.plusSeconds(60)));

    Outcome outcome = carryOut(CREATE, true);

    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(outcome.issue().orElseThrow().number()).isEqualTo(3);
    assertThat(outcome.note().orElseThrow()).contains("found by its marker");
    assertThat(github.done).containsExactly("search alert");
    assertThat(github.closedSinces)
        .containsExactly(CREATE.event().occurredAt().minus(Duration.ofMinutes(5)));
  }

  @Test
  void unknown_alert_without_an_issue_gets_one() {
    assertThat(carryOut(CREATE, true).note()).isEmpty();
    assertThat(github.done).containsExactly("search alert", "create in tidewater/alerts");
  }

  @Test
  void issue_opened_after_an_incomplete_search_says_so() {
    github.alertSearch = new GitHubIssues.Search(List.of(), false);

    assertThat(carryOut(CREATE, true).note().orElseThrow()).contains("second issue");
  }

  @Test
  void issue_that_a_person_closed_during_this_firing_is_left_alone() {
    unknownButListed(closed(1, PERSON));

    Outcome outcome = carryOut(CREATE, true);

    assertThat(outcome.result()).isEqualTo(Result.MANUALLY_CLOSED);
    assertThat(outcome.issue()).contains(ISSUE);
    assertThat(github.done).containsExactly("search alert", "read 1");
  }

  @Test
  void issue_that_we_closed_belongs_to_an_earlier_firing() {
    unknownButListed(closed(1, OUR_APP));

    carryOut(CREATE, true);

    assertThat(github.done).containsExactly("search alert", "read 1", "create in tidewater/alerts");
  }

  @Test
  void former_issue_is_known_to_the_table() {
    unknownButListed(closed(1, PERSON));

    assertThat(carryOut(TestAlerts.afterFormer(1), true).issue().orElseThrow().number())
        .isEqualTo(7);
  }

  @Test
  void issue_that_another_bot_closed_is_used_and_reopened_by_the_next_event() {
    unknownButListed(closed(1, STALE_BOT));

    assertThat(carryOut(CREATE, true).result()).isEqualTo(Result.DONE);
    assertThat(github.done).containsExactly("search alert", "read 1");
  }

  @Test
  void resolve_of_an_unknown_alert_closes_its_open_issue() {
    unknownButListed(issue(1, VirtualTime.START));

    Outcome outcome = carryOut(TestAlerts.first(AlertAction.CLOSE), true);

    assertThat(outcome.issue()).contains(ISSUE);
    assertThat(github.done)
        .startsWith("search alert", "read 1")
        .anyMatch(it -> it.contains("close"));
  }

  @Test
  void resolve_of_an_unknown_alert_without_an_open_issue_does_nothing() {
    unknownButListed(closed(1, PERSON));

    assertThat(carryOut(TestAlerts.first(AlertAction.CLOSE), true).issue()).isEmpty();
    assertThat(github.done).containsExactly("search alert");
  }

  // What is searched for, and when.

  @Test
  void search_covers_the_writes_that_may_have_been_sent_and_5_min_12_s_around_them() {
    SentWindow sent = new SentWindow(at("2026-03-04T07:13:00Z"), at("2026-03-04T07:20:00Z"));
    time.pass(Duration.ofMinutes(7));

    carryOut(TestAlerts.takenOver(CREATE, Optional.of(sent), time.instant()));

    assertThat(github.windows)
        .hasSize(2)
        .containsOnly(new SearchWindow(at("2026-03-04T07:08:00Z"), at("2026-03-04T07:25:12Z")));
  }

  @Test
  void retry_in_the_same_execution_covers_its_own_writes_too() {
    SentWindow sent = new SentWindow(at("2026-03-04T07:13:00Z"), at("2026-03-04T07:14:00Z"));
    time.pass(Duration.ofMinutes(10));
    ActionRequest taken = TestAlerts.takenOver(CREATE, Optional.of(sent), time.instant());
    time.pass(Duration.ofSeconds(30));

    carryOut(TestAlerts.retry(taken));

    assertThat(github.windows.getFirst())
        .isEqualTo(new SearchWindow(at("2026-03-04T07:08:00Z"), at("2026-03-04T07:28:42Z")));
  }

  @Test
  void issue_that_only_the_second_search_finds_is_not_opened_again() {
    listed(issue(1, VirtualTime.START));
    github.searches.add(new GitHubIssues.Search(List.of(), true));

    Outcome outcome = carryOut(TestAlerts.retry(CREATE));

    assertThat(outcome.issue()).contains(ISSUE);
    assertThat(github.done).containsExactly("search", "search");
  }

  @ParameterizedTest
  @EnumSource(names = {"CREATE", "COMMENT", "CLOSE"})
  void twentieth_attempt_posts_at_once_if_none_before_can_have_sent_anything(AlertAction action) {
    known(issue(1, VirtualTime.START));
    ActionRequest request = TestAlerts.first(action, 1);
    for (int attempt = 2; attempt <= 20; attempt++) {
      request = TestAlerts.takenOver(request, Optional.empty(), time.instant());
    }

    assertThat(carryOut(request).result()).isEqualTo(Result.DONE);
    assertThat(github.done).doesNotContain("search", "search for comment");
    assertThat(github.comments.getFirst()).doesNotContain("after-unknown-outcome");
    assertThat(time.paused()).isZero();
  }

  @Test
  void search_is_repeated_after_3_s_only_while_lists_can_lag() {
    SentWindow sent = new SentWindow(VirtualTime.START, VirtualTime.START);
    carryOut(TestAlerts.takenOver(CREATE, Optional.of(sent), time.instant()));
    assertThat(github.done).containsExactly("search", "search", "create in tidewater/alerts");
    assertThat(time.paused()).isEqualTo(Duration.ofSeconds(3));

    github.done.clear();
    // 5 min 12 s after the write the window ends, and lists lag by 15 min at most.
    time.pass(Duration.ofMinutes(20).plusSeconds(10));
    carryOut(TestAlerts.takenOver(CREATE, Optional.of(sent), time.instant()));

    assertThat(github.done).containsExactly("search", "create in tidewater/alerts");
  }

  @Test
  void issue_is_opened_as_unsure_where_not_everything_could_be_searched() {
    github.search = new GitHubIssues.Search(List.of(), false);

    Outcome outcome = carryOut(TestAlerts.retry(CREATE));

    assertThat(github.done).containsExactly("search", "create in tidewater/alerts");
    assertThat(github.comments.getFirst()).endsWith("episode=1 after-unknown-outcome -->");
    assertThat(outcome.note().orElseThrow())
        .contains("not everything that was opened at that time could be searched");
  }

  @Test
  void slow_search_leaves_the_post_to_the_next_attempt() {
    github.searchTakes = Duration.ofSeconds(11);

    assertThatThrownBy(() -> carryOut(TestAlerts.retry(CREATE)))
        .isInstanceOf(GitHubNotAskedException.class)
        .hasMessageContaining("no time left");
    assertThat(github.done).containsExactly("search");
    assertThat(time.paused()).isZero();
  }

  @Test
  void search_for_a_comment_begins_5_min_before_the_first_write() {
    known(issue(1, VirtualTime.START));

    carryOut(TestAlerts.retry(COMMENT));

    assertThat(github.commentsSince).containsOnly(at("2026-03-04T07:08:00Z"));
  }

  @Test
  void second_search_for_a_comment_reads_the_issue_s_count_again() {
    known(issue(1, VirtualTime.START));

    carryOut(TestAlerts.retry(COMMENT));

    assertThat(github.done)
        .containsExactly(
            "read 1", "search for comment", "read 1", "search for comment", "comment on 1");
    assertThat(github.commentCounts).containsExactly(0, 1);
  }

  @Test
  void comment_that_may_be_there_and_is_not_shown_yet_is_waited_for() {
    known(issue(1, VirtualTime.START));
    github.presences.addAll(
        List.of(GitHubIssues.Presence.NOT_SHOWN_YET, GitHubIssues.Presence.NOT_SHOWN_YET));

    assertThatThrownBy(() -> carryOut(TestAlerts.retry(COMMENT)))
        .isInstanceOf(GitHubNotAskedException.class)
        .hasMessageContaining("lags");
    assertThat(github.done).doesNotContain("comment on 1");
  }

  @Test
  void comment_that_is_never_shown_is_waited_for_15_min_of_silence_on_the_issue() {
    known(issue(1, VirtualTime.START));
    time.pass(Duration.ofMinutes(15).plusMillis(1));
    github.presences.addAll(
        List.of(GitHubIssues.Presence.NOT_SHOWN_YET, GitHubIssues.Presence.NOT_SHOWN_YET));

    assertThat(carryOut(TestAlerts.retry(COMMENT)).result()).isEqualTo(Result.DONE);
    assertThat(github.done).endsWith("comment on 1");
  }

  @Test
  void comment_that_is_not_shown_15_min_after_the_issue_s_last_change_is_still_waited_for() {
    known(issue(1, VirtualTime.START));
    // The second search begins 3 s after the first.
    time.pass(Duration.ofMinutes(15).minusSeconds(3));
    github.presences.addAll(
        List.of(GitHubIssues.Presence.NOT_SHOWN_YET, GitHubIssues.Presence.NOT_SHOWN_YET));

    assertThatThrownBy(() -> carryOut(TestAlerts.retry(COMMENT)))
        .isInstanceOf(GitHubNotAskedException.class)
        .hasMessageContaining("tidewater/alerts#1 lags");
  }

  @Test
  void comment_that_only_the_second_search_shows_is_not_repeated() {
    known(issue(1, VirtualTime.START));
    github.presences.addAll(List.of(GitHubIssues.Presence.ABSENT, GitHubIssues.Presence.PRESENT));

    assertThat(carryOut(TestAlerts.retry(COMMENT)).result()).isEqualTo(Result.DONE);
    assertThat(github.done)
        .containsExactly("read 1", "search for comment", "read 1", "search for comment");
    assertThat(time.paused()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void issue_that_goes_away_between_two_searches_for_a_comment_has_none() {
    known(issue(1, VirtualTime.START));
    github.goneAfterSearch = true;

    carryOut(TestAlerts.retry(COMMENT));

    assertThat(github.done)
        .containsExactly("read 1", "search for comment", "read 1", "comment on 1");
  }

  @Test
  void comment_that_is_never_shown_on_a_busy_issue_is_waited_for_15_min_after_its_window() {
    time.pass(Duration.ofMinutes(21));
    known(issue(1, time.instant()));
    github.presences.add(GitHubIssues.Presence.NOT_SHOWN_YET);
    SentWindow sent = new SentWindow(VirtualTime.START, VirtualTime.START);

    carryOut(TestAlerts.takenOver(COMMENT, Optional.of(sent), time.instant()));

    assertThat(github.done).containsExactly("read 1", "search for comment", "comment on 1");
  }

  // Duplicates.

  @Test
  void of_issues_of_the_same_second_the_lowest_number_stays() {
    Issue closed = closed(5, OUR_APP);
    listed(
        issue(9, VirtualTime.START.plusSeconds(1)),
        issue(4, VirtualTime.START),
        closed,
        issue(3, VirtualTime.START));

    Outcome outcome = carryOut(TestAlerts.retry(CREATE));

    assertThat(outcome.issue()).contains(new IssueRef(TestAlerts.REPO, 3));
    assertThat(github.done)
        .containsExactly(
            "search",
            "read 3",
            "close 4 as duplicate",
            "comment on 4",
            "close 9 as duplicate",
            "comment on 9");
  }

  @Test
  void unsure_issue_is_checked_for_duplicates_of_8_h_before_it_and_5_min_after() {
    known(unsure(1, VirtualTime.START));
    time.pass(Duration.ofHours(1));

    Outcome outcome = carryOut(COMMENT);

    assertThat(github.windows)
        .containsExactly(new SearchWindow(at("2026-03-03T23:13:00Z"), at("2026-03-04T07:18:00Z")));
    assertThat(outcome.checkedForDuplicates()).isTrue();
    assertThat(outcome.note()).isEmpty();
  }

  @Test
  void issue_is_checked_once_and_an_ordinary_one_never() {
    known(unsure(1, VirtualTime.START));
    assertThat(carryOut(TestAlerts.checked(COMMENT)).checkedForDuplicates()).isTrue();
    known(issue(1, VirtualTime.START));
    assertThat(carryOut(COMMENT).checkedForDuplicates()).isFalse();

    assertThat(github.windows).isEmpty();
  }

  @Test
  void check_counts_for_good_only_when_lists_no_longer_lag() {
    known(unsure(1, VirtualTime.START));
    time.pass(Duration.ofMinutes(20));
    assertThat(carryOut(COMMENT).checkedForDuplicates()).isFalse();

    time.pass(Duration.ofMillis(1));
    assertThat(carryOut(COMMENT).checkedForDuplicates()).isTrue();
  }

  @Test
  void check_that_cannot_see_everything_is_not_paid_again() {
    known(unsure(1, VirtualTime.START));
    github.search = new GitHubIssues.Search(List.of(), false);
    time.pass(Duration.ofHours(1));

    Outcome outcome = carryOut(COMMENT);

    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(outcome.checkedForDuplicates()).isTrue();
    assertThat(outcome.note().orElseThrow()).contains("may have a duplicate");
  }

  @Test
  void action_goes_to_the_oldest_issue_and_its_outcome_names_that() {
    Instant before = VirtualTime.START.minusSeconds(60);
    known(unsure(2, VirtualTime.START));
    listed(issue(1, before), unsure(2, VirtualTime.START));

    Outcome outcome = carryOut(TestAlerts.first(AlertAction.COMMENT, 2));

    assertThat(outcome.issue()).contains(ISSUE);
    assertThat(github.done)
        .containsExactly(
            "read 2", "search", "read 1", "close 2 as duplicate", "comment on 2", "comment on 1");
  }

  @Test
  void duplicate_that_is_gone_meanwhile_is_skipped() {
    known(unsure(2, VirtualTime.START));
    github.search =
        new GitHubIssues.Search(List.of(issue(1, VirtualTime.START.minusSeconds(60))), true);

    Outcome outcome = carryOut(TestAlerts.first(AlertAction.COMMENT, 2));

    assertThat(outcome.issue()).contains(new IssueRef(TestAlerts.REPO, 2));
    assertThat(github.done).containsExactly("read 2", "search", "read 1", "comment on 2");
  }

  @Test
  void duplicate_that_github_does_not_let_us_close_costs_no_action() {
    listed(issue(1, VirtualTime.START.minusSeconds(60)), unsure(2, VirtualTime.START));
    github.fail("close 2 as duplicate", new GitHubRejectedException("the issue is archived"));

    Outcome outcome = carryOut(TestAlerts.first(AlertAction.COMMENT, 2));

    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(github.done).endsWith("close 2 as duplicate", "comment on 1");
    assertThat(logged.text())
        .contains("\"level\":\"WARN\"", "close it by hand", "tidewater/alerts#2", "archived");
  }

  @Test
  void missing_comment_on_a_closed_duplicate_costs_no_action() {
    listed(issue(1, VirtualTime.START.minusSeconds(60)), unsure(2, VirtualTime.START));
    github.fail("comment on 2", new GitHubUnavailableException("502"));

    assertThat(carryOut(TestAlerts.first(AlertAction.COMMENT, 2)).issue()).contains(ISSUE);
    assertThat(github.done).endsWith("comment on 1");
    assertThat(logged.text())
        .contains("\"level\":\"WARN\"", "closed without a comment", "tidewater/alerts#2", "502");
  }

  @Test
  void duplicate_that_cannot_be_closed_at_the_moment_is_tried_again() {
    listed(issue(1, VirtualTime.START.minusSeconds(60)), unsure(2, VirtualTime.START));
    github.fail("close 2 as duplicate", new GitHubUnavailableException("502"));

    assertThatThrownBy(() -> carryOut(TestAlerts.first(AlertAction.COMMENT, 2)))
        .isInstanceOf(GitHubUnavailableException.class);
    assertThat(github.done).doesNotContain("comment on 1");
  }

  @Test
  void issue_that_we_closed_as_a_duplicate_leads_to_the_older_one_though_it_was_checked() {
    known(closedAsDuplicate(2));
    listed(issue(1, VirtualTime.START.minusSeconds(60)), closedAsDuplicate(2));

    Outcome outcome = carryOut(TestAlerts.checked(TestAlerts.first(AlertAction.COMMENT, 2)));

    assertThat(outcome.issue()).contains(ISSUE);
    assertThat(github.done).containsExactly("read 2", "search", "read 1", "comment on 1");
  }

  // Who closed the issue.

  static Stream<Optional<Closer>> people() {
    return Stream.of(Optional.of(PERSON), Optional.empty());
  }

  @ParameterizedTest
  @MethodSource("people")
  void issue_that_a_person_or_nobody_known_closed_is_left_alone(Optional<Closer> closer) {
    Issue open = issue(1, VirtualTime.START);
    known(
        new Issue(
            open.ref(),
            false,
            true,
            closer,
            false,
            false,
            0,
            open.createdAt(),
            open.updatedAt(),
            open.title(),
            open.body(),
            List.of()));

    for (ActionRequest request : List.of(COMMENT, CLOSE, TestAlerts.retry(CLOSE))) {
      assertThat(carryOut(request).result()).isEqualTo(Result.MANUALLY_CLOSED);
    }
    assertThat(github.done).containsOnly("read 1", "search for comment");
  }

  @ParameterizedTest
  @EnumSource(names = {"COMMENT", "CLOSE"})
  void person_who_closed_the_issue_after_our_comment_knows_of_it(AlertAction action) {
    known(closed(1, PERSON));
    github.presences.add(GitHubIssues.Presence.PRESENT);

    Outcome outcome = carryOut(TestAlerts.retry(TestAlerts.first(action, 1)));

    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(outcome.note()).contains("closed by quay-person after this was posted");
    assertThat(github.done).containsExactly("read 1", "search for comment");
  }

  static Stream<Closer> bots() {
    return Stream.of(OUR_APP, STALE_BOT);
  }

  @ParameterizedTest
  @MethodSource("bots")
  void issue_that_a_bot_closed_is_commented_and_then_reopened(Closer bot) {
    known(closed(1, bot));

    Outcome outcome = carryOut(COMMENT);

    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(outcome.note()).contains("reopened; it was closed by " + bot.login());
    assertThat(github.done).containsExactly("read 1", "comment on 1", "reopen 1");
    assertThat(github.comments.getFirst())
        .contains("was closed by", "is reopened, because the alert still fires");
  }

  @Test
  void reopening_that_was_cut_off_is_finished_without_a_second_comment() {
    known(closed(1, STALE_BOT));
    github.presences.add(GitHubIssues.Presence.PRESENT);

    assertThat(carryOut(TestAlerts.retry(COMMENT)).result()).isEqualTo(Result.DONE);
    assertThat(github.done).containsExactly("read 1", "search for comment", "reopen 1");
  }

  @Test
  void issue_that_takes_no_comment_is_reopened_all_the_same() {
    known(closed(1, STALE_BOT));
    github.commenting = new GitHubIssues.CommentRefused("locked");

    assertThat(carryOut(COMMENT).note()).contains("locked");
    assertThat(github.done).endsWith("reopen 1");
  }

  @ParameterizedTest
  @MethodSource("bots")
  void resolve_of_an_issue_that_a_bot_closed_writes_nothing(Closer bot) {
    known(closed(1, bot));

    for (ActionRequest request : List.of(CLOSE, TestAlerts.retry(CLOSE))) {
      Outcome outcome = carryOut(request);
      assertThat(outcome.result()).isEqualTo(Result.DONE);
      assertThat(outcome.note()).contains("already closed by " + bot.login());
    }
    assertThat(github.done).containsOnly("read 1");
  }

  @Test
  void issue_that_goes_away_between_reading_and_commenting_is_gone() {
    known(issue(1, VirtualTime.START));
    github.commenting = new GitHubIssues.Gone("deleted");

    assertThat(carryOut(COMMENT))
        .isEqualTo(new Outcome(Result.GONE, Optional.of(ISSUE), Optional.of("deleted")));
  }

  @Test
  void without_a_known_issue_a_close_searches_only_if_one_may_have_been_opened() {
    ActionRequest close = TestAlerts.first(AlertAction.CLOSE);
    assertThat(carryOut(close).note())
        .contains("no issue is known for this episode and none was found; nothing was posted");
    assertThat(github.done).isEmpty();

    listed(issue(1, VirtualTime.START));
    Outcome outcome = carryOut(TestAlerts.takenOver(close, time.instant()));

    assertThat(outcome.issue()).contains(ISSUE);
    assertThat(github.done)
        .containsExactly(
            "search",
            "read 1",
            "search for comment",
            "read 1",
            "search for comment",
            "comment on 1",
            "close 1 as completed");
  }

  // The issue of the episode before.

  @Test
  void former_issue_that_a_person_has_reopened_is_used_again() {
    known(issue(3, VirtualTime.START));

    Outcome outcome = carryOut(TestAlerts.afterFormer(3));

    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(outcome.issue()).contains(new IssueRef(TestAlerts.REPO, 3));
    assertThat(github.done).containsExactly("read 3", "comment on 3");
    assertThat(github.comments.getFirst())
        .startsWith("Fires again since 2026-03-04T07:12:10.000Z.")
        .endsWith("<!-- alert-pipeline v1 comment event=6f1d0c1e-CREATE%230 -->");
  }

  @Test
  void comment_on_a_former_issue_is_not_repeated() {
    known(issue(3, VirtualTime.START));
    github.presences.add(GitHubIssues.Presence.PRESENT);

    Outcome outcome = carryOut(TestAlerts.retry(TestAlerts.afterFormer(3)));

    assertThat(outcome.issue()).contains(new IssueRef(TestAlerts.REPO, 3));
    assertThat(github.done).containsExactly("search", "search", "read 3", "search for comment");
  }

  @Test
  void former_issue_that_a_person_closed_after_our_comment_is_not_followed_by_a_new_one() {
    known(closed(3, PERSON));
    github.presences.add(GitHubIssues.Presence.PRESENT);

    Outcome outcome = carryOut(TestAlerts.retry(TestAlerts.afterFormer(3)));

    assertThat(outcome.issue()).contains(new IssueRef(TestAlerts.REPO, 3));
    assertThat(github.done).containsExactly("search", "search", "read 3", "search for comment");
  }

  @Test
  void issue_that_an_earlier_attempt_opened_comes_before_a_former_one() {
    listed(issue(7, VirtualTime.START));
    known(issue(3, VirtualTime.START));

    Outcome outcome = carryOut(TestAlerts.retry(TestAlerts.afterFormer(3)));

    assertThat(outcome.issue()).contains(new IssueRef(TestAlerts.REPO, 7));
    assertThat(github.done).containsExactly("search");
  }

  @Test
  void former_issue_that_is_closed_or_gone_or_not_ours_gives_way_to_a_new_one() {
    Issue foreign =
        issue(5, VirtualTime.START, false, Optional.empty(), false, MARKER.sign("text"));
    known(closed(3, PERSON), closed(4, STALE_BOT), foreign);

    for (long former = 3; former <= 6; former++) {
      github.done.clear();
      assertThat(carryOut(TestAlerts.afterFormer(former)).issue())
          .contains(new IssueRef(TestAlerts.REPO, 7));
      assertThat(github.done).containsExactly("read " + former, "create in tidewater/alerts");
    }
  }

  // What a failure proves.

  private static final List<RuntimeException> FAILED_BEFORE_A_WRITE =
      List.of(
          new GitHubNotAskedException("no time"),
          new GitHubRateLimitedException("limit", VirtualTime.START.plusSeconds(60)),
          new GitHubAccessException("suspended"));

  static Stream<RuntimeException> failedBeforeAWrite() {
    return FAILED_BEFORE_A_WRITE.stream();
  }

  @ParameterizedTest
  @MethodSource("failedBeforeAWrite")
  void failure_before_a_write_says_that_nothing_was_written(RuntimeException failure) {
    known(issue(1, VirtualTime.START));
    github.fail("comment on 1", failure);

    assertThatThrownBy(() -> carryOut(CLOSE)).isSameAs(failure);
  }

  @ParameterizedTest
  @MethodSource("failedBeforeAWrite")
  void failure_after_a_write_says_that_something_may_have_been_written(RuntimeException failure) {
    known(issue(1, VirtualTime.START));
    github.fail("close 1 as completed", failure);

    assertThatThrownBy(() -> carryOut(CLOSE))
        .isInstanceOf(GitHubUnavailableException.class)
        .hasMessageContaining(String.valueOf(failure.getMessage()));
  }

  @ParameterizedTest
  @MethodSource("failedBeforeAWrite")
  void comment_that_was_refused_for_good_is_no_write(RuntimeException failure) {
    known(issue(1, VirtualTime.START));
    github.commenting = new GitHubIssues.CommentRefused("locked");
    github.fail("close 1 as completed", failure);

    assertThatThrownBy(() -> carryOut(CLOSE)).isSameAs(failure);
  }

  @Test
  void read_that_fails_has_written_nothing_and_a_write_that_fails_may_have() {
    known(issue(1, VirtualTime.START));
    github.fail("read 1", new GitHubUnavailableException("502"));
    assertThatThrownBy(() -> carryOut(CLOSE)).isInstanceOf(GitHubNotAskedException.class);

    github.fail("comment on 1", new GitHubUnavailableException("502"));
    assertThatThrownBy(() -> carryOut(CLOSE)).isInstanceOf(GitHubUnavailableException.class);
  }

  @Test
  void refusal_for_good_is_one_whatever_was_written_before() {
    known(issue(1, VirtualTime.START));
    github.fail("close 1 as completed", new GitHubRejectedException("not permitted"));

    assertThatThrownBy(() -> carryOut(CLOSE)).isInstanceOf(GitHubRejectedException.class);
  }

  // The status block.

  private static final IssueStatus NINE_TIMES = TestAlerts.status(9);
  private static final ActionRequest UPDATE =
      TestAlerts.calm(TestAlerts.first(AlertAction.UPDATE, 1), ReasonCode.STILL_FIRING, NINE_TIMES);
  private static final ActionRequest CALM_COMMENT =
      TestAlerts.calm(COMMENT, ReasonCode.REMINDER, NINE_TIMES);
  private static final ActionRequest CALM_CLOSE =
      TestAlerts.calm(CLOSE, ReasonCode.RESOLVED, TestAlerts.resolvedStatus());

  private static StatusBlock block(ActionRequest request) {
    return new StatusText(new GitHubLinks("github.com"))
        .block(request.decision().status().orElseThrow(), request.event(), TestAlerts.REPO);
  }

  /** {@return the body of an issue whose block is as {@code heard} times before, and a person's} */
  private static String body(StatusBlock block) {
    return "I am on it.\r\n\n" + block.text() + "\n\ntext\n\n" + MARKER.line();
  }

  private static String before() {
    return body(
        block(
            UPDATE.withDecision(UPDATE.decision().withStatus(Optional.of(TestAlerts.status(8))))));
  }

  private static Issue withBlock(long number, Optional<Closer> closer) {
    return issue(number, VirtualTime.START, true, closer, false, before());
  }

  private static Issue withLabels(Issue issue, String title, String... labels) {
    return new Issue(
        issue.ref(),
        issue.open(),
        issue.ours(),
        issue.closer(),
        issue.closedAsDuplicate(),
        issue.locked(),
        issue.comments(),
        issue.createdAt(),
        issue.updatedAt(),
        title,
        issue.body(),
        List.of(labels));
  }

  private static Issue locked(Issue issue) {
    return new Issue(
        issue.ref(),
        issue.open(),
        issue.ours(),
        issue.closer(),
        issue.closedAsDuplicate(),
        true,
        issue.comments(),
        issue.createdAt(),
        issue.updatedAt(),
        issue.title(),
        issue.body(),
        issue.labels());
  }

  @Test
  void update_rewrites_the_block_and_nothing_else() {
    known(withBlock(1, Optional.empty()));

    Outcome outcome = carryOut(UPDATE);

    assertThat(outcome).isEqualTo(new Outcome(Result.DONE, Optional.of(ISSUE), Optional.empty()));
    assertThat(github.done).containsExactly("read 1", "edit 1");
    assertThat(github.edits)
        .containsExactly(
            new IssueEdit(Optional.empty(), Optional.empty(), Optional.of(body(block(UPDATE)))));
  }

  @Test
  void update_that_would_change_nothing_is_not_sent() {
    known(issue(1, VirtualTime.START, true, Optional.empty(), false, body(block(UPDATE))));

    assertThat(carryOut(UPDATE).result()).isEqualTo(Result.DONE);
    assertThat(github.done).containsExactly("read 1");
  }

  @Test
  void update_is_repeated_without_a_search() {
    known(withBlock(1, Optional.empty()));

    for (ActionRequest request :
        List.of(TestAlerts.retry(UPDATE), TestAlerts.takenOver(UPDATE, time.instant()))) {
      github.done.clear();
      assertThat(carryOut(request).result()).isEqualTo(Result.DONE);
      assertThat(github.done).containsExactly("read 1", "edit 1");
    }
    assertThat(time.paused()).isZero();
  }

  @Test
  void update_of_an_issue_without_a_block_writes_nothing() {
    known(issue(1, VirtualTime.START));

    assertThat(carryOut(UPDATE).result()).isEqualTo(Result.DONE);
    assertThat(carryOut(TestAlerts.first(AlertAction.UPDATE, 1)).result()).isEqualTo(Result.DONE);
    assertThat(github.done).containsOnly("read 1");
  }

  @Test
  void update_of_an_issue_that_is_gone_says_so() {
    assertThat(carryOut(UPDATE).result()).isEqualTo(Result.GONE);

    known(withBlock(1, Optional.empty()));
    github.editing = new GitHubIssues.Gone("deleted");
    assertThat(carryOut(UPDATE).result()).isEqualTo(Result.GONE);
  }

  @Test
  void update_leaves_an_issue_alone_that_a_person_closed_and_searches_for_nothing() {
    known(withBlock(1, Optional.of(PERSON)));

    assertThat(carryOut(TestAlerts.retry(UPDATE)).result()).isEqualTo(Result.MANUALLY_CLOSED);
    assertThat(github.done).containsExactly("read 1");
  }

  @Test
  void update_reopens_an_issue_that_a_bot_closed_as_a_comment_does() {
    known(withBlock(1, Optional.of(STALE_BOT)));

    Outcome outcome = carryOut(UPDATE);

    assertThat(outcome.note().orElseThrow()).contains("reopened; it was closed by stale[bot]");
    assertThat(github.done).containsExactly("read 1", "comment on 1", "reopen 1");
    assertThat(github.edits.getFirst().body()).contains(body(block(UPDATE)));
  }

  @Test
  void update_for_a_check_has_no_own_event() {
    known(withBlock(1, Optional.empty()));

    assertThat(carryOut(TestAlerts.byCheck(UPDATE)).result()).isEqualTo(Result.DONE);
    assertThat(github.done).containsExactly("read 1", "edit 1");
  }

  @Test
  void update_that_github_refuses_for_good_is_a_refusal() {
    known(withBlock(1, Optional.empty()));
    github.fail("edit 1", new GitHubRejectedException("archived"));

    assertThatThrownBy(() -> carryOut(UPDATE)).isInstanceOf(GitHubRejectedException.class);
  }

  @Test
  void comment_is_followed_by_one_edit_and_by_none_if_the_block_says_it_already() {
    known(withBlock(1, Optional.empty()));
    carryOut(CALM_COMMENT);
    assertThat(github.done).containsExactly("read 1", "comment on 1", "edit 1");
    assertThat(github.comments.getFirst())
        .startsWith("Still firing for 5 h 18 min, heard 9 times.")
        .doesNotContain("🔴");

    github.done.clear();
    known(issue(1, VirtualTime.START, true, Optional.empty(), false, body(block(UPDATE))));
    carryOut(CALM_COMMENT);
    assertThat(github.done).containsExactly("read 1", "comment on 1");
  }

  @Test
  void comments_say_what_the_block_would_where_a_person_has_removed_it() {
    known(issue(1, VirtualTime.START));

    carryOut(CALM_COMMENT);

    assertThat(github.done).containsExactly("read 1", "comment on 1");
    assertThat(github.comments.getFirst())
        .contains(block(UPDATE).content())
        .doesNotContain("v1 status")
        .endsWith("<!-- alert-pipeline v1 comment event=6f1d0c1e-COMMENT%230 -->");
  }

  @ParameterizedTest
  @MethodSource("failedBeforeAWrite")
  void edit_that_fails_after_the_comment_is_retried_without_a_second_comment(
      RuntimeException failure) {
    known(withBlock(1, Optional.empty()));
    github.fail("edit 1", failure);
    assertThatThrownBy(() -> carryOut(CALM_COMMENT)).isInstanceOf(GitHubUnavailableException.class);

    github.done.clear();
    github.presences.add(GitHubIssues.Presence.PRESENT);
    assertThat(carryOut(TestAlerts.retry(CALM_COMMENT)).result()).isEqualTo(Result.DONE);
    assertThat(github.done).containsExactly("read 1", "search for comment", "edit 1");
  }

  @Test
  void edit_that_github_refuses_after_the_comment_costs_no_action() {
    known(withBlock(1, Optional.empty()));
    github.fail("edit 1", new GitHubRejectedException("archived"));

    Outcome outcome = carryOut(CALM_COMMENT);

    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(outcome.note().orElseThrow()).contains("refuses to change its text", "archived");
    assertThat(logged.text()).contains("\"level\":\"WARN\"", "by hand", "tidewater/alerts#1");
  }

  @Test
  void issue_that_takes_no_comment_keeps_its_block_current() {
    known(withBlock(1, Optional.empty()));
    github.commenting = new GitHubIssues.CommentRefused("2500 comments");

    assertThat(carryOut(CALM_COMMENT).note()).contains("2500 comments");
    assertThat(github.done).containsExactly("read 1", "comment on 1", "edit 1");
  }

  @Test
  void issue_that_goes_away_after_the_comment_is_noted() {
    known(withBlock(1, Optional.empty()));
    github.editing = new GitHubIssues.Gone("deleted");

    assertThat(carryOut(CALM_COMMENT).note()).contains("deleted");
    assertThat(carryOut(CALM_COMMENT).result()).isEqualTo(Result.DONE);
  }

  @Test
  void closing_and_the_last_status_are_one_request() {
    known(withBlock(1, Optional.empty()));

    Outcome outcome = carryOut(CALM_CLOSE);

    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(github.done).containsExactly("read 1", "comment on 1", "close 1 as completed");
    assertThat(github.edits)
        .containsExactly(
            new IssueEdit(
                Optional.of(new IssueEdit.Closed(GitHubIssues.CloseReason.COMPLETED)),
                Optional.empty(),
                Optional.of(body(block(CALM_CLOSE)))));
    assertThat(github.comments.getFirst()).startsWith("Resolved after 5 h 18 min; heard 9 times.");
  }

  // Reopening.

  private static final ActionRequest REOPEN = TestAlerts.reopen(3);

  @ParameterizedTest
  @MethodSource("bots")
  void former_issue_is_reopened_with_a_comment_and_one_edit(Closer bot) {
    known(withBlock(3, Optional.of(bot)));

    Outcome outcome = carryOut(REOPEN);

    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(outcome.issue()).contains(new IssueRef(TestAlerts.REPO, 3));
    assertThat(outcome.note()).contains("reopened");
    assertThat(github.done).containsExactly("read 3", "comment on 3", "reopen 3");
    assertThat(github.edits.getFirst().body()).contains(body(block(REOPEN)));
    assertThat(github.comments.getFirst())
        .startsWith("Fires again since 2026-03-04 07:12 UTC. This issue is reopened")
        .endsWith("<!-- alert-pipeline v1 comment event=6f1d0c1e-REOPEN%230 -->");
  }

  @Test
  void reopening_without_a_status_changes_the_state_only() {
    known(closed(3, OUR_APP));
    ActionRequest bare =
        REOPEN.withDecision(
            REOPEN.decision().with().status(Optional.empty()).cause(Optional.empty()).build());

    assertThat(carryOut(bare).issue()).contains(new IssueRef(TestAlerts.REPO, 3));
    assertThat(github.edits).containsExactly(IssueEdit.NONE.and(new IssueEdit.Open()));
  }

  @Test
  void former_issue_that_cannot_be_reopened_gives_way_to_a_new_one() {
    Issue foreign =
        issue(5, VirtualTime.START, false, Optional.of(OUR_APP), false, MARKER.sign("text"));
    known(closed(3, PERSON), closedAsDuplicate(4), foreign, locked(closed(6, OUR_APP)));

    for (long former : new long[] {3, 4, 5, 6, 8}) {
      github.done.clear();
      Outcome outcome = carryOut(TestAlerts.reopen(former));
      assertThat(outcome.issue()).contains(new IssueRef(TestAlerts.REPO, 7));
      assertThat(github.done).containsExactly("read " + former, "create in tidewater/alerts");
      assertThat(github.comments.getLast().lines()).contains("Earlier: #" + former);
    }
  }

  @Test
  void former_issue_that_takes_no_comment_or_goes_away_gives_way_to_a_new_one() {
    known(withBlock(3, Optional.of(OUR_APP)));
    github.commenting = new GitHubIssues.CommentRefused("2500 comments");
    assertThat(carryOut(REOPEN).issue()).contains(new IssueRef(TestAlerts.REPO, 7));
    assertThat(github.done).containsExactly("read 3", "comment on 3", "create in tidewater/alerts");

    github.done.clear();
    github.commenting = new GitHubIssues.Commented();
    github.editing = new GitHubIssues.Gone("deleted");
    assertThat(carryOut(REOPEN).issue()).contains(new IssueRef(TestAlerts.REPO, 7));
    assertThat(github.done)
        .containsExactly("read 3", "comment on 3", "reopen 3", "create in tidewater/alerts");
  }

  @Test
  void reopening_that_was_cut_off_is_finished_without_a_second_comment_or_issue() {
    known(withBlock(3, Optional.of(OUR_APP)));
    github.fail("reopen 3", new GitHubUnavailableException("502"));
    assertThatThrownBy(() -> carryOut(REOPEN)).isInstanceOf(GitHubUnavailableException.class);

    github.done.clear();
    github.presences.add(GitHubIssues.Presence.PRESENT);
    Outcome outcome = carryOut(TestAlerts.retry(REOPEN));

    assertThat(outcome.issue()).contains(new IssueRef(TestAlerts.REPO, 3));
    assertThat(github.done)
        .containsExactly("search", "search", "read 3", "search for comment", "reopen 3");
  }

  @Test
  void reopening_whose_response_was_lost_is_done() {
    known(issue(3, VirtualTime.START, true, Optional.empty(), false, body(block(REOPEN))));
    github.presences.add(GitHubIssues.Presence.PRESENT);

    Outcome outcome = carryOut(TestAlerts.retry(REOPEN));

    assertThat(outcome.issue()).contains(new IssueRef(TestAlerts.REPO, 3));
    assertThat(github.done).containsExactly("search", "search", "read 3", "search for comment");
  }

  @Test
  void new_issue_that_an_earlier_attempt_at_reopening_has_opened_is_used() {
    listed(issue(7, VirtualTime.START));
    known(closed(3, OUR_APP));

    assertThat(carryOut(TestAlerts.retry(REOPEN)).issue())
        .contains(new IssueRef(TestAlerts.REPO, 7));
    assertThat(github.done).containsExactly("search");
  }

  @Test
  void person_who_closed_the_issue_after_our_reopening_knows_of_it() {
    known(closed(3, PERSON));
    github.presences.add(GitHubIssues.Presence.PRESENT);

    Outcome outcome = carryOut(TestAlerts.retry(REOPEN));

    assertThat(outcome.issue()).contains(new IssueRef(TestAlerts.REPO, 3));
    assertThat(github.done).doesNotContain("create in tidewater/alerts");
  }

  @Test
  void former_issue_that_is_open_already_is_used_and_made_current() {
    known(withBlock(3, Optional.empty()));

    assertThat(carryOut(REOPEN).note()).contains("the previous issue was still open");
    assertThat(github.done).containsExactly("read 3", "comment on 3", "edit 3");
    assertThat(github.comments.getFirst()).contains("This issue is open, so it is used.");
  }

  @Test
  void flapping_alert_s_issue_is_labelled_once() {
    ActionRequest flapping =
        REOPEN.withDecision(
            REOPEN
                .decision()
                .withStatus(
                    Optional.of(TestAlerts.status(1).with().flaps(3).flapping(true).build())));
    known(withBlock(3, Optional.of(OUR_APP)));
    carryOut(flapping);
    assertThat(github.done)
        .containsExactly("read 3", "comment on 3", "label 3 [flapping]", "reopen 3");

    github.done.clear();
    known(withLabels(withBlock(3, Optional.of(OUR_APP)), TITLE, "Flapping"));
    carryOut(flapping);
    assertThat(github.done).containsExactly("read 3", "comment on 3", "reopen 3");
  }

  // Changes.

  private static final ActionRequest RAISED =
      TestAlerts.changing(
          TestAlerts.calm(COMMENT, ReasonCode.CHANGED, NINE_TIMES), Optional.of(Priority.P2));

  @Test
  void labels_and_title_follow_a_change_of_the_priority() {
    known(
        withLabels(
            withBlock(1, Optional.empty()),
            "[P2] Queue age",
            "pri: p2",
            "Pri: P3",
            "Team: harbor"));

    carryOut(RAISED);

    assertThat(github.done)
        .containsExactly(
            "read 1", "comment on 1", "label 1 [Pri: P1]", "unlabel 1 Pri: P2", "edit 1");
    assertThat(github.edits.getFirst().title()).contains("[P1] Queue age");
    assertThat(github.comments.getFirst()).startsWith("Priority changed from P2 to P1.");
  }

  @Test
  void title_that_a_person_has_changed_stays() {
    for (String title : List.of("Queue age", "[P2]", "x [P2] y", "[P1] Queue age")) {
      known(withLabels(withBlock(1, Optional.empty()), title, "Pri: P1"));
      carryOut(RAISED);
      assertThat(github.edits.getLast().title()).isEmpty();
    }
    assertThat(github.done).doesNotContain("label 1 [Pri: P1]", "unlabel 1 Pri: P2");
  }

  @Test
  void team_labels_follow_and_a_team_that_stays_keeps_its_own() {
    ActionRequest moved =
        TestAlerts.changing(
            TestAlerts.calm(
                TestAlerts.request(
                    AlertAction.UPDATE,
                    TestAlerts.firing().teams(List.of("harbor", "quay")).build(),
                    Optional.of(ISSUE)),
                ReasonCode.CHANGED,
                NINE_TIMES),
            Optional.empty(),
            "quay",
            "dev-infra");
    known(withLabels(withBlock(1, Optional.empty()), TITLE, "Team: quay", "Team: dev-infra"));

    carryOut(moved);

    assertThat(github.done)
        .containsExactly("read 1", "label 1 [Team: harbor]", "unlabel 1 Team: dev-infra", "edit 1");
  }

  @Test
  void event_without_priority_and_team_takes_nothing_away() {
    ActionRequest unknown =
        TestAlerts.changing(
            TestAlerts.calm(
                TestAlerts.request(
                    AlertAction.UPDATE,
                    TestAlerts.firing().priority(Optional.empty()).teams(List.of()).build(),
                    Optional.of(ISSUE)),
                ReasonCode.CHANGED,
                NINE_TIMES),
            Optional.of(Priority.P2),
            "quay");
    known(withLabels(withBlock(1, Optional.empty()), "[P2] x", "Pri: P2", "Team: quay"));

    carryOut(unknown);

    assertThat(github.done).containsExactly("read 1", "edit 1");
    assertThat(github.edits.getFirst().title()).isEmpty();
  }

  @Test
  void policy_s_assignees_are_added_only_with_a_change() {
    Routing routing =
        RoutingBuilder.builder().route("route").assignees(Optional.of(List.of("kim"))).build();
    ActionRequest routed =
        TestAlerts.calm(
            TestAlerts.request(
                AlertAction.UPDATE,
                TestAlerts.firing().routing(Optional.of(routing)).build(),
                Optional.of(ISSUE)),
            ReasonCode.REFRESH,
            NINE_TIMES);
    known(withLabels(withBlock(1, Optional.empty()), TITLE, "Pri: P1"));
    carryOut(routed);
    assertThat(github.done).containsExactly("read 1", "edit 1");

    github.done.clear();
    carryOut(TestAlerts.changing(routed, Optional.of(Priority.P3)));
    assertThat(github.done).containsExactly("read 1", "assign 1 [kim]", "edit 1");
  }

  @Test
  void label_that_github_refuses_costs_no_action() {
    known(withBlock(1, Optional.empty()));
    github.fail("label 1 [Pri: P1]", new GitHubRejectedException("no permission"));

    Outcome outcome = carryOut(RAISED);

    assertThat(outcome.result()).isEqualTo(Result.DONE);
    assertThat(outcome.note().orElseThrow()).contains("labels and assignees", "no permission");
  }

  @Test
  void text_that_github_refuses_costs_neither_label_nor_action() {
    known(withBlock(1, Optional.empty()));
    github.fail("edit 1", new GitHubRejectedException("too long"));

    assertThat(carryOut(RAISED).note().orElseThrow()).contains("its text", "too long");
    assertThat(github.done).containsSubsequence("label 1 [Pri: P1]", "edit 1");
  }

  @Test
  void label_that_fails_is_retried_without_a_second_comment() {
    known(withLabels(withBlock(1, Optional.empty()), TITLE, "Pri: P2"));
    github.fail("label 1 [Pri: P1]", new GitHubNotAskedException("no time"));
    assertThatThrownBy(() -> carryOut(RAISED)).isInstanceOf(GitHubUnavailableException.class);

    github.done.clear();
    github.presences.add(GitHubIssues.Presence.PRESENT);
    carryOut(TestAlerts.retry(RAISED));
    assertThat(github.done)
        .containsExactly(
            "read 1", "search for comment", "label 1 [Pri: P1]", "unlabel 1 Pri: P2", "edit 1");
  }
}
