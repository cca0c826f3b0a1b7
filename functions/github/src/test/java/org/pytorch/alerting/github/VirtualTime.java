package org.pytorch.alerting.github;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.pytorch.alerting.runtime.Pause;

/** A clock that stands still until it is moved; a pause moves it. */
public final class VirtualTime implements InstantSource, Pause {
  public static final Instant START = Instant.parse("2026-03-04T07:13:00Z");

  private Instant now = START;
  private Duration paused = Duration.ZERO;

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public void of(Duration duration) {
    paused = paused.plus(duration);
    pass(duration);
  }

  /** Lets time pass without anybody having waited for it. */
  public void pass(Duration duration) {
    now = now.plus(duration);
  }

  /** {@return how long was waited in all} */
  public Duration paused() {
    return paused;
  }
}
