package org.pytorch.alerting.statemachine.script;

/** The errors that functions throw in scenarios. ErrorNamesTest checks that they exist. */
public final class Errors {
  public static final String THROTTLED = "Lambda.TooManyRequestsException";
  public static final String NO_SNAPSHOT = "Lambda.SnapStartNotReadyException";
  public static final String CONNECTION_LOST = "Lambda.SdkClientException";
  public static final String FUNCTION_TIMED_OUT = "Sandbox.Timedout";
  public static final String BUG = "java.lang.IllegalStateException";
  public static final String INVALID_ALERT = "org.pytorch.alerting.normalize.InvalidAlertException";
  public static final String BUSY = "org.pytorch.alerting.decide.AlertBusyException";
  public static final String CONTENTION = "org.pytorch.alerting.decide.StateContentionException";
  public static final String STORE_UNAVAILABLE =
      "org.pytorch.alerting.decide.StateStoreUnavailableException";
  public static final String CLAIM_LOST = "org.pytorch.alerting.decide.ClaimLostException";
  public static final String GITHUB_UNAVAILABLE =
      "org.pytorch.alerting.github.GitHubUnavailableException";
  public static final String RATE_LIMITED =
      "org.pytorch.alerting.github.GitHubRateLimitedException";
  public static final String REJECTED = "org.pytorch.alerting.github.GitHubRejectedException";
  public static final String NOT_ASKED = "org.pytorch.alerting.github.GitHubNotAskedException";
  public static final String NO_ACCESS = "org.pytorch.alerting.github.GitHubAccessException";
  public static final String TOO_LATE = "org.pytorch.alerting.runtime.DeadlineExceededException";

  private Errors() {}
}
