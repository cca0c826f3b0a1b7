package org.pytorch.alerting.decide.message;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome;

/**
 * The input of the states "Record outcome" and "Release claim".
 *
 * @param outcome the result of the action: the claim is settled
 * @param error why the action failed: the claim is released. Exactly one of the two is present.
 * @param outcomeUnknown whether an earlier try of the execution may have sent a write
 */
public record RecordRequest(
    Decision.Act decision,
    Optional<Outcome> outcome,
    Optional<StepError> error,
    boolean outcomeUnknown) {
  public RecordRequest {
    requireNonNull(decision, "decision is null");
    if (outcome.isPresent() == error.isPresent()) {
      throw new IllegalArgumentException("either an outcome or an error must be given");
    }
  }

  /** {@return the request to settle the claim of {@code decision}} */
  public static RecordRequest settle(Decision.Act decision, Outcome outcome) {
    return new RecordRequest(decision, Optional.of(outcome), Optional.empty(), false);
  }

  /** {@return the request to release the claim of {@code decision}} */
  public static RecordRequest release(
      Decision.Act decision, StepError error, boolean outcomeUnknown) {
    return new RecordRequest(decision, Optional.empty(), Optional.of(error), outcomeUnknown);
  }

  /** {@return the claim to settle or release} */
  public Claim claim() {
    return decision.claim();
  }
}
