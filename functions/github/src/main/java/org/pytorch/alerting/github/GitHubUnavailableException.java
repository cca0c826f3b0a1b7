package org.pytorch.alerting.github;

/**
 * A write may have been sent to GitHub, and its outcome is unknown; or an earlier write of the same
 * invocation has happened. The next attempt searches before it posts.
 */
public final class GitHubUnavailableException extends GitHubException {
  private static final long serialVersionUID = 1L;

  public GitHubUnavailableException(String message) {
    super(message);
  }
}
