package org.pytorch.alerting.model.route;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.pytorch.alerting.model.json.NamedInJson;

/** When an alert's issue is closed. */
public enum Closing implements NamedInJson {
  /** When the alert resolves. */
  ON_RESOLVE,
  /** By a person only; the resolve becomes a comment. */
  NEVER;

  /**
   * {@return the value with that lower-case name}
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static Closing of(String name) {
    return NamedInJson.of(Closing.class, name);
  }
}
