package org.pytorch.alerting.decide.message;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome;

/**
 * What the states "Record outcome" and "Release claim" ask.
 *
 * @param outcome what became of the action: the claim is settled
 * @param error why nothing became of it: the claim is released. Exactly one of the two is there.
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
      throw new IllegalArgumentException("either an outcome or an error is to be recorded");
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

  /** {@return the claim in question} */
  public Claim claim() {
    return decision.claim();
  }
}
