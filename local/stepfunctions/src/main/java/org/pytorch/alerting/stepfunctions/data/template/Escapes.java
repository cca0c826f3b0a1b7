package org.pytorch.alerting.stepfunctions.data.template;

/** Backslashes in quoted arguments of intrinsic functions: allowed only before {@code ' { } \}. */
final class Escapes {
  private static final String ESCAPED = "'{}\\";

  private Escapes() {}

  /**
   * @throws IllegalArgumentException if a backslash precedes any other character
   */
  static void check(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
        if (i == text.length() || ESCAPED.indexOf(text.charAt(i)) < 0) {
          throw new IllegalArgumentException(
              "'%s' has a backslash before a character that cannot be escaped".formatted(text));
        }
      }
    }
  }

  /** {@return the text without its escapes} */
  static String remove(String text) {
    StringBuilder unescaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && i + 1 < text.length()) {
        i++;
      }
      unescaped.append(text.charAt(i));
    }
    return unescaped.toString();
  }
}
