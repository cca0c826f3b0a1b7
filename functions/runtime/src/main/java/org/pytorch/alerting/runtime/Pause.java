package org.pytorch.alerting.runtime;

import java.time.Duration;
import java.util.function.Supplier;

/** Waits. A port, so that tests and simulations wait in virtual time. */
@FunctionalInterface
public interface Pause {
  /** Returns after {@code duration}, which is not negative. */
  void of(Duration duration);

  /**
   * {@return a pause that really waits}
   *
   * @param interrupted the exception of a pause that is interrupted, because the invocation is
   *     being stopped
   */
  static Pause real(Supplier<? extends RuntimeException> interrupted) {
    return duration -> {
      try {
        Thread.sleep(duration);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw interrupted.get();
      }
    };
  }
}
