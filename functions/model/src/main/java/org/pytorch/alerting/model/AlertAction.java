package org.pytorch.alerting.model;

/**
 * What an alert event means for its GitHub issue. Every action has a branch in the state machine.
 */
public enum AlertAction {
  /** Open a new issue: the first firing of an episode. */
  CREATE,
  /** Comment on the open issue: the alert keeps firing. */
  COMMENT,
  /** Close the open issue: the alert has resolved. */
  CLOSE,
  /** Do nothing: the event is a duplicate, or older than what is already known. */
  SKIP_STALE,
  /** Do nothing: a person has closed this episode's issue. */
  SKIP_MANUAL_CLOSE,
  /** Quarantine the event: it needs an issue, and its sender named no team or no priority. */
  REJECT;

  /**
   * {@return whether this action touches GitHub and so must be claimed before and recorded after}
   */
  public boolean isClaimed() {
    return switch (this) {
      case CREATE, COMMENT, CLOSE -> true;
      case SKIP_STALE, SKIP_MANUAL_CLOSE, REJECT -> false;
    };
  }
}
