package org.pytorch.alerting.decide;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.pytorch.alerting.decide.dynamodb.DynamoDbAlertStateStore;
import org.pytorch.alerting.decide.retry.Backoff;
import org.pytorch.alerting.decide.row.AlertStateStore;
import org.pytorch.alerting.decide.row.AlertStateStore.WriteResult;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.rule.Rule;
import org.pytorch.alerting.decide.rule.Transition;
import org.pytorch.alerting.decide.turn.Budget;
import org.pytorch.alerting.decide.turn.Turn;
import org.pytorch.alerting.decide.turn.TurnRequest;
import org.pytorch.alerting.decide.turn.Turns;
import org.pytorch.alerting.model.Fingerprint;
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
  private final InstantSource clock;
  private final Backoff backoff;

  public StateUpdates(AlertStateStore store, Turns turns, InstantSource clock, Backoff backoff) {
    this.store = store;
    this.turns = turns;
    this.clock = clock;
    this.backoff = backoff;
  }

  /**
   * {@return updates of the table in the host's variables}
   *
   * @throws IllegalStateException if a variable is missing or malformed
   */
  static StateUpdates of(Host host) {
    DynamoDbAlertStateStore store = DynamoDbAlertStateStore.of(host.environment());
    // SecureRandom is thread-safe, and different in each process restored from one snapshot.
    Backoff backoff = new Backoff(new SecureRandom(), pause());
    return new StateUpdates(
        store,
        new Turns(store, Budget.of(host.environment()), host.clock(), backoff),
        host.clock(),
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
    return apply(rule, fingerprint, request, clock.instant());
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
    return apply(rule, fingerprint, request, begun);
  }

  private <Q, A> A apply(Rule<Q, A> rule, Fingerprint fingerprint, Q request, Instant begun) {
    Optional<StoredAlert> stored = store.find(fingerprint);
    Optional<Turn> taken = Optional.empty();
    for (int attempt = 1; ; attempt++) {
      Transition<A> transition = rule.apply(stored, request, clock.instant());
      if (transition instanceof Transition.TakeTurn<A>(TurnRequest wanted, var then)) {
        // After a lost race the turn is kept: the new decision needs about the same of GitHub.
        Turn turn = taken.orElseGet(() -> takeTurn(wanted, begun));
        taken = Optional.of(turn);
        transition = then.apply(turn);
      }
      switch (transition) {
        case Transition.TakeTurn<A> _ -> throw new IllegalStateException("a turn was taken");
        case Transition.Keep<A>(A answer) -> {
          return answer;
        }
        case Transition.Refuse<A> refusal -> throw refusal.reason();
        case Transition.Write<A>(StoredAlert next, A answer) -> {
          switch (store.write(versionOf(stored), next)) {
            case WriteResult.Written _ -> {
              return answer;
            }
            case WriteResult.LostTo(Optional<StoredAlert> current) -> stored = current;
          }
        }
      }
      pauseBeforeNext(attempt, begun, fingerprint);
    }
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

  private static OptionalLong versionOf(Optional<StoredAlert> stored) {
    return stored.map(alert -> OptionalLong.of(alert.version())).orElseGet(OptionalLong::empty);
  }
}
