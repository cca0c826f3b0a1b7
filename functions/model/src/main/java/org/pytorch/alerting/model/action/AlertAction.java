package org.pytorch.alerting.model.action;

/**
 * What an alert event means for its GitHub issue. Every action has a branch in the state machine.
 */
public enum AlertAction {
  /** Open a new issue: the first firing of an episode. */
  CREATE,
  /** Comment on the open issue: there is news that a person should look at. */
  COMMENT,
  /** Rewrite the open issue's status block: nothing is new, and nobody is notified. */
  UPDATE,
  /** Reopen the last episode's issue, which we closed: the alert fires again soon after it. */
  REOPEN,
  /** Close the open issue: the alert has resolved. */
  CLOSE,
  /** Do nothing now: the event is counted, and the next status block shows it. */
  COUNT,
  /** Do nothing on an issue of its own: the alert is listed in one that it shares with others. */
  JOIN,
  /** Do nothing: the event is a duplicate, or older than what is already known. */
  SKIP_STALE,
  /** Do nothing: a person has closed this episode's issue. */
  SKIP_MANUAL_CLOSE,
  /** Do nothing: the policy drops the event, or a maintenance window is open for it. */
  SKIP_POLICY,
  /** Quarantine the event: it needs an issue, and its sender named no team or no priority. */
  REJECT,
  /**
   * Give up an action that GitHub refuses permanently or that failed too often: its event goes to
   * the dead-letter queue, and the alert is free for its next event.
   */
  GIVE_UP,
  /** Have the message redelivered later: it is too early to act or to decide. */
  POSTPONE;

  /** {@return whether this action must be claimed before it is carried out, and recorded after} */
  public boolean isClaimed() {
    return switch (this) {
      case CREATE, COMMENT, UPDATE, REOPEN, CLOSE, GIVE_UP -> true;
      case COUNT, JOIN, SKIP_STALE, SKIP_MANUAL_CLOSE, SKIP_POLICY, REJECT, POSTPONE -> false;
    };
  }
}
