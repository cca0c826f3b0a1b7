package org.pytorch.alerting.model;

/**
 * What a provider says of an alert. A state that is neither is not an event: normalize lists it as
 * ignored.
 */
public enum AlertState {
  FIRING,
  RESOLVED
}
