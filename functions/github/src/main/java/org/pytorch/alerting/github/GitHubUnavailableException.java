package org.pytorch.alerting.github;

import org.pytorch.alerting.model.StacklessException;

/**
 * GitHub, or the store that holds our key to it, could not be reached or did not answer in time or
 * in a form we can read. What was asked may have happened all the same: the state machine tries
 * again after a short while, and the next attempt looks before it posts.
 */
public final class GitHubUnavailableException extends StacklessException {
  private static final long serialVersionUID = 1L;

  public GitHubUnavailableException(String message) {
    super(message);
  }
}
