package org.pytorch.alerting.decide.row;

/** Whether the newest known event of an alert says that it fires. */
public enum AlertStatus {
  /** It fires: the episode's issue is, or is about to be, open unless a person has closed it. */
  OPEN,
  /** It has resolved: the episode's issue is, or is about to be, closed. */
  CLOSED
}
