package org.pytorch.alerting.model.action;

/** Why a decision is what it is, by name, so that a dashboard can count it. */
public enum ReasonCode {
  /** The alert fires for the first time. */
  FIRST_FIRING,
  /** The alert keeps firing. */
  STILL_FIRING,
  /** The alert fires again and its resolve was never seen. */
  FIRES_ANEW,
  /** The alert keeps firing and its episode has no issue yet. */
  NO_ISSUE_YET,
  /** The alert fires again after it had resolved. */
  FIRES_AFTER_RESOLVE,
  /** The alert fires again after a person had closed the issue of the firing before. */
  FIRES_AFTER_MANUAL_CLOSE,
  /** The alert has resolved. */
  RESOLVED,
  /** The alert had already resolved. */
  ALREADY_RESOLVED,
  /** The alert has resolved and was never seen firing. */
  NEVER_FIRED,
  /** This event has already been handled. */
  DUPLICATE,
  /** A newer word is known. */
  STALE,
  /** A person has closed the issue of this firing. */
  CLOSED_BY_PERSON,
  /** The alert needs an issue, and names no team or no priority. */
  INCOMPLETE,
  /** What was sent cannot be read as alerts. */
  UNREADABLE,
  /** The asker already holds the claim: the step was retried. */
  ALREADY_CLAIMED,
  /** An action was left unfinished by its holder. */
  UNFINISHED,
  /** GitHub refuses the action for good, or it failed too often. */
  GIVEN_UP,
  /** The next free turn at GitHub is too far away to wait for. */
  NO_TURN,
  /** Too little is left of the execution to begin anything. */
  NO_TIME,
  /** A firing that may be a late copy: it counts when nothing contradicts it. */
  MAYBE_LATE
}
