package org.pytorch.alerting.decide.turn;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The turns of our App at GitHub: one item in the table, changed by one conditional write. If the
 * item is lost, a budget is given out again; if it is changed twice, a turn is wasted.
 *
 * <p>Times are rounded up to the millisecond, so that no turn is early.
 *
 * @param version grows by one with every change, from 1; 0 if there is no item yet
 * @param requestsUntil until when the requests given out are paid for, in ms
 * @param minuteUntil the same for writes by the minute
 * @param hourUntil the same for writes by the hour
 * @param urgentReturnsUntil the retry time of the next {@link TurnRequest.Lane#URGENT} message
 *     without a turn
 * @param returnsUntil the retry time of the next message of any other lane without a turn
 * @param silentUntil until when GitHub has rate-limited us
 * @param silence how long the last rate limit was, in ms
 */
public record TurnBook(
    long version,
    Instant requestsUntil,
    Instant minuteUntil,
    Instant hourUntil,
    Instant urgentReturnsUntil,
    Instant returnsUntil,
    Instant silentUntil,
    Duration silence) {

  /** No message is postponed longer than this. */
  static final Duration LONGEST_RETURN = Duration.ofHours(1);

  /** A rate limit that follows another sooner than this is doubled. */
  static final Duration NEW_SILENCE = Duration.ofMinutes(10);

  /** The longest that doubling leads to; GitHub itself may ask for more. */
  static final Duration LONGEST_DOUBLED = Duration.ofMinutes(15);

  public static final TurnBook EMPTY =
      new TurnBook(
          0,
          Instant.EPOCH,
          Instant.EPOCH,
          Instant.EPOCH,
          Instant.EPOCH,
          Instant.EPOCH,
          Instant.EPOCH,
          Duration.ZERO);

  public TurnBook {
    requestsUntil = inMillis(requestsUntil);
    minuteUntil = inMillis(minuteUntil);
    hourUntil = inMillis(hourUntil);
    urgentReturnsUntil = inMillis(urgentReturnsUntil);
    returnsUntil = inMillis(returnsUntil);
    silentUntil = inMillis(silentUntil);
    silence = silence.truncatedTo(ChronoUnit.MILLIS);
  }

  private static Instant inMillis(Instant time) {
    Instant down = time.truncatedTo(ChronoUnit.MILLIS);
    return down.equals(time) ? down : down.plusMillis(1);
  }

  /** A turn, and the changed book. */
  record Moved(Turn turn, TurnBook next) {}

  /** {@return the next turn for {@code request}, or when to ask again} */
  Moved take(TurnRequest request, Budget budget, Instant now) {
    Meter requests = budget.requests();
    Meter minute = budget.writesInMinute();
    Meter hour = budget.writesInHour();
    Instant free = Meter.later(now, silentUntil);
    free = requests.free(requestsUntil, request.requests(), free);
    free = minute.free(minuteUntil, request.writes(), free);
    free = hour.free(hourUntil, request.writes(), free);
    if (free.isAfter(now.plus(request.lane().ahead()))) {
      return postponed(request, budget, free, now);
    }
    Instant turn = free;
    return new Moved(
        new Turn.Granted(turn),
        new TurnBook(
            version + 1,
            requests.paid(requestsUntil, request.requests(), turn),
            minute.paid(minuteUntil, request.writes(), turn),
            hour.paid(hourUntil, request.writes(), turn),
            urgentReturnsUntil,
            returnsUntil,
            silentUntil,
            silence));
  }

  /**
   * Each postponed message gets a different retry time, otherwise all would return at once. Urgent
   * messages are scheduled as if there were no others; the others are scheduled after all.
   */
  private Moved postponed(TurnRequest request, Budget budget, Instant free, Instant now) {
    boolean urgent = request.lane() == TurnRequest.Lane.URGENT;
    Instant line = urgent ? urgentReturnsUntil : Meter.later(urgentReturnsUntil, returnsUntil);
    Instant at = Meter.later(free, line);
    Instant latest = now.plus(LONGEST_RETURN);
    Instant retryAt = at.isAfter(latest) ? latest : at;
    Instant next = retryAt.plus(budget.pace().multipliedBy(request.writes()));
    return new Moved(
        new Turn.TooFar(retryAt),
        new TurnBook(
            version + 1,
            requestsUntil,
            minuteUntil,
            hourUntil,
            urgent ? next : urgentReturnsUntil,
            urgent ? returnsUntil : next,
            silentUntil,
            silence));
  }

  /**
   * {@return the book with GitHub's rate limit until {@code until}} If our App is limited
   * repeatedly, it waits longer each time.
   */
  TurnBook silent(Instant until, Instant now) {
    if (!until.isAfter(silentUntil)) {
      return this;
    }
    Duration asked = Duration.between(now, until);
    boolean again = now.isBefore(silentUntil.plus(NEW_SILENCE)) && now.isAfter(silentUntil);
    Duration doubled = silence.multipliedBy(2);
    Duration capped = doubled.compareTo(LONGEST_DOUBLED) < 0 ? doubled : LONGEST_DOUBLED;
    Duration length = again && capped.compareTo(asked) > 0 ? capped : asked;
    return new TurnBook(
        version + 1,
        requestsUntil,
        minuteUntil,
        hourUntil,
        urgentReturnsUntil,
        returnsUntil,
        now.plus(length),
        length);
  }
}
