package org.pytorch.alerting.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.decide.Alerts.EVENT;
import static org.pytorch.alerting.decide.Alerts.ISSUE;
import static org.pytorch.alerting.decide.Alerts.NOW;
import static org.pytorch.alerting.decide.Alerts.OTHER_EVENT;
import static org.pytorch.alerting.decide.Alerts.OTHER_TOKEN;
import static org.pytorch.alerting.decide.Alerts.T0;
import static org.pytorch.alerting.decide.Alerts.TOKEN;
import static org.pytorch.alerting.decide.Alerts.abandoned;
import static org.pytorch.alerting.decide.Alerts.ask;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.kept;
import static org.pytorch.alerting.decide.Alerts.open;
import static org.pytorch.alerting.decide.Alerts.outcome;
import static org.pytorch.alerting.decide.Alerts.resolved;
import static org.pytorch.alerting.decide.Alerts.written;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pytorch.alerting.model.AlertAction;
import org.pytorch.alerting.model.Decision;
import org.pytorch.alerting.model.IssueRef;
import org.pytorch.alerting.model.Outcome;

class RecorderTest {
  private static final Instant LATER = NOW.plusSeconds(20);
  private static final StepError FAILURE =
      new StepError("org.pytorch.alerting.github.GitHubUnavailableException", Optional.empty());

  private final Decider decider = new Decider();
  private final Recorder recorder = new Recorder();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          action  | outcome         | issue known | manually closed | comment noted
          CREATE  | DONE            | true        | false           | false
          CREATE  | MANUALLY_CLOSED | true        | true            | false
          CREATE  | GONE            | true        | true            | false
          CREATE  | DISABLED        | false       | false           | false
          COMMENT | DONE            | true        | false           | true
          COMMENT | MANUALLY_CLOSED | true        | true            | false
          COMMENT | GONE            | true        | true            | false
          COMMENT | DISABLED        | true        | false           | false
          CLOSE   | DONE            | true        | false           | false
          CLOSE   | MANUALLY_CLOSED | true        | true            | false
          CLOSE   | GONE            | true        | true            | false
          CLOSE   | DISABLED        | true        | false           | false
          """)
  void each_outcome_settles_the_claim(
      AlertAction action,
      Outcome.Result result,
      boolean issueKnown,
      boolean manuallyClosed,
      boolean commentNoted) {
    Transition.Write<Decision> claim = claim(action);

    Transition.Write<Recorded> write =
        written(settle(Optional.of(claim.next()), claim.answer(), outcome(result)));

    StoredAlert next = write.next();
    assertThat(write.answer().result()).isEqualTo(Recorded.Result.SETTLED);
    assertThat(write.answer().issue()).isEqualTo(next.issue());
    assertThat(next.pending()).isEmpty();
    assertThat(next.hasHandled(EVENT)).isTrue();
    assertThat(next.version()).isEqualTo(claim.next().version() + 1);
    assertThat(next.ttlExpiresAt()).isEqualTo(LATER.plus(StoredAlert.TIME_TO_LIVE));
    assertThat(next.issue()).isEqualTo(issueKnown ? Optional.of(ISSUE) : Optional.empty());
    assertThat(next.manuallyClosedAt())
        .isEqualTo(manuallyClosed ? Optional.of(LATER) : Optional.empty());
    assertThat(next.lastCommentAt())
        .isEqualTo(commentNoted ? Optional.of(LATER) : Optional.empty());
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
    return written(settle(Optional.of(claim.next()), claim.answer(), outcome(result))).next();
  }

  @Test
  void repeated_record_is_already_settled() {
    Transition.Write<Decision> claim = claim(AlertAction.COMMENT);
    Outcome done = outcome(Outcome.Result.DONE);
    StoredAlert settled = written(settle(Optional.of(claim.next()), claim.answer(), done)).next();

    Recorded again = kept(settle(Optional.of(settled), claim.answer(), done));

    assertThat(again.result()).isEqualTo(Recorded.Result.ALREADY_SETTLED);
    assertThat(again.issue()).contains(ISSUE);
  }

  @Test
  void claim_that_another_execution_took_over_is_lost() {
    Transition.Write<Decision> claim = claim(AlertAction.COMMENT);
    StoredAlert takenOver =
        claim
            .next()
            .next(LATER)
            .pending(claim.next().pending().map(ours -> ours.takenOverBy(OTHER_TOKEN, LATER)))
            .build();

    assertThatThrownBy(
            () ->
                refused(
                    settle(Optional.of(takenOver), claim.answer(), outcome(Outcome.Result.DONE))))
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

    Optional<StoredAlert> row(StoredAlert claimed) {
      return switch (this) {
        case NO_ROW -> Optional.empty();
        case NO_PENDING -> Optional.of(claimed.next(NOW).pending(Optional.empty()).build());
        case EXPIRED_ROW -> Optional.of(claimed.next(NOW).ttlExpiresAt(LATER).build());
      };
    }
  }

  @Test
  void late_record_of_a_help_does_not_settle_the_helpers_own_claim() {
    StoredAlert abandoned = open().pending(Optional.of(abandoned(AlertAction.COMMENT))).build();
    DecideRequest own = ask(resolved(T0.plusSeconds(60)));
    Transition.Write<Decision> help = written(decider.apply(Optional.of(abandoned), own, NOW));
    Outcome done = outcome(Outcome.Result.DONE);
    StoredAlert helped = written(settle(Optional.of(help.next()), help.answer(), done)).next();
    StoredAlert claimed = written(decider.apply(Optional.of(helped), own, LATER)).next();

    Transition<Recorded> late = settle(Optional.of(claimed), help.answer(), done);

    assertThat(helped.hasHandled(OTHER_EVENT)).isTrue();
    assertThat(kept(late).result()).isEqualTo(Recorded.Result.ALREADY_SETTLED);
    assertThat(kept(late).eventId()).isEqualTo(OTHER_EVENT);
  }

  @Test
  void token_without_the_event_does_not_settle_a_claim() {
    StoredAlert abandoned = open().pending(Optional.of(abandoned(AlertAction.COMMENT))).build();
    Decision help = written(decider.apply(Optional.of(abandoned), ask(resolved(T0)), NOW)).answer();
    StoredAlert ownClaim = claim(AlertAction.CLOSE).next();

    assertThat(settle(Optional.of(ownClaim), help, outcome(Outcome.Result.DONE)))
        .isInstanceOf(Transition.Refuse.class);
  }

  @Test
  void release_ends_the_lease_now_and_leaves_the_duty() {
    Transition.Write<Decision> claim = claim(AlertAction.COMMENT);

    Transition.Write<Recorded> write =
        written(release(Optional.of(claim.next()), claim.answer(), LATER));

    Pending left = write.next().pending().orElseThrow();
    assertThat(write.answer().result()).isEqualTo(Recorded.Result.RELEASED);
    assertThat(left).isEqualTo(claim.next().pending().orElseThrow().releasedAt(LATER));
    assertThat(left.isLeaseAlive(LATER)).isFalse();
    assertThat(write.next().hasHandled(EVENT)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "org.pytorch.alerting.github.GitHubRejectedException, RELEASED",
    "java.lang.OutOfMemoryError, RELEASED",
    "Sandbox.Timedout, RELEASED",
    "Lambda.TooManyRequestsException, RELEASED",
    "Lambda.SdkClientException, LEFT_TO_LEASE",
    "Lambda.Unknown, LEFT_TO_LEASE",
    "States.Timeout, LEFT_TO_LEASE"
  })
  void claim_is_released_only_if_its_function_is_certainly_not_at_work(
      String error, Recorded.Result result) {
    Transition.Write<Decision> claim = claim(AlertAction.COMMENT);
    RecordRequest request =
        RecordRequest.release(claim.answer(), new StepError(error, Optional.empty()));

    Transition<Recorded> answer = recorder.apply(Optional.of(claim.next()), request, LATER);

    Recorded recorded =
        result == Recorded.Result.RELEASED ? written(answer).answer() : kept(answer);
    assertThat(recorded.result()).isEqualTo(result);
  }

  @Test
  void repeated_release_changes_nothing() {
    Transition.Write<Decision> claim = claim(AlertAction.COMMENT);
    StoredAlert released =
        written(release(Optional.of(claim.next()), claim.answer(), LATER)).next();

    Recorded again = kept(release(Optional.of(released), claim.answer(), LATER.plusSeconds(2)));

    assertThat(again.result()).isEqualTo(Recorded.Result.RELEASED);
  }

  @Test
  void release_after_a_takeover_leaves_the_new_holder_alone() {
    Transition.Write<Decision> claim = claim(AlertAction.COMMENT);
    StoredAlert takenOver =
        claim
            .next()
            .next(NOW)
            .pending(
                claim
                    .next()
                    .pending()
                    .map(ours -> ours.takenOverBy(OTHER_TOKEN, LATER.plusSeconds(300))))
            .build();

    assertThat(release(Optional.of(takenOver), claim.answer(), LATER))
        .isInstanceOf(Transition.Refuse.class);
  }

  @Test
  void release_of_an_action_that_someone_else_finished_is_already_settled() {
    Transition.Write<Decision> claim = claim(AlertAction.COMMENT);
    StoredAlert settled =
        claim.next().next(NOW).pending(Optional.empty()).recentEventIds(List.of(EVENT)).build();

    assertThat(kept(release(Optional.of(settled), claim.answer(), LATER)).result())
        .isEqualTo(Recorded.Result.ALREADY_SETTLED);
  }

  @Test
  void issue_of_an_episode_never_changes() {
    Transition.Write<Decision> claim = claim(AlertAction.COMMENT);
    Outcome other =
        new Outcome(
            Outcome.Result.DONE, Optional.of(new IssueRef("harbor/alerts", 99)), Optional.empty());

    assertThat(written(settle(Optional.of(claim.next()), claim.answer(), other)).next().issue())
        .contains(ISSUE);
  }

  @Test
  void there_is_nothing_to_record_of_a_skip() {
    Decision skip =
        kept(decider.apply(Optional.of(open().build()), ask(firing(T0.minusSeconds(1))), NOW));

    assertThatThrownBy(() -> RecordRequest.settle(skip, outcome(Outcome.Result.DONE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SKIP_STALE");
  }

  @Test
  void either_an_outcome_or_an_error_is_recorded() {
    Decision decision = claim(AlertAction.CREATE).answer();
    Optional<Outcome> outcome = Optional.of(outcome(Outcome.Result.DONE));

    assertThatThrownBy(() -> new RecordRequest(decision, outcome, Optional.of(FAILURE)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RecordRequest(decision, Optional.empty(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Transition.Write<Decision> claim(AlertAction action) {
    Instant time = T0.plusSeconds(60);
    return switch (action) {
      case CREATE -> written(decider.apply(Optional.empty(), ask(firing(time)), NOW));
      case COMMENT -> written(decider.apply(Optional.of(open().build()), ask(firing(time)), NOW));
      case CLOSE -> written(decider.apply(Optional.of(open().build()), ask(resolved(time)), NOW));
      case SKIP_STALE, SKIP_MANUAL_CLOSE -> throw new IllegalArgumentException("no claim");
    };
  }

  private Transition<Recorded> settle(
      Optional<StoredAlert> row, Decision decision, Outcome outcome) {
    return recorder.apply(row, RecordRequest.settle(decision, outcome), LATER);
  }

  private Transition<Recorded> release(Optional<StoredAlert> row, Decision decision, Instant now) {
    return recorder.apply(row, RecordRequest.release(decision, FAILURE), now);
  }

  private static void refused(Transition<Recorded> transition) {
    throw ((Transition.Refuse<Recorded>) transition).reason();
  }
}
