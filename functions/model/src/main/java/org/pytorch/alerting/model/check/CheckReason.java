package org.pytorch.alerting.model.check;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.pytorch.alerting.model.json.NamedInJson;

/** Why an alert is checked. Only for people: what is due is read from the alert's row. */
public enum CheckReason implements NamedInJson {
  /** A held close is due. */
  HELD_CLOSE,
  /** The status block was not refreshed at once. */
  REFRESH,
  /** The issue of an alert that never resolves is due to be closed. */
  ONE_SHOT,
  /** The alerts that share this one's issue have changed. */
  MEMBER,
  /** The maintenance window that withholds the alert's issue is over. */
  MAINTENANCE;

  /**
   * {@return the reason with that name, in any case}
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static CheckReason of(String name) {
    return NamedInJson.of(CheckReason.class, name);
  }
}
