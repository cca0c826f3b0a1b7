package org.pytorch.alerting.stack;

import org.pytorch.alerting.decide.turn.Budget;

/**
 * The limits on requests to GitHub, and the concurrency that follows from them; Terraform computes
 * the same from its variables.
 *
 * @param requestsPerSecond for all instances together, from 1
 * @param writesPerMinute creations and updates of issues and comments
 * @param writesPerHour the same
 * @param paced whether the concurrency follows from the limits, as on AWS
 */
public record Throughput(
    double requestsPerSecond, int writesPerMinute, int writesPerHour, boolean paced) {
  /** Terraform's defaults. */
  public static final Throughput DEPLOYED = of(Budget.DEFAULT);

  /**
   * For tests on the fake GitHub, where no alert should wait for a turn. The speed of the machine
   * must not decide whether a call is throttled or a write competes with too many others: no
   * concurrency is reserved, and few alerts are in flight.
   */
  public static final Throughput UNHURRIED = new Throughput(400, 100_000, 1_000_000, false);

  /** The longest wait for a turn, in seconds; beyond it, a message is better off in the queue. */
  private static final int SECONDS_AHEAD = 30;

  /** Alerts of a message in parallel, as in the state machine. */
  private static final int ALERTS_PER_MESSAGE = 10;

  private static final int MAX_BATCH = 10;

  private static final int UNPACED_ALERTS_IN_FLIGHT = 20;

  public Throughput(double requestsPerSecond, int writesPerMinute, int writesPerHour) {
    this(requestsPerSecond, writesPerMinute, writesPerHour, true);
  }

  /** {@return the throughput for {@code budget}} */
  public static Throughput of(Budget budget) {
    return new Throughput(
        budget.requestsPerSecond(), (int) budget.writesPerMinute(), (int) budget.writesPerHour());
  }

  /** {@return instances of the github function: few, because GitHub asks for serial requests} */
  public int gitHubConcurrency() {
    return Math.clamp((long) Math.floor(requestsPerSecond / 2), 1, 10);
  }

  /** {@return concurrent batches; Lambda requires at least 2} */
  public int starterConcurrency() {
    return Math.max(2, alertsInFlight() / (MAX_BATCH * ALERTS_PER_MESSAGE));
  }

  /** {@return messages in a batch} */
  public int batchSize() {
    return Math.clamp(alertsInFlight() / (starterConcurrency() * ALERTS_PER_MESSAGE), 1, MAX_BATCH);
  }

  /**
   * The actions that fit into the longest wait for a turn; a third of a minute's writes may go at
   * once.
   */
  private int alertsInFlight() {
    if (!paced) {
      return UNPACED_ALERTS_IN_FLIGHT;
    }
    double written = writesPerMinute * (SECONDS_AHEAD / 60.0) + writesPerMinute / 3.0;
    return (int) Math.floor(Math.min(requestsPerSecond * SECONDS_AHEAD, written));
  }
}
