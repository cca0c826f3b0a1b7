package org.pytorch.alerting.github;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Claim;
import org.pytorch.alerting.model.Decision;
import org.pytorch.alerting.model.Envelope;
import org.pytorch.alerting.model.SentWindow;

/**
 * What the state machine asks of this function.
 *
 * @param decision one that touches GitHub
 * @param outcomeUnknown whether an earlier try of this step, in this execution, may have sent a
 *     write; false when absent
 */
public record ActionRequest(
    Decision decision,
    Envelope envelope,
    @JsonSetter(nulls = Nulls.AS_EMPTY) boolean outcomeUnknown,
    String executionId,
    Instant executionStartedAt) {

  public ActionRequest {
    if (decision.claim().isEmpty()) {
      throw new IllegalArgumentException("nothing to do on GitHub for " + decision.action());
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

  /**
   * {@return whether an earlier attempt may have done this already, completely or in part} Nothing
   * else is a reason to search.
   */
  public boolean mayBeDone() {
    return outcomeUnknown || claim().sent().isPresent();
  }

  /** {@return when earlier attempts may have sent a write; absent when none can have} */
  public Optional<SentWindow> sent(Instant now) {
    Claim claim = claim();
    if (!outcomeUnknown) {
      return claim.sent();
    }
    // A clock that was set back must not turn a retry into a failure.
    Instant until = now.isBefore(claim.claimedAt()) ? claim.claimedAt() : now;
    return Optional.of(SentWindow.covering(claim.sent(), new SentWindow(claim.claimedAt(), until)));
  }
}
