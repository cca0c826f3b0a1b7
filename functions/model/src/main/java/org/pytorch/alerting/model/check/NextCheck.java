package org.pytorch.alerting.model.check;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * A check for the state machine to send.
 *
 * @param check the message's body
 * @param delaySeconds until the message is delivered, from 0 to {@link #MAX_DELAY_SECONDS}
 */
public record NextCheck(Check check, int delaySeconds) {
  /** SQS delays a message for at most 15 min. A check that comes too early sends the next. */
  public static final int MAX_DELAY_SECONDS = 900;

  public NextCheck {
    requireNonNull(check, "check is null");
    if (delaySeconds < 0 || delaySeconds > MAX_DELAY_SECONDS) {
      throw new IllegalArgumentException(
          "delay is not from 0 to %d s: %d".formatted(MAX_DELAY_SECONDS, delaySeconds));
    }
  }

  /** {@return {@code check}, delivered at {@code due} or as late before it as SQS allows} */
  public static NextCheck at(Instant due, Check check, Instant now) {
    // A whole second more: a check that comes too early would have to come twice.
    long seconds = Duration.between(now, due).plusNanos(999_999_999).toSeconds();
    return new NextCheck(check, Math.toIntExact(Math.clamp(seconds, 0, MAX_DELAY_SECONDS)));
  }
}
