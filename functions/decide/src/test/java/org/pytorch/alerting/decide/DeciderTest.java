package org.pytorch.alerting.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.decide.Alerts.EVENT;
import static org.pytorch.alerting.decide.Alerts.FINGERPRINT;
import static org.pytorch.alerting.decide.Alerts.ISSUE;
import static org.pytorch.alerting.decide.Alerts.NOW;
import static org.pytorch.alerting.decide.Alerts.OTHER_EVENT;
import static org.pytorch.alerting.decide.Alerts.OTHER_TOKEN;
import static org.pytorch.alerting.decide.Alerts.T0;
import static org.pytorch.alerting.decide.Alerts.TOKEN;
import static org.pytorch.alerting.decide.Alerts.abandoned;
import static org.pytorch.alerting.decide.Alerts.ask;
import static org.pytorch.alerting.decide.Alerts.closed;
import static org.pytorch.alerting.decide.Alerts.decided;
import static org.pytorch.alerting.decide.Alerts.envelope;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.kept;
import static org.pytorch.alerting.decide.Alerts.manuallyClosed;
import static org.pytorch.alerting.decide.Alerts.open;
import static org.pytorch.alerting.decide.Alerts.pending;
import static org.pytorch.alerting.decide.Alerts.resolved;
import static org.pytorch.alerting.decide.Alerts.written;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pytorch.alerting.model.AlertAction;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Claim;
import org.pytorch.alerting.model.DeadlineExceededException;
import org.pytorch.alerting.model.Decision;
import org.pytorch.alerting.model.EventId;

class DeciderTest {
  private static final Instant T1 = T0.plusSeconds(600);

  private final Decider decider = new Decider();

  @Test
  void first_firing_writes_everything_that_is_known_of_the_alert() {
    AlertEvent event = firing(T0);

    Transition.Write<Decision> write = written(decide(Optional.empty(), ask(event), NOW));

    assertThat(write.next())
        .isEqualTo(
            new StoredAlert(
                FINGERPRINT,
                1,
                AlertStatus.OPEN,
                1,
                T0,
                Optional.empty(),
                Optional.empty(),
                NOW,
                NOW,
                Optional.empty(),
                NOW.plus(Duration.ofDays(1_095)),
                AlertDetails.of(event, envelope()),
                List.of(),
                Optional.of(
                    new Pending(
                        AlertAction.CREATE,
                        EVENT,
                        event,
                        TOKEN,
                        1,
                        NOW,
                        NOW.plus(Duration.ofSeconds(300))))));
    assertThat(write.answer().claim()).contains(new Claim(EVENT, event, TOKEN, 1, NOW));
    assertThat(write.answer().issue()).isEmpty();
  }

  @Test
  void envelope_digest_is_the_sha_256_of_the_envelopes_json() {
    // Computed by sha256sum over the JSON with the fields in the record's order.
    assertThat(EnvelopeDigest.of(envelope()))
        .isEqualTo("5a42f374b977ff21262bcfd4d58f89232b7dcc9111858c65515e5b0757620597");
  }

  @Test
  void next_episode_forgets_the_issue_and_that_a_person_closed_it() {
    StoredAlert before =
        manuallyClosed()
            .status(AlertStatus.CLOSED)
            .lastCommentAt(Optional.of(T0))
            .recentEventIds(List.of(OTHER_EVENT))
            .build();

    StoredAlert next = written(decide(before, ask(firing(T1)))).next();

    assertThat(next.issue()).isEmpty();
    assertThat(next.isManuallyClosed()).isFalse();
    assertThat(next.lastCommentAt()).isEmpty();
    assertThat(next.firstSeenAt()).isEqualTo(NOW);
    assertThat(next.recentEventIds()).containsExactly(OTHER_EVENT);
  }

  @Test
  void repeat_keeps_the_issue_and_the_beginning_of_the_episode() {
    Transition.Write<Decision> write = written(decide(open().build(), ask(firing(T1))));

    assertThat(write.answer().issue()).contains(ISSUE);
    assertThat(write.next().firstSeenAt()).isEqualTo(T0.plusSeconds(5));
    assertThat(write.next().lastSeenAt()).isEqualTo(NOW);
    assertThat(write.next().ttlExpiresAt()).isEqualTo(NOW.plus(StoredAlert.TIME_TO_LIVE));
  }

  @Test
  void details_follow_the_newest_accepted_event() {
    AlertEvent renamed = firing(T1).toBuilder().title("Queue age").teams(List.of("ci")).build();

    AlertDetails details = written(decide(open().build(), ask(renamed))).next().details();

    assertThat(details.title()).contains("Queue age");
    assertThat(details.teams()).containsExactly("ci");
  }

  @ParameterizedTest
  @EnumSource
  void episode_whose_creation_was_recorded_without_an_issue_is_acted_on_by_looking_first(
      AlertState state) {
    StoredAlert before = open().issue(Optional.empty()).build();

    Claim claim = decided(decide(before, ask(Alerts.event(state, T1)))).claim().orElseThrow();

    assertThat(claim.attempt()).isEqualTo(2);
    assertThat(claim.claimedAt()).isEqualTo(before.firstSeenAt());
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
        IntStream.range(0, StoredAlert.MAX_RECENT_EVENT_IDS)
            .mapToObj(index -> EventId.of("earlier", index))
            .toList();
    StoredAlert before = manuallyClosed().recentEventIds(many).build();

    List<EventId> after = written(decide(before, ask(firing(T1)))).next().recentEventIds();

    assertThat(after).hasSize(50).endsWith(EVENT).doesNotContain(many.getFirst());
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
            OTHER_EVENT, FINGERPRINT, firing(T0), envelope(), TOKEN, lapses.minusSeconds(1));

    assertThat(decide(Optional.of(before), again, lapses.minusMillis(1)))
        .isInstanceOf(Transition.Refuse.class);
    assertThat(decide(Optional.of(before), again, lapses)).isInstanceOf(Transition.Write.class);
  }

  @Test
  void duplicate_of_a_handled_event_waits_like_any_other_while_somebody_acts() {
    StoredAlert before =
        open()
            .recentEventIds(List.of(EVENT))
            .pending(Optional.of(pending(AlertAction.COMMENT)))
            .build();

    assertThat(decide(before, ask(firing(T0)))).isInstanceOf(Transition.Refuse.class);
  }

  @Test
  void abandoned_action_of_another_event_is_taken_over_as_help() {
    Pending left = abandoned(AlertAction.CREATE);
    StoredAlert before = open().issue(Optional.empty()).pending(Optional.of(left)).build();

    Transition.Write<Decision> write = written(decide(before, ask(resolved(T1))));

    Decision decision = write.answer();
    assertThat(decision.action()).isEqualTo(AlertAction.CREATE);
    assertThat(decision.help()).isTrue();
    assertThat(decision.claim())
        .contains(new Claim(OTHER_EVENT, left.event(), TOKEN, 2, left.claimedAt()));
    assertThat(write.next())
        .isEqualTo(
            before
                .next(NOW)
                .pending(Optional.of(left.takenOverBy(TOKEN, NOW.plus(Decider.LEASE))))
                .build());
  }

  @Test
  void abandoned_action_of_the_same_event_is_taken_over_as_its_own() {
    StoredAlert before = open().pending(Optional.of(abandoned(AlertAction.COMMENT))).build();

    Decision decision = decided(decide(before, ask(OTHER_EVENT, firing(T0), TOKEN)));

    assertThat(decision.help()).isFalse();
    assertThat(decision.claim().orElseThrow().attempt()).isEqualTo(2);
  }

  @Test
  void event_that_asks_for_nothing_itself_helps_before_it_is_skipped() {
    StoredAlert before = closed().pending(Optional.of(abandoned(AlertAction.CLOSE))).build();

    Decision decision = decided(decide(before, ask(firing(T0.minusSeconds(60)))));

    assertThat(decision.action()).isEqualTo(AlertAction.CLOSE);
    assertThat(decision.help()).isTrue();
  }

  @Test
  void claimed_at_survives_every_takeover_while_the_attempts_count_up() {
    Pending left = abandoned(AlertAction.COMMENT);
    StoredAlert first = open().pending(Optional.of(left)).build();

    StoredAlert second = written(decide(first, ask(OTHER_EVENT, firing(T0), TOKEN))).next();
    StoredAlert released =
        second.next(NOW).pending(second.pending().map(pending -> pending.releasedAt(NOW))).build();
    Claim third =
        decided(decide(released, ask(OTHER_EVENT, firing(T0), OTHER_TOKEN))).claim().orElseThrow();

    assertThat(third.attempt()).isEqualTo(3);
    assertThat(third.claimedAt()).isEqualTo(left.claimedAt());
  }

  @Test
  void retried_step_gets_the_same_claim_again_without_a_new_attempt() {
    DecideRequest request = ask(firing(T1));
    Transition.Write<Decision> first = written(decide(open().build(), request));

    Decision again = kept(decide(Optional.of(first.next()), request, NOW.plusSeconds(12)));

    assertThat(again.claim()).isEqualTo(first.answer().claim());
    assertThat(again.action()).isEqualTo(first.answer().action());
    assertThat(again.help()).isFalse();
  }

  @Test
  void retried_step_of_a_helper_gets_the_same_help_again() {
    StoredAlert before = open().pending(Optional.of(abandoned(AlertAction.COMMENT))).build();
    DecideRequest request = ask(resolved(T1));
    Transition.Write<Decision> first = written(decide(before, request));

    Decision again = kept(decide(first.next(), request));

    assertThat(again.claim()).isEqualTo(first.answer().claim());
    assertThat(again.help()).isTrue();
  }

  @Test
  void no_claim_is_made_when_less_than_90_seconds_of_the_execution_are_left() {
    DecideRequest request = ask(firing(T1));
    Instant lastMoment = request.executionStartedAt().plusSeconds(240 - 90);

    assertThat(decide(Optional.empty(), request, lastMoment)).isInstanceOf(Transition.Write.class);
    assertThatThrownBy(() -> decided(decide(Optional.empty(), request, lastMoment.plusMillis(1))))
        .isInstanceOf(DeadlineExceededException.class);
  }

  @Test
  void no_claim_is_taken_over_when_less_than_90_seconds_of_the_execution_are_left() {
    StoredAlert before = open().pending(Optional.of(abandoned(AlertAction.COMMENT))).build();

    assertThatThrownBy(
            () -> decided(decide(Optional.of(before), ask(firing(T1)), NOW.plusSeconds(200))))
        .isInstanceOf(DeadlineExceededException.class);
  }

  @Test
  void skips_and_answers_already_given_need_no_time() {
    Instant late = NOW.plusSeconds(230);
    StoredAlert claimed = written(decide(open().build(), ask(firing(T1)))).next();

    assertThat(decide(Optional.of(claimed), ask(firing(T1)), late))
        .isInstanceOf(Transition.Keep.class);
    assertThat(decide(Optional.of(manuallyClosed().build()), ask(firing(T1)), late))
        .isInstanceOf(Transition.Write.class);
    assertThat(decide(Optional.of(closed().build()), ask(firing(T0)), late))
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
  void lease_outlives_the_execution_and_the_last_call_of_a_function() {
    assertThat(Decider.LEASE).isGreaterThan(Duration.ofSeconds(240 + 27));
  }

  private Transition<Decision> decide(StoredAlert alert, DecideRequest request) {
    return decide(Optional.of(alert), request, NOW);
  }

  private Transition<Decision> decide(
      Optional<StoredAlert> alert, DecideRequest request, Instant now) {
    return decider.apply(alert, request, now);
  }
}
