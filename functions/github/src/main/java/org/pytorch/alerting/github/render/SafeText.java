package org.pytorch.alerting.github.render;

import java.util.regex.Pattern;
import org.pytorch.alerting.model.text.Invisible;

/**
 * Makes a sender's text harmless wherever it is read: in the page, in a mail, in a terminal. It
 * replaces what is not text and breaks up what GitHub reacts to, by a character that nobody sees.
 */
final class SafeText {
  /**
   * ZERO WIDTH SPACE. After an at sign it stops a mention in the page and in mails, where neither a
   * backslash nor an entity does.
   */
  static final char BREAK = '\u200b';

  private static final Pattern WHITE_SPACE = Pattern.compile("\\p{IsWhite_Space}+");

  private static final Pattern LONG_RUN = Pattern.compile("`{16}");

  private static final char REPLACEMENT = '\ufffd';

  private SafeText() {}

  /**
   * {@return {@code text} with plain line ends and without halves of characters and anything {@link
   * Invisible}}
   *
   * <p>Each of these is replaced by something visible, so that a reader sees that it was there.
   */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    int next;
    for (int i = 0; i < text.length(); i = next) {
      int c = text.codePointAt(i);
      next = i + Character.charCount(c);
      if (c == '\r') {
        if (next == text.length() || text.charAt(next) != '\n') {
          clean.append('\n');
        }
      } else if (c == '\n' || c == '\t') {
        clean.append((char) c);
      } else if (c == 0x85 || c == 0x2028 || c == 0x2029) {
        clean.append('\n');
      } else if (c < ' ') {
        clean.append((char) (0x2400 + c)); // Unicode's pictures of the control characters.
      } else if (isHalf(c) || Invisible.isAt(text, i)) {
        clean.append(REPLACEMENT);
      } else {
        clean.appendCodePoint(c);
      }
    }
    return clean.toString();
  }

  /** {@return {@code text} clean, on one line, without white space at its ends or in rows} */
  static String oneLine(String text) {
    return WHITE_SPACE.matcher(clean(text)).replaceAll(" ").strip();
  }

  /**
   * {@return clean text that mentions nobody and holds no HTML comment, for where no Markdown is}
   *
   * <p>Long runs of backticks are broken up: what is put around code must be longer than any, and
   * must not outgrow the code.
   */
  static String inert(String clean) {
    return LONG_RUN
        .matcher(clean.replace("@", "@" + BREAK).replace("<!--", "<" + BREAK + "!--"))
        .replaceAll("$0" + BREAK);
  }

  private static boolean isHalf(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }
}
