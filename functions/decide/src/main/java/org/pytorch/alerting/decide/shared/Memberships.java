package org.pytorch.alerting.decide.shared;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.pytorch.alerting.decide.StateContentionException;
import org.pytorch.alerting.decide.StateStoreUnavailableException;
import org.pytorch.alerting.decide.retry.Backoff;
import org.pytorch.alerting.model.Fingerprint;

/** Keeps the {@link MemberBook}s, for all instances. */
public final class Memberships {
  /** Each failed write means that another member was written, so this many may compete. */
  static final int MAX_MOVES = 50;

  private final MemberStore store;
  private final InstantSource clock;
  private final Backoff backoff;

  public Memberships(MemberStore store, InstantSource clock, Backoff backoff) {
    this.store = store;
    this.clock = clock;
    this.backoff = backoff;
  }

  /**
   * Writes what {@code member} says now into the book of {@code issue}.
   *
   * @param knownFiring how many of its members fired when the issue was last looked at; asked only
   *     if there is no book
   * @param canSendCheck whether the caller can send a check of {@code issue}
   * @param latest no write starts later
   * @throws StateContentionException if others changed the book too often
   * @throws StateStoreUnavailableException if the store fails; the book may have been written
   */
  public MemberBook.Updated update(
      SharedIssue issue,
      Member member,
      IntSupplier knownFiring,
      boolean canSendCheck,
      Instant latest) {
    Fingerprint fingerprint = issue.fingerprint();
    for (int moves = 1; ; moves++) {
      MemberBook before =
          store
              .findMembers(fingerprint)
              .orElseGet(() -> MemberBook.missing(issue, knownFiring.getAsInt(), clock.instant()));
      requireTime(latest);
      MemberBook.Updated updated =
          readable(fingerprint, () -> before.updated(member, clock.instant(), canSendCheck));
      // Not equals(), which would read every line.
      if (updated.next().version() == before.version()
          || store.moveMembers(before.version(), updated.next())) {
        return updated;
      }
      pauseBeforeNext(moves, latest);
    }
  }

  /**
   * {@return the book of the issue whose check has arrived; empty if the check is not of a shared
   * issue}
   *
   * @param latest no write starts later
   * @throws StateContentionException if others changed the book too often
   * @throws StateStoreUnavailableException if the store fails
   */
  public Optional<MemberBook> checked(Fingerprint issue, Instant latest) {
    UnaryOperator<MemberBook> checked = book -> book.checked(clock.instant());
    for (int moves = 1; ; moves++) {
      Optional<MemberBook> before = store.findMembers(issue);
      requireTime(latest);
      Optional<MemberBook> next = readable(issue, () -> before.map(checked));
      if (next.map(MemberBook::version).equals(before.map(MemberBook::version))
          || store.moveMembers(before.orElseThrow().version(), next.orElseThrow())) {
        return next;
      }
      pauseBeforeNext(moves, latest);
    }
  }

  /** A page is read only when it is needed. */
  private static <T> T readable(Fingerprint issue, Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new StateStoreUnavailableException(
          "the members of the shared issue %s cannot be read: %s. Fix its item, or deploy the version that wrote it."
              .formatted(issue, e.getMessage()));
    }
  }

  private void requireTime(Instant latest) {
    if (clock.instant().isAfter(latest)) {
      throw new StateStoreUnavailableException(
          "the members of a shared issue were read too late to be changed; DynamoDB is slow");
    }
  }

  private void pauseBeforeNext(int lost, Instant latest) {
    if (lost == MAX_MOVES || clock.instant().isAfter(latest)) {
      throw new StateContentionException(
          "other members of a shared issue changed %d times in a row".formatted(lost));
    }
    backoff.pause(lost);
  }
}
