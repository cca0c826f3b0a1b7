package org.pytorch.alerting.decide.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.DeadlineExceededException;

/**
 * The failure of a step, as a Catch of the state machine reports it.
 *
 * @param error the exception's class name, or one of Step Functions' own names
 * @param cause its message; Step Functions may omit it
 */
public record StepError(
    @JsonProperty("Error") String error, @JsonProperty("Cause") Optional<String> cause) {

  /** Lambda refused to start the function. */
  private static final Set<String> NEVER_STARTED =
      Set.of(
          "Lambda.TooManyRequestsException",
          "Lambda.SnapStartException",
          "Lambda.SnapStartNotReadyException",
          "Lambda.SnapStartTimeoutException");

  private static final String GITHUB = "org.pytorch.alerting.github.";

  /** The contract between the state machine and the functions has these names; a test checks it. */
  private static final String REFUSED = GITHUB + "GitHubRejectedException";

  /** Errors after which the failed try is known to have written nothing. */
  private static final Set<String> PROVE_NOTHING_SENT =
      Set.of(
          REFUSED,
          GITHUB + "GitHubNotAskedException",
          GITHUB + "GitHubAccessException",
          DeadlineExceededException.class.getName());

  /**
   * {@return whether the function that failed is known to have ended: it threw an exception, or it
   * was never started}
   *
   * <p>After Step Functions' or Lambda's own errors, such as a lost connection or a time-out, it
   * may continue for a while and still write.
   */
  public boolean provesEnd() {
    return NEVER_STARTED.contains(error)
        || !(error.startsWith("States.") || error.startsWith("Lambda."));
  }

  /** {@return whether the try that failed may have sent something to GitHub} */
  public boolean leavesOutcomeUnknown() {
    return !NEVER_STARTED.contains(error) && !PROVE_NOTHING_SENT.contains(error);
  }

  /** {@return whether GitHub refuses the action permanently} */
  public boolean isRefusedPermanently() {
    return error.equals(REFUSED);
  }

  /** {@return the failure for people: the message in Lambda's report, or else the cause} */
  public String sentence() {
    // It becomes an SQS attribute, which may not have control characters.
    String text = cause.map(StepError::message).orElse("").replaceAll("\\p{C}", " ");
    return text.isBlank() ? error : error.substring(error.lastIndexOf('.') + 1) + ": " + text;
  }

  /** Lambda reports an exception as JSON with its message. */
  private static String message(String cause) {
    try {
      return Json.mapper().readTree(cause).path("errorMessage").asText(cause);
    } catch (JsonProcessingException e) {
      return cause;
    }
  }
}
