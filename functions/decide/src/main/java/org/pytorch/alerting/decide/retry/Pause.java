package org.pytorch.alerting.decide.retry;

import java.time.Duration;
import org.pytorch.alerting.decide.StateContentionException;

/** Waits for some time; virtual in tests and simulations. */
@FunctionalInterface
public interface Pause {
  void pause(Duration duration);

  /** {@return a pause that really waits} */
  static Pause sleeping() {
    return duration -> {
      try {
        Thread.sleep(duration);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StateContentionException("interrupted while waiting to retry");
      }
    };
  }
}
