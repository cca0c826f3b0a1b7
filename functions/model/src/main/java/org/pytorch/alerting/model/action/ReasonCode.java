package org.pytorch.alerting.model.action;

/** The reason for a decision, by name, so that a dashboard can count it. */
public enum ReasonCode {
  /** The alert fires for the first time. */
  FIRST_FIRING,
  /** The alert keeps firing. */
  STILL_FIRING,
  /** The alert keeps firing, and people have not been notified for a long time. */
  REMINDER,
  /** The alert's priority, its teams or its condition have changed. */
  CHANGED,
  /** The alert fires again within the time for which its close is held. */
  FLAP,
  /** The alert fires again without a resolve in between. */
  FIRES_AGAIN,
  /** The alert keeps firing and its episode has no issue yet. */
  NO_ISSUE_YET,
  /** The alert fires again after it had resolved. */
  FIRES_AFTER_RESOLVE,
  /** The alert's priority has risen since a person closed its issue. */
  PRIORITY_RISEN,
  /** The alert fires again after a person closed the issue of the previous firing. */
  FIRES_AFTER_MANUAL_CLOSE,
  /** The alert has resolved. */
  RESOLVED,
  /** The alert has resolved, and its close is held for a while. */
  HELD,
  /** The time for which the close was held is over. */
  HOLD_OVER,
  /** The alert never resolves, and the time after which its policy closes the issue is over. */
  ONE_SHOT_OVER,
  /** The status block is behind what is known. */
  REFRESH,
  /** A check found nothing that is due. */
  NOTHING_DUE,
  /** The alert's route lets it share an issue with others. */
  GROUPED,
  /** So many new issues of the alert's rule were opened that it shares one with others. */
  RULE_STORM,
  /** So many new issues were opened in its repository that the alert shares one with others. */
  REPOSITORY_STORM,
  /** The alert had already resolved. */
  ALREADY_RESOLVED,
  /** The alert has resolved and was never seen firing. */
  NEVER_FIRED,
  /** This event has already been handled. */
  DUPLICATE,
  /** A newer state is known. */
  STALE,
  /** A person has closed the issue of this firing. */
  CLOSED_BY_PERSON,
  /** The alert's route drops it. */
  DROPPED,
  /** A maintenance window is open for the alert, or was until it resolved. */
  MAINTENANCE,
  /** The alert still fires, and the maintenance that withheld its issue is over. */
  MAINTENANCE_OVER,
  /** The alert needs an issue, but names no team or no priority. */
  INCOMPLETE,
  /** The payload cannot be read as alerts. */
  UNREADABLE,
  /** The caller already holds the claim: the step was retried. */
  ALREADY_CLAIMED,
  /** An earlier holder left an action unfinished. */
  UNFINISHED,
  /** GitHub refuses the action permanently, or it failed too often. */
  GIVEN_UP,
  /** The next free turn at GitHub is too far in the future to wait for. */
  NO_TURN,
  /** Too little time is left in the execution to start anything. */
  NO_TIME,
  /** The firing may be a late copy: it counts only if nothing contradicts it. */
  MAYBE_LATE
}
