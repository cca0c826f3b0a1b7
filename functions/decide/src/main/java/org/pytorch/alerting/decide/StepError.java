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
    @JsonProperty("Error") String error, @JsonProperty("Cause") Optional<String> cause) {}
