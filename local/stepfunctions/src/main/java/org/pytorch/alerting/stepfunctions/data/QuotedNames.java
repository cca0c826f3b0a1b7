package org.pytorch.alerting.stepfunctions.data;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Quoted names in paths, such as {@code $['a b']}. As recorded on AWS, a backslash escapes only the
 * quote around the name and another backslash; before any other character it belongs to the name.
 */
final class QuotedNames {
  /** In single or double quotes. Possessive: a group that can backtrack recurses. */
  private static final Pattern QUOTED =
      Pattern.compile("(?s)'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\"");

  private static final Pattern BACKSLASH = Pattern.compile("(?s)\\\\(.)");

  private QuotedNames() {}

  /**
   * {@return the path for the library, which knows more escapes than AWS} A path with a filter is
   * unchanged: its quotes may hold values, for which the library's rules apply.
   */
  static String forLibrary(String path) {
    return path.contains("[?")
        ? path
        : QUOTED
            .matcher(path)
            .replaceAll(quoted -> Matcher.quoteReplacement(doubled(quoted.group())));
  }

  /** {@return the path with every quoted text replaced by one letter in quotes} */
  static String mask(String path) {
    return QUOTED.matcher(path).replaceAll("'x'");
  }

  /**
   * {@return the name}
   *
   * @param quoted with its quotes
   */
  static String unquote(String quoted) {
    char quote = quoted.charAt(0);
    return BACKSLASH
        .matcher(quoted.substring(1, quoted.length() - 1))
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    isEscape(escape, quote) ? escape.group(1) : escape.group()));
  }

  private static String doubled(String quoted) {
    char quote = quoted.charAt(0);
    return BACKSLASH
        .matcher(quoted)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    isEscape(escape, quote) ? escape.group() : "\\" + escape.group()));
  }

  private static boolean isEscape(MatchResult escape, char quote) {
    char escaped = escape.group(1).charAt(0);
    return escaped == quote || escaped == '\\';
  }
}
