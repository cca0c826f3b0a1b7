package org.pytorch.alerting.stack.aws.lambda;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A function's error as Lambda's Java runtime reports it.
 *
 * @param stackTrace absent if Lambda itself ended the function
 */
public record FunctionError(
    @JsonProperty("errorMessage") String errorMessage,
    @JsonProperty("errorType") String errorType,
    @JsonProperty("stackTrace") Optional<List<String>> stackTrace) {

  /**
   * {@return the error that the Java runtime reports for {@code thrown}; the error type is the
   * class name}
   */
  public static FunctionError of(Throwable thrown) {
    String name = thrown.getClass().getName();
    String message = thrown.getLocalizedMessage();
    List<String> trace =
        Arrays.stream(thrown.getStackTrace()).map(StackTraceElement::toString).toList();
    return new FunctionError(message == null ? name : message, name, Optional.of(trace));
  }

  /** {@return the error that Lambda reports for a timed out function} */
  public static FunctionError timedOut(String requestId, Duration timeout) {
    return new FunctionError(
        String.format(
            Locale.ROOT,
            "RequestId: %s Error: Task timed out after %.2f seconds",
            requestId,
            timeout.toMillis() / 1000.0),
        "Sandbox.Timedout",
        Optional.empty());
  }

  /**
   * {@return the error that Lambda reports for a response of {@code bytes}, which is over the
   * limit}
   */
  static FunctionError answerTooLarge(int bytes) {
    return new FunctionError(
        "Response payload size (%d bytes) exceeded maximum allowed payload size (%d bytes)."
            .formatted(bytes, LambdaHost.MAX_PAYLOAD_BYTES),
        "Function.ResponseSizeTooLarge",
        Optional.empty());
  }
}
