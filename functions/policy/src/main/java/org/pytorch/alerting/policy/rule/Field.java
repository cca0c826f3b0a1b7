package org.pytorch.alerting.policy.rule;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a matcher looks at.
 *
 * @param name the name of the label, annotation or dimension; empty for a field of the alert itself
 */
public record Field(Kind kind, String name) {
  public Field {
    if (kind.isNamed() == name.isEmpty()) {
      throw new IllegalArgumentException("field does not fit its kind: " + kind + " " + name);
    }
  }

  /** Where an alert has the value. */
  public enum Kind {
    SOURCE,
    ACCOUNT,
    REGION,
    TITLE,
    PRIORITY,
    TEAM,
    LABELS,
    ANNOTATIONS,
    DIMENSIONS;

    /** {@return whether an alert has several, each with a name} */
    public boolean isNamed() {
      return compareTo(LABELS) >= 0;
    }

    private String jsonName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** {@return the possible keys of a condition: names, and prefixes with {@code <name>}} */
  public static List<String> forms() {
    return Arrays.stream(Kind.values())
        .map(kind -> kind.isNamed() ? kind.jsonName() + ".<name>" : kind.jsonName())
        .toList();
  }

  /** {@return the field that {@code text} names, such as {@code labels.env}, or empty} */
  public static Optional<Field> parse(String text) {
    for (Kind kind : Kind.values()) {
      if (!kind.isNamed() && text.equals(kind.jsonName())) {
        return Optional.of(new Field(kind, ""));
      }
      String prefix = kind.jsonName() + ".";
      if (kind.isNamed() && text.startsWith(prefix) && text.length() > prefix.length()) {
        return Optional.of(new Field(kind, text.substring(prefix.length())));
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return kind.isNamed() ? kind.jsonName() + "." + name : kind.jsonName();
  }
}
