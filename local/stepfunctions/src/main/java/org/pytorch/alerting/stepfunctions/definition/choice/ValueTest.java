package org.pytorch.alerting.stepfunctions.definition.choice;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import org.pytorch.alerting.stepfunctions.data.Timestamps;

/** The operators of a Choice state that test the kind of a value. */
public enum ValueTest {
  IS_NULL("IsNull"),
  IS_NUMERIC("IsNumeric"),
  IS_STRING("IsString"),
  IS_BOOLEAN("IsBoolean"),
  IS_TIMESTAMP("IsTimestamp");

  private final String operator;

  ValueTest(String operator) {
    this.operator = operator;
  }

  static Optional<ValueTest> named(String operator) {
    return Arrays.stream(values()).filter(test -> test.operator.equals(operator)).findFirst();
  }

  boolean matches(JsonNode value) {
    return switch (this) {
      case IS_NULL -> value.isNull();
      case IS_NUMERIC -> value.isNumber();
      case IS_STRING -> value.isTextual();
      case IS_BOOLEAN -> value.isBoolean();
      case IS_TIMESTAMP -> Timestamps.parse(value).isPresent();
    };
  }
}
