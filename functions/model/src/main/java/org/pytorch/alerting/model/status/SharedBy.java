package org.pytorch.alerting.model.status;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why alerts share one issue. */
public enum SharedBy {
  /** The policy's route says so. */
  GROUP,
  /** Rules that ask one data source cannot be evaluated. */
  DATA_SOURCE,
  /** One rule had so many new issues. */
  RULE,
  /** One repository had so many new issues. */
  REPOSITORY;

  /** {@return the lower-case name used in JSON} */
  @JsonValue
  public String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return the reason with that name, in any case} */
  @JsonCreator
  public static SharedBy of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
