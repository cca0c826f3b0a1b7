package org.pytorch.alerting.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.model.AlertAction;
import org.pytorch.alerting.model.DeadlineExceededException;
import org.pytorch.alerting.model.Decision;
import org.pytorch.alerting.model.Json;

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
      return new Transition.Keep<>(
          skip(known.get(), AlertAction.SKIP_STALE, "This event has already been handled."));
    }
    return switch (LifecycleTable.look(known, request.event())) {
      case Verdict.NothingNew(String reason) ->
          new Transition.Keep<>(skip(known.orElseThrow(), AlertAction.SKIP_STALE, reason));
      case Verdict.Learn learn when learn.action().isClaimed() ->
          tooLate(request, now).orElseGet(() -> claim(stored, known, learn, request, now));
      case Verdict.Learn learn -> {
        StoredAlert next =
            learned(stored, known, learn, request, now).remember(request.eventId()).build();
        yield new Transition.Write<>(next, skip(next, learn.action(), learn.reason()));
      }
    };
  }

  private Transition<Decision> whilePending(
      StoredAlert alert, Pending pending, DecideRequest request, Instant now) {
    if (pending.token().equals(request.token())) {
      // The step is retried, or our write's answer was lost. Not even a lapsed lease matters: an
      // execution that still asks has not used up its time, and one that released does not ask.
      return new Transition.Keep<>(
          claimed(alert, pending, request, "The asker already holds this claim."));
    }
    if (pending.isLeaseAlive(now)) {
      return new Transition.Refuse<>(
          new AlertBusyException(
              "%s for event %s is in the hands of %s until %s at the latest"
                  .formatted(
                      pending.action(),
                      pending.eventId(),
                      pending.token(),
                      Json.format(pending.leaseExpiresAt()))));
    }
    return tooLate(request, now).orElseGet(() -> takeOver(alert, pending, request, now));
  }

  private Transition<Decision> takeOver(
      StoredAlert alert, Pending pending, DecideRequest request, Instant now) {
    Pending ours = pending.takenOverBy(request.token(), now.plus(lease));
    StoredAlert next = alert.next(now).pending(Optional.of(ours)).build();
    String reason =
        "%s for event %s was left unfinished by %s; attempt %d finishes it."
            .formatted(pending.action(), pending.eventId(), pending.token(), ours.attempt());
    return new Transition.Write<>(next, claimed(next, ours, request, reason));
  }

  private Transition<Decision> claim(
      Optional<StoredAlert> stored,
      Optional<StoredAlert> known,
      Verdict.Learn learn,
      DecideRequest request,
      Instant now) {
    // An episode whose creation is recorded without an issue: GitHub was switched off by then, but
    // an attempt before may have posted. So this one looks first, from the episode's beginning.
    Optional<Instant> createdBefore =
        known
            .filter(alert -> alert.episode() == learn.episode() && alert.issue().isEmpty())
            .map(StoredAlert::firstSeenAt);
    Pending claim =
        new Pending(
            learn.action(),
            request.eventId(),
            request.event(),
            request.token(),
            createdBefore.isPresent() ? 2 : 1,
            createdBefore.orElse(now),
            now.plus(lease));
    StoredAlert next =
        learned(stored, known, learn, request, now).pending(Optional.of(claim)).build();
    return new Transition.Write<>(next, claimed(next, claim, request, learn.reason()));
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
      next.newEpisode(learn.episode(), now);
    }
    return next.following(stored.map(StoredAlert::version).orElse(0L), now)
        .status(learn.status())
        .lastProviderStateAt(request.event().occurredAt())
        .lastSeenAt(now)
        .details(AlertDetails.of(request.event(), request.envelope()));
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
        pending.action(),
        reason,
        alert.fingerprint(),
        alert.episode(),
        help,
        Optional.of(pending.toClaim()),
        alert.issue());
  }

  private static Decision skip(StoredAlert alert, AlertAction action, String reason) {
    return new Decision(
        action,
        reason,
        alert.fingerprint(),
        alert.episode(),
        false,
        Optional.empty(),
        alert.issue());
  }
}
