package org.pytorch.alerting.decide.row;

/** Whether an alert fires, by its newest known event. */
public enum AlertStatus {
  /** It fires: the episode's issue is, or is about to be, open unless a person has closed it. */
  OPEN,
  /** It has resolved: the episode's issue is, or is about to be, closed. */
  CLOSED
}
