package org.pytorch.alerting.decide.turn;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.pytorch.alerting.decide.turn.TurnRequest.Lane;

/**
 * The turns of our App at GitHub: one item in the table, changed by one conditional write. If the
 * item is lost, a budget is given out again; if it is changed twice, a turn is wasted.
 *
 * <p>Times are rounded up to the millisecond, so that no turn is early.
 *
 * @param version grows by one with every change, from 1; 0 if there is no item yet
 */
public record TurnBook(long version, PaidUntil paidUntil, Returns returns, Silence silence) {

  /** No message is postponed longer than this. */
  static final Duration LONGEST_RETURN = Duration.ofHours(1);

  /** A rate limit that follows another sooner than this is doubled. */
  static final Duration NEW_SILENCE = Duration.ofMinutes(10);

  /** The longest that doubling leads to; GitHub itself may ask for more. */
  static final Duration LONGEST_DOUBLED = Duration.ofMinutes(15);

  public static final TurnBook EMPTY =
      new TurnBook(
          0,
          new PaidUntil(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH),
          new Returns(Instant.EPOCH, Instant.EPOCH),
          new Silence(Instant.EPOCH, Duration.ZERO));

  /**
   * Until when the turns given out are paid for, by each limit of the {@link Budget}.
   *
   * @param requests in ms
   * @param minute writes by the minute, in ms
   * @param hour writes by the hour, in ms
   */
  public record PaidUntil(Instant requests, Instant minute, Instant hour) {
    public PaidUntil {
      requests = inMillis(requests);
      minute = inMillis(minute);
      hour = inMillis(hour);
    }

    /** {@return when no limit is in the way of {@code request}, at {@code from} or later} */
    private Instant free(TurnRequest request, Budget budget, Instant from) {
      Instant free = budget.requests().free(requests, request.requests(), from);
      free = budget.writesInMinute().free(minute, request.writes(), free);
      return budget.writesInHour().free(hour, request.writes(), free);
    }

    private PaidUntil with(TurnRequest request, Budget budget, Instant turn) {
      return new PaidUntil(
          budget.requests().paid(requests, request.requests(), turn),
          budget.writesInMinute().paid(minute, request.writes(), turn),
          budget.writesInHour().paid(hour, request.writes(), turn));
    }
  }

  /**
   * The retry times of the next messages without a turn.
   *
   * @param urgent of the {@link Lane#URGENT} lane, in ms
   * @param others of all other lanes, in ms
   */
  public record Returns(Instant urgent, Instant others) {
    public Returns {
      urgent = inMillis(urgent);
      others = inMillis(others);
    }

    /** Urgent messages are scheduled as if there were no others; the others come after all. */
    private Instant of(Lane lane) {
      return lane == Lane.URGENT ? urgent : Meter.later(urgent, others);
    }

    private Returns with(Lane lane, Instant next) {
      return lane == Lane.URGENT ? new Returns(next, others) : new Returns(urgent, next);
    }
  }

  /**
   * The last time that GitHub rate-limited us.
   *
   * @param until in ms
   * @param length in ms
   */
  public record Silence(Instant until, Duration length) {
    public Silence {
      until = inMillis(until);
      length = length.truncatedTo(ChronoUnit.MILLIS);
    }

    /** {@return the next one} If our App is limited repeatedly, it waits longer each time. */
    private Silence followedBy(Instant nextUntil, Instant now) {
      Duration asked = Duration.between(now, nextUntil);
      boolean again = now.isBefore(until.plus(NEW_SILENCE)) && now.isAfter(until);
      Duration doubled = length.multipliedBy(2);
      Duration capped = doubled.compareTo(LONGEST_DOUBLED) < 0 ? doubled : LONGEST_DOUBLED;
      Duration next = again && capped.compareTo(asked) > 0 ? capped : asked;
      return new Silence(now.plus(next), next);
    }
  }

  private static Instant inMillis(Instant time) {
    Instant down = time.truncatedTo(ChronoUnit.MILLIS);
    return down.equals(time) ? down : down.plusMillis(1);
  }

  /** A turn, and the changed book. */
  record Moved(Turn turn, TurnBook next) {}

  /** {@return the next turn for {@code request}, or when to ask again} */
  Moved take(TurnRequest request, Budget budget, Instant now) {
    Instant free = paidUntil.free(request, budget, Meter.later(now, silence.until()));
    return free.isAfter(now.plus(request.lane().ahead()))
        ? postponed(request, budget, free, now)
        : new Moved(new Turn.Granted(free), with(paidUntil.with(request, budget, free)));
  }

  /** Each postponed message gets a different retry time, otherwise all would return at once. */
  private Moved postponed(TurnRequest request, Budget budget, Instant free, Instant now) {
    Instant at = Meter.later(free, returns.of(request.lane()));
    Instant latest = now.plus(LONGEST_RETURN);
    Instant retryAt = at.isAfter(latest) ? latest : at;
    Instant next = retryAt.plus(budget.pace().multipliedBy(request.writes()));
    return new Moved(new Turn.TooFar(retryAt), with(returns.with(request.lane(), next)));
  }

  /** {@return the book with GitHub's rate limit until {@code until}, if that is news} */
  TurnBook silent(Instant until, Instant now) {
    return until.isAfter(silence.until()) ? with(silence.followedBy(until, now)) : this;
  }

  private TurnBook with(PaidUntil next) {
    return new TurnBook(version + 1, next, returns, silence);
  }

  private TurnBook with(Returns next) {
    return new TurnBook(version + 1, paidUntil, next, silence);
  }

  private TurnBook with(Silence next) {
    return new TurnBook(version + 1, paidUntil, returns, next);
  }
}
