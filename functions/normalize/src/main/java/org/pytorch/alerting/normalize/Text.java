package org.pytorch.alerting.normalize;

import java.util.regex.Pattern;
import org.pytorch.alerting.model.Truncation;

/**
 * Makes provider text fit to be stored and shown. What is removed cannot be seen: controls, which
 * SQS refuses and terminals obey, and bidi controls, which make text read other than it is.
 */
final class Text {
  private static final char REPLACEMENT = '\uFFFD';
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  private Text() {}

  /**
   * {@return {@code text} in well-formed Unicode, with {@code \n} for every line end, and without
   * control characters other than {@code \n} and {@code \t}}
   */
  static String clean(String text) {
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
      } else if (c == 0x2028 || c == 0x2029) {
        clean.append('\n');
      } else if (isLoneSurrogate(c)) {
        clean.append(REPLACEMENT);
      } else if (!isInvisibleControl(c)) {
        clean.appendCodePoint(c);
      }
      i = next;
    }
    return clean.toString();
  }

  /** {@return {@code text} cleaned, on one line, with single spaces} */
  static String line(String text) {
    return WHITE_SPACE.matcher(clean(text)).replaceAll(" ").strip();
  }

  /** {@return {@code text} cleaned, without space around it} */
  static String block(String text) {
    return clean(text).strip();
  }

  /**
   * {@return {@link Truncation#marked} in a time that depends on {@code maxCodePoints} and not on
   * how long the text is}
   */
  static String cut(String text, int maxCodePoints) {
    // Twice as many chars are more code points than are kept, wherever the substring ends.
    int enough = 2 * maxCodePoints + 2;
    return Truncation.marked(
        text.length() > enough ? text.substring(0, enough) : text, maxCodePoints);
  }

  private static int firstDirty(String text) {
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (c == '\r' || isLoneSurrogate(c) || isInvisibleControl(c)) {
        return i;
      }
      i += Character.charCount(c);
    }
    return i;
  }

  private static boolean isLoneSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  private static boolean isInvisibleControl(int c) {
    boolean control = Character.getType(c) == Character.CONTROL && c != '\n' && c != '\t';
    boolean lineOrParagraph = c == 0x2028 || c == 0x2029;
    // All that Unicode calls Bidi_Control: marks, embeddings and overrides, isolates.
    boolean bidi =
        c == 0x061C
            || c == 0x200E
            || c == 0x200F
            || (c >= 0x202A && c <= 0x202E)
            || (c >= 0x2066 && c <= 0x2069);
    // SQS takes no U+FFFE and U+FFFF; the other noncharacters are not for interchange either.
    boolean nonCharacter = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
    return control || lineOrParagraph || bidi || nonCharacter;
  }
}
