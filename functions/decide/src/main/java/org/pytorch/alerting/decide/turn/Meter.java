package org.pytorch.alerting.decide.turn;

import java.time.Duration;
import java.time.Instant;

/**
 * One limit of a {@link Budget}, as the generic cell rate algorithm has it: each unit pushes the
 * time at which all units are paid for by {@code interval}, and that time may be ahead of the clock
 * by no more than {@code burst} units.
 *
 * @param interval between two units in the long run
 * @param burst units that may be used at once after a rest, from 1
 */
record Meter(Duration interval, int burst) {

  /**
   * {@return when {@code units} may be used, at {@code now} or later} More units than a burst are
   * let in as soon as a whole burst would be.
   *
   * @param paidUntil until when the units used before are paid for
   */
  Instant free(Instant paidUntil, int units, Instant now) {
    Duration tolerance = interval.multipliedBy(Math.max(0, burst - units));
    return later(now, paidUntil.minus(tolerance));
  }

  /** {@return until when all are paid for, with {@code units} used at {@code time}} */
  Instant paid(Instant paidUntil, int units, Instant time) {
    return later(paidUntil, time).plus(interval.multipliedBy(units));
  }

  static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
