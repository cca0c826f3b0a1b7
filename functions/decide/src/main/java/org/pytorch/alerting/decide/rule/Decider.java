package org.pytorch.alerting.decide.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.pytorch.alerting.decide.AlertBusyException;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.row.AlertDetails;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.StoredAlertBuilder;
import org.pytorch.alerting.decide.turn.Turn;
import org.pytorch.alerting.decide.turn.TurnRequest;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.DecisionActBuilder;
import org.pytorch.alerting.model.action.IssueRef;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Routing;
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

  /**
   * @param repository where new issues belong, {@code owner/name}
   */
  public Decider(String repository) {
    this(repository, LEASE);
  }

  /** A lease other than {@link #LEASE} is for tests that show the effect of a wrong one. */
  public Decider(String repository, Duration lease) {
    this(repository, lease, false);
  }

  private Decider(String repository, Duration lease, boolean searchUnknown) {
    this.repository = repository;
    this.lease = lease;
    this.searchUnknown = searchUnknown;
  }

  /**
   * {@return a decider for a table that may have lost something} An issue that it does not know is
   * searched for: before one is opened, and to be closed when an unknown alert resolves.
   */
  public Decider searchingForUnknownIssues() {
    return new Decider(repository, lease, true);
  }

  @Override
  public Transition<Decision> apply(
      Optional<StoredAlert> stored, DecideRequest request, Instant now) {
    Optional<StoredAlert> known = stored.filter(alert -> !alert.hasExpired(now));
    if (known.isPresent() && known.get().pending().isPresent()) {
      return whilePending(known.get(), known.get().pending().get(), request, now);
    }
    if (known.isPresent() && known.get().hasHandled(request.eventId())) {
      return new Transition.Keep<>(alreadyHandled(known.get()));
    }
    Verdict planned = LifecycleTable.verdict(known, request, now, searchUnknown);
    return switch (PolicyRules.verdict(known, request, planned)) {
      case Verdict.Ignore(AlertAction action, ReasonCode code, String reason) ->
          new Transition.Keep<>(
              unclaimed(
                  action,
                  code,
                  reason,
                  request.fingerprint(),
                  known.map(StoredAlert::episode).orElse(0),
                  known.flatMap(StoredAlert::issue)));
      case Verdict.Stale(ReasonCode code, String reason) ->
          new Transition.Keep<>(skip(known.orElseThrow(), AlertAction.SKIP_STALE, code, reason));
      case Verdict.Wait(Instant until, ReasonCode code, String reason) ->
          new Transition.Keep<>(
              new Decision.Postpone(
                  code,
                  "%s; decided at %s".formatted(reason, Json.format(until)),
                  request.fingerprint(),
                  until));
      case Verdict.Apply verdict when verdict.action().isClaimed() ->
          claimOrReject(stored, known, verdict, request, now);
      case Verdict.Apply verdict -> {
        StoredAlert learned = learned(stored, known, verdict, request, now).build();
        StoredAlert next =
            learned.withRecentEventIds(learned.recentEventIdsWith(request.eventId()));
        yield new Transition.Write<>(
            next, skip(next, verdict.action(), verdict.code(), verdict.reason()));
      }
    };
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
              "The caller already holds this claim."));
    }
    if (pending.isLeaseActive(now)) {
      return alert.hasHandled(request.eventId())
          ? new Transition.Keep<>(alreadyHandled(alert))
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
    TurnRequest turn =
        TurnRequest.of(pending.action(), pending.event().priority(), pending.searchesNext());
    return whenGranted(
        turn, request, now, notBefore -> takenOver(alert, pending, request, notBefore, now));
  }

  private Transition<Decision> takenOver(
      StoredAlert alert, Pending pending, DecideRequest request, Instant notBefore, Instant now) {
    Pending taken = pending.takenOverBy(request.token(), notBefore, now, lease);
    // A given-up event goes to the dead-letter queue with its original text.
    Pending ours = taken.mustBeGivenUp() ? taken : newestText(alert, taken, request);
    StoredAlert next = alert.next(now).pending(Optional.of(ours)).build();
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
    return new Transition.Write<>(next, claimed(next, ours, request, code, reason));
  }

  /** {@return the transition at the turn, unless that is too far in the future or too late} */
  private static Transition<Decision> whenGranted(
      TurnRequest wanted,
      DecideRequest request,
      Instant now,
      Function<Instant, Transition<Decision>> then) {
    return new Transition.TakeTurn<>(
        wanted,
        turn ->
            switch (turn) {
              case Turn.Granted(Instant notBefore) ->
                  tooLate(request, notBefore, now).orElseGet(() -> then.apply(notBefore));
              case Turn.TooFar(Instant retryAt) ->
                  new Transition.Keep<>(
                      new Decision.Postpone(
                          ReasonCode.NO_TURN,
                          "GitHub has no free turn soon; retry at %s."
                              .formatted(Json.format(retryAt)),
                          request.fingerprint(),
                          retryAt));
            });
  }

  /** If the caller's event is newer and has the same state, its text is used. */
  private static Pending newestText(StoredAlert alert, Pending pending, DecideRequest request) {
    boolean sameThing = request.event().state() == pending.event().state();
    boolean newer = request.saidAt().isAfter(pending.saidAt());
    return sameThing && newer
        ? pending.withText(alert.details().complete(request.event()), request.saidAt())
        : pending;
  }

  /**
   * An issue is only opened for an event with a team and a priority: its own or, within an episode,
   * the alert's known ones.
   */
  private Transition<Decision> claimOrReject(
      Optional<StoredAlert> stored,
      Optional<StoredAlert> known,
      Verdict.Apply verdict,
      DecideRequest request,
      Instant now) {
    Optional<StoredAlert> sameEpisode = known.filter(alert -> alert.episode() == verdict.episode());
    AlertEvent event =
        sameEpisode
            .map(alert -> alert.details().complete(request.event()))
            .orElseGet(() -> request.event().completed());
    if (verdict.action() == AlertAction.CREATE && !event.isComplete()) {
      return new Transition.Keep<>(rejected(known, request, verdict));
    }
    Optional<SentWindow> sent = sameEpisode.flatMap(StoredAlert::sent);
    boolean unknown = searchUnknown && sameEpisode.flatMap(StoredAlert::issue).isEmpty();
    TurnRequest turn =
        TurnRequest.of(verdict.action(), event.priority(), sent.isPresent() || unknown);
    return tooLate(request, now, now)
        .orElseGet(
            () ->
                whenGranted(
                    turn,
                    request,
                    now,
                    notBefore -> {
                      Pending claim =
                          Pending.first(
                              verdict.action(), request, event, sent, notBefore, now, lease);
                      StoredAlertBuilder next =
                          learned(stored, known, verdict, request, now)
                              .repository(Optional.of(repositoryFor(sameEpisode, event)))
                              .maintenance(Optional.empty())
                              .pending(Optional.of(claim));
                      if (verdict.action() == AlertAction.CREATE && sent.isEmpty()) {
                        // The attempt may open the issue and fail, and a person may close it
                        // before it is found.
                        next.firingAt(Optional.of(event.occurredAt()));
                      }
                      StoredAlert claimed = next.build();
                      return new Transition.Write<>(
                          claimed,
                          claimed(claimed, claim, request, verdict.code(), verdict.reason()));
                    }));
  }

  /**
   * {@return where to act} The policy says it, unless the episode has an issue, or may have one:
   * then it is where that was opened.
   */
  private String repositoryFor(Optional<StoredAlert> alert, AlertEvent event) {
    boolean settled =
        event.routing().isEmpty()
            || alert.filter(it -> it.issue().isPresent() || it.sent().isPresent()).isPresent();
    return settled
        ? repositoryOf(alert)
        : event.routing().flatMap(Routing::repository).orElse(repository);
  }

  /** An open issue stays in its repository, even if new issues belong to another. */
  private String repositoryOf(Optional<StoredAlert> alert) {
    return alert
        .flatMap(known -> known.issue().map(IssueRef::repo).or(known::repository))
        .orElse(repository);
  }

  /** An expired row's content is ignored, but its version still guards the write. */
  private static StoredAlertBuilder learned(
      Optional<StoredAlert> stored,
      Optional<StoredAlert> known,
      Verdict.Apply verdict,
      DecideRequest request,
      Instant now) {
    StoredAlert before = known.orElseGet(() -> StoredAlert.unknown(request.fingerprint()));
    StoredAlert alert =
        known.isPresent() && before.episode() == verdict.episode()
            ? before
            : before.inNewEpisode(verdict.episode(), request.saidAt(), now);
    StoredAlertBuilder next = alert.following(stored.map(StoredAlert::version).orElse(0L), now);
    if (known.isEmpty() || !before.isNewerThan(request)) {
      next.lastProviderStateAt(request.event().occurredAt()).lastSaidAt(request.saidAt());
    }
    return next.status(verdict.status())
        .seenClosedBy(alert.seenClosedByWithout(request.eventId()))
        .lastSeenAt(now)
        .maintenance(
            verdict.action() == AlertAction.SKIP_POLICY && verdict.status() == AlertStatus.OPEN
                ? request.event().routing().flatMap(Routing::maintenance)
                : Optional.empty())
        .details(
            AlertDetails.of(
                // A new episode's issue has the policy's team and priority, not the last one's.
                alert.episode() == before.episode() ? request.event() : request.event().completed(),
                known.map(StoredAlert::details)));
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

  private Decision claimed(
      StoredAlert alert, Pending pending, DecideRequest request, ReasonCode code, String reason) {
    boolean help = !pending.eventId().equals(request.eventId());
    boolean givesUp = pending.mustBeGivenUp();
    boolean asAsked = pending.event().equals(request.event().withoutRawProvider().completed());
    return DecisionActBuilder.builder()
        .action(givesUp ? AlertAction.GIVE_UP : pending.action())
        .code(code)
        .reason(reason)
        .fingerprint(alert.fingerprint())
        .episode(alert.episode())
        .help(help)
        .claim(pending.toClaim(repositoryOf(Optional.of(alert))))
        .event(Optional.of(pending.event()).filter(_ -> givesUp || !asAsked))
        .issue(alert.issue())
        .formerIssue(alert.formerIssue().filter(_ -> pending.action() == AlertAction.CREATE))
        .checkedForDuplicates(alert.checkedForDuplicates())
        .notBefore(pending.notBefore())
        .build();
  }

  private static Decision rejected(
      Optional<StoredAlert> known, DecideRequest request, Verdict.Apply verdict) {
    return unclaimed(
        AlertAction.REJECT,
        ReasonCode.INCOMPLETE,
        "An issue would be opened, but the sender named no team or no priority: "
            + verdict.reason(),
        request.fingerprint(),
        known.map(StoredAlert::episode).orElse(0),
        Optional.empty());
  }

  private static Decision alreadyHandled(StoredAlert alert) {
    return skip(
        alert,
        AlertAction.SKIP_STALE,
        ReasonCode.DUPLICATE,
        "This event has already been handled.");
  }

  private static Decision skip(
      StoredAlert alert, AlertAction action, ReasonCode code, String reason) {
    return unclaimed(action, code, reason, alert.fingerprint(), alert.episode(), alert.issue());
  }

  private static Decision unclaimed(
      AlertAction action,
      ReasonCode code,
      String reason,
      Fingerprint fingerprint,
      int episode,
      Optional<IssueRef> issue) {
    return new Decision.Skip(action, code, reason, fingerprint, episode, issue);
  }
}
