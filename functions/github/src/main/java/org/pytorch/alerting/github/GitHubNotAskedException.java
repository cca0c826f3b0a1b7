package org.pytorch.alerting.github;

/**
 * A temporary failure before any write was sent: a read failed, the connection was refused, no time
 * was left. Nothing has changed on GitHub, so the next attempt posts at once.
 */
public final class GitHubNotAskedException extends GitHubException {
  private static final long serialVersionUID = 1L;

  public GitHubNotAskedException(String message) {
    super(message);
  }
}
