package org.pytorch.alerting.model.route;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** When an alert's issue is closed. */
public enum Closing {
  /** When the alert resolves. */
  ON_RESOLVE,
  /** By a person only; the resolve becomes a comment. */
  NEVER;

  /** {@return the lower-case name used in JSON} */
  @JsonValue
  public String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * {@return the value with that lower-case name}
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static Closing of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
