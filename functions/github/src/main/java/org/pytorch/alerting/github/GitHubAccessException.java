package org.pytorch.alerting.github;

/**
 * Our App has no access: its secret cannot be read, GitHub refuses its key, or it is suspended or
 * not installed. Nothing was written, all alerts are affected, and an operator has to fix it; the
 * exception's message says how. Until then the alerts' messages are redelivered.
 */
public final class GitHubAccessException extends GitHubException {
  private static final long serialVersionUID = 1L;

  public GitHubAccessException(String message) {
    super(message);
  }
}
