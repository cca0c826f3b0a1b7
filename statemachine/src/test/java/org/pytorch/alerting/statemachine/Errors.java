package org.pytorch.alerting.statemachine;

/** The errors that functions throw in scenarios. ErrorNamesTest checks that they exist. */
final class Errors {
  static final String THROTTLED = "Lambda.TooManyRequestsException";
  static final String NO_SNAPSHOT = "Lambda.SnapStartNotReadyException";
  static final String CONNECTION_LOST = "Lambda.SdkClientException";
  static final String FUNCTION_TIMED_OUT = "Sandbox.Timedout";
  static final String BUG = "java.lang.IllegalStateException";
  static final String INVALID_ALERT = "org.pytorch.alerting.normalize.InvalidAlertException";
  static final String BUSY = "org.pytorch.alerting.decide.AlertBusyException";
  static final String CONTENTION = "org.pytorch.alerting.decide.StateContentionException";
  static final String STORE_UNAVAILABLE =
      "org.pytorch.alerting.decide.StateStoreUnavailableException";
  static final String CLAIM_LOST = "org.pytorch.alerting.decide.ClaimLostException";
  static final String GITHUB_UNAVAILABLE = "org.pytorch.alerting.github.GitHubUnavailableException";
  static final String RATE_LIMITED = "org.pytorch.alerting.github.GitHubRateLimitedException";
  static final String REJECTED = "org.pytorch.alerting.github.GitHubRejectedException";
  static final String NOT_ASKED = "org.pytorch.alerting.github.GitHubNotAskedException";
  static final String NO_ACCESS = "org.pytorch.alerting.github.GitHubAccessException";
  static final String TOO_LATE = "org.pytorch.alerting.runtime.DeadlineExceededException";

  private Errors() {}
}
