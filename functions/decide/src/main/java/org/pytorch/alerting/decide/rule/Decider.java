package org.pytorch.alerting.decide.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.pytorch.alerting.decide.AlertBusyException;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.DecideRequest.Word;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.StoredAlertBuilder;
import org.pytorch.alerting.decide.row.Withheld;
import org.pytorch.alerting.decide.storm.PlaceRequest;
import org.pytorch.alerting.decide.turn.Turn;
import org.pytorch.alerting.decide.turn.TurnRequest;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.DecisionActBuilder;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.check.LookAgain;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.runtime.DeadlineExceededException;

/**
 * Decides what an event means and claims the right to act on it. Pure: the claim is made once the
 * returned row has been written.
 *
 * <p>The order matters: an unfinished action is finished first, even by an event that needs no
 * action itself, so that no claim stays behind.
 */
public final class Decider implements Rule<DecideRequest, Decision> {
  /**
   * How long a claim keeps others off: longer than anything its holder started can last. Execution
   * 240 s + a GitHub call started in its last moment 27 s + 33 s for clocks that differ.
   */
  public static final Duration LEASE = Duration.ofSeconds(300);

  /**
   * The time that an execution needs to take a claim: otherwise it could be cut off between acting
   * and recording, and keep others off for a whole lease. It is enough for one GitHub call with a
   * retry, unless the function refuses with 60 s left, and for the record.
   */
  public static final Duration TIME_FOR_A_CLAIM = Duration.ofSeconds(90);

  private final String repository;
  private final Duration lease;
  private final boolean searchUnknown;
  private final boolean shares;
  private final CalmRules calm;

  /**
   * @param repository where new issues belong, {@code owner/name}
   */
  public Decider(String repository) {
    this(repository, LEASE);
  }

  /** A lease other than {@link #LEASE} is for tests that show the effect of a wrong one. */
  public Decider(String repository, Duration lease) {
    this(repository, lease, false, false, CalmRules.REFRESH_PAUSE);
  }

  private Decider(
      String repository,
      Duration lease,
      boolean searchUnknown,
      boolean shares,
      Duration refreshPause) {
    this.repository = repository;
    this.lease = lease;
    this.searchUnknown = searchUnknown;
    this.shares = shares;
    this.calm = new CalmRules(refreshPause);
  }

  /**
   * {@return a decider for a table that may have lost something} An issue that it does not know is
   * searched for: before one is opened, and to be closed when an unknown alert resolves.
   */
  public Decider searchingForUnknownIssues() {
    return new Decider(repository, lease, true, shares, calm.refreshPause());
  }

  /** {@return a decider that lets alerts share issues, in groups and storms} */
  public Decider sharing() {
    return new Decider(repository, lease, searchUnknown, true, calm.refreshPause());
  }

  /** {@return a decider that refreshes a status block as often, for tests} */
  public Decider refreshingEvery(Duration pause) {
    return new Decider(repository, lease, searchUnknown, shares, pause);
  }

  @Override
  public Transition<Decision> apply(StoredAlert stored, DecideRequest request, Instant now) {
    StoredAlert alert = stored.knownAt(now);
    if (alert.pending().isPresent()) {
      return whilePending(alert, alert.pending().get(), request, now);
    }
    if (alert.hasHandled(request.eventId())) {
      return new Transition.Keep<>(alreadyHandled(alert, now));
    }
    return switch (request.word()) {
      case Word.Event _, Word.Shared _ -> {
        DecideRequest told = Sharing.asKnown(alert, request);
        yield carriedOut(alert, told, now, verdict(alert, told, now));
      }
      case Word.Check(CheckReason reason) ->
          carriedOut(alert, request, now, CheckRules.verdict(alert, reason, request, now));
    };
  }

  private Verdict verdict(StoredAlert alert, DecideRequest request, Instant now) {
    Verdict meant = LifecycleTable.verdict(alert, request, now, searchUnknown);
    Verdict allowed = PolicyRules.verdict(alert, request, meant);
    Verdict calmly = calm.verdict(alert, request, allowed, now);
    return Sharing.resolved(alert, calmly);
  }

  private Transition<Decision> carriedOut(
      StoredAlert alert, DecideRequest request, Instant now, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Ignore(AlertAction action, ReasonCode code, String reason) ->
          new Transition.Keep<>(skip(alert, action, code, reason));
      case Verdict.Stale(ReasonCode code, String reason) ->
          new Transition.Keep<>(skip(alert, AlertAction.SKIP_STALE, code, reason));
      case Verdict.Wait(Instant until, ReasonCode code, String reason) ->
          new Transition.Keep<>(
              new Decision.Postpone(
                  code,
                  "%s; decided at %s".formatted(reason, Json.format(until)),
                  request.fingerprint(),
                  until));
      case Verdict.LookLater later -> lookLater(alert, later, request, now);
      case Verdict.Apply apply when apply.action().isClaimed() ->
          claimOrReject(alert, apply, request, now);
      case Verdict.Apply apply -> unclaimed(alert, apply, request, now);
    };
  }

  private static Transition<Decision> lookLater(
      StoredAlert alert, Verdict.LookLater later, DecideRequest request, Instant now) {
    LookAgain next = LookAgains.waiting(alert, now);
    EpisodeLog.WaitingCheck waiting =
        new EpisodeLog.WaitingCheck(now.plusSeconds(next.delaySeconds()), request.eventId());
    return new Transition.Write<>(
        alert.next(now).log(alert.log().withWaitingCheck(Optional.of(waiting))).build(),
        new Decision.Skip(
            AlertAction.SKIP_STALE,
            later.code(),
            later.reason(),
            alert.fingerprint(),
            alert.episode(),
            alert.issue(),
            Optional.of(next)));
  }

  private static Transition<Decision> unclaimed(
      StoredAlert alert, Verdict.Apply verdict, DecideRequest request, Instant now) {
    return unclaimed(alert, learned(alert, verdict, request, now).build(), verdict, request, now);
  }

  private static Transition<Decision> unclaimed(
      StoredAlert alert,
      StoredAlert learned,
      Verdict.Apply verdict,
      DecideRequest request,
      Instant now) {
    StoredAlert next = learned.withRecentEventIds(learned.recentEventIdsWith(request.eventId()));
    return new Transition.Write<>(
        next,
        new Decision.Skip(
            verdict.action(),
            verdict.code(),
            verdict.reason(),
            next.fingerprint(),
            next.episode(),
            next.issue(),
            LookAgains.after(alert, next, request, now)));
  }

  private Transition<Decision> whilePending(
      StoredAlert alert, Pending pending, DecideRequest request, Instant now) {
    if (pending.token().equals(request.token()) && pending.held()) {
      // The step is retried, or our write's response was lost. Even an expired lease does not
      // matter: an execution that still asks has time left, and one that released does not ask.
      return new Transition.Keep<>(
          claimed(
              alert,
              pending,
              request,
              ReasonCode.ALREADY_CLAIMED,
              "The caller already holds this claim.",
              now));
    }
    boolean lives = pending.isLeaseActive(now);
    if (pending.isMereRefresh() && !(lives && pending.held())) {
      // The next refresh says the same, so this one is not finished for its holder.
      StoredAlert free = alert.withoutRefresh(calm.refreshPause());
      return switch (apply(free, request, now)) {
        case Transition.Keep<Decision>(Decision decision) ->
            new Transition.Write<>(free.next(now).build(), decision);
        case Transition<Decision> transition -> transition;
      };
    }
    if (lives) {
      return alert.hasHandled(request.eventId())
          ? new Transition.Keep<>(alreadyHandled(alert, now))
          : new Transition.Refuse<>(busy(pending));
    }
    return tooLate(request, now, now).orElseGet(() -> takeOver(alert, pending, request, now));
  }

  private static AlertBusyException busy(Pending pending) {
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

  private Transition<Decision> takeOver(
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

  /** If the caller's event is newer and has the same state, its text is used. */
  private static Pending newestText(StoredAlert alert, Pending pending, DecideRequest request) {
    boolean newer = request.saidAt().isAfter(pending.saidAt());
    return request
        .said()
        .filter(event -> newer && event.state() == pending.event().state())
        .map(event -> pending.withText(alert.details().complete(event), request.saidAt()))
        .orElse(pending);
  }

  /**
   * An issue is only opened for an event with a team and a priority: its own or, within an episode,
   * the alert's known ones.
   */
  private Transition<Decision> claimOrReject(
      StoredAlert alert, Verdict.Apply verdict, DecideRequest request, Instant now) {
    StoredAlert sameEpisode = inEpisode(alert, verdict);
    AlertEvent event =
        sameIssue(alert, verdict).details().complete(request.said().orElseGet(() -> latest(alert)));
    if (opens(verdict.action()) && !event.isComplete()) {
      return new Transition.Keep<>(rejected(alert, verdict));
    }
    if (!shares
        || searchUnknown
        || verdict.action() != AlertAction.CREATE
        || !Sharing.mayJoin(sameEpisode, event)) {
      return claim(alert, verdict, event, request, now);
    }
    String target = repositoryFor(sameEpisode, event);
    return Sharing.group(sameEpisode, event, target)
        .map(join -> joined(alert, verdict, join, request, now))
        .orElseGet(
            () ->
                tooLate(request, now, now)
                    .orElseGet(
                        () ->
                            new Transition.TakePlace<>(
                                PlaceRequest.of(
                                    request.fingerprint(), verdict.episode(), event, target),
                                place ->
                                    Sharing.storm(place, sameEpisode, event, target)
                                        .map(join -> joined(alert, verdict, join, request, now))
                                        .orElseGet(
                                            () -> claim(alert, verdict, event, request, now)))));
  }

  /** The episode begins, or goes on, in an issue that it shares. */
  private static Transition<Decision> joined(
      StoredAlert alert,
      Verdict.Apply create,
      Sharing.Join join,
      DecideRequest request,
      Instant now) {
    Verdict.Apply verdict =
        new Verdict.Apply(
            AlertAction.JOIN, create.status(), create.episode(), join.code(), join.reason());
    StoredAlert learned =
        learned(alert, verdict, request, now).sharedIssue(Optional.of(join.issue())).build();
    return unclaimed(alert, learned, verdict, request, now);
  }

  private Transition<Decision> claim(
      StoredAlert alert,
      Verdict.Apply verdict,
      AlertEvent event,
      DecideRequest request,
      Instant now) {
    StoredAlert sameEpisode = inEpisode(alert, verdict);
    Optional<SentWindow> sent = sameEpisode.sent();
    boolean unknown = searchUnknown && sameEpisode.issue().isEmpty();
    TurnRequest turn = TurnRequest.of(verdict.action(), event, sent.isPresent() || unknown);
    return tooLate(request, now, now)
        .orElseGet(
            () ->
                whenGranted(
                    turn,
                    request,
                    now,
                    retryAt -> noTurn(alert, verdict, request, retryAt, now),
                    notBefore -> {
                      Pending claim =
                          Pending.first(verdict.action(), request, event, notBefore, now, lease)
                              .with()
                              .saidAt(saidAt(alert, request))
                              .sent(sent)
                              .cause(Optional.of(verdict.code()))
                              .change(
                                  sameIssue(alert, verdict)
                                      .log()
                                      .told()
                                      .filter(_ -> verdict.action() != AlertAction.UPDATE)
                                      .flatMap(told -> told.changedBy(event)))
                              .build();
                      StoredAlertBuilder next =
                          learned(alert, verdict, request, now)
                              .repository(Optional.of(repositoryFor(sameEpisode, event)))
                              .pending(Optional.of(claim));
                      if (opens(verdict.action()) && sent.isEmpty()) {
                        // The attempt may open the issue and fail, and a person may close it
                        // before it is found.
                        next.firingAt(Optional.of(event.occurredAt()));
                      }
                      StoredAlert claimed = next.build();
                      return new Transition.Write<>(
                          claimed,
                          claimed(claimed, claim, request, verdict.code(), verdict.reason(), now)
                              .withLookAgain(
                                  leaving(claimed, claim)
                                      .or(() -> LookAgains.after(alert, claimed, request, now))));
                    }));
  }

  /** {@return the newest event, with all its texts if an issue was withheld from it} */
  private static AlertEvent latest(StoredAlert alert) {
    EpisodeLog log = alert.log();
    return log.withheld().flatMap(Withheld::event).or(log::latest).orElseThrow();
  }

  /** {@return when the news was said} A check has none of its own. */
  private static Instant saidAt(StoredAlert alert, DecideRequest request) {
    return request.said().isPresent() ? request.saidAt() : alert.lastSaidAt();
  }

  /** {@return the alert, unless the verdict begins an episode: then one without any issue} */
  private static StoredAlert inEpisode(StoredAlert alert, Verdict.Apply verdict) {
    return alert.episode() == verdict.episode() ? alert : StoredAlert.unknown(alert.fingerprint());
  }

  /** {@return the alert, unless the verdict is about an issue that says nothing of it yet} */
  private static StoredAlert sameIssue(StoredAlert alert, Verdict.Apply verdict) {
    return verdict.action() == AlertAction.REOPEN ? alert : inEpisode(alert, verdict);
  }

  /** A refresh gives way to everything else: its event is counted, and a check brings it later. */
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
    return unclaimed(alert, counted, request, now);
  }

  private static Decision noTurn(DecideRequest request, Instant retryAt) {
    return new Decision.Postpone(
        ReasonCode.NO_TURN,
        "GitHub has no free turn soon; retry at %s.".formatted(Json.format(retryAt)),
        request.fingerprint(),
        retryAt);
  }

  /**
   * {@return where to act} The policy says it, unless the episode has an issue, or may have one:
   * then it is where that was opened.
   */
  private String repositoryFor(StoredAlert alert, AlertEvent event) {
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

  private static StoredAlertBuilder learned(
      StoredAlert before, Verdict.Apply verdict, DecideRequest request, Instant now) {
    StoredAlert alert =
        !before.isUnknown() && before.episode() == verdict.episode()
            ? before
            : before.inNewEpisode(verdict.episode(), saidAt(before, request), now);
    StoredAlertBuilder next =
        alert
            .next(now)
            .status(verdict.status())
            .seenClosedBy(alert.seenClosedByWithout(request.eventId()))
            .log(LookAgains.log(before, alert, verdict, request, now));
    if (request.said().isEmpty()) {
      return next;
    }
    if (!before.isNewerThan(request)) {
      next.lastProviderStateAt(request.event().occurredAt()).lastSaidAt(request.saidAt());
    }
    return next.lastSeenAt(now)
        .details(
            before
                .details()
                .after(
                    // A new episode's issue has the policy's team and priority, not the last
                    // one's.
                    alert.episode() == before.episode()
                        ? request.event()
                        : request.event().completed()));
  }

  /**
   * {@return a postponement if too little is left of the execution at {@code time} to take a claim}
   */
  private static Optional<Transition<Decision>> tooLate(
      DecideRequest request, Instant time, Instant now) {
    try {
      request.deadline().require(TIME_FOR_A_CLAIM, time);
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

  private Decision.Act claimed(
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
        request.word() instanceof Word.Event(AlertEvent event)
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
        .lookAgain(
            leaving(alert, pending)
                .or(() -> LookAgains.of(alert, now).filter(_ -> !help && !givesUp)))
        .build();
  }

  private static Optional<LookAgain> leaving(StoredAlert alert, Pending pending) {
    return Optional.of(alert)
        .filter(_ -> pending.action() == AlertAction.CREATE && !pending.mustBeGivenUp())
        .flatMap(Sharing::leaving);
  }

  private static boolean opens(AlertAction action) {
    return action == AlertAction.CREATE || action == AlertAction.REOPEN;
  }

  private static Decision rejected(StoredAlert alert, Verdict.Apply verdict) {
    return new Decision.Skip(
        AlertAction.REJECT,
        ReasonCode.INCOMPLETE,
        "An issue would be opened, but the sender named no team or no priority: "
            + verdict.reason(),
        alert.fingerprint(),
        alert.episode(),
        Optional.empty());
  }

  /** The check that its first delivery was to send may not have been sent. */
  private static Decision alreadyHandled(StoredAlert alert, Instant now) {
    return new Decision.Skip(
        AlertAction.SKIP_STALE,
        ReasonCode.DUPLICATE,
        "This event has already been handled.",
        alert.fingerprint(),
        alert.episode(),
        alert.issue(),
        LookAgains.of(alert, now));
  }

  private static Decision skip(
      StoredAlert alert, AlertAction action, ReasonCode code, String reason) {
    return new Decision.Skip(
        action, code, reason, alert.fingerprint(), alert.episode(), alert.issue());
  }
}
