package org.pytorch.alerting.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.pytorch.alerting.model.json.NamedInJson;

/**
 * What kind of thing an alert fires for. A change of kind is news, even if the alert keeps firing.
 */
public enum Condition implements NamedInJson {
  /** A value crossed a limit, or an event happened: what the alert is about. */
  THRESHOLD(""),
  /** The provider got no data, so nothing is known of what the alert watches. */
  NO_DATA("No data: "),
  /** The provider cannot evaluate the rule, so nothing is known of what the alert watches. */
  ERROR("Error: ");

  private final String titlePrefix;

  Condition(String titlePrefix) {
    this.titlePrefix = titlePrefix;
  }

  /** {@return the prefix of the rule's title} */
  public String titlePrefix() {
    return titlePrefix;
  }

  /** {@return whether nothing is known of what the alert watches} */
  public boolean isUnknown() {
    return this != THRESHOLD;
  }

  /**
   * {@return the condition with that name}
   *
   * @throws IllegalArgumentException if {@code jsonName} is not the lower-case name of one
   */
  @JsonCreator
  public static Condition of(String jsonName) {
    for (Condition condition : values()) {
      if (condition.jsonName().equals(jsonName)) {
        return condition;
      }
    }
    throw new IllegalArgumentException("condition is not known: " + jsonName);
  }
}
