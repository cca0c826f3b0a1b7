package org.pytorch.alerting.runtime;

import java.time.Duration;
import java.time.Instant;

/**
 * The end of an execution of the state machine. A function that could not finish before it does not
 * start: it throws {@link DeadlineExceededException}, the alert is reported as failed and the
 * message is redelivered, instead of the execution being cut off in the middle.
 */
public record Deadline(Instant end) {
  /** The state machine's {@code TimeoutSeconds}; Express executions may last 300 s at most. */
  public static final Duration EXECUTION_TIMEOUT = Duration.ofSeconds(240);

  /** {@return the deadline of the execution that began at {@code startedAt}} */
  public static Deadline ofExecution(Instant startedAt) {
    return new Deadline(startedAt.plus(EXECUTION_TIMEOUT));
  }

  /**
   * Checks that {@code needed} is left at {@code now}.
   *
   * @throws DeadlineExceededException if it is not
   */
  public void require(Duration needed, Instant now) {
    Duration left = Duration.between(now, end);
    if (left.compareTo(needed) < 0) {
      throw new DeadlineExceededException(
          "%d s are needed and %d s are left of this execution; the message will be redelivered"
              .formatted(needed.toSeconds(), Math.max(0, left.toSeconds())));
    }
  }
}
