package org.pytorch.alerting.github;

import org.pytorch.alerting.model.StacklessException;

/**
 * GitHub refuses and will refuse again until a person mends something; the message says what.
 * Asking again at once is of no use, so the state machine does not.
 */
public final class GitHubRejectedException extends StacklessException {
  private static final long serialVersionUID = 1L;

  public GitHubRejectedException(String message) {
    super(message);
  }
}
