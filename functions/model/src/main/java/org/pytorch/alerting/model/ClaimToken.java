package org.pytorch.alerting.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Who holds a claim: one iteration of one execution, {@code <execution id>#<index>}. A retried step
 * comes with the same token and so gets the same answer again.
 */
public record ClaimToken(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ClaimToken {
    if (value.isBlank()) {
      throw new IllegalArgumentException("claim token is blank");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
