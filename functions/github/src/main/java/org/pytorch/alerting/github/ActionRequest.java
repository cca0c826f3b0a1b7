package org.pytorch.alerting.github;

import java.time.Instant;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Claim;
import org.pytorch.alerting.model.Decision;
import org.pytorch.alerting.model.Envelope;

/**
 * What the state machine asks of this function.
 *
 * @param decision one that touches GitHub
 * @param retryCount how often this step was tried before in this execution, from 0
 */
public record ActionRequest(
    Decision decision,
    Envelope envelope,
    int retryCount,
    String executionId,
    Instant executionStartedAt) {

  public ActionRequest {
    if (decision.claim().isEmpty()) {
      throw new IllegalArgumentException("nothing to do on GitHub for " + decision.action());
    }
    if (retryCount < 0) {
      throw new IllegalArgumentException("retry_count is negative: " + retryCount);
    }
  }

  /** {@return the claim under which to act} */
  public Claim claim() {
    return decision.claim().orElseThrow();
  }

  /** {@return the alert to act for} */
  public AlertEvent event() {
    return claim().event();
  }

  /** {@return whether an earlier attempt may have done this already, completely or in part} */
  public boolean mayBeDone() {
    return claim().attempt() > 1 || retryCount > 0;
  }
}
