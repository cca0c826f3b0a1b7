package org.pytorch.alerting.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.github.render.CommentText;
import org.pytorch.alerting.github.render.GitHubLinks;
import org.pytorch.alerting.github.render.IssueText;
import org.pytorch.alerting.model.AlertAction;
import org.pytorch.alerting.model.IssueRef;
import org.pytorch.alerting.model.Outcome;
import org.pytorch.alerting.model.Outcome.Result;

/**
 * The rules where GitHub behaves oddly; the usual stories are told by {@link GitHubHandlerTest}.
 */
class IssueActionsTest {
  private static final IssueRef ISSUE = new IssueRef(TestAlerts.REPO, 1);

  private final VirtualTime time = new VirtualTime();
  private final Fake github = new Fake();

  /** Answers as it is set, and keeps what was done. */
  private final class Fake implements GitHubIssues {
    final List<String> done = new ArrayList<>();
    Search search = new Search(List.of(), true);
    Duration lookTakes = Duration.ZERO;
    Instant since = Instant.MAX;
    Reading reading = new Found(issue(1, true, VirtualTime.START));
    Presence presence = Presence.ABSENT;
    Commenting commenting = new Commented();

    @Override
    public void ensureLabels(String repo, List<Label> labels) {}

    @Override
    public Issue create(String repo, IssueDraft draft) {
      done.add("create in " + repo);
      return issue(7, true, time.instant());
    }

    @Override
    public Search search(String repo, Marker marker, Instant from) {
      done.add("search");
      since = from;
      time.pass(lookTakes);
      return search;
    }

    @Override
    public Reading read(IssueRef issue) {
      return reading;
    }

    @Override
    public Presence findComment(Issue issue, Marker marker, Instant from) {
      done.add("look for comment");
      since = from;
      return presence;
    }

    @Override
    public Commenting comment(IssueRef issue, String body) {
      done.add("comment on " + issue.number());
      return commenting;
    }

    @Override
    public Closing close(IssueRef issue, CloseReason reason) {
      done.add("close " + issue.number() + " as " + reason.apiName());
      return new Closed();
    }
  }

  private static Issue issue(long number, boolean open, Instant createdAt) {
    return new Issue(
        new IssueRef(TestAlerts.REPO, number),
        open,
        false,
        "bot",
        true,
        open ? Optional.empty() : Optional.of("bot"),
        0,
        createdAt,
        createdAt,
        "body",
        List.of());
  }

  private Outcome carryOut(ActionRequest request) {
    GitHubLinks links = new GitHubLinks("github.com");
    return new IssueActions(
            github,
            TimeBudget.start(time, time),
            TestAlerts.REPO,
            new IssueText(links),
            new CommentText(links))
        .carryOut(request);
  }

  @Test
  void a_look_reaches_back_before_the_claim_by_as_much_as_clocks_differ() {
    carryOut(TestAlerts.retry(TestAlerts.first(AlertAction.CREATE)));
    assertThat(github.since).isEqualTo(VirtualTime.START.minus(IssueActions.CLOCK_SKEW));

    carryOut(TestAlerts.retry(TestAlerts.first(AlertAction.COMMENT, 1)));
    assertThat(github.since).isEqualTo(VirtualTime.START.minus(IssueActions.CLOCK_SKEW));
    assertThat(github.done)
        .containsExactly(
            "search",
            "search",
            "create in tidewater/alerts",
            "look for comment",
            "look for comment",
            "comment on 1");
  }

  @Test
  void a_look_that_saw_not_everything_is_no_reason_to_post() {
    github.search = new GitHubIssues.Search(List.of(), false);

    assertThatThrownBy(() -> carryOut(TestAlerts.retry(TestAlerts.first(AlertAction.CREATE))))
        .isInstanceOf(GitHubUnavailableException.class)
        .hasMessageContaining("too many issues");
    assertThat(github.done).containsExactly("search");
  }

  @Test
  void comment_that_may_be_there_and_is_not_shown_yet_is_waited_for() {
    github.presence = GitHubIssues.Presence.NOT_SHOWN_YET;
    ActionRequest retry = TestAlerts.retry(TestAlerts.first(AlertAction.COMMENT, 1));

    assertThatThrownBy(() -> carryOut(retry))
        .isInstanceOf(GitHubUnavailableException.class)
        .hasMessageContaining("lags");
    assertThat(github.done).containsExactly("look for comment", "look for comment");
  }

  @Test
  void comment_that_is_never_shown_is_not_waited_for_without_end() {
    github.presence = GitHubIssues.Presence.NOT_SHOWN_YET;
    time.pass(IssueActions.LONGEST_LIST_LAG);

    assertThat(carryOut(TestAlerts.retry(TestAlerts.first(AlertAction.COMMENT, 1))).result())
        .isEqualTo(Result.DONE);
    assertThat(github.done).endsWith("comment on 1");
  }

  @Test
  void a_slow_look_leaves_the_post_to_the_next_attempt() {
    github.lookTakes = Duration.ofSeconds(11);

    assertThatThrownBy(() -> carryOut(TestAlerts.retry(TestAlerts.first(AlertAction.CREATE))))
        .isInstanceOf(GitHubUnavailableException.class)
        .hasMessageContaining("no time left");
    assertThat(github.done).containsExactly("search");
    assertThat(time.paused()).isZero();
  }

  @Test
  void of_issues_of_the_same_second_the_lowest_number_stays() {
    Issue closed = issue(5, false, VirtualTime.START);
    github.search =
        new GitHubIssues.Search(
            List.of(
                issue(9, true, VirtualTime.START.plusSeconds(1)),
                issue(4, true, VirtualTime.START),
                closed,
                issue(3, true, VirtualTime.START)),
            true);

    Outcome outcome = carryOut(TestAlerts.retry(TestAlerts.first(AlertAction.CREATE)));

    assertThat(outcome.issue()).contains(new IssueRef(TestAlerts.REPO, 3));
    assertThat(github.done)
        .containsExactly(
            "search",
            "close 4 as duplicate",
            "comment on 4",
            "close 9 as duplicate",
            "comment on 9");
  }

  @Test
  void an_issue_that_our_app_closed_is_done_only_for_a_close_that_was_tried_before() {
    github.reading = new GitHubIssues.Found(issue(1, false, VirtualTime.START));
    ActionRequest close = TestAlerts.first(AlertAction.CLOSE, 1);

    assertThat(carryOut(close).result()).isEqualTo(Result.MANUALLY_CLOSED);
    assertThat(carryOut(TestAlerts.retry(close)).result()).isEqualTo(Result.DONE);
    assertThat(carryOut(TestAlerts.retry(TestAlerts.first(AlertAction.COMMENT, 1))).result())
        .isEqualTo(Result.MANUALLY_CLOSED);
    assertThat(github.done).isEmpty();
  }

  @Test
  void an_issue_that_goes_away_between_reading_and_commenting_is_gone() {
    github.commenting = new GitHubIssues.Gone("deleted");

    assertThat(carryOut(TestAlerts.first(AlertAction.COMMENT, 1)))
        .isEqualTo(new Outcome(Result.GONE, Optional.of(ISSUE), Optional.of("deleted")));
  }
}
