package org.pytorch.alerting.github;

/**
 * A write with an unknown outcome may have been sent to GitHub, or an earlier write of the same
 * invocation has succeeded. The next attempt searches before it posts.
 */
public final class GitHubUnavailableException extends GitHubException {
  private static final long serialVersionUID = 1L;

  public GitHubUnavailableException(String message) {
    super(message);
  }
}
