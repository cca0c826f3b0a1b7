package org.pytorch.alerting.github;

import org.pytorch.alerting.runtime.StacklessException;

/** An action on GitHub failed. The subclass says what is known about its effect and what helps. */
public abstract sealed class GitHubException extends StacklessException
    permits GitHubUnavailableException,
        GitHubNotAskedException,
        GitHubRateLimitedException,
        GitHubAccessException,
        GitHubRejectedException {
  private static final long serialVersionUID = 1L;

  GitHubException(String message) {
    super(message);
  }
}
