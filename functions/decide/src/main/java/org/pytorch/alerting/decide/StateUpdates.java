package org.pytorch.alerting.decide;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.pytorch.alerting.decide.dynamodb.DynamoDbAlertStateStore;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.DecideRequest.Trigger;
import org.pytorch.alerting.decide.retry.Backoff;
import org.pytorch.alerting.decide.row.AlertStateStore;
import org.pytorch.alerting.decide.row.AlertStateStore.WriteResult;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.rule.Rule;
import org.pytorch.alerting.decide.rule.Transition;
import org.pytorch.alerting.decide.shared.MemberBook;
import org.pytorch.alerting.decide.shared.Memberships;
import org.pytorch.alerting.decide.shared.SharedIssue;
import org.pytorch.alerting.decide.storm.Place;
import org.pytorch.alerting.decide.storm.PlaceRequest;
import org.pytorch.alerting.decide.storm.Places;
import org.pytorch.alerting.decide.turn.Budget;
import org.pytorch.alerting.decide.turn.Turn;
import org.pytorch.alerting.decide.turn.TurnRequest;
import org.pytorch.alerting.decide.turn.Turns;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.check.NextCheck;
import org.pytorch.alerting.model.status.SharingAlerts;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.Pause;

/**
 * Applies a {@link Rule} to the row of an alert: read, decide, write if the row is unchanged. If it
 * has changed, the rule decides again on the new row.
 */
public final class StateUpdates {
  /** One write wins each race, and most losers need not write any more: five is plenty. */
  public static final int MAX_ATTEMPTS = 5;

  /** No call starts later than this, so that even the slowest ends within the function's 10 s. */
  public static final Duration MAX_DURATION = Duration.ofSeconds(4);

  private final AlertStateStore store;
  private final Turns turns;
  private final Places places;
  private final Memberships memberships;
  private final InstantSource clock;
  private final Backoff backoff;

  public StateUpdates(
      AlertStateStore store,
      Turns turns,
      Places places,
      Memberships memberships,
      InstantSource clock,
      Backoff backoff) {
    this.store = store;
    this.turns = turns;
    this.places = places;
    this.memberships = memberships;
    this.clock = clock;
    this.backoff = backoff;
  }

  /**
   * {@return updates of the table in {@code settings}}
   *
   * @throws IllegalStateException if a variable of the connection is missing or malformed
   */
  static StateUpdates of(Host host, StateSettings settings) {
    DynamoDbAlertStateStore store =
        DynamoDbAlertStateStore.of(host.environment(), settings.table());
    // SecureRandom is thread-safe, and different in each process restored from one snapshot.
    Backoff backoff = new Backoff(new SecureRandom(), pause());
    return of(store, settings.budget(), host.clock(), backoff);
  }

  /** {@return updates that keep everything in {@code store}} */
  public static StateUpdates of(
      DynamoDbAlertStateStore store, Budget budget, InstantSource clock, Backoff backoff) {
    return new StateUpdates(
        store,
        new Turns(store, budget, clock, backoff),
        new Places(store, clock, backoff),
        new Memberships(store, clock, backoff),
        clock,
        backoff);
  }

  static Pause pause() {
    return Pause.real(() -> new StateContentionException("interrupted while waiting to retry"));
  }

  /**
   * {@return the rule's answer, once it is stored}
   *
   * @throws StateContentionException if others changed the row too often
   * @throws StateStoreUnavailableException if the store fails
   * @throws org.pytorch.alerting.runtime.StacklessException if the rule refuses
   */
  public <Q, A> A apply(Rule<Q, A> rule, Fingerprint fingerprint, Q request) {
    return apply(rule, fingerprint, request, clock.instant(), _ -> MemberUpdate.WRITE).answer();
  }

  /**
   * Like {@link #apply(Rule, Fingerprint, Object)}, after storing for all instances that GitHub's
   * rate limit lasts until {@code until}.
   */
  public <Q, A> A applyInSilence(
      Instant until, Rule<Q, A> rule, Fingerprint fingerprint, Q request) {
    Instant begun = clock.instant();
    turns.silence(until, begun.plus(MAX_DURATION));
    requireTime(begun);
    return apply(rule, fingerprint, request, begun, _ -> MemberUpdate.WRITE).answer();
  }

  /**
   * Like {@link #apply(Rule, Fingerprint, Object)}, for a caller that sends the decision's check.
   * That is one of the issue that the alert shares, if the alert needs none of its own. A check of
   * a shared issue is decided by what its members say now.
   */
  public Decision decide(Rule<DecideRequest, Decision> rule, DecideRequest request) {
    Instant begun = clock.instant();
    if (!request.trigger().equals(new Trigger.Check(CheckReason.MEMBER))) {
      return decide(rule, request, begun);
    }
    Optional<MemberBook> book =
        memberships.checked(request.fingerprint(), begun.plus(MAX_DURATION));
    Decision decision =
        decide(
            rule,
            book.map(it -> request.withTrigger(it.trigger()).withSaidAt(it.saidAt()))
                .orElse(request),
            begun);
    return book.filter(it -> it.needsCheckOfLost(begun))
        .map(it -> withCheck(decision, it.issue().checkAfter(MemberBook.LOST_CHECK)))
        .orElse(decision);
  }

  private Decision decide(
      Rule<DecideRequest, Decision> rule, DecideRequest request, Instant begun) {
    Applied<Decision> applied =
        apply(rule, request.fingerprint(), request, begun, StateUpdates::memberUpdate);
    return applied
        .memberCheck()
        .map(check -> withCheck(applied.answer(), check))
        .orElse(applied.answer());
  }

  /** A decision with a check of its own needs no other. */
  private static Decision withCheck(Decision decision, NextCheck check) {
    return switch (decision) {
      case Decision.Act act when act.nextCheck().isEmpty() -> act.withNextCheck(Optional.of(check));
      case Decision.Skip skip when skip.nextCheck().isEmpty() ->
          skip.withNextCheck(Optional.of(check));
      case Decision.Act _, Decision.Skip _, Decision.Postpone _ -> decision;
    };
  }

  /**
   * A rule's answer.
   *
   * @param memberCheck a check of the issue that the alert shares, if one has to be sent
   */
  private record Applied<A>(A answer, Optional<NextCheck> memberCheck) {}

  /** What happens to the alert's line in the member book of the issue that it shares. */
  private enum MemberUpdate {
    /** Nothing now: the redelivered message writes it. */
    LATER,
    /** It is written. The caller sends no check of the issue. */
    WRITE,
    /** It is written. The caller sends a check of the issue if one is needed. */
    WRITE_AND_CHECK
  }

  private static MemberUpdate memberUpdate(Decision decision) {
    return switch (decision) {
      case Decision.Postpone _ -> MemberUpdate.LATER;
      case Decision.Act _, Decision.Skip _ ->
          // The check of an issue that the alert leaves is the decision's own.
          decision.nextCheck().isPresent() ? MemberUpdate.WRITE : MemberUpdate.WRITE_AND_CHECK;
    };
  }

  private <Q, A> Applied<A> apply(
      Rule<Q, A> rule,
      Fingerprint fingerprint,
      Q request,
      Instant begun,
      Function<A, MemberUpdate> memberUpdate) {
    Optional<StoredAlert> stored = store.find(fingerprint);
    Optional<Turn> taken = Optional.empty();
    for (int attempt = 1; ; attempt++) {
      StoredAlert alert = stored.orElseGet(() -> StoredAlert.unknown(fingerprint));
      Transition<A> transition = rule.apply(alert, request, clock.instant());
      if (transition instanceof Transition.TakePlace<A>(PlaceRequest wanted, var then)) {
        transition = then.apply(takePlace(wanted, begun));
      }
      if (transition instanceof Transition.TakeTurn<A>(TurnRequest wanted, var then)) {
        // After a lost race the turn is kept: the new decision needs about the same of GitHub.
        Turn turn = taken.orElseGet(() -> takeTurn(wanted, begun));
        taken = Optional.of(turn);
        transition = then.apply(turn);
      }
      switch (transition) {
        case Transition.TakePlace<A> _ -> throw new IllegalStateException("a place was taken");
        case Transition.TakeTurn<A> _ -> throw new IllegalStateException("a turn was taken");
        case Transition.Keep<A>(A answer) -> {
          return new Applied<>(
              answer, updateMember(alert, begun, memberUpdate.apply(answer), true));
        }
        case Transition.Refuse<A> refusal -> throw refusal.reason();
        case Transition.Write<A>(StoredAlert next, A answer) -> {
          MemberUpdate update = memberUpdate.apply(answer);
          Optional<NextCheck> checkOfLeft =
              alert.sharedIssue().equals(next.sharedIssue())
                  ? Optional.empty()
                  : updateMember(alert, begun, update, false);
          OptionalLong version =
              stored.isPresent() ? OptionalLong.of(alert.version()) : OptionalLong.empty();
          switch (store.write(version, next)) {
            case WriteResult.Written _ -> {
              Optional<NextCheck> checkOfJoined = updateMember(next, begun, update, true);
              return new Applied<>(answer, checkOfLeft.or(() -> checkOfJoined));
            }
            case WriteResult.LostTo(Optional<StoredAlert> current) -> stored = current;
          }
        }
      }
      pauseBeforeNext(attempt, begun, fingerprint);
    }
  }

  /**
   * Writes what {@code alert} says now into the member book of the issue that it shares. A
   * redelivered message does it again, so it is not lost if this fails after the row is written.
   *
   * @param repeatsCheck whether to repeat a check that may not have been sent when it was needed
   * @return a check of that issue, if one has to be sent
   */
  private Optional<NextCheck> updateMember(
      StoredAlert alert, Instant begun, MemberUpdate update, boolean repeatsCheck) {
    if (alert.sharedIssue().isEmpty() || update == MemberUpdate.LATER) {
      return Optional.empty();
    }
    requireTime(begun);
    SharedIssue issue = alert.sharedIssue().get();
    MemberBook.Updated updated =
        memberships.update(
            issue,
            alert.asMember(),
            () -> knownFiring(issue),
            update == MemberUpdate.WRITE_AND_CHECK,
            begun.plus(MAX_DURATION));
    if (updated.full()) {
      return updateMember(inNextPart(alert, issue), begun, update, repeatsCheck);
    }
    return updated.needsCheck() && (repeatsCheck || !updated.repeated())
        ? Optional.of(issue.checkAfter(MemberBook.CHECK_DELAY))
        : Optional.empty();
  }

  private int knownFiring(SharedIssue issue) {
    return store
        .find(issue.fingerprint())
        .filter(alert -> alert.status() == AlertStatus.OPEN)
        .flatMap(alert -> alert.log().sharing())
        .map(SharingAlerts::firing)
        .orElse(0);
  }

  private StoredAlert inNextPart(StoredAlert alert, SharedIssue full) {
    StoredAlert next =
        alert.next(clock.instant()).sharedIssue(Optional.of(full.nextPart())).build();
    return switch (store.write(OptionalLong.of(alert.version()), next)) {
      case WriteResult.Written _ -> next;
      case WriteResult.LostTo _ ->
          throw new StateContentionException(
              "the row of alert %s changed while it joined a shared issue"
                  .formatted(alert.fingerprint()));
    };
  }

  private Place takePlace(PlaceRequest wanted, Instant begun) {
    Place place = places.take(wanted, begun.plus(MAX_DURATION));
    requireTime(begun);
    return place;
  }

  private Turn takeTurn(TurnRequest wanted, Instant begun) {
    Turn turn = turns.take(wanted, begun.plus(MAX_DURATION));
    requireTime(begun);
    return turn;
  }

  private void requireTime(Instant begun) {
    Duration spent = Duration.between(begun, clock.instant());
    if (spent.compareTo(MAX_DURATION) > 0) {
      throw new StateStoreUnavailableException(
          "%d ms have passed and the alert's row is not written yet; DynamoDB is slow"
              .formatted(spent.toMillis()));
    }
  }

  private void pauseBeforeNext(int attempt, Instant begun, Fingerprint fingerprint) {
    Duration spent = Duration.between(begun, clock.instant());
    if (attempt == MAX_ATTEMPTS || spent.compareTo(MAX_DURATION) > 0) {
      throw new StateContentionException(
          "the row of alert %s changed %d times in %d ms before it could be written"
              .formatted(fingerprint, attempt, spent.toMillis()));
    }
    backoff.pause(attempt);
  }
}
