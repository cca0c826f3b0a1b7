package org.pytorch.alerting.normalize.text;

import java.util.regex.Pattern;
import org.pytorch.alerting.model.text.Invisible;
import org.pytorch.alerting.model.text.Truncation;

/**
 * Makes provider text fit for storage and display. It removes {@link Invisible} characters:
 * controls, which SQS refuses and terminals obey, direction controls, which reorder the displayed
 * text, and characters that hide text from people but not from machines.
 */
public final class Text {
  private static final char REPLACEMENT = '\uFFFD';
  private static final Pattern WHITE_SPACE = Pattern.compile("\\p{IsWhite_Space}+");

  private Text() {}

  /**
   * {@return {@code text} in well-formed Unicode, with {@code \n} for every line end, and without
   * invisible characters other than white space}
   */
  public static String clean(String text) {
    int dirty = firstDirty(text);
    if (dirty == text.length()) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length()).append(text, 0, dirty);
    for (int i = dirty; i < text.length(); ) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      if (c == '\r') {
        boolean followedByLineFeed = next < text.length() && text.charAt(next) == '\n';
        clean.append(followedByLineFeed ? "" : "\n");
      } else if (isLineSeparator(c)) {
        clean.append('\n');
      } else if (isLoneSurrogate(c)) {
        clean.append(REPLACEMENT);
      } else if (!Invisible.isAt(text, i)) {
        clean.appendCodePoint(c);
      }
      i = next;
    }
    return clean.toString();
  }

  /** {@return {@code text} cleaned, on one line, with single spaces} */
  public static String line(String text) {
    return WHITE_SPACE.matcher(clean(text)).replaceAll(" ").strip();
  }

  /** {@return {@code text} cleaned, without surrounding white space} */
  public static String block(String text) {
    return strip(clean(text));
  }

  /** {@return {@code text} without surrounding white space, including no-break spaces} */
  static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isWhiteSpace(text.charAt(start))) {
      start++;
    }
    while (start < end && isWhiteSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /**
   * {@return {@link Truncation#marked}, in a time that depends on {@code maxCodePoints}, not on the
   * text's length}
   */
  public static String cut(String text, int maxCodePoints) {
    // That many chars are always more code points than are kept, wherever the substring ends.
    int enough = 2 * maxCodePoints + 2;
    return Truncation.marked(
        text.length() > enough ? text.substring(0, enough) : text, maxCodePoints);
  }

  private static int firstDirty(String text) {
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (c == '\r' || isLineSeparator(c) || isLoneSurrogate(c) || Invisible.isAt(text, i)) {
        return i;
      }
      i += Character.charCount(c);
    }
    return i;
  }

  private static boolean isWhiteSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static boolean isLineSeparator(int c) {
    return c == 0x2028 || c == 0x2029;
  }

  private static boolean isLoneSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }
}
