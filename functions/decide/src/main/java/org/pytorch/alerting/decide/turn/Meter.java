package org.pytorch.alerting.decide.turn;

import java.time.Duration;
import java.time.Instant;

/**
 * One limit of a {@link Budget}, by the generic cell rate algorithm: each unit moves the time until
 * which all units are paid for by {@code interval}, and that time may be ahead of the clock by at
 * most {@code burst} units.
 *
 * @param interval between two units in the long run
 * @param burst units that may be used at once after a rest, from 1
 */
record Meter(Duration interval, int burst) {

  /**
   * {@return when {@code units} may be used, at {@code now} or later} More units than a burst may
   * be used as soon as a whole burst may be.
   *
   * @param paidUntil until when the earlier units are paid for
   */
  Instant free(Instant paidUntil, int units, Instant now) {
    Duration tolerance = interval.multipliedBy(Math.max(0, burst - units));
    return later(now, paidUntil.minus(tolerance));
  }

  /** {@return until when all units are paid for, with {@code units} used at {@code time}} */
  Instant paid(Instant paidUntil, int units, Instant time) {
    return later(paidUntil, time).plus(interval.multipliedBy(units));
  }

  static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
