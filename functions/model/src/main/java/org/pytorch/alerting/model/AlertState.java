package org.pytorch.alerting.model;

/**
 * What a provider says about an alert. Anything else is not an event: normalize lists it as
 * ignored.
 */
public enum AlertState {
  FIRING,
  RESOLVED
}
