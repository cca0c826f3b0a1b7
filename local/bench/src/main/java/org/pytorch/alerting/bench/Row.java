package org.pytorch.alerting.bench;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/**
 * One measured value and its goal.
 *
 * @param value empty if it could not be measured
 * @param goal the largest acceptable value
 */
record Row(String name, OptionalDouble value, String unit, double goal) {
  Row {
    requireNonNull(name, "name is null");
    requireNonNull(value, "value is null");
    requireNonNull(unit, "unit is null");
  }

  static Row of(String name, double value, String unit, double goal) {
    return new Row(name, OptionalDouble.of(value), unit, goal);
  }

  /** {@return whether the goal is reached; false if the value is missing} */
  boolean ok() {
    return value.isPresent() && value.getAsDouble() <= goal;
  }
}
