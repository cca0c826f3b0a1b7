package org.pytorch.alerting.decide.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.decide.Alerts;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.message.Recorded;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.rule.Decider;
import org.pytorch.alerting.decide.rule.Recorder;
import org.pytorch.alerting.decide.rule.Rule;
import org.pytorch.alerting.decide.rule.Transition;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.Decision;

/** The four statements of the lifecycle on random histories; each seed is one history. */
class LifecycleHistoriesTest {
  private static final int HISTORIES = 2_000;

  @Test
  void statements_hold_in_every_history() {
    Optional<String> violation = firstViolation(new Decider(Alerts.REPOSITORY), new Recorder());

    assertThat(violation).isEmpty();
  }

  static Stream<Arguments> plantedFaults() {
    return Stream.of(
        Arguments.of(
            "a lease that lapses while its owner works",
            new Decider(Alerts.REPOSITORY, Duration.ofSeconds(5)),
            new Recorder()),
        Arguments.of(
            "event ids are not remembered",
            (Rule<DecideRequest, Decision>)
                (row, request, now) ->
                    new Decider(Alerts.REPOSITORY)
                        .apply(row.withRecentEventIds(List.of()), request, now),
            new Recorder()),
        Arguments.of(
            "no check is sent",
            (Rule<DecideRequest, Decision>)
                (row, request, now) ->
                    withoutCheck(new Decider(Alerts.REPOSITORY).apply(row, request, now)),
            new Recorder()),
        Arguments.of(
            "a record settles whatever is pending",
            new Decider(Alerts.REPOSITORY),
            (Rule<RecordRequest, Recorded>)
                (row, request, now) -> new Recorder().apply(handedTo(row, request), request, now)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plantedFaults")
  void planted_fault_is_found(
      String fault, Rule<DecideRequest, Decision> decider, Rule<RecordRequest, Recorded> recorder) {
    assertThat(firstViolation(decider, recorder)).as(fault).isPresent();
  }

  private static Optional<String> firstViolation(
      Rule<DecideRequest, Decision> decider, Rule<RecordRequest, Recorded> recorder) {
    for (long seed = 0; seed < HISTORIES; seed++) {
      try {
        new LifecycleHistory(new SplittableRandom(seed), decider, recorder).play();
      } catch (AssertionError e) {
        return Optional.of("seed " + seed + ": " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  private static Transition<Decision> withoutCheck(Transition<Decision> transition) {
    return switch (transition) {
      case Transition.Write<Decision>(StoredAlert next, Decision decision) ->
          new Transition.Write<>(next, withoutCheck(decision));
      case Transition.Keep<Decision>(Decision decision) ->
          new Transition.Keep<>(withoutCheck(decision));
      case Transition.TakePlace<Decision>(var wanted, var then) ->
          new Transition.TakePlace<>(wanted, place -> withoutCheck(then.apply(place)));
      case Transition.TakeTurn<Decision>(var wanted, var then) ->
          new Transition.TakeTurn<>(wanted, turn -> withoutCheck(then.apply(turn)));
      case Transition.Refuse<Decision> refusal -> refusal;
    };
  }

  private static Decision withoutCheck(Decision decision) {
    return switch (decision) {
      case Decision.Act act -> act.withNextCheck(Optional.empty());
      case Decision.Skip skip ->
          new Decision.Skip(
              skip.action(),
              skip.code(),
              skip.reason(),
              skip.fingerprint(),
              skip.episode(),
              skip.issue());
      case Decision.Postpone postpone -> postpone;
    };
  }

  private static StoredAlert handedTo(StoredAlert alert, RecordRequest request) {
    Claim claim = request.claim();
    return alert
        .with()
        .episode(Math.max(1, request.decision().episode()))
        .recentEventIds(
            alert.recentEventIds().stream().filter(id -> !id.equals(claim.eventId())).toList())
        .pending(
            alert
                .pending()
                .map(
                    pending ->
                        pending
                            .with()
                            .eventId(claim.eventId())
                            .token(claim.token())
                            .claimedAt(claim.claimedAt())
                            .build()))
        .build();
  }
}
