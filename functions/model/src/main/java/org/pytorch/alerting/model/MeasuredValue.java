package org.pytorch.alerting.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;

/**
 * A value that the provider saw when it changed the alert's state. Lengths count Unicode code
 * points.
 *
 * @param name of the metric or the expression, not blank
 * @param value as text, since providers send numbers, {@code NaN} and durations; not blank
 * @param threshold what the value is compared with
 * @param comparison one of {@link #COMPARISONS}, with which the alert fires: value, comparison,
 *     threshold; only with a threshold
 * @param unit of the value and the threshold
 */
public record MeasuredValue(
    String name,
    String value,
    Optional<String> threshold,
    Optional<String> comparison,
    Optional<String> unit) {
  public static final int MAX_NAME_LENGTH = 120;

  /** Of a value and of a threshold. */
  public static final int MAX_VALUE_LENGTH = 60;

  public static final int MAX_UNIT_LENGTH = 30;

  public static final Set<String> COMPARISONS = Set.of(">", ">=", "<", "<=", "=", "!=");

  public MeasuredValue {
    requireText("name", name, MAX_NAME_LENGTH);
    requireText("value", value, MAX_VALUE_LENGTH);
    threshold.ifPresent(text -> requireText("threshold", text, MAX_VALUE_LENGTH));
    requireNonNull(comparison, "comparison is null");
    comparison.ifPresent(
        sign -> {
          if (!COMPARISONS.contains(sign)) {
            throw new IllegalArgumentException("comparison of a value is not known: " + sign);
          }
        });
    if (comparison.isPresent() && threshold.isEmpty()) {
      throw new IllegalArgumentException("a value has a comparison without a threshold");
    }
    unit.ifPresent(text -> requireText("unit", text, MAX_UNIT_LENGTH));
  }

  /** {@return the value on one line, such as {@code queue_age = 412 s (threshold > 300 s)}} */
  public String text() {
    String measure = unit.map(text -> " " + text).orElse("");
    String limit =
        threshold
            .map(
                text ->
                    " (threshold "
                        + comparison.map(sign -> sign + " ").orElse("")
                        + text
                        + measure
                        + ")")
            .orElse("");
    return name + " = " + value + measure + limit;
  }

  private static void requireText(String field, String text, int maxCodePoints) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(field + " of a value is blank");
    }
    if (text.codePointCount(0, text.length()) > maxCodePoints) {
      throw new IllegalArgumentException(
          field + " of a value is longer than " + maxCodePoints + " characters");
    }
  }
}
