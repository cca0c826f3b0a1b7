package org.pytorch.alerting.decide;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * Why a step failed, as a Catch of the state machine reports it.
 *
 * @param error the exception's class name, or one of Step Functions' own names
 * @param cause what it said; Step Functions may leave it out
 */
public record StepError(
    @JsonProperty("Error") String error, @JsonProperty("Cause") Optional<String> cause) {

  private static final String NEVER_STARTED = "Lambda.TooManyRequestsException";

  /**
   * {@return whether the function that failed is certainly no longer at work: it threw, or it was
   * never started}
   *
   * <p>After Step Functions' or Lambda's own errors, such as a lost connection or a time-out, it
   * may go on for a while and still post.
   */
  public boolean provesEnd() {
    return error.equals(NEVER_STARTED)
        || !(error.startsWith("States.") || error.startsWith("Lambda."));
  }
}
