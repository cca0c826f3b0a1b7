package org.pytorch.alerting.decide.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.pytorch.alerting.decide.AlertBusyException;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.DecideRequest.Trigger;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.StoredAlertBuilder;
import org.pytorch.alerting.decide.turn.Turn;
import org.pytorch.alerting.decide.turn.TurnRequest;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.DecisionActBuilder;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.check.NextCheck;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.runtime.DeadlineExceededException;

/**
 * Takes the right to act on GitHub: for a new action, or from a holder that has failed or died. It
 * needs a turn at GitHub and enough of the execution's time.
 */
final class Claims {
  private final String repository;
  private final Duration lease;
  private final boolean searchUnknown;

  /**
   * @param repository where new issues belong, unless the policy says it, {@code owner/name}
   * @param searchUnknown whether an issue that the table does not know is searched for
   */
  Claims(String repository, Duration lease, boolean searchUnknown) {
    this.repository = repository;
    this.lease = lease;
    this.searchUnknown = searchUnknown;
  }

  /**
   * The action is claimed for the first time.
   *
   * @param event complete
   */
  Transition<Decision> claim(
      StoredAlert alert,
      Verdict.Apply verdict,
      AlertEvent event,
      DecideRequest request,
      Instant now) {
    StoredAlert sameEpisode = NextRow.inEpisode(alert, verdict);
    boolean searches =
        sameEpisode.sent().isPresent() || (searchUnknown && sameEpisode.issue().isEmpty());
    TurnRequest turn = TurnRequest.of(verdict.action(), event, searches);
    return tooLate(request, now, now)
        .orElseGet(
            () ->
                whenGranted(
                    turn,
                    request,
                    now,
                    retryAt -> noTurn(alert, verdict, request, retryAt, now),
                    notBefore -> claimedAt(alert, verdict, event, request, notBefore, now)));
  }

  private Transition<Decision> claimedAt(
      StoredAlert alert,
      Verdict.Apply verdict,
      AlertEvent event,
      DecideRequest request,
      Instant notBefore,
      Instant now) {
    StoredAlert sameEpisode = NextRow.inEpisode(alert, verdict);
    Pending claim =
        Pending.first(verdict.action(), request, event, notBefore, now, lease)
            .with()
            .saidAt(NextRow.saidAt(alert, request))
            .sent(sameEpisode.sent())
            .cause(Optional.of(verdict.code()))
            .change(
                NextRow.sameIssue(alert, verdict)
                    .log()
                    .told()
                    .filter(_ -> verdict.action() != AlertAction.UPDATE)
                    .flatMap(told -> told.changedBy(event)))
            .build();
    StoredAlertBuilder builder =
        NextRow.after(alert, verdict, request, now)
            .repository(Optional.of(repositoryFor(sameEpisode, event)))
            .pending(Optional.of(claim));
    if (opens(verdict.action()) && claim.sent().isEmpty()) {
      // The attempt may open the issue and fail, and a person may close it before it is found.
      builder.firingAt(Optional.of(event.occurredAt()));
    }
    StoredAlert next = builder.build();
    return new Transition.Write<>(
        next,
        claimed(next, claim, request, verdict.code(), verdict.reason(), now)
            .withNextCheck(
                leaving(next, claim).or(() -> NextChecks.after(alert, next, request, now))));
  }

  /** The action is finished for a holder that failed or died, unless it must be given up. */
  Transition<Decision> takeOver(
      StoredAlert alert, Pending pending, DecideRequest request, Instant now) {
    if (pending.takenOverBy(request.token(), now, now, lease).mustBeGivenUp()) {
      return takenOver(alert, pending, request, now, now);
    }
    TurnRequest turn = TurnRequest.of(pending.action(), pending.event(), pending.searchesNext());
    return whenGranted(
        turn,
        request,
        now,
        retryAt -> new Transition.Keep<>(noTurn(request, retryAt)),
        notBefore -> takenOver(alert, pending, request, notBefore, now));
  }

  private Transition<Decision> takenOver(
      StoredAlert alert, Pending pending, DecideRequest request, Instant notBefore, Instant now) {
    Pending taken = pending.takenOverBy(request.token(), notBefore, now, lease);
    // A given-up event goes to the dead-letter queue with its original text.
    Pending ours = taken.mustBeGivenUp() ? taken : newestText(alert, taken, request);
    StoredAlertBuilder builder = alert.next(now).pending(Optional.of(ours));
    if (!ours.event().equals(taken.event())) {
      builder.log(alert.log().withWithheld(Optional.empty()));
    }
    StoredAlert next = builder.build();
    String reason =
        ours.mustBeGivenUp()
            ? "%s for event %s is given up, %s: %s"
                .formatted(
                    ours.action(),
                    ours.eventId(),
                    ours.refused()
                        ? "GitHub refuses it"
                        : "%d attempts failed".formatted(ours.attempt() - 1),
                    ours.failure().orElse("its attempts ended without an error"))
            : "%s for event %s was left unfinished by %s; attempt %d finishes it."
                .formatted(ours.action(), ours.eventId(), pending.token(), ours.attempt());
    ReasonCode code = ours.mustBeGivenUp() ? ReasonCode.GIVEN_UP : ReasonCode.UNFINISHED;
    return new Transition.Write<>(next, claimed(next, ours, request, code, reason, now));
  }

  /** If the caller's event is newer and has the same state, its text is used. */
  private static Pending newestText(StoredAlert alert, Pending pending, DecideRequest request) {
    boolean newer = request.saidAt().isAfter(pending.saidAt());
    return request
        .said()
        .filter(event -> newer && event.state() == pending.event().state())
        .map(event -> pending.withText(alert.details().complete(event), request.saidAt()))
        .orElse(pending);
  }

  /** {@return the transition at the turn, unless that is too far in the future or too late} */
  private static Transition<Decision> whenGranted(
      TurnRequest wanted,
      DecideRequest request,
      Instant now,
      Function<Instant, Transition<Decision>> otherwise,
      Function<Instant, Transition<Decision>> then) {
    return new Transition.TakeTurn<>(
        wanted,
        turn ->
            switch (turn) {
              case Turn.Granted(Instant notBefore) ->
                  tooLate(request, notBefore, now).orElseGet(() -> then.apply(notBefore));
              case Turn.TooFar(Instant retryAt) -> otherwise.apply(retryAt);
            });
  }

  /**
   * {@return a postponement if too little is left of the execution at {@code time} to take a claim}
   */
  static Optional<Transition<Decision>> tooLate(DecideRequest request, Instant time, Instant now) {
    try {
      request.deadline().require(Decider.TIME_FOR_A_CLAIM, time);
      return Optional.empty();
    } catch (DeadlineExceededException tooLate) {
      return Optional.of(
          new Transition.Keep<>(
              new Decision.Postpone(
                  ReasonCode.NO_TIME,
                  "This execution is nearly over: " + tooLate.getMessage(),
                  request.fingerprint(),
                  now)));
    }
  }

  /**
   * A refresh gives way to everything else: its event is counted, and a check makes the refresh
   * later.
   */
  private static Transition<Decision> noTurn(
      StoredAlert alert,
      Verdict.Apply verdict,
      DecideRequest request,
      Instant retryAt,
      Instant now) {
    if (verdict.action() != AlertAction.UPDATE || request.said().isEmpty()) {
      return new Transition.Keep<>(noTurn(request, retryAt));
    }
    Verdict.Apply counted =
        new Verdict.Apply(
            AlertAction.COUNT,
            verdict.status(),
            verdict.episode(),
            ReasonCode.NO_TURN,
            "GitHub has no free turn for a refresh. " + verdict.reason(),
            new Verdict.Dues(Optional.of(retryAt), verdict.dues().closeAt()));
    return NextRow.written(alert, counted, request, now);
  }

  private static Decision noTurn(DecideRequest request, Instant retryAt) {
    return new Decision.Postpone(
        ReasonCode.NO_TURN,
        "GitHub has no free turn soon; retry at %s.".formatted(Json.format(retryAt)),
        request.fingerprint(),
        retryAt);
  }

  /** {@return the order to carry out the action of {@code pending}, or to give it up} */
  Decision.Act claimed(
      StoredAlert alert,
      Pending pending,
      DecideRequest request,
      ReasonCode code,
      String reason,
      Instant now) {
    boolean help = !pending.eventId().equals(request.eventId());
    boolean givesUp = pending.mustBeGivenUp();
    boolean asAsked =
        // The state machine has the event of a sender only.
        request.trigger() instanceof Trigger.Event(AlertEvent event)
            && pending.event().equals(event.withoutRawProvider().completed());
    return DecisionActBuilder.builder()
        .action(givesUp ? AlertAction.GIVE_UP : pending.action())
        .code(code)
        .reason(reason)
        .fingerprint(alert.fingerprint())
        .episode(alert.episode())
        .help(help)
        .claim(pending.toClaim(repositoryOf(alert)))
        .event(
            Optional.of(pending.event())
                .filter(_ -> givesUp || !asAsked)
                .map(
                    event -> alert.log().withheld().map(it -> it.withDetails(event)).orElse(event)))
        .issue(alert.issue())
        .formerIssue(alert.formerIssue().filter(_ -> opens(pending.action())))
        .checkedForDuplicates(alert.checkedForDuplicates())
        .notBefore(pending.notBefore())
        .cause(pending.cause())
        .change(pending.change())
        .status(Optional.of(Statuses.of(alert, now)))
        // The check that the claim's first answer was to send may not have been sent.
        .nextCheck(
            leaving(alert, pending)
                .or(() -> NextChecks.of(alert, now).filter(_ -> !help && !givesUp)))
        .build();
  }

  private static Optional<NextCheck> leaving(StoredAlert alert, Pending pending) {
    return Optional.of(alert)
        .filter(_ -> pending.action() == AlertAction.CREATE && !pending.mustBeGivenUp())
        .flatMap(Sharing::leaving);
  }

  /**
   * {@return where to act} The policy says it, unless the episode has an issue, or may have one:
   * then it is that issue's repository.
   */
  String repositoryFor(StoredAlert alert, AlertEvent event) {
    boolean settled =
        event.routing().isEmpty() || alert.issue().isPresent() || alert.sent().isPresent();
    return settled
        ? repositoryOf(alert)
        : event.routing().flatMap(Routing::repository).orElse(repository);
  }

  /** An open issue stays in its repository, even if new issues belong to another. */
  private String repositoryOf(StoredAlert alert) {
    return alert.issue().map(IssueRef::repo).or(alert::repository).orElse(repository);
  }

  static AlertBusyException busy(Pending pending) {
    return new AlertBusyException(
        (pending.held()
                ? "%s for event %s is claimed by %s until %s at the latest"
                : "%s for event %s failed for %s; its next attempt is due at %s")
            .formatted(
                pending.action(),
                pending.eventId(),
                pending.token(),
                Json.format(pending.leaseExpiresAt())));
  }

  /** {@return whether the action may open an issue that was not open before} */
  static boolean opens(AlertAction action) {
    return action == AlertAction.CREATE || action == AlertAction.REOPEN;
  }
}
