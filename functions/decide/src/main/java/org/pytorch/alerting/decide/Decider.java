package org.pytorch.alerting.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.model.AlertAction;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.DeadlineExceededException;
import org.pytorch.alerting.model.Decision;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.IssueRef;
import org.pytorch.alerting.model.Json;
import org.pytorch.alerting.model.SentWindow;

/**
 * Says what an event means and claims the right to act on it. Pure: the claim is made when the row
 * it returns has been written.
 *
 * <p>The order matters: an action that nobody finishes is finished first, even by an event that
 * asks for nothing itself, so that no claim stays behind.
 */
public final class Decider implements Rule<DecideRequest, Decision> {
  /**
   * How long a claim keeps others off: longer than anything its holder started can last. Execution
   * 240 s + a GitHub call begun in its last moment 27 s + 33 s for clocks that differ.
   */
  public static final Duration LEASE = Duration.ofSeconds(300);

  /**
   * What must be left of an execution before it takes a claim: it would otherwise be cut off
   * between acting and recording, and keep others off for a whole lease. Room for one GitHub call
   * with a retry, or the function refuses by itself with 60 s left, and for the record.
   */
  public static final Duration TIME_FOR_A_CLAIM = Duration.ofSeconds(90);

  private final Duration lease;

  public Decider() {
    this(LEASE);
  }

  /** A lease other than {@link #LEASE} is for tests that show what a wrong one does. */
  public Decider(Duration lease) {
    this.lease = lease;
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
    return switch (LifecycleTable.look(known, request, now)) {
      case Verdict.NothingNew(String reason) ->
          new Transition.Keep<>(skip(known.orElseThrow(), AlertAction.SKIP_STALE, reason));
      case Verdict.Wait(Instant until, String reason) ->
          new Transition.Refuse<>(
              new AlertBusyException("%s; decided at %s".formatted(reason, Json.format(until))));
      case Verdict.Learn learn when learn.action().isClaimed() ->
          claimOrReject(stored, known, learn, request, now);
      case Verdict.Learn learn -> {
        StoredAlert next =
            learned(stored, known, learn, request, now).remember(request.eventId()).build();
        yield new Transition.Write<>(next, skip(next, learn.action(), learn.reason()));
      }
    };
  }

  private Transition<Decision> whilePending(
      StoredAlert alert, Pending pending, DecideRequest request, Instant now) {
    if (pending.token().equals(request.token()) && pending.held()) {
      // The step is retried, or our write's answer was lost. Not even a lapsed lease matters: an
      // execution that still asks has not used up its time, and one that released does not ask.
      return new Transition.Keep<>(
          claimed(alert, pending, request, "The asker already holds this claim."));
    }
    if (pending.isLeaseAlive(now)) {
      return alert.hasHandled(request.eventId())
          ? new Transition.Keep<>(alreadyHandled(alert))
          : new Transition.Refuse<>(busy(pending));
    }
    return tooLate(request, now).orElseGet(() -> takeOver(alert, pending, request, now));
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
    Pending taken = pending.takenOverBy(request.token(), now, lease);
    // What is given up goes to the dead-letter queue as its own sender said it.
    Pending ours = taken.isHopeless() ? taken : newestText(alert, taken, request);
    StoredAlert next = alert.next(now).pending(Optional.of(ours)).build();
    String reason =
        ours.isHopeless()
            ? "%s for event %s is given up, %s: %s"
                .formatted(
                    ours.action(),
                    ours.eventId(),
                    ours.refused()
                        ? "GitHub refuses it"
                        : "%d attempts failed".formatted(ours.attempt() - 1),
                    ours.failure().orElse("its attempts ended without a word"))
            : "%s for event %s was left unfinished by %s; attempt %d finishes it."
                .formatted(ours.action(), ours.eventId(), pending.token(), ours.attempt());
    return new Transition.Write<>(next, claimed(next, ours, request, reason));
  }

  /** What the asker has to say about the same thing is what is told, if it is the newer word. */
  private static Pending newestText(StoredAlert alert, Pending pending, DecideRequest request) {
    boolean sameThing = request.event().state() == pending.event().state();
    boolean newer = request.saidAt().isAfter(pending.saidAt());
    return sameThing && newer
        ? pending.telling(alert.details().complete(request.event()), request.saidAt())
        : pending;
  }

  /**
   * An issue is only opened for an event with a team and a priority: its own or, in an episode that
   * has begun, the ones that the alert is known by.
   */
  private Transition<Decision> claimOrReject(
      Optional<StoredAlert> stored,
      Optional<StoredAlert> known,
      Verdict.Learn learn,
      DecideRequest request,
      Instant now) {
    Optional<StoredAlert> sameEpisode = known.filter(alert -> alert.episode() == learn.episode());
    AlertEvent event =
        sameEpisode.map(alert -> alert.details().complete(request.event())).orElse(request.event());
    if (learn.action() == AlertAction.CREATE && !event.isComplete()) {
      return new Transition.Keep<>(rejected(known, request, learn));
    }
    return tooLate(request, now)
        .orElseGet(
            () -> {
              Optional<SentWindow> sent = sameEpisode.flatMap(StoredAlert::sent);
              Pending claim = Pending.first(learn.action(), request, event, sent, now, lease);
              StoredAlertBuilder next =
                  learned(stored, known, learn, request, now).pending(Optional.of(claim));
              if (learn.action() == AlertAction.CREATE && sent.isEmpty()) {
                // The attempt may open the issue and fail; a person may close it before it is
                // found.
                next.firingAt(Optional.of(event.occurredAt()));
              }
              StoredAlert claimed = next.build();
              return new Transition.Write<>(
                  claimed, claimed(claimed, claim, request, learn.reason()));
            });
  }

  /** An expired row's content is forgotten, but its version still guards the write. */
  private static StoredAlertBuilder learned(
      Optional<StoredAlert> stored,
      Optional<StoredAlert> known,
      Verdict.Learn learn,
      DecideRequest request,
      Instant now) {
    StoredAlertBuilder next =
        known
            .map(StoredAlertBuilder::new)
            .orElseGet(() -> new StoredAlertBuilder(request.fingerprint()));
    if (known.isEmpty() || known.get().episode() != learn.episode()) {
      next.newEpisode(learn.episode(), request.saidAt(), now);
    }
    if (known.filter(alert -> alert.isNewerThan(request)).isEmpty()) {
      next.lastProviderStateAt(request.event().occurredAt()).lastSaidAt(request.saidAt());
    }
    return next.following(stored.map(StoredAlert::version).orElse(0L), now)
        .status(learn.status())
        .seenClosedBy(Optional.empty())
        .lastSeenAt(now)
        .details(
            AlertDetails.of(request.event(), request.envelope(), known.map(StoredAlert::details)));
  }

  /** {@return the refusal, when too little is left of the execution to take a claim} */
  private static Optional<Transition<Decision>> tooLate(DecideRequest request, Instant now) {
    try {
      request.deadline().require(TIME_FOR_A_CLAIM, now);
      return Optional.empty();
    } catch (DeadlineExceededException tooLate) {
      return Optional.of(new Transition.Refuse<>(tooLate));
    }
  }

  private static Decision claimed(
      StoredAlert alert, Pending pending, DecideRequest request, String reason) {
    boolean help = !pending.eventId().equals(request.eventId());
    return new Decision(
        pending.isHopeless() ? AlertAction.GIVE_UP : pending.action(),
        reason,
        alert.fingerprint(),
        alert.episode(),
        help,
        Optional.of(pending.toClaim()),
        alert.issue(),
        pending.action() == AlertAction.CREATE ? alert.formerIssue() : Optional.empty(),
        alert.checkedForDuplicates());
  }

  private static Decision rejected(
      Optional<StoredAlert> known, DecideRequest request, Verdict.Learn learn) {
    return unclaimed(
        AlertAction.REJECT,
        "An issue would be opened, but the sender named no team or no priority: " + learn.reason(),
        request.fingerprint(),
        known.map(StoredAlert::episode).orElse(0),
        Optional.empty());
  }

  private static Decision alreadyHandled(StoredAlert alert) {
    return skip(alert, AlertAction.SKIP_STALE, "This event has already been handled.");
  }

  private static Decision skip(StoredAlert alert, AlertAction action, String reason) {
    return unclaimed(action, reason, alert.fingerprint(), alert.episode(), alert.issue());
  }

  private static Decision unclaimed(
      AlertAction action,
      String reason,
      Fingerprint fingerprint,
      int episode,
      Optional<IssueRef> issue) {
    return new Decision(
        action,
        reason,
        fingerprint,
        episode,
        false,
        Optional.empty(),
        issue,
        Optional.empty(),
        false);
  }
}
