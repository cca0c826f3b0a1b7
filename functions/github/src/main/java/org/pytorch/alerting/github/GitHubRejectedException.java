package org.pytorch.alerting.github;

/**
 * GitHub refuses this action permanently: the App lacks the permission, the repository does not
 * exist, Issues are disabled, or the content is invalid. A retry does not help; the message says
 * what an operator has to fix.
 */
public final class GitHubRejectedException extends GitHubException {
  private static final long serialVersionUID = 1L;

  public GitHubRejectedException(String message) {
    super(message);
  }
}
