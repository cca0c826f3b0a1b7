package org.pytorch.alerting.stepfunctions.data;

import java.util.regex.Pattern;

/** The patterns of StringMatches: a star is any text, a backslash takes its meaning away. */
public final class WildcardPattern {
  private static final Pattern LEGAL = Pattern.compile("(?s)(?:[^\\\\]|\\\\[*\\\\])*");

  private WildcardPattern() {}

  /** {@return whether every backslash stands before a star or another backslash} */
  public static boolean isLegal(String pattern) {
    return LEGAL.matcher(pattern).matches();
  }

  /** {@return whether the whole text is like the pattern} */
  public static boolean matches(String pattern, String text) {
    StringBuilder regex = new StringBuilder("(?s)");
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '*') {
        regex.append(".*");
      } else {
        char literal = c == '\\' ? pattern.charAt(++i) : c;
        regex.append(Pattern.quote(String.valueOf(literal)));
      }
    }
    return text.matches(regex.toString());
  }
}
