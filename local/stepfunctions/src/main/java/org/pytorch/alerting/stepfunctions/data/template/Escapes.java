package org.pytorch.alerting.stepfunctions.data.template;

/**
 * Backslashes in the quoted texts of intrinsic functions: before {@code ' { } \} and nothing else.
 */
final class Escapes {
  private static final String ESCAPED = "'{}\\";

  private Escapes() {}

  /** Throws IllegalArgumentException if a backslash stands before anything else. */
  static void check(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
        if (i == text.length() || ESCAPED.indexOf(text.charAt(i)) < 0) {
          throw new IllegalArgumentException(
              "'%s' has a backslash before something that needs none".formatted(text));
        }
      }
    }
  }

  /** {@return the text that is meant} */
  static String remove(String text) {
    StringBuilder meant = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && i + 1 < text.length()) {
        i++;
      }
      meant.append(text.charAt(i));
    }
    return meant.toString();
  }
}
