package org.pytorch.alerting.decide.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.DecideRequest.Trigger;
import org.pytorch.alerting.decide.row.EpisodeLog;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.Withheld;
import org.pytorch.alerting.decide.storm.PlaceRequest;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.check.NextCheck;
import org.pytorch.alerting.model.json.Json;

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
  private final Claims claims;

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
    this.claims = new Claims(repository, lease, searchUnknown);
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

  /** {@return a decider with another pause between refreshes, for tests} */
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
    return switch (request.trigger()) {
      case Trigger.Event _, Trigger.Shared _ -> {
        DecideRequest known = Sharing.asKnown(alert, request);
        yield carriedOut(alert, known, now, verdict(alert, known, now));
      }
      case Trigger.Check(CheckReason reason) ->
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
      case Verdict.CheckLater later -> checkLater(alert, later, request, now);
      case Verdict.Apply apply when apply.action().isClaimed() ->
          claimOrReject(alert, apply, request, now);
      case Verdict.Apply apply -> NextRow.written(alert, apply, request, now);
    };
  }

  private static Transition<Decision> checkLater(
      StoredAlert alert, Verdict.CheckLater later, DecideRequest request, Instant now) {
    NextCheck next = NextChecks.waiting(alert, now);
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

  private Transition<Decision> whilePending(
      StoredAlert alert, Pending pending, DecideRequest request, Instant now) {
    if (pending.token().equals(request.token()) && pending.held()) {
      // The step is retried, or our write's response was lost. Even an expired lease does not
      // matter: an execution that still asks has time left, and one that released does not ask.
      return new Transition.Keep<>(
          claims.claimed(
              alert,
              pending,
              request,
              ReasonCode.ALREADY_CLAIMED,
              "The caller already holds this claim.",
              now));
    }
    boolean lives = pending.isLeaseActive(now);
    if (pending.isMereRefresh() && !(lives && pending.held())) {
      // The next refresh writes the same, so this one is not finished for its holder.
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
          : new Transition.Refuse<>(Claims.busy(pending));
    }
    return Claims.tooLate(request, now, now)
        .orElseGet(() -> claims.takeOver(alert, pending, request, now));
  }

  /**
   * An issue is only opened for an event with a team and a priority: its own or, within an episode,
   * the alert's known ones.
   */
  private Transition<Decision> claimOrReject(
      StoredAlert alert, Verdict.Apply verdict, DecideRequest request, Instant now) {
    StoredAlert sameEpisode = NextRow.inEpisode(alert, verdict);
    AlertEvent event =
        NextRow.sameIssue(alert, verdict)
            .details()
            .complete(request.said().orElseGet(() -> latest(alert)));
    if (Claims.opens(verdict.action()) && !event.isComplete()) {
      return new Transition.Keep<>(rejected(alert, verdict));
    }
    if (!shares
        || searchUnknown
        || verdict.action() != AlertAction.CREATE
        || !Sharing.mayJoin(sameEpisode, event)) {
      return claims.claim(alert, verdict, event, request, now);
    }
    String target = claims.repositoryFor(sameEpisode, event);
    return Sharing.group(sameEpisode, event, target)
        .map(join -> joined(alert, verdict, join, request, now))
        .or(() -> Claims.tooLate(request, now, now))
        .orElseGet(
            () ->
                new Transition.TakePlace<>(
                    PlaceRequest.of(request.fingerprint(), verdict.episode(), event, target),
                    place ->
                        Sharing.storm(place, sameEpisode, event, target)
                            .map(join -> joined(alert, verdict, join, request, now))
                            .orElseGet(() -> claims.claim(alert, verdict, event, request, now))));
  }

  /** The episode begins, or continues, in a shared issue. */
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
        NextRow.after(alert, verdict, request, now).sharedIssue(Optional.of(join.issue())).build();
    return NextRow.written(alert, learned, verdict, request, now);
  }

  /** {@return the newest event, with all its texts if an issue was withheld from it} */
  private static AlertEvent latest(StoredAlert alert) {
    EpisodeLog log = alert.log();
    return log.withheld().flatMap(Withheld::event).or(log::latest).orElseThrow();
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

  /** The check that its first delivery should have sent may be missing. */
  private static Decision alreadyHandled(StoredAlert alert, Instant now) {
    return new Decision.Skip(
        AlertAction.SKIP_STALE,
        ReasonCode.DUPLICATE,
        "This event has already been handled.",
        alert.fingerprint(),
        alert.episode(),
        alert.issue(),
        NextChecks.of(alert, now));
  }

  private static Decision skip(
      StoredAlert alert, AlertAction action, ReasonCode code, String reason) {
    return new Decision.Skip(
        action, code, reason, alert.fingerprint(), alert.episode(), alert.issue());
  }
}
