package org.pytorch.alerting.github;

import java.time.Instant;

/** GitHub has rate-limited us. Nothing was written. */
public final class GitHubRateLimitedException extends GitHubException {
  private static final long serialVersionUID = 1L;

  private final Instant retryAt;

  /**
   * @param retryAt when the rate limit ends
   */
  public GitHubRateLimitedException(String message, Instant retryAt) {
    super(message);
    this.retryAt = retryAt;
  }

  public Instant retryAt() {
    return retryAt;
  }
}
