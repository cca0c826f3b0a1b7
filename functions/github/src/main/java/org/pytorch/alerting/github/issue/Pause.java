package org.pytorch.alerting.github.issue;

import java.time.Duration;
import org.pytorch.alerting.github.GitHubNotAskedException;

/** Waits. A port, so that tests and simulations can skip the wait. */
@FunctionalInterface
public interface Pause {
  /** Returns after {@code duration}, which is not negative. */
  void of(Duration duration);

  /**
   * {@return a pause that really waits}
   *
   * <p>An interrupted wait throws {@link GitHubNotAskedException}: the invocation is being stopped
   * and nothing may be written after it.
   */
  static Pause real() {
    return duration -> {
      try {
        Thread.sleep(duration);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new GitHubNotAskedException("stopped while waiting; the message will be redelivered");
      }
    };
  }
}
