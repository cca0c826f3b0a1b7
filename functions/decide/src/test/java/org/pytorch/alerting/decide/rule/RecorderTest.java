package org.pytorch.alerting.decide.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.decide.Alerts.EVENT;
import static org.pytorch.alerting.decide.Alerts.ISSUE;
import static org.pytorch.alerting.decide.Alerts.NOW;
import static org.pytorch.alerting.decide.Alerts.OTHER_EVENT;
import static org.pytorch.alerting.decide.Alerts.OTHER_TOKEN;
import static org.pytorch.alerting.decide.Alerts.T0;
import static org.pytorch.alerting.decide.Alerts.TOKEN;
import static org.pytorch.alerting.decide.Alerts.UNKNOWN;
import static org.pytorch.alerting.decide.Alerts.abandoned;
import static org.pytorch.alerting.decide.Alerts.ask;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.kept;
import static org.pytorch.alerting.decide.Alerts.open;
import static org.pytorch.alerting.decide.Alerts.outcome;
import static org.pytorch.alerting.decide.Alerts.resolved;
import static org.pytorch.alerting.decide.Alerts.written;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pytorch.alerting.decide.Alerts;
import org.pytorch.alerting.decide.ClaimLostException;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.message.Recorded;
import org.pytorch.alerting.decide.message.StepError;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.Told;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.status.IssueRef;

class RecorderTest {
  private static final Instant LATER = NOW.plusSeconds(20);
  private static final StepError FAILURE =
      new StepError("org.pytorch.alerting.github.GitHubUnavailableException", Optional.empty());

  private final Rule<DecideRequest, Decision> decider =
      Alerts.atOnce(new Decider(Alerts.REPOSITORY));
  private final Recorder recorder = new Recorder();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          action  | outcome         | status | issue | handled | closed | firing at   | commented
          CREATE  | DONE            | OPEN   | true  | true    | false  | 60          | false
          CREATE  | MANUALLY_CLOSED | OPEN   | true  | false   | true   | 60          | false
          CREATE  | GONE            | OPEN   | true  | false   | true   | 60          | false
          CREATE  | DISABLED        | OPEN   | false | true    | false  | 60          | false
          CREATE  | GIVEN_UP        | OPEN   | false | true    | false  | 60          | false
          COMMENT | DONE            | OPEN   | true  | true    | false  | 60          | true
          COMMENT | MANUALLY_CLOSED | OPEN   | true  | false   | true   | 0           | false
          COMMENT | GONE            | OPEN   | true  | false   | true   | 0           | false
          COMMENT | DISABLED        | OPEN   | true  | true    | false  | 0           | false
          COMMENT | GIVEN_UP        | OPEN   | true  | true    | false  | 0           | false
          UPDATE  | DONE            | OPEN   | true  | true    | false  | 60          | false
          UPDATE  | MANUALLY_CLOSED | OPEN   | true  | false   | true   | 0           | false
          UPDATE  | GONE            | OPEN   | true  | false   | true   | 0           | false
          UPDATE  | DISABLED        | OPEN   | true  | true    | false  | 0           | false
          REOPEN  | DONE            | OPEN   | true  | true    | false  | 60          | true
          REOPEN  | MANUALLY_CLOSED | OPEN   | true  | false   | true   | 60          | false
          REOPEN  | DISABLED        | OPEN   | false | true    | false  | 60          | false
          REOPEN  | GIVEN_UP        | OPEN   | false | true    | false  | 60          | false
          CLOSE   | DONE            | CLOSED | true  | true    | false  | 0           | false
          CLOSE   | MANUALLY_CLOSED | OPEN   | true  | false   | true   | 0           | false
          CLOSE   | GONE            | OPEN   | true  | false   | true   | 0           | false
          CLOSE   | DISABLED        | OPEN   | true  | true    | false  | 0           | false
          CLOSE   | GIVEN_UP        | OPEN   | true  | true    | false  | 0           | false
          """)
  void each_outcome_settles_the_claim(
      AlertAction action,
      Outcome.Result result,
      AlertStatus status,
      boolean issueKnown,
      boolean handled,
      boolean closed,
      int firingAt,
      boolean commented) {
    Transition.Write<Decision> claim = claim(action);
    boolean done = result != Outcome.Result.DISABLED && result != Outcome.Result.GIVEN_UP;
    Outcome outcome =
        done ? outcome(result) : new Outcome(result, Optional.empty(), Optional.empty());

    Transition.Write<Recorded> write = written(settle(claim, outcome));

    StoredAlert next = write.next();
    assertThat(write.answer().result()).isEqualTo(Recorded.Result.SETTLED);
    assertThat(write.answer().retryAt()).isEqualTo(Optional.of(LATER).filter(_ -> closed));
    assertThat(write.answer().issue()).isEqualTo(next.issue());
    assertThat(next.status()).isEqualTo(status);
    assertThat(next.pending()).isEmpty();
    assertThat(next.hasHandled(EVENT)).isEqualTo(handled);
    assertThat(next.version()).isEqualTo(claim.next().version() + 1);
    assertThat(next.ttlExpiresAt()).isEqualTo(LATER.plus(Duration.ofDays(1_095)));
    assertThat(next.issue()).isEqualTo(issueKnown ? Optional.of(ISSUE) : Optional.empty());
    assertThat(next.manuallyClosedAt()).isEqualTo(closed ? Optional.of(LATER) : Optional.empty());
    assertThat(next.seenClosedBy()).isEqualTo(closed ? List.of(EVENT) : List.of());
    assertThat(next.firingAt()).contains(T0.plusSeconds(firingAt));
    assertThat(next.lastCommentAt()).isEqualTo(commented ? Optional.of(LATER) : Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(names = "RATE_LIMITED", mode = EnumSource.Mode.EXCLUDE)
  void helper_comes_back_for_its_own_event_whatever_came_of_the_help(Outcome.Result result) {
    Transition.Write<Decision> help = help();

    Recorded recorded = written(settle(help, outcome(result))).answer();

    assertThat(recorded.rest()).contains(new Recorded.Rest("POSTPONED", LATER));
  }

  @Test
  void closing_that_is_noticed_again_keeps_the_time_of_the_first_notice() {
    StoredAlert before = Alerts.manuallyClosed().build();
    Transition.Write<Decision> claim = claim(before, firing(T0));

    StoredAlert next = settled(claim, Outcome.Result.MANUALLY_CLOSED);

    assertThat(next.manuallyClosedAt()).contains(T0.plusSeconds(60));
  }

  @Test
  void issue_that_takes_an_action_is_not_closed_by_a_person_any_more() {
    StoredAlert before = Alerts.manuallyClosed().build();
    Transition.Write<Decision> claim = claim(before, firing(T0));

    StoredAlert next = settled(claim, Outcome.Result.DONE);

    assertThat(next.isManuallyClosed()).isFalse();
  }

  @Test
  void newest_reported_firing_stays_when_an_older_one_is_reported_later() {
    StoredAlert before = open().firingAt(Optional.of(T0.plusSeconds(90))).build();
    Transition.Write<Decision> claim = claim(before, firing(T0.plusSeconds(60)));

    assertThat(settled(claim, Outcome.Result.DONE).firingAt()).contains(T0.plusSeconds(90));
  }

  @ParameterizedTest
  @EnumSource(names = {"DISABLED", "GIVEN_UP"})
  void issue_that_may_have_been_opened_is_still_to_be_searched_for_afterwards(
      Outcome.Result result) {
    Transition.Write<Decision> first = claim(AlertAction.CREATE);
    StoredAlert vanished = first.next();
    Transition.Write<Decision> second =
        written(decider.apply(vanished, startedLater(300), NOW.plusSeconds(300)));

    Outcome nothing = new Outcome(result, Optional.empty(), Optional.empty());
    StoredAlert next = written(settle(second, nothing)).next();

    assertThat(next.sent()).contains(new SentWindow(NOW, NOW.plusSeconds(300)));
    assertThat(next.issue()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"DISABLED", "GIVEN_UP"})
  void window_of_the_row_is_kept_by_an_action_that_sends_nothing(Outcome.Result result) {
    SentWindow sent = new SentWindow(T0, T0.plusSeconds(9));
    StoredAlert row = open().issue(Optional.empty()).sent(Optional.of(sent)).build();
    Transition.Write<Decision> claim = claim(row, firing(T0));

    Outcome nothing = new Outcome(result, Optional.empty(), Optional.empty());

    assertThat(written(settle(claim, nothing)).next().sent()).contains(sent);
  }

  @ParameterizedTest
  @EnumSource(names = {"DISABLED", "GIVEN_UP"})
  void issue_that_is_known_is_not_to_be_searched_for(Outcome.Result result) {
    Transition.Write<Decision> help = help();

    StoredAlert next = written(settle(help, outcome(result))).next();

    assertThat(Alerts.act(help.answer()).claim().sent()).isPresent();
    assertThat(next.sent()).isEmpty();
  }

  @Test
  void issue_that_is_found_ends_the_search_for_it() {
    SentWindow sent = new SentWindow(T0, T0.plusSeconds(9));
    StoredAlert row = open().issue(Optional.empty()).sent(Optional.of(sent)).build();
    Transition.Write<Decision> claim = claim(row, firing(T0));

    assertThat(settled(claim, Outcome.Result.DONE).sent()).isEmpty();
  }

  private DecideRequest startedLater(int seconds) {
    return Alerts.startedAt(
        NOW.plusSeconds(seconds), ask(OTHER_EVENT, firing(T0.plusSeconds(60)), OTHER_TOKEN));
  }

  @Test
  void issue_that_was_not_closed_because_github_is_off_counts_as_open() {
    Transition.Write<Decision> claim = claim(AlertAction.CLOSE);

    StoredAlert done = settled(claim, Outcome.Result.DONE);
    StoredAlert disabled = settled(claim, Outcome.Result.DISABLED);

    assertThat(done.status()).isEqualTo(AlertStatus.CLOSED);
    assertThat(disabled.status()).isEqualTo(AlertStatus.OPEN);
    assertThat(disabled.issue()).contains(ISSUE);
  }

  private StoredAlert settled(Transition.Write<Decision> claim, Outcome.Result result) {
    return written(settle(claim, outcome(result))).next();
  }

  @Test
  void repeated_record_is_already_settled() {
    Transition.Write<Decision> claim = claim(AlertAction.COMMENT);
    Outcome done = outcome(Outcome.Result.DONE);
    StoredAlert settled = written(settle(claim, done)).next();

    Recorded again = kept(settle(settled, claim.answer(), done));

    assertThat(again.result()).isEqualTo(Recorded.Result.ALREADY_SETTLED);
    assertThat(again.issue()).contains(ISSUE);
  }

  @Test
  void claim_that_another_execution_took_over_is_lost() {
    Transition.Write<Decision> claim = claim(AlertAction.COMMENT);
    StoredAlert takenOver = takenOver(claim.next());

    assertThatThrownBy(
            () -> refused(settle(takenOver, claim.answer(), outcome(Outcome.Result.DONE))))
        .isInstanceOf(ClaimLostException.class)
        .hasMessageContainingAll(TOKEN.value(), EVENT.value(), OTHER_TOKEN.value());
  }

  @ParameterizedTest
  @EnumSource
  void claim_is_lost_when_nothing_is_known_of_it(Absence absence) {
    Transition.Write<Decision> claim = claim(AlertAction.COMMENT);
    Outcome done = outcome(Outcome.Result.DONE);

    assertThatThrownBy(() -> refused(settle(absence.row(claim.next()), claim.answer(), done)))
        .isInstanceOf(ClaimLostException.class)
        .hasMessageContaining("nobody");
  }

  enum Absence {
    NO_ROW,
    NO_PENDING,
    EXPIRED_ROW;

    StoredAlert row(StoredAlert claimed) {
      return switch (this) {
        case NO_ROW -> UNKNOWN;
        case NO_PENDING -> claimed.next(NOW).pending(Optional.empty()).build();
        case EXPIRED_ROW -> claimed.next(NOW).ttlExpiresAt(LATER).build();
      };
    }
  }

  @Test
  void late_record_of_a_help_does_not_settle_the_helpers_own_claim() {
    Transition.Write<Decision> help = help();
    DecideRequest own = ask(resolved(T0.plusSeconds(60)));
    Outcome done = outcome(Outcome.Result.DONE);
    StoredAlert helped = written(settle(help, done)).next();
    StoredAlert claimed = written(decider.apply(helped, own, LATER)).next();

    Transition<Recorded> late = settle(claimed, help.answer(), done);

    assertThat(helped.hasHandled(OTHER_EVENT)).isTrue();
    assertThat(kept(late).result()).isEqualTo(Recorded.Result.ALREADY_SETTLED);
    assertThat(kept(late).rest().isPresent()).isTrue();
    assertThat(kept(late).eventId()).isEqualTo(OTHER_EVENT);
  }

  private Transition.Write<Decision> help() {
    StoredAlert abandoned = open().pending(Optional.of(abandoned(AlertAction.COMMENT))).build();
    return claim(abandoned, resolved(T0.plusSeconds(60)));
  }

  @Test
  void repeated_record_of_a_persons_closing_is_already_settled_and_comes_back() {
    Transition.Write<Decision> claim = claim(AlertAction.COMMENT);
    Outcome closed = outcome(Outcome.Result.MANUALLY_CLOSED);
    StoredAlert noted = written(settle(claim, closed)).next();

    Recorded again = kept(settle(noted, claim.answer(), closed));
    Recorded release = kept(release(noted, claim.answer(), LATER));

    assertThat(again.result()).isEqualTo(Recorded.Result.ALREADY_SETTLED);
    assertThat(again.rest().isPresent()).isTrue();
    assertThat(release.rest().isPresent()).isFalse();
  }

  @Test
  void late_record_of_a_persons_closing_does_not_settle_the_claim_on_the_next_episode() {
    // Nobody has taken any time: the two claims differ in nothing but the episode.
    Transition.Write<Decision> comment = claim(AlertAction.COMMENT);
    Outcome closed = outcome(Outcome.Result.MANUALLY_CLOSED);
    StoredAlert noted = written(settle(comment, closed)).next();
    Transition.Write<Decision> create = claim(noted, firing(T0.plusSeconds(60)));

    assertThat(create.answer().action()).isEqualTo(AlertAction.CREATE);
    assertThat(Alerts.act(create.answer()).episode()).isEqualTo(2);
    assertThat(settle(create.next(), comment.answer(), closed))
        .isInstanceOf(Transition.Refuse.class);
  }

  @ParameterizedTest
  @CsvSource({"CREATE", "COMMENT", "REOPEN", "CLOSE", "UPDATE"})
  void action_that_is_done_has_written_the_block_and_a_refresh_notifies_nobody(AlertAction action) {
    Transition.Write<Decision> claim = claim(action);
    Optional<Told> before =
        Optional.of(
            new Told(Optional.of(Priority.P3), List.of("ci"), Optional.of(Condition.NO_DATA)));
    StoredAlert reported = claim.next().withLog(claim.next().log().withTold(before));

    EpisodeLog log =
        written(settle(reported, claim.answer(), outcome(Outcome.Result.DONE))).next().log();

    boolean notifies = action != AlertAction.UPDATE && action != AlertAction.CLOSE;
    assertThat(log.refreshedAt()).contains(LATER);
    assertThat(log.told()).isEqualTo(notifies ? Optional.of(Told.of(firing(T0))) : before);
    assertThat(log.closedAt())
        .isEqualTo(Optional.of(LATER).filter(_ -> action == AlertAction.CLOSE));
  }

  @Test
  void late_release_of_an_attempt_does_not_release_the_next_one_of_the_same_execution() {
    Transition.Write<Decision> first = claim(AlertAction.COMMENT);
    StoredAlert released = written(unsent(first, NOW.plusSeconds(1))).next();
    Transition.Write<Decision> second =
        written(decider.apply(released, ask(firing(T0.plusSeconds(60))), NOW.plusSeconds(2)));

    assertThat(release(second.next(), first.answer(), LATER)).isInstanceOf(Transition.Refuse.class);
  }

  private Transition<Recorded> unsent(Transition.Write<Decision> claim, Instant now) {
    StepError error =
        new StepError("org.pytorch.alerting.github.GitHubNotAskedException", Optional.empty());
    return recorder.apply(
        claim.next(), RecordRequest.release(Alerts.act(claim.answer()), error, false), now);
  }

  @Test
  void token_without_the_event_does_not_settle_a_claim() {
    StoredAlert abandoned = open().pending(Optional.of(abandoned(AlertAction.COMMENT))).build();
    Decision help = claim(abandoned, resolved(T0)).answer();
    StoredAlert ownClaim = claim(AlertAction.CLOSE).next();

    assertThat(settle(ownClaim, help, outcome(Outcome.Result.DONE)))
        .isInstanceOf(Transition.Refuse.class);
  }

  @Test
  void release_ends_the_lease_now_and_leaves_the_duty() {
    Transition.Write<Decision> claim = claim(AlertAction.COMMENT);

    Transition.Write<Recorded> write = written(unsent(claim, LATER));

    Pending left = write.next().pending().orElseThrow();
    assertThat(write.answer().result()).isEqualTo(Recorded.Result.RELEASED);
    assertThat(write.answer().rest().isPresent()).isFalse();
    assertThat(left.toClaim(Alerts.REPOSITORY)).isEqualTo(Alerts.act(claim.answer()).claim());
    assertThat(left.held()).isFalse();
    assertThat(left.leaseExpiresAt()).isEqualTo(LATER);
    assertThat(left.failure()).contains("org.pytorch.alerting.github.GitHubNotAskedException");
    assertThat(write.next().hasHandled(EVENT)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // What the last try of the execution proves, and whether an earlier one may have sent a write.
    "org.pytorch.alerting.github.GitHubNotAskedException, false, 1, 0",
    "org.pytorch.alerting.github.GitHubNotAskedException, true, 2, 24",
    "org.pytorch.alerting.github.GitHubUnavailableException, false, 2, 24",
    "org.pytorch.alerting.github.GitHubUnavailableException, true, 2, 24"
  })
  void attempt_is_counted_and_followed_by_a_pause_if_something_may_have_been_sent(
      String error, boolean outcomeUnknown, int attempt, int pauseSeconds) {
    Transition.Write<Decision> claim = claim(AlertAction.CREATE);
    RecordRequest request =
        RecordRequest.release(
            Alerts.act(claim.answer()), new StepError(error, Optional.empty()), outcomeUnknown);

    Pending left =
        written(recorder.apply(claim.next(), request, LATER)).next().pending().orElseThrow();

    assertThat(left.attempt()).isEqualTo(attempt);
    assertThat(left.leaseExpiresAt()).isEqualTo(LATER.plusSeconds(pauseSeconds));
    assertThat(left.sent())
        .isEqualTo(attempt == 1 ? Optional.empty() : Optional.of(new SentWindow(NOW, LATER)));
  }

  @Test
  void repeated_release_changes_nothing() {
    Transition.Write<Decision> claim = claim(AlertAction.COMMENT);
    StoredAlert released = written(release(claim, LATER)).next();

    Recorded again = kept(release(released, claim.answer(), LATER.plusSeconds(2)));

    assertThat(again.result()).isEqualTo(Recorded.Result.RELEASED);
  }

  @Test
  void release_after_a_takeover_leaves_the_new_holder_alone() {
    Transition.Write<Decision> claim = claim(AlertAction.COMMENT);
    StoredAlert takenOver = takenOver(claim.next());

    assertThat(release(takenOver, claim.answer(), LATER)).isInstanceOf(Transition.Refuse.class);
  }

  @Test
  void release_of_an_action_that_someone_else_finished_is_already_settled() {
    Transition.Write<Decision> claim = claim(AlertAction.COMMENT);
    StoredAlert settled =
        claim.next().next(NOW).pending(Optional.empty()).recentEventIds(List.of(EVENT)).build();

    assertThat(kept(release(settled, claim.answer(), LATER)).result())
        .isEqualTo(Recorded.Result.ALREADY_SETTLED);
  }

  @ParameterizedTest
  @CsvSource({
    // row's issue, found issue, checked before, checked now, checked afterwards
    "7, 7, false, false, false",
    "7, 7, false, true, true",
    "7, 7, true, false, true",
    "7, 5, true, false, false",
    "7, 5, false, true, true"
  })
  void older_duplicate_that_is_found_takes_the_place_of_the_issue(
      int row, int found, boolean before, boolean now, boolean afterwards) {
    StoredAlert known =
        open()
            .issue(Optional.of(new IssueRef("harbor/alerts", row)))
            .checkedForDuplicates(before)
            .build();
    Transition.Write<Decision> claim = claim(known, firing(T0));
    IssueRef issue = new IssueRef("harbor/alerts", found);
    Outcome done = new Outcome(Outcome.Result.DONE, Optional.of(issue), Optional.empty(), now);

    StoredAlert next = written(settle(claim, done)).next();

    assertThat(next.issue()).contains(issue);
    assertThat(next.checkedForDuplicates()).isEqualTo(afterwards);
  }

  @Test
  void outcome_without_an_issue_leaves_the_one_that_is_known() {
    Transition.Write<Decision> claim = claim(AlertAction.COMMENT);
    Outcome done = new Outcome(Outcome.Result.DONE, Optional.empty(), Optional.empty());

    assertThat(written(settle(claim, done)).next().issue()).contains(ISSUE);
  }

  @Test
  void there_is_nothing_to_record_of_a_skip() {
    Decision skip =
        kept(decider.apply(Alerts.closed().lastSaidAt(NOW).build(), ask(firing(T0)), NOW));
    String request = Json.write(Map.of("decision", skip, "outcome", outcome(Outcome.Result.DONE)));

    assertThat(skip.action()).isEqualTo(AlertAction.SKIP_STALE);
    assertThatThrownBy(() -> Json.read(request, RecordRequest.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RecordRequest");
  }

  @ParameterizedTest
  @CsvSource({"false, 1, 0", "true, 2, 24"})
  void limit_releases_the_claim_and_the_message_is_redelivered_when_github_says(
      boolean outcomeUnknown, int attempt, int pauseSeconds) {
    Transition.Write<Decision> claim = claim(AlertAction.COMMENT);
    Instant listens = LATER.plusSeconds(90);

    Transition.Write<Recorded> write =
        written(limit(claim.next(), claim.answer(), listens, outcomeUnknown));

    Pending left = write.next().pending().orElseThrow();
    assertThat(write.answer().result()).isEqualTo(Recorded.Result.RELEASED);
    assertThat(write.answer().rest()).contains(new Recorded.Rest("POSTPONED", listens));
    assertThat(left.held()).isFalse();
    assertThat(left.refused()).isFalse();
    assertThat(left.attempt()).isEqualTo(attempt);
    assertThat(left.leaseExpiresAt()).isEqualTo(LATER.plusSeconds(pauseSeconds));
    assertThat(left.failure()).contains("429: slow down");
    assertThat(left.sent())
        .isEqualTo(outcomeUnknown ? Optional.of(new SentWindow(NOW, LATER)) : Optional.empty());
    assertThat(write.next().hasHandled(EVENT)).isFalse();
    assertThat(write.next().issue()).contains(ISSUE);
  }

  @Test
  void limit_without_a_note_says_what_it_was() {
    Transition.Write<Decision> claim = claim(AlertAction.COMMENT);
    Outcome outcome =
        new Outcome(
            Outcome.Result.RATE_LIMITED,
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.of(LATER));

    Pending left = written(settle(claim, outcome)).next().pending().orElseThrow();

    assertThat(left.failure()).contains("rate-limited by GitHub");
  }

  @Test
  void repeated_record_of_a_limit_changes_nothing_and_says_the_same() {
    Transition.Write<Decision> claim = claim(AlertAction.COMMENT);
    Instant listens = LATER.plusSeconds(90);
    Transition.Write<Recorded> first = written(limit(claim.next(), claim.answer(), listens, false));

    Recorded again = kept(limit(first.next(), claim.answer(), listens, false));

    assertThat(again).isEqualTo(first.answer());
  }

  @Test
  void limit_of_a_claim_that_was_taken_over_is_lost() {
    Transition.Write<Decision> claim = claim(AlertAction.COMMENT);
    StoredAlert takenOver = takenOver(claim.next());

    assertThat(limit(takenOver, claim.answer(), LATER.plusSeconds(90), false))
        .isInstanceOf(Transition.Refuse.class);
  }

  private Transition<Recorded> limit(
      StoredAlert row, Decision decision, Instant until, boolean outcomeUnknown) {
    return recorder.apply(
        row,
        new RecordRequest(
            Alerts.act(decision),
            Optional.of(Outcome.rateLimited(until, "429: slow down")),
            Optional.empty(),
            outcomeUnknown),
        LATER);
  }

  @Test
  void either_an_outcome_or_an_error_is_recorded() {
    Decision.Act decision = Alerts.act(claim(AlertAction.CREATE).answer());
    Optional<Outcome> outcome = Optional.of(outcome(Outcome.Result.DONE));

    assertThatThrownBy(() -> new RecordRequest(decision, outcome, Optional.of(FAILURE), false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RecordRequest(decision, Optional.empty(), Optional.empty(), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Transition.Write<Decision> claim(AlertAction action) {
    Instant time = T0.plusSeconds(60);
    return switch (action) {
      case CREATE -> written(decider.apply(UNKNOWN, ask(firing(time)), NOW));
      case COMMENT -> claim(open().build(), Alerts.commenting(firing(time)));
      case CLOSE -> claim(open().build(), resolved(time));
      case UPDATE -> claim(open().build(), firing(time));
      case REOPEN -> claim(Alerts.closed().build(), firing(time));
      case COUNT, JOIN, SKIP_STALE, SKIP_MANUAL_CLOSE, SKIP_POLICY, REJECT, GIVE_UP, POSTPONE ->
          throw new IllegalArgumentException("no claim");
    };
  }

  private Transition.Write<Decision> claim(StoredAlert row, AlertEvent event) {
    return written(decider.apply(row, ask(event), NOW));
  }

  private static StoredAlert takenOver(StoredAlert claimed) {
    Pending ours = claimed.pending().orElseThrow();
    Pending theirs = ours.takenOverBy(OTHER_TOKEN, LATER, LATER, Duration.ofSeconds(300));
    return claimed.next(NOW).pending(Optional.of(theirs)).build();
  }

  private Transition<Recorded> settle(Transition.Write<Decision> claim, Outcome outcome) {
    return settle(claim.next(), claim.answer(), outcome);
  }

  private Transition<Recorded> settle(StoredAlert row, Decision decision, Outcome outcome) {
    return recorder.apply(row, RecordRequest.settle(Alerts.act(decision), outcome), LATER);
  }

  private Transition<Recorded> release(Transition.Write<Decision> claim, Instant now) {
    return release(claim.next(), claim.answer(), now);
  }

  private Transition<Recorded> release(StoredAlert row, Decision decision, Instant now) {
    return recorder.apply(row, RecordRequest.release(Alerts.act(decision), FAILURE, false), now);
  }

  private static void refused(Transition<Recorded> transition) {
    throw ((Transition.Refuse<Recorded>) transition).reason();
  }
}
