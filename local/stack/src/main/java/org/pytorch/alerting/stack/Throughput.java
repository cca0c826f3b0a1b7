package org.pytorch.alerting.stack;

import org.pytorch.alerting.decide.turn.Budget;

/**
 * How much is asked of GitHub, and how much is brought into flight for it; Terraform computes the
 * same from its variables.
 *
 * @param requestsPerSecond of all instances together, from 1
 * @param writesPerMinute issues, comments and changes of them
 * @param writesPerHour the same
 */
public record Throughput(double requestsPerSecond, int writesPerMinute, int writesPerHour) {
  /** Terraform's defaults. */
  public static final Throughput DEPLOYED = of(Budget.DEFAULT);

  /** For a test or a demonstration on the fake GitHub, where nobody is to wait for a turn. */
  public static final Throughput UNHURRIED = new Throughput(400, 100_000, 1_000_000);

  /** How far ahead a turn is waited for, in seconds: what is beyond it is better off queued. */
  private static final int SECONDS_AHEAD = 30;

  /** Alerts of a message side by side, as the state machine says. */
  private static final int ALERTS_PER_MESSAGE = 10;

  private static final int MAX_BATCH = 10;

  /** {@return what follows from {@code budget}} */
  public static Throughput of(Budget budget) {
    return new Throughput(
        budget.requestsPerSecond(), (int) budget.writesPerMinute(), (int) budget.writesPerHour());
  }

  /** {@return instances of the github function: few, for GitHub asks for serial requests} */
  public int gitHubConcurrency() {
    return Math.clamp((long) Math.floor(requestsPerSecond / 2), 1, 10);
  }

  /** {@return batches in work at a time; Lambda asks for 2 at least} */
  public int starterConcurrency() {
    return Math.max(2, alertsInFlight() / (MAX_BATCH * ALERTS_PER_MESSAGE));
  }

  /** {@return messages in a batch} */
  public int batchSize() {
    return Math.clamp(alertsInFlight() / (starterConcurrency() * ALERTS_PER_MESSAGE), 1, MAX_BATCH);
  }

  /** What can go out while a turn is waited for; a third of a minute's writes may go at once. */
  private int alertsInFlight() {
    double written = writesPerMinute * (SECONDS_AHEAD / 60.0) + writesPerMinute / 3.0;
    return (int) Math.floor(Math.min(requestsPerSecond * SECONDS_AHEAD, written));
  }
}
