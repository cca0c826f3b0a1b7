package org.pytorch.alerting.decide.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.decide.Alerts.EVENT;
import static org.pytorch.alerting.decide.Alerts.FINGERPRINT;
import static org.pytorch.alerting.decide.Alerts.NOW;
import static org.pytorch.alerting.decide.Alerts.OTHER_EVENT;
import static org.pytorch.alerting.decide.Alerts.REPOSITORY;
import static org.pytorch.alerting.decide.Alerts.T0;
import static org.pytorch.alerting.decide.Alerts.UNKNOWN;
import static org.pytorch.alerting.decide.Alerts.abandoned;
import static org.pytorch.alerting.decide.Alerts.act;
import static org.pytorch.alerting.decide.Alerts.acted;
import static org.pytorch.alerting.decide.Alerts.ask;
import static org.pytorch.alerting.decide.Alerts.closed;
import static org.pytorch.alerting.decide.Alerts.commenting;
import static org.pytorch.alerting.decide.Alerts.firing;
import static org.pytorch.alerting.decide.Alerts.grant;
import static org.pytorch.alerting.decide.Alerts.incomplete;
import static org.pytorch.alerting.decide.Alerts.kept;
import static org.pytorch.alerting.decide.Alerts.open;
import static org.pytorch.alerting.decide.Alerts.pending;
import static org.pytorch.alerting.decide.Alerts.postponed;
import static org.pytorch.alerting.decide.Alerts.resolved;
import static org.pytorch.alerting.decide.Alerts.seenClosed;
import static org.pytorch.alerting.decide.Alerts.written;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.decide.Alerts;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.turn.Turn;
import org.pytorch.alerting.decide.turn.TurnRequest;
import org.pytorch.alerting.decide.turn.TurnRequest.Lane;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.action.SentWindow;

/** Which decisions need a turn at GitHub, and what becomes of them when it is granted or not. */
class DeciderTurnsTest {
  private static final Instant T1 = T0.plusSeconds(600);
  private static final Instant TURN = NOW.plusSeconds(12);

  private final Decider decider = new Decider(REPOSITORY);

  static Stream<Arguments> wanted() {
    SentWindow sent = new SentWindow(T0, T0.plusSeconds(9));
    AlertEvent routine = firing(T1).toBuilder().priority(Priority.P2).build();
    Pending released = abandoned(AlertAction.COMMENT).releasedUnsent(NOW, "no budget", false);
    Pending unknown = abandoned(AlertAction.COMMENT).releasedUnknown(T0, "503", false);
    return Stream.of(
        Arguments.of("create", UNKNOWN, firing(T1), new TurnRequest(1, 1, Lane.URGENT)),
        Arguments.of("create of P2", UNKNOWN, routine, new TurnRequest(1, 1, Lane.URGENT)),
        Arguments.of(
            "create after one that may have been sent",
            open().issue(Optional.empty()).sent(Optional.of(sent)).build(),
            firing(T1),
            new TurnRequest(4, 1, Lane.URGENT)),
        Arguments.of(
            "comment of P1",
            open().build(),
            commenting(firing(T1)),
            new TurnRequest(3, 1, Lane.URGENT)),
        Arguments.of(
            "comment of P2",
            open().build(),
            commenting(routine),
            new TurnRequest(3, 1, Lane.ROUTINE)),
        Arguments.of(
            "comment that takes its priority, P1, from the row",
            open().build(),
            commenting(incomplete(firing(T1))),
            new TurnRequest(3, 1, Lane.URGENT)),
        Arguments.of("close", open().build(), resolved(T1), new TurnRequest(3, 2, Lane.URGENT)),
        Arguments.of(
            "refresh of P1", open().build(), firing(T0), new TurnRequest(2, 1, Lane.REFRESH)),
        Arguments.of("reopening", closed().build(), routine, new TurnRequest(3, 2, Lane.URGENT)),
        Arguments.of(
            "takeover from one that has vanished",
            open().pending(Optional.of(abandoned(AlertAction.CLOSE))).build(),
            firing(T1),
            new TurnRequest(6, 2, Lane.URGENT)),
        Arguments.of(
            "takeover of what was released unsent",
            open().pending(Optional.of(released)).build(),
            resolved(T1),
            new TurnRequest(3, 1, Lane.URGENT)),
        Arguments.of(
            "takeover of what may have been sent",
            open().pending(Optional.of(unknown)).build(),
            resolved(T1),
            new TurnRequest(6, 1, Lane.URGENT)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wanted")
  void each_action_takes_the_turn_that_it_needs(
      String name, StoredAlert row, AlertEvent event, TurnRequest wanted) {
    Transition<Decision> transition = decider.apply(row, ask(event), NOW);

    assertThat(transition).as(name).isInstanceOf(Transition.TakeTurn.class);
    assertThat(((Transition.TakeTurn<Decision>) transition).wanted()).as(name).isEqualTo(wanted);
  }

  @Test
  void search_for_an_unknown_issue_is_part_of_the_turn() {
    Decider searching = decider.searchingForUnknownIssues();

    assertThat(searching.apply(UNKNOWN, ask(firing(T1)), NOW))
        .isInstanceOfSatisfying(
            Transition.TakeTurn.class,
            turn -> assertThat(turn.wanted()).isEqualTo(new TurnRequest(4, 1, Lane.URGENT)));
    assertThat(searching.apply(open().build(), ask(commenting(firing(T1))), NOW))
        .isInstanceOfSatisfying(
            Transition.TakeTurn.class,
            turn -> assertThat(turn.wanted()).isEqualTo(new TurnRequest(3, 1, Lane.URGENT)));
  }

  static Stream<Arguments> withoutTurn() {
    return Stream.of(
        Arguments.of("handled", open().recentEventIds(List.of(EVENT)).build(), firing(T1)),
        Arguments.of("stale", closed().lastSaidAt(NOW).build(), firing(T0)),
        Arguments.of("closed by a person", seenClosed().build(), firing(T0)),
        Arguments.of("already resolved", closed().build(), resolved(T1)),
        Arguments.of("rejected", closed().issue(Optional.empty()).build(), incomplete(firing(T1))),
        Arguments.of(
            "counted",
            open()
                .log(EpisodeLog.EMPTY.withRefreshedAt(Optional.of(NOW.minusSeconds(599))))
                .build(),
            firing(T0)),
        Arguments.of("too early to tell", closed().build(), firing(T0)),
        Arguments.of(
            "busy", open().pending(Optional.of(pending(AlertAction.COMMENT))).build(), firing(T1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withoutTurn")
  void whoever_asks_nothing_of_github_takes_no_turn(
      String name, StoredAlert row, AlertEvent event) {
    assertThat(decider.apply(row, ask(event), NOW))
        .as(name)
        .isNotInstanceOf(Transition.TakeTurn.class);
  }

  @Test
  void claim_waits_for_its_turn_and_its_lease_begins_now() {
    Transition.Write<Decision> write =
        written(at(TURN, decider.apply(UNKNOWN, ask(firing(T0)), NOW)));

    assertThat(act(write.answer()).notBefore()).isEqualTo(TURN);
    Pending claimed = write.next().pending().orElseThrow();
    assertThat(claimed.notBefore()).isEqualTo(TURN);
    assertThat(claimed.claimedAt()).isEqualTo(NOW);
    assertThat(claimed.leaseExpiresAt()).isEqualTo(NOW.plusSeconds(300));
  }

  @ParameterizedTest
  @EnumSource(
      value = AlertAction.class,
      names = {"CREATE", "COMMENT"})
  void turn_that_is_too_far_away_postpones_and_writes_nothing(AlertAction action) {
    StoredAlert row = action == AlertAction.COMMENT ? open().build() : UNKNOWN;
    Instant retryAt = NOW.plusSeconds(77);

    Decision.Postpone decision =
        postponed(
            grant(decider.apply(row, ask(commenting(firing(T1))), NOW), new Turn.TooFar(retryAt)));

    assertThat(decision.code()).isEqualTo(ReasonCode.NO_TURN);
    assertThat(decision.retryAt()).isEqualTo(retryAt);
    assertThat(decision.fingerprint()).isEqualTo(FINGERPRINT);
    assertThat(decision.reason()).contains("2026-03-04T08:01:17.000Z");
  }

  @Test
  void takeover_that_gets_no_turn_leaves_the_action_as_it_was() {
    StoredAlert row = open().pending(Optional.of(abandoned(AlertAction.COMMENT))).build();

    Decision.Postpone decision =
        postponed(
            grant(
                decider.apply(row, ask(resolved(T1)), NOW), new Turn.TooFar(NOW.plusSeconds(40))));

    assertThat(decision.code()).isEqualTo(ReasonCode.NO_TURN);
  }

  @Test
  void retried_step_gets_the_same_turn_again_and_takes_none() {
    DecideRequest request = ask(firing(T1));
    StoredAlert claimed = written(at(TURN, decider.apply(open().build(), request, NOW))).next();

    Decision again = kept(decider.apply(claimed, request, NOW.plusSeconds(5)));

    assertThat(act(again).notBefore()).isEqualTo(TURN);
    assertThat(again.code()).isEqualTo(ReasonCode.ALREADY_CLAIMED);
  }

  @Test
  void takeover_takes_a_new_turn() {
    Pending left = abandoned(AlertAction.COMMENT);
    StoredAlert row = open().pending(Optional.of(left)).build();

    Transition.Write<Decision> write =
        written(at(TURN, decider.apply(row, ask(resolved(T1)), NOW)));

    assertThat(left.notBefore()).isBefore(NOW);
    assertThat(act(write.answer()).notBefore()).isEqualTo(TURN);
    assertThat(write.next().pending().orElseThrow().notBefore()).isEqualTo(TURN);
  }

  static Stream<Pending> givenUp() {
    return Stream.of(
        pending(AlertAction.CREATE).releasedUnsent(NOW, "422", true),
        Alerts.attempt(21, abandoned(AlertAction.CREATE)),
        // The twentieth attempt's holder has vanished.
        Alerts.attempt(20, abandoned(AlertAction.CREATE)));
  }

  @ParameterizedTest
  @MethodSource("givenUp")
  void giving_up_takes_no_turn_and_waits_for_none(Pending givenUp) {
    StoredAlert row = open().issue(Optional.empty()).pending(Optional.of(givenUp)).build();

    Decision.Act decision =
        acted(decider.apply(row, ask(OTHER_EVENT, firing(T0), Alerts.TOKEN), NOW));

    assertThat(decision.action()).isEqualTo(AlertAction.GIVE_UP);
    assertThat(decision.notBefore()).isEqualTo(NOW);
    assertThat(decision.event()).contains(firing(T0));
  }

  @Test
  void too_little_time_at_the_turn_postpones() {
    DecideRequest request = ask(firing(T0));
    Instant lastMoment = request.executionStartedAt().plusSeconds(240 - 90);
    Instant now = lastMoment.minusSeconds(10);

    Transition<Decision> transition = decider.apply(UNKNOWN, request, now);

    assertThat(at(lastMoment, transition)).isInstanceOf(Transition.Write.class);
    Decision.Postpone decision = postponed(at(lastMoment.plusMillis(1), transition));
    assertThat(decision.code()).isEqualTo(ReasonCode.NO_TIME);
    assertThat(decision.retryAt()).isEqualTo(now);
  }

  @Test
  void no_turn_is_used_up_when_there_is_too_little_time_anyway() {
    Instant tooLate = NOW.plusSeconds(200);
    StoredAlert left = open().pending(Optional.of(abandoned(AlertAction.COMMENT))).build();

    for (StoredAlert row : List.of(UNKNOWN, left)) {
      assertThat(postponed(decider.apply(row, ask(firing(T0)), tooLate)).code())
          .isEqualTo(ReasonCode.NO_TIME);
    }
  }

  @Test
  void farthest_turn_leaves_an_execution_time_for_its_action() {
    Duration farthest = Lane.URGENT.ahead();

    // Decide may have waited 38 s for a busy alert; see the state machine's budget.
    assertThat(farthest.plusSeconds(38).plus(Decider.TIME_FOR_A_CLAIM))
        .isLessThan(Duration.ofSeconds(240));
  }

  private static Transition<Decision> at(Instant turn, Transition<Decision> transition) {
    return grant(transition, new Turn.Granted(turn));
  }
}
