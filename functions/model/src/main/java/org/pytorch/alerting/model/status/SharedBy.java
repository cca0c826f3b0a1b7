package org.pytorch.alerting.model.status;

import org.pytorch.alerting.model.json.NamedInJson;

/** Why alerts share one issue. */
public enum SharedBy implements NamedInJson {
  /** The policy's route says so. */
  GROUP,
  /** Rules of one data source cannot be evaluated. */
  DATA_SOURCE,
  /** One rule had too many new issues. */
  RULE,
  /** One repository had so many new issues. */
  REPOSITORY;

  /** The source of the alert that a shared issue is about. No sender can have it. */
  public static final String SOURCE = "shared";
}
