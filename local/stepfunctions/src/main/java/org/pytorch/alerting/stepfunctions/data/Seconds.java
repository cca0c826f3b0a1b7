package org.pytorch.alerting.stepfunctions.data;

import com.fasterxml.jackson.databind.JsonNode;

/** A number of seconds from a path of a state, such as SecondsPath. */
public final class Seconds {
  private Seconds() {}

  /**
   * {@return the seconds}
   *
   * @param field the field with the path, for the message
   * @param value the value at the path
   * @throws StatesRuntimeException if it is not an integer from {@code min} to {@code max}
   */
  public static int of(String field, Path path, JsonNode value, int min, int max) {
    if (!value.isIntegralNumber()) {
      throw failure(field, "cannot be parsed as a long value", path, value);
    }
    if (value.bigIntegerValue().signum() < 0) {
      throw failure(field, "references a negative value", path, value);
    }
    if (!value.isInt() || value.intValue() < min || value.intValue() > max) {
      String problem = "references a value that is not from %d to %d".formatted(min, max);
      throw failure(field, problem, path, value);
    }
    return value.intValue();
  }

  private static StatesRuntimeException failure(
      String field, String problem, Path path, JsonNode value) {
    return new StatesRuntimeException(
        "The %s parameter %s: %s == %s".formatted(field, problem, path, JsonText.plain(value)));
  }
}
