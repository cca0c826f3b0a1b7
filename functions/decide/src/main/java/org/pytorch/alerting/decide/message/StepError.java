package org.pytorch.alerting.decide.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.DeadlineExceededException;

/**
 * Why a step failed, as a Catch of the state machine reports it.
 *
 * @param error the exception's class name, or one of Step Functions' own names
 * @param cause what it said; Step Functions may leave it out
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

  /** Named by the contract between the state machine and the functions; a test holds them to it. */
  private static final String REFUSED = GITHUB + "GitHubRejectedException";

  /** After these nothing was written by the try that failed. */
  private static final Set<String> PROVE_NOTHING_SENT =
      Set.of(
          REFUSED,
          GITHUB + "GitHubRateLimitedException",
          GITHUB + "GitHubNotAskedException",
          GITHUB + "GitHubAccessException",
          DeadlineExceededException.class.getName());

  /**
   * {@return whether the function that failed is certainly no longer at work: it threw, or it was
   * never started}
   *
   * <p>After Step Functions' or Lambda's own errors, such as a lost connection or a time-out, it
   * may go on for a while and still post.
   */
  public boolean provesEnd() {
    return NEVER_STARTED.contains(error)
        || !(error.startsWith("States.") || error.startsWith("Lambda."));
  }

  /** {@return whether the try that failed may have sent something to GitHub} */
  public boolean leavesOutcomeUnknown() {
    return !NEVER_STARTED.contains(error) && !PROVE_NOTHING_SENT.contains(error);
  }

  /** {@return whether GitHub will never do what it was asked} */
  public boolean isRefusedForGood() {
    return error.equals(REFUSED);
  }

  /** {@return what happened, for people: the message in Lambda's report, or else the cause} */
  public String sentence() {
    // SQS takes no control characters in an attribute, and the sentence becomes one.
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
