package org.pytorch.alerting.bench;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/**
 * One figure and its goal.
 *
 * @param value empty when there is nothing to measure it by
 * @param goal the value may not be above it
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

  /** {@return whether the goal is reached; a figure that is missing reaches none} */
  boolean ok() {
    return value.isPresent() && value.getAsDouble() <= goal;
  }
}
