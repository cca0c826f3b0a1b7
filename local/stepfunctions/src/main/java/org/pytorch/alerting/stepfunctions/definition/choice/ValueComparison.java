package org.pytorch.alerting.stepfunctions.definition.choice;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import org.pytorch.alerting.stepfunctions.data.Timestamps;
import org.pytorch.alerting.stepfunctions.data.WildcardPattern;

/**
 * A comparison operator of a Choice state, such as NumericLessThan. Values of a kind other than the
 * operator's compare as false.
 *
 * @param order the outcomes of {@code value.compareTo(other)} for which the operator is true
 */
public record ValueComparison(Kind kind, IntPredicate order) {
  private static final String STRING_MATCHES = "StringMatches";

  private static final Map<String, IntPredicate> ORDERS =
      Map.of(
          "Equals", order -> order == 0,
          "LessThan", order -> order < 0,
          "GreaterThan", order -> order > 0,
          "LessThanEquals", order -> order <= 0,
          "GreaterThanEquals", order -> order >= 0);

  /** The kind of the compared values. */
  public enum Kind {
    STRING("String"),
    NUMERIC("Numeric"),
    BOOLEAN("Boolean"),
    TIMESTAMP("Timestamp"),
    PATTERN(STRING_MATCHES);

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    boolean accepts(JsonNode value) {
      return switch (this) {
        case STRING -> value.isTextual();
        case NUMERIC -> value.isNumber();
        case BOOLEAN -> value.isBoolean();
        case TIMESTAMP -> Timestamps.parse(value).isPresent();
        case PATTERN -> value.isTextual() && WildcardPattern.isLegal(value.textValue());
      };
    }
  }

  /** {@return the operator with this name, given without the suffix {@code Path}} */
  static Optional<ValueComparison> named(String operator) {
    if (operator.equals(STRING_MATCHES)) {
      return Optional.of(new ValueComparison(Kind.PATTERN, order -> order == 0));
    }
    return Arrays.stream(Kind.values())
        .filter(kind -> kind != Kind.PATTERN && operator.startsWith(kind.prefix))
        .findFirst()
        .flatMap(kind -> named(kind, operator.substring(kind.prefix.length())));
  }

  private static Optional<ValueComparison> named(Kind kind, String order) {
    if (kind == Kind.BOOLEAN && !order.equals("Equals")) {
      return Optional.empty();
    }
    return Optional.ofNullable(ORDERS.get(order)).map(o -> new ValueComparison(kind, o));
  }

  boolean holds(JsonNode value, JsonNode other) {
    OptionalInt compared = compare(value, other);
    return compared.isPresent() && order.test(compared.getAsInt());
  }

  private OptionalInt compare(JsonNode value, JsonNode other) {
    if (kind == Kind.PATTERN) {
      return value.isTextual() && WildcardPattern.matches(other.textValue(), value.textValue())
          ? OptionalInt.of(0)
          : OptionalInt.empty();
    }
    if (!kind.accepts(value) || !kind.accepts(other)) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(
        switch (kind) {
          case STRING, PATTERN -> value.textValue().compareTo(other.textValue());
          case NUMERIC -> value.decimalValue().compareTo(other.decimalValue());
          case BOOLEAN -> Boolean.compare(value.booleanValue(), other.booleanValue());
          case TIMESTAMP ->
              Timestamps.require(value.textValue())
                  .compareTo(Timestamps.require(other.textValue()));
        });
  }
}
