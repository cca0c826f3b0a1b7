package org.pytorch.alerting.decide.shared;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.decide.message.DecideRequest.Trigger;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.status.SharingAlert;
import org.pytorch.alerting.model.status.SharingAlerts;

/**
 * The alerts that share one issue: one item in the table beside the rows, changed by one
 * conditional write.
 *
 * @param version grows by one with every change, from 1; 0 if there is no item yet
 * @param saidAt orders what the alerts together say: later after each change of it, in ms
 * @param checkAt when a check that is under way is due, in ms
 * @param lost the members that are unknown because the item was lost
 */
public record MemberBook(
    long version,
    SharedIssue issue,
    Instant saidAt,
    Members members,
    Optional<Instant> checkAt,
    Optional<Lost> lost) {
  /**
   * Members that the item had when it was lost, and that have had no event since. They count as
   * firing, so that their issue is not closed before they have resolved.
   *
   * @param count from 1
   * @param at when the loss was noticed, in ms
   * @param checkAt when the check comes that was sent last because of them, in ms
   */
  public record Lost(int count, Instant at, Instant checkAt) {
    /** Longer than an alert that fires is left unreported. Who is silent for longer is over. */
    static final Duration REMEMBERED = Duration.ofHours(24);

    public Lost {
      if (count < 1) {
        throw new IllegalArgumentException("nobody is lost: " + count);
      }
      at = at.truncatedTo(ChronoUnit.MILLIS);
      checkAt = checkAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** {@return the lost members that remain once one of them had an event} */
    private Optional<Lost> withoutOne() {
      return count == 1 ? Optional.empty() : Optional.of(new Lost(count - 1, at, checkAt));
    }

    private Lost checked(Instant now) {
      return checkAt.isAfter(now) ? this : new Lost(count, at, now.plus(LOST_CHECK));
    }
  }

  /** How often an issue is checked while lost members are all that keeps it open. */
  public static final Duration LOST_CHECK = Duration.ofMinutes(15);

  /** The delay of a check, so that one is enough for many alerts that join at once. */
  public static final Duration CHECK_DELAY = Duration.ofSeconds(5);

  /** A check that is this late counts as lost: the next member that changes sends another. */
  static final Duration CHECK_LOST = Duration.ofMinutes(5);

  /**
   * How long a member that is over is remembered: no write that was decided earlier can arrive
   * later than that.
   */
  static final Duration REMEMBERED = Duration.ofHours(1);

  private static final Comparator<Member> FIRST =
      Comparator.comparing((Member member) -> member.alert().state())
          .thenComparing(member -> member.alert().priority().orElse(Priority.P3))
          .thenComparing(member -> member.alert().title())
          .thenComparing(member -> member.fingerprint().hex());

  public MemberBook {
    requireNonNull(issue, "issue is null");
    saidAt = saidAt.truncatedTo(ChronoUnit.MILLIS);
    requireNonNull(members, "members is null");
    checkAt = checkAt.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
  }

  /** {@return the book of an issue without one} */
  public static MemberBook empty(SharedIssue issue) {
    return new MemberBook(
        0, issue, Instant.EPOCH, Members.NONE, Optional.empty(), Optional.empty());
  }

  /**
   * {@return the book of an issue whose book was lost}
   *
   * @param firing how many of its members fired at its last check; 0 if it is new
   */
  static MemberBook missing(SharedIssue issue, int firing, Instant now) {
    return firing == 0
        ? empty(issue)
        : new MemberBook(
            0,
            issue,
            Instant.EPOCH,
            Members.NONE,
            Optional.empty(),
            Optional.of(new Lost(firing, now, now)));
  }

  /**
   * The book once a member has said something.
   *
   * @param next the book to write: the same one if nothing has to be written
   * @param needsCheck whether the caller has to send a check
   * @param repeated whether the book knew of it already
   * @param full whether there is no room for the member
   */
  public record Updated(MemberBook next, boolean needsCheck, boolean repeated, boolean full) {}

  /**
   * {@return the book with what {@code member} says}
   *
   * @param canSendCheck whether the caller can send a check
   */
  public Updated updated(Member member, Instant now, boolean canSendCheck) {
    Optional<Member> known = members.find(member.fingerprint());
    if (known.filter(it -> it.version() >= member.version()).isPresent()) {
      // Written before: but the check of that time may not have been sent.
      return new Updated(this, canSendCheck && checkAt.isPresent(), true, false);
    }
    Optional<Members> next = members.with(known.map(it -> later(it, member)).orElse(member));
    if (next.isEmpty()) {
      return new Updated(this, false, false, true);
    }
    boolean news = known.filter(member::saysTheSameAs).isEmpty();
    // A member with an issue of its own changes nothing that people must see at once.
    boolean urgent = known.isEmpty() || known.get().isFiring() || member.isFiring();
    boolean needsCheck =
        news
            && urgent
            && canSendCheck
            && checkAt.filter(due -> due.plus(CHECK_LOST).isAfter(now)).isEmpty();
    return new Updated(
        new MemberBook(
            version + 1,
            issue,
            news ? later(saidAt.plusMillis(1), now) : saidAt,
            next.get(),
            needsCheck ? Optional.of(now.plus(CHECK_DELAY)) : checkAt,
            known.isEmpty() ? lost.flatMap(it -> isBack(it, member)) : lost),
        needsCheck,
        false,
        false);
  }

  /** Who joins after the loss was not lost; and all others are written as firing first. */
  private static Optional<Lost> isBack(Lost lost, Member member) {
    return member.isFiring() && !member.at().isBefore(lost.at())
        ? Optional.of(lost)
        : lost.withoutOne();
  }

  /**
   * {@return whether a check is needed because of members that are lost}
   *
   * @param checkedFrom a time before it was {@link #checked}; no other caller has sent one since
   */
  public boolean needsCheckOfLost(Instant checkedFrom) {
    return lost.filter(it -> !it.checkAt().isBefore(checkedFrom.plus(LOST_CHECK))).isPresent();
  }

  /** A member that stays in its state came into it before. */
  private static Member later(Member known, Member said) {
    return known.alert().state() == said.alert().state() ? said.since(known.at()) : said;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /**
   * {@return the book once its check has arrived, without the members that were over long ago} A
   * member that changes later sends another check.
   */
  public MemberBook checked(Instant now) {
    Instant from = now.minus(REMEMBERED);
    Members left = members.only(member -> member.isFiring() || member.at().isAfter(from));
    Optional<Lost> silent = lost.filter(it -> it.at().isAfter(now.minus(Lost.REMEMBERED)));
    Optional<Lost> stillLost =
        left.all().anyMatch(Member::isFiring) ? silent : silent.map(it -> it.checked(now));
    if (checkAt.isEmpty() && left.size() == members.size() && stillLost.equals(lost)) {
      return this;
    }
    return new MemberBook(
        version + 1,
        issue,
        silent.equals(lost) ? saidAt : later(saidAt.plusMillis(1), now),
        left,
        Optional.empty(),
        stillLost);
  }

  /** {@return what the members together say about the issue} */
  public Trigger.Shared trigger() {
    return new Trigger.Shared(event(), sharing(), firingSince());
  }

  /** {@return the event of the issue} It fires while one of the members does. */
  public AlertEvent event() {
    List<Member> firing = members.all().filter(Member::isFiring).sorted(FIRST).toList();
    if (firing.isEmpty() && lost.isEmpty()) {
      return issue.event(
          AlertState.RESOLVED,
          members.all().map(Member::at).max(Comparator.naturalOrder()).orElse(saidAt));
    }
    Instant newest = firing.stream().map(Member::at).max(Comparator.naturalOrder()).orElse(saidAt);
    return issue.event(AlertState.FIRING, newest).toBuilder()
        .reason(firing.stream().flatMap(member -> member.reason().stream()).findFirst())
        .priority(
            firing.stream()
                .flatMap(member -> member.alert().priority().stream())
                .min(Comparator.naturalOrder()))
        .teams(
            firing.stream()
                .flatMap(member -> member.team().stream())
                .distinct()
                .limit(AlertEvent.MAX_TEAMS)
                .toList())
        .build();
  }

  /** {@return when the first firing member began to fire} */
  public Optional<Instant> firingSince() {
    return members
        .all()
        .filter(Member::isFiring)
        .map(member -> member.alert().since())
        .min(Comparator.naturalOrder());
  }

  /** {@return the members as the issue lists them} */
  public SharingAlerts sharing() {
    List<SharingAlert> alerts = members.all().sorted(FIRST).map(Member::alert).toList();
    return new SharingAlerts(
        issue.by(),
        count(alerts, SharingAlert.State.FIRING) + lost.map(Lost::count).orElse(0),
        count(alerts, SharingAlert.State.OWN_ISSUE),
        count(alerts, SharingAlert.State.RESOLVED),
        alerts);
  }

  private static int count(List<SharingAlert> alerts, SharingAlert.State state) {
    return Math.toIntExact(alerts.stream().filter(alert -> alert.state() == state).count());
  }
}
