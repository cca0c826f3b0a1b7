package org.pytorch.alerting.decide;

import org.pytorch.alerting.decide.turn.Budget;
import org.pytorch.alerting.runtime.Environment;

/**
 * The settings in the variables of every function that changes alerts' rows; record has no others.
 *
 * @param table {@code STATUS_TABLE_NAME}, the DynamoDB table of the rows
 * @param budget {@code GITHUB_REQUESTS_PER_SECOND}, {@code GITHUB_WRITES_PER_MINUTE} and {@code
 *     GITHUB_WRITES_PER_HOUR}, by default {@link Budget#DEFAULT}
 */
record StateSettings(String table, Budget budget) {
  /**
   * {@return the settings in {@code environment}}
   *
   * @throws IllegalStateException if a variable is missing or malformed; the message names it
   */
  static StateSettings of(Environment environment) {
    return new StateSettings(
        environment.required("STATUS_TABLE_NAME"),
        new Budget(
            environment.number(
                "GITHUB_REQUESTS_PER_SECOND", Budget.DEFAULT.requestsPerSecond(), 0.1, 1_000),
            environment.number(
                "GITHUB_WRITES_PER_MINUTE", Budget.DEFAULT.writesPerMinute(), 1, 100_000),
            environment.number(
                "GITHUB_WRITES_PER_HOUR", Budget.DEFAULT.writesPerHour(), 1, 1_000_000)));
  }
}
