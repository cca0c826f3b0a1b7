package org.pytorch.alerting.stack.aws.lambda;

/** The result of an invocation. */
public sealed interface LambdaResult {
  /** The function's response, as JSON. */
  record Answered(String payload) implements LambdaResult {}

  /** The function failed; the fields are those of Lambda's error JSON. */
  record Failed(FunctionError error) implements LambdaResult {}

  /**
   * Lambda did not run the function.
   *
   * @param status the HTTP status
   * @param type such as {@code TooManyRequestsException}
   */
  record Refused(int status, String type, String message) implements LambdaResult {}
}
