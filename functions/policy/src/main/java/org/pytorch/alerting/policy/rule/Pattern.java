package org.pytorch.alerting.policy.rule;

import java.util.List;

/**
 * A text in which {@code *} stands for any characters, also none. There is no escape: {@code *}
 * stands for a star, too.
 *
 * <p>Matching takes one pass over the text: each part between two stars is searched from where the
 * one before it ended, and never again.
 */
public record Pattern(String text) {
  private static final char ANY = '*';

  public Pattern {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("pattern is empty");
    }
  }

  /** {@return whether the pattern stands for one text only} */
  public boolean isLiteral() {
    return text.indexOf(ANY) < 0;
  }

  /** {@return the texts between the stars, in order; some may be empty} */
  public List<String> parts() {
    return List.of(text.split("\\*", -1));
  }

  public boolean matches(String value) {
    if (isLiteral()) {
      return value.equals(text);
    }
    List<String> parts = parts();
    String first = parts.getFirst();
    String last = parts.getLast();
    if (value.length() < first.length() + last.length()
        || !value.startsWith(first)
        || !value.endsWith(last)) {
      return false;
    }
    int end = value.length() - last.length();
    int from = first.length();
    for (String part : parts.subList(1, parts.size() - 1)) {
      int found = value.indexOf(part, from);
      if (found < 0 || found + part.length() > end) {
        return false;
      }
      from = found + part.length();
    }
    return true;
  }

  /**
   * {@return whether this pattern matches every text that {@code other} matches}
   *
   * <p>A star of {@code other} can only be matched by a star of this one, and that one then matches
   * whatever the other's star stands for. So {@code other} can be matched like any text.
   */
  public boolean covers(Pattern other) {
    return matches(other.text);
  }

  /** {@return whether some text matches both patterns} */
  public boolean overlaps(Pattern other) {
    // reached[j]: a text exists that the first i characters of this pattern and the first j of the
    // other both match.
    boolean[] reached = new boolean[other.text.length() + 1];
    for (int i = 0; i <= text.length(); i++) {
      boolean[] before = reached;
      reached = new boolean[other.text.length() + 1];
      for (int j = 0; j < reached.length; j++) {
        reached[j] = (i == 0 && j == 0) || isReached(other, i, j, before, reached);
      }
    }
    return reached[other.text.length()];
  }

  private boolean isReached(Pattern other, int i, int j, boolean[] before, boolean[] now) {
    boolean any = i > 0 && text.charAt(i - 1) == ANY;
    boolean otherAny = j > 0 && other.text.charAt(j - 1) == ANY;
    if (any && (before[j] || (j > 0 && now[j - 1]))) {
      return true;
    }
    if (otherAny && (now[j - 1] || (i > 0 && before[j]))) {
      return true;
    }
    return i > 0
        && j > 0
        && !any
        && !otherAny
        && text.charAt(i - 1) == other.text.charAt(j - 1)
        && before[j - 1];
  }

  @Override
  public String toString() {
    return text;
  }
}
