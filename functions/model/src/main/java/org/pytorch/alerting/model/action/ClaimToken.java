package org.pytorch.alerting.model.action;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Who holds a claim: one iteration of one execution, {@code <execution name>:<id>#<index>}. A
 * retried step comes with the same token and so gets the same answer again.
 */
public record ClaimToken(@JsonValue String value) {
  /** What is the same for every execution of a state machine; a token is copied into each state. */
  private static final Pattern MACHINE =
      Pattern.compile("^arn:[^:]+:states:[^:]*:[^:]*:(express|execution):[^:]+:");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ClaimToken {
    if (value.isBlank()) {
      throw new IllegalArgumentException("claim token is blank");
    }
  }

  /**
   * {@return the token of an iteration}
   *
   * @param iteration the execution's ARN, {@code #} and the index
   */
  public static ClaimToken ofIteration(String iteration) {
    return new ClaimToken(MACHINE.matcher(iteration).replaceFirst(""));
  }

  @Override
  public String toString() {
    return value;
  }
}
