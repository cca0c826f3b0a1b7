package org.pytorch.alerting.github;

import org.pytorch.alerting.model.StacklessException;

/**
 * GitHub's limit, or our own budget below it, is used up; the message says until when. What was
 * asked did not happen. The state machine waits longer than for an outage, because going on asking
 * can get an App banned.
 */
public final class GitHubRateLimitedException extends StacklessException {
  private static final long serialVersionUID = 1L;

  public GitHubRateLimitedException(String message) {
    super(message);
  }
}
