package org.pytorch.alerting.github;

/** GitHub's limit or our own request budget is used up. Nothing was written. */
public final class GitHubRateLimitedException extends GitHubException {
  private static final long serialVersionUID = 1L;

  public GitHubRateLimitedException(String message) {
    super(message);
  }
}
