package org.pytorch.alerting.stepfunctions.data;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The patterns of StringMatches: a star matches any text, a backslash escapes it. */
public final class WildcardPattern {
  /** Possessive: a group that can backtrack recurses for each character. */
  private static final Pattern LEGAL = Pattern.compile("(?s)(?:[^\\\\]|\\\\[*\\\\])*+");

  private WildcardPattern() {}

  /** {@return whether every backslash precedes a star or another backslash} */
  public static boolean isLegal(String pattern) {
    return LEGAL.matcher(pattern).matches();
  }

  /** {@return whether the whole text matches the pattern, which must be legal} */
  public static boolean matches(String pattern, String text) {
    List<String> pieces = pieces(pattern);
    String first = pieces.getFirst();
    String last = pieces.getLast();
    if (pieces.size() == 1) {
      return text.equals(first);
    }
    int at = first.length();
    int end = text.length() - last.length();
    if (at > end || !text.startsWith(first) || !text.endsWith(last)) {
      return false;
    }
    // The first match of a piece leaves the most room for the next ones.
    for (String piece : pieces.subList(1, pieces.size() - 1)) {
      int found = text.indexOf(piece, at);
      if (found < 0 || found + piece.length() > end) {
        return false;
      }
      at = found + piece.length();
    }
    return true;
  }

  /** {@return the texts between the stars} */
  private static List<String> pieces(String pattern) {
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '*') {
        pieces.add(piece.toString());
        piece.setLength(0);
      } else {
        piece.append(c == '\\' ? pattern.charAt(++i) : c);
      }
    }
    pieces.add(piece.toString());
    return pieces;
  }
}
