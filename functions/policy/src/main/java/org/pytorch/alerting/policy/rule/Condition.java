package org.pytorch.alerting.policy.rule;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One line of a matcher: the field has a value, and one of the patterns matches it.
 *
 * @param patterns not empty
 */
public record Condition(Field field, List<Pattern> patterns) {
  public Condition {
    patterns = List.copyOf(patterns);
    if (patterns.isEmpty()) {
      throw new IllegalArgumentException("no pattern for " + field);
    }
  }

  public boolean matches(String value) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(value));
  }

  /** {@return whether each value that {@code other} takes is one that this condition takes} */
  public boolean covers(Condition other) {
    return field.equals(other.field)
        && other.patterns.stream()
            .allMatch(inner -> patterns.stream().anyMatch(outer -> outer.covers(inner)));
  }

  /** {@return whether no value of the field satisfies both conditions} */
  public boolean excludes(Condition other) {
    return field.equals(other.field)
        && other.patterns.stream()
            .noneMatch(inner -> patterns.stream().anyMatch(outer -> outer.overlaps(inner)));
  }

  /** {@return the patterns for people, such as {@code "dev" or "sandbox"}} */
  public String wanted() {
    return patterns.stream()
        .map(pattern -> '"' + pattern.text() + '"')
        .collect(Collectors.joining(" or "));
  }
}
