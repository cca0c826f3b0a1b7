package org.pytorch.alerting.decide.storm;

/** Whether an alert may have a new issue of its own. */
public enum Place {
  /** It may; the place is used up even if the issue is not opened. */
  GRANTED,
  /** Its rule has had as many new issues as it may have. */
  RULE_FULL,
  /** Its repository has had as many new issues as it may have. */
  REPOSITORY_FULL
}
