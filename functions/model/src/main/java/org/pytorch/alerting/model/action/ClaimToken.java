package org.pytorch.alerting.model.action;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The holder of a claim: one iteration of one execution, {@code <execution name>:<id>#<index>}. A
 * retried step has the same token and so gets the same decision.
 */
public record ClaimToken(@JsonValue String value) {
  /**
   * The part that all executions share; it is cut, because each state holds a copy of the token.
   */
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
