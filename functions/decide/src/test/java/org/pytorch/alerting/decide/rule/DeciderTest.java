package org.pytorch.alerting.decide.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.decide.Alerts.EVENT;
import static org.pytorch.alerting.decide.Alerts.FINGERPRINT;
import static org.pytorch.alerting.decide.Alerts.ISSUE;
import static org.pytorch.alerting.decide.Alerts.NOW;
import static org.pytorch.alerting.decide.Alerts.OTHER_EVENT;
import static org.pytorch.alerting.decide.Alerts.REPOSITORY;
import static org.pytorch.alerting.decide.Alerts.SAID;
import static org.pytorch.alerting.decide.Alerts.T0;
import static org.pytorch.alerting.decide.Alerts.TOKEN;
import static org.pytorch.alerting.decide.Alerts.UNKNOWN;
import static org.pytorch.alerting.decide.Alerts.abandoned;
import static org.pytorch.alerting.decide.Alerts.act;
import static org.pytorch.alerting.decide.Alerts.acted;
import static org.pytorch.alerting.decide.Alerts.ask;
import static org.pytorch.alerting.decide.Alerts.atOnce;
import static org.pytorch.alerting.decide.Alerts.closed;
import static org.pytorch.alerting.decide.Alerts.decided;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.incomplete;
import static org.pytorch.alerting.decide.Alerts.kept;
import static org.pytorch.alerting.decide.Alerts.manuallyClosed;
import static org.pytorch.alerting.decide.Alerts.open;
import static org.pytorch.alerting.decide.Alerts.pending;
import static org.pytorch.alerting.decide.Alerts.postponed;
import static org.pytorch.alerting.decide.Alerts.resolved;
import static org.pytorch.alerting.decide.Alerts.said;
import static org.pytorch.alerting.decide.Alerts.seenClosed;
import static org.pytorch.alerting.decide.Alerts.written;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.decide.AlertBusyException;
import org.pytorch.alerting.decide.Alerts;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.row.AlertDetails;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.PendingBuilder;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.StoredAlertBuilder;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.status.IssueRef;

class DeciderTest {
  private static final Instant T1 = T0.plusSeconds(600);

  /** Whoever wants a turn gets one at once; {@link DeciderTurnsTest} has the others. */
  private final Rule<DecideRequest, Decision> decider = atOnce(new Decider(REPOSITORY));

  @Test
  void first_firing_writes_everything_that_is_known_of_the_alert() {
    AlertEvent event = firing(T0);

    Transition.Write<Decision> write = written(decide(UNKNOWN, ask(event), NOW));

    assertThat(write.next())
        .isEqualTo(
            StoredAlertBuilder.builder()
                .fingerprint(FINGERPRINT)
                .version(1)
                .status(AlertStatus.OPEN)
                .episode(1)
                .lastProviderStateAt(T0)
                .lastSaidAt(SAID)
                .episodeSaidAt(SAID)
                .firingAt(Optional.of(T0))
                .repository(Optional.of(REPOSITORY))
                .seenClosedBy(List.of())
                .firstSeenAt(NOW)
                .lastSeenAt(NOW)
                .ttlExpiresAt(NOW.plus(Duration.ofDays(1_095)))
                .details(AlertDetails.unknown().after(event))
                .recentEventIds(List.of())
                .log(EpisodeLog.EMPTY.fired(event))
                .pending(
                    Optional.of(
                        PendingBuilder.builder()
                            .action(AlertAction.CREATE)
                            .eventId(EVENT)
                            .event(event)
                            .saidAt(SAID)
                            .token(TOKEN)
                            .attempt(1)
                            .claimedAt(NOW)
                            .notBefore(NOW)
                            .leaseExpiresAt(NOW.plus(Duration.ofSeconds(300)))
                            .held(true)
                            .cause(Optional.of(ReasonCode.FIRST_FIRING))
                            .build()))
                .build());
    Decision.Act decision = act(write.answer());
    assertThat(decision.claim())
        .isEqualTo(new Claim(EVENT, SAID, TOKEN, 1, NOW, Optional.empty(), REPOSITORY));
    assertThat(decision.issue()).isEmpty();
    // The asker has it.
    assertThat(decision.event()).isEmpty();
    assertThat(decision.code()).isEqualTo(ReasonCode.FIRST_FIRING);
  }

  @Test
  void event_is_returned_only_where_it_differs_from_what_the_caller_sent() {
    AlertEvent withPayload =
        firing(T1).toBuilder()
            .rawProvider(Optional.of(Json.mapper().createObjectNode().put("status", "firing")))
            .build();
    StoredAlert helped =
        open().issue(Optional.empty()).pending(Optional.of(abandoned(AlertAction.CREATE))).build();

    assertThat(acted(decide(open().build(), ask(firing(T1)))).event()).isEmpty();
    assertThat(acted(decide(open().build(), ask(withPayload))).event()).isEmpty();
    assertThat(acted(decide(open().build(), ask(incomplete(firing(T1))))).event())
        .contains(firing(T1));
    assertThat(acted(decide(helped, ask(resolved(T1)))).event()).contains(firing(T0));
  }

  @Test
  void providers_own_payload_is_not_kept_in_the_row() {
    AlertEvent withPayload =
        firing(T0).toBuilder()
            .rawProvider(Optional.of(Json.mapper().createObjectNode().put("status", "firing")))
            .build();

    StoredAlert next = written(decide(UNKNOWN, ask(withPayload), NOW)).next();

    assertThat(next.pending().orElseThrow().event()).isEqualTo(firing(T0));
  }

  @Test
  void issue_stays_in_its_repository_and_the_next_episode_is_in_the_new_one() {
    StoredAlert moved =
        open()
            .issue(Optional.of(new IssueRef("harbor/old", 7)))
            .repository(Optional.of("harbor/old"))
            .build();
    StoredAlert noIssueYet =
        open().issue(Optional.empty()).repository(Optional.of("harbor/old")).build();
    StoredAlert olderVersion = open().issue(Optional.of(new IssueRef("harbor/old", 7))).build();
    StoredAlert olderAndNoIssue = open().issue(Optional.empty()).build();

    assertThat(repository(decide(moved, ask(firing(T1))))).isEqualTo("harbor/old");
    assertThat(repository(decide(moved, ask(resolved(T1))))).isEqualTo("harbor/old");
    assertThat(repository(decide(noIssueYet, ask(firing(T1))))).isEqualTo("harbor/old");
    assertThat(repository(decide(olderVersion, ask(firing(T1))))).isEqualTo("harbor/old");
    assertThat(repository(decide(olderAndNoIssue, ask(firing(T1))))).isEqualTo(REPOSITORY);
    StoredAlert resolved = moved.withStatus(AlertStatus.CLOSED);
    Decision.Act next = acted(decide(resolved, ask(firing(T1))));
    assertThat(next.claim().repository()).isEqualTo(REPOSITORY);
    assertThat(next.formerIssue()).contains(new IssueRef("harbor/old", 7));
  }

  @Test
  void helper_acts_in_the_repository_of_the_episode() {
    StoredAlert before =
        open()
            .issue(Optional.empty())
            .repository(Optional.of("harbor/old"))
            .pending(Optional.of(abandoned(AlertAction.CREATE)))
            .build();

    assertThat(repository(decide(before, ask(resolved(T1))))).isEqualTo("harbor/old");
  }

  private static String repository(Transition<Decision> transition) {
    return acted(transition).claim().repository();
  }

  @Test
  void next_episode_keeps_only_the_issue_of_the_one_before_and_as_the_former_one() {
    StoredAlert before =
        manuallyClosed()
            .status(AlertStatus.CLOSED)
            .lastCommentAt(Optional.of(T0))
            .seenClosedBy(List.of(OTHER_EVENT))
            .checkedForDuplicates(true)
            .sent(Optional.of(new SentWindow(T0, T1)))
            .recentEventIds(List.of(OTHER_EVENT))
            .build();

    Transition.Write<Decision> write = written(decide(before, ask(firing(T1))));

    StoredAlert next = write.next();
    assertThat(act(write.answer()).formerIssue()).contains(ISSUE);
    assertThat(act(write.answer()).checkedForDuplicates()).isFalse();
    assertThat(act(write.answer()).claim().sent()).isEmpty();
    assertThat(next.formerIssue()).contains(ISSUE);
    assertThat(next.checkedForDuplicates()).isFalse();
    assertThat(next.sent()).isEmpty();
    assertThat(next.seenClosedBy()).isEmpty();
    assertThat(next.firingAt()).contains(T1);
    assertThat(next.episodeSaidAt()).isEqualTo(SAID);
    assertThat(next.issue()).isEmpty();
    assertThat(next.isManuallyClosed()).isFalse();
    assertThat(next.lastCommentAt()).isEmpty();
    assertThat(next.firstSeenAt()).isEqualTo(NOW);
    assertThat(next.recentEventIds()).containsExactly(OTHER_EVENT);
  }

  @Test
  void repeat_keeps_the_issue_and_the_beginning_of_the_episode() {
    Transition.Write<Decision> write = written(decide(open().build(), ask(firing(T1))));

    assertThat(act(write.answer()).issue()).contains(ISSUE);
    assertThat(write.next().firstSeenAt()).isEqualTo(T0.plusSeconds(5));
    assertThat(write.next().episodeSaidAt()).isEqualTo(T0.plusSeconds(1));
    assertThat(write.next().lastSeenAt()).isEqualTo(NOW);
    assertThat(write.next().ttlExpiresAt()).isEqualTo(NOW.plus(Duration.ofDays(1_095)));
  }

  @Test
  void details_follow_the_newest_accepted_event() {
    AlertEvent renamed = firing(T1).toBuilder().title("Queue age").teams(List.of("ci")).build();

    AlertDetails details = written(decide(open().build(), ask(renamed))).next().details();

    assertThat(details.title()).contains("Queue age");
    assertThat(details.teams()).containsExactly("ci");
  }

  @Test
  void late_event_about_an_open_alert_does_not_turn_back_the_clocks() {
    StoredAlert before = open().lastSaidAt(SAID).build();
    DecideRequest late = said(SAID.minusMillis(1), ask(firing(T1)));

    StoredAlert next = written(decide(before, late)).next();

    assertThat(next.lastSaidAt()).isEqualTo(SAID);
    assertThat(next.lastProviderStateAt()).isEqualTo(T0);
  }

  @Test
  void former_issue_survives_an_episode_without_one_and_is_passed_to_create_only() {
    IssueRef former = new IssueRef("harbor/alerts", 3);
    StoredAlert noIssue = closed().issue(Optional.empty()).formerIssue(Optional.of(former)).build();
    StoredAlert open = open().formerIssue(Optional.of(former)).build();

    assertThat(acted(decide(noIssue, ask(firing(T1)))).formerIssue()).contains(former);
    assertThat(acted(decide(open, ask(firing(T1)))).formerIssue()).isEmpty();
    assertThat(acted(decide(open, ask(resolved(T1)))).formerIssue()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void episode_without_a_known_issue_says_when_one_may_have_been_opened(AlertState state) {
    SentWindow sent = new SentWindow(T0.plusSeconds(1), T0.plusSeconds(9));
    StoredAlert unsure = open().issue(Optional.empty()).sent(Optional.of(sent)).build();
    StoredAlert sure = open().issue(Optional.empty()).build();

    Claim search = claim(decide(unsure, ask(Alerts.event(state, T1))));
    Claim post = claim(decide(sure, ask(Alerts.event(state, T1))));

    assertThat(search.sent()).contains(sent);
    assertThat(post.sent()).isEmpty();
    assertThat(List.of(search.attempt(), post.attempt())).containsExactly(1, 1);
    assertThat(List.of(search.claimedAt(), post.claimedAt())).containsExactly(NOW, NOW);
  }

  @Test
  void decision_says_whether_the_issue_was_checked_for_duplicates() {
    StoredAlert checked = open().checkedForDuplicates(true).build();

    assertThat(acted(decide(checked, ask(firing(T1)))).checkedForDuplicates()).isTrue();
    assertThat(acted(decide(open().build(), ask(firing(T1)))).checkedForDuplicates()).isFalse();
  }

  @Test
  void event_that_was_handled_is_skipped_whatever_it_says() {
    StoredAlert before = open().recentEventIds(List.of(OTHER_EVENT, EVENT)).build();

    Decision decision = kept(decide(before, ask(resolved(T1))));

    assertThat(decision.action()).isEqualTo(AlertAction.SKIP_STALE);
    assertThat(decision.reason()).isEqualTo("This event has already been handled.");
  }

  @Test
  void skip_that_learns_something_remembers_the_event_and_drops_the_oldest_of_too_many() {
    List<EventId> many =
        IntStream.range(0, 100).mapToObj(index -> EventId.of("earlier", index)).toList();
    StoredAlert before = seenClosed().recentEventIds(many).build();

    List<EventId> after = written(decide(before, ask(firing(T0)))).next().recentEventIds();

    assertThat(after).hasSize(100).endsWith(EVENT).doesNotContain(many.getFirst());
    assertThat(after).startsWith(many.get(1));
  }

  @Test
  void claim_in_other_hands_with_a_living_lease_is_busy() {
    StoredAlert before = open().pending(Optional.of(pending(AlertAction.COMMENT))).build();

    Transition<Decision> transition = decide(before, ask(resolved(T1)));

    assertThatThrownBy(() -> decided(transition))
        .isInstanceOf(AlertBusyException.class)
        .hasMessageContainingAll("COMMENT", "message-2#0", "execution-2#0");
  }

  @Test
  void same_event_in_another_execution_is_busy_as_long_as_the_lease_lives() {
    StoredAlert before = open().pending(Optional.of(pending(AlertAction.COMMENT))).build();
    Instant lapses = before.pending().orElseThrow().leaseExpiresAt();
    DecideRequest again =
        new DecideRequest(
            OTHER_EVENT, FINGERPRINT, firing(T0), SAID, TOKEN, lapses.minusSeconds(1));

    assertThat(decide(before, again, lapses.minusMillis(1))).isInstanceOf(Transition.Refuse.class);
    assertThat(decide(before, again, lapses)).isInstanceOf(Transition.Write.class);
  }

  @Test
  void handled_event_is_skipped_while_somebody_elses_lease_is_alive() {
    StoredAlert before =
        open()
            .recentEventIds(List.of(EVENT))
            .pending(Optional.of(pending(AlertAction.COMMENT)))
            .build();

    Decision decision = kept(decide(before, ask(firing(T0))));

    assertThat(decision.action()).isEqualTo(AlertAction.SKIP_STALE);
    assertThat(decision.reason()).isEqualTo("This event has already been handled.");
  }

  @Test
  void handled_event_finishes_what_was_abandoned_before_it_is_skipped() {
    StoredAlert before =
        open()
            .recentEventIds(List.of(EVENT))
            .pending(Optional.of(abandoned(AlertAction.COMMENT)))
            .build();

    assertThat(acted(decide(before, ask(firing(T0)))).help()).isTrue();
  }

  @Test
  void abandoned_action_of_another_event_is_taken_over_as_help() {
    Pending left = abandoned(AlertAction.CREATE);
    StoredAlert before = open().issue(Optional.empty()).pending(Optional.of(left)).build();

    Transition.Write<Decision> write = written(decide(before, ask(resolved(T1))));

    Decision.Act decision = act(write.answer());
    assertThat(decision.action()).isEqualTo(AlertAction.CREATE);
    assertThat(decision.code()).isEqualTo(ReasonCode.UNFINISHED);
    assertThat(decision.help()).isTrue();
    assertThat(decision.event()).contains(left.event());
    assertThat(decision.claim())
        .isEqualTo(
            new Claim(
                OTHER_EVENT,
                left.saidAt(),
                TOKEN,
                2,
                NOW,
                Optional.of(new SentWindow(NOW.minusSeconds(300), NOW)),
                REPOSITORY));
    assertThat(write.next())
        .isEqualTo(
            before
                .next(NOW)
                .pending(Optional.of(left.takenOverBy(TOKEN, NOW, NOW, Duration.ofSeconds(300))))
                .build());
  }

  @Test
  void abandoned_action_of_the_same_event_is_taken_over_as_its_own() {
    StoredAlert before = open().pending(Optional.of(abandoned(AlertAction.COMMENT))).build();

    Decision.Act decision = acted(decide(before, ask(OTHER_EVENT, firing(T0), TOKEN)));

    assertThat(decision.help()).isFalse();
    assertThat(decision.claim().attempt()).isEqualTo(2);
  }

  @Test
  void event_that_needs_no_action_itself_helps_before_it_is_skipped() {
    StoredAlert before = closed().pending(Optional.of(abandoned(AlertAction.CLOSE))).build();

    Decision.Act decision = acted(decide(before, ask(firing(T0.minusSeconds(60)))));

    assertThat(decision.action()).isEqualTo(AlertAction.CLOSE);
    assertThat(decision.help()).isTrue();
  }

  @Test
  void retried_step_gets_the_same_claim_again_without_a_new_attempt() {
    DecideRequest request = ask(firing(T1));
    Transition.Write<Decision> first = written(decide(open().build(), request));

    Decision.Act again = (Decision.Act) kept(decide(first.next(), request, NOW.plusSeconds(12)));

    assertThat(again.claim()).isEqualTo(act(first.answer()).claim());
    assertThat(again.action()).isEqualTo(first.answer().action());
    assertThat(again.help()).isFalse();
  }

  @Test
  void retried_step_of_a_helper_gets_the_same_help_again() {
    StoredAlert before = open().pending(Optional.of(abandoned(AlertAction.COMMENT))).build();
    DecideRequest request = ask(resolved(T1));
    Transition.Write<Decision> first = written(decide(before, request));

    Decision.Act again = (Decision.Act) kept(decide(first.next(), request));

    assertThat(again.claim()).isEqualTo(act(first.answer()).claim());
    assertThat(again.help()).isTrue();
  }

  @Test
  void no_claim_is_made_when_less_than_90_seconds_of_the_execution_are_left() {
    DecideRequest request = ask(firing(T1));
    Instant lastMoment = request.executionStartedAt().plusSeconds(240 - 90);

    assertThat(decide(UNKNOWN, request, lastMoment)).isInstanceOf(Transition.Write.class);
    Instant tooLate = lastMoment.plusMillis(1);
    Decision.Postpone postponed = postponed(decide(UNKNOWN, request, tooLate));
    assertThat(postponed.code()).isEqualTo(ReasonCode.NO_TIME);
    assertThat(postponed.retryAt()).isEqualTo(tooLate);
    assertThat(postponed.reason()).contains("90 s are needed and 89 s are left");
  }

  @Test
  void no_claim_is_taken_over_when_less_than_90_seconds_of_the_execution_are_left() {
    StoredAlert before = open().pending(Optional.of(abandoned(AlertAction.COMMENT))).build();

    Decision.Postpone postponed = postponed(decide(before, ask(firing(T1)), NOW.plusSeconds(200)));

    assertThat(postponed.code()).isEqualTo(ReasonCode.NO_TIME);
    assertThat(postponed.retryAt()).isEqualTo(NOW.plusSeconds(200));
  }

  @Test
  void skips_and_answers_already_given_need_no_time() {
    Instant late = NOW.plusSeconds(230);
    StoredAlert claimed = written(decide(open().build(), ask(firing(T1)))).next();

    assertThat(decide(claimed, ask(firing(T1)), late)).isInstanceOf(Transition.Keep.class);
    assertThat(decide(seenClosed().build(), ask(firing(T0)), late))
        .isInstanceOf(Transition.Write.class);
    assertThat(decide(closed().lastSaidAt(NOW).build(), ask(firing(T0)), late))
        .isInstanceOf(Transition.Keep.class);
  }

  @Test
  void expired_row_counts_as_no_state_but_its_version_goes_on() {
    StoredAlert expired =
        manuallyClosed()
            .episode(9)
            .recentEventIds(List.of(EVENT))
            .pending(Optional.of(pending(AlertAction.COMMENT)))
            .ttlExpiresAt(NOW)
            .build();

    Transition.Write<Decision> write = written(decide(expired, ask(firing(T0.minusSeconds(60)))));

    assertThat(write.answer().action()).isEqualTo(AlertAction.CREATE);
    assertThat(write.next().episode()).isEqualTo(1);
    assertThat(write.next().version()).isEqualTo(expired.version() + 1);
    assertThat(write.next().recentEventIds()).isEmpty();
    assertThat(write.next().isManuallyClosed()).isFalse();
  }

  @Test
  void resolve_without_team_and_priority_is_carried_out_with_those_of_the_row() {
    Transition.Write<Decision> write =
        written(decide(open().build(), ask(incomplete(resolved(T1)))));

    AlertEvent event = act(write.answer()).event().orElseThrow();
    assertThat(write.answer().action()).isEqualTo(AlertAction.CLOSE);
    assertThat(event.teams()).containsExactly("harbor", "dev-infra");
    assertThat(event.priority()).contains(Priority.P1);
    assertThat(write.next().details().teams()).containsExactly("harbor", "dev-infra");
    assertThat(write.next().details().priority()).contains(Priority.P1);
  }

  @Test
  void repeat_without_team_and_priority_is_a_repeat_with_those_of_the_row() {
    AlertEvent event =
        acted(decide(open().build(), ask(incomplete(firing(T1))))).event().orElseThrow();

    assertThat(event.teams()).containsExactly("harbor", "dev-infra");
    assertThat(event.priority()).contains(Priority.P1);
  }

  @ParameterizedTest
  @CsvSource({"FIRING, COMMENT", "RESOLVED, CLOSE"})
  void only_an_issue_that_is_opened_needs_a_team_and_a_priority(
      AlertState state, AlertAction action) {
    AlertEvent event = incomplete(Alerts.event(state, T1));
    StoredAlert row = open().details(AlertDetails.unknown().after(event)).build();

    assertThat(decided(decide(row, ask(event))).action()).isEqualTo(action);
  }

  @Test
  void what_an_event_says_itself_beats_the_row() {
    AlertEvent event = firing(T1).toBuilder().teams(List.of("ci")).priority(Priority.P3).build();

    Transition.Write<Decision> write = written(decide(open().build(), ask(event)));

    assertThat(act(write.answer()).event()).isEmpty();
    assertThat(write.next().pending().orElseThrow().event()).isEqualTo(event);
  }

  @Test
  void episode_that_has_begun_gets_its_issue_with_the_rows_team_and_priority() {
    StoredAlert noIssue = open().issue(Optional.empty()).build();

    Decision.Act decision = acted(decide(noIssue, ask(incomplete(firing(T1)))));

    assertThat(decision.action()).isEqualTo(AlertAction.CREATE);
    assertThat(decision.event().orElseThrow().isComplete()).isTrue();
  }

  static Stream<Arguments> newEpisodes() {
    return Stream.of(
        Arguments.of(UNKNOWN, 0),
        Arguments.of(closed().issue(Optional.empty()).build(), 1),
        Arguments.of(seenClosed().build(), 1));
  }

  @ParameterizedTest
  @MethodSource("newEpisodes")
  void new_episode_without_team_or_priority_is_rejected_and_nothing_is_written(
      StoredAlert row, int episode) {
    AlertEvent noTeam = firing(T1).toBuilder().teams(List.of()).build();
    AlertEvent noPriority = firing(T1).toBuilder().priority(Optional.empty()).build();
    for (AlertEvent event : List.of(incomplete(firing(T1)), noTeam, noPriority)) {
      // A rejection needs no time.
      Decision.Skip decision = (Decision.Skip) kept(decide(row, ask(event), NOW.plusSeconds(200)));

      assertThat(decision.action()).isEqualTo(AlertAction.REJECT);
      assertThat(decision.reason())
          .startsWith("An issue would be opened, but the sender named no team or no priority: ");
      assertThat(decision.episode()).isEqualTo(episode);
      assertThat(decision.code()).isEqualTo(ReasonCode.INCOMPLETE);
    }
  }

  @Test
  void issue_that_is_reopened_keeps_the_rows_team_and_priority() {
    AlertEvent event =
        acted(decide(closed().build(), ask(incomplete(firing(T1))))).event().orElseThrow();

    assertThat(event.teams()).containsExactly("harbor", "dev-infra");
    assertThat(event.priority()).contains(Priority.P1);
  }

  @Test
  void resolve_of_an_unknown_alert_needs_neither_team_nor_priority() {
    Decision decision = decided(decide(UNKNOWN, ask(incomplete(resolved(T0))), NOW));

    assertThat(decision.action()).isEqualTo(AlertAction.SKIP_STALE);
  }

  @Test
  void lease_is_300_seconds_and_a_claim_needs_90() {
    assertThat(Decider.LEASE).isEqualTo(Duration.ofSeconds(300));
    assertThat(Decider.TIME_FOR_A_CLAIM).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void lease_outlives_the_execution_and_the_last_call_of_a_function() {
    assertThat(Decider.LEASE).isGreaterThan(Duration.ofSeconds(240 + 27));
  }

  private static Claim claim(Transition<Decision> transition) {
    return acted(transition).claim();
  }

  @Test
  void resolve_of_an_alert_that_the_table_may_have_lost_closes_its_issue() {
    Rule<DecideRequest, Decision> searching =
        atOnce(new Decider(REPOSITORY).searchingForUnknownIssues());

    Transition.Write<Decision> write = written(searching.apply(UNKNOWN, ask(resolved(T1)), NOW));

    Decision.Act decision = act(write.answer());
    assertThat(decision.action()).isEqualTo(AlertAction.CLOSE);
    assertThat(decision.code()).isEqualTo(ReasonCode.NEVER_FIRED);
    assertThat(decision.episode()).isEqualTo(1);
    assertThat(write.next().status()).isEqualTo(AlertStatus.CLOSED);
    assertThat(decide(UNKNOWN, ask(resolved(T1)), NOW))
        .isInstanceOfSatisfying(
            Transition.Write.class,
            skip ->
                assertThat(((Decision) skip.answer()).action()).isEqualTo(AlertAction.SKIP_STALE));
  }

  private Transition<Decision> decide(StoredAlert alert, DecideRequest request) {
    return decide(alert, request, NOW);
  }

  private Transition<Decision> decide(StoredAlert alert, DecideRequest request, Instant now) {
    return decider.apply(alert, request, now);
  }
}
