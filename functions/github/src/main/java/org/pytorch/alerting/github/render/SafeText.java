package org.pytorch.alerting.github.render;

import java.util.regex.Pattern;
import org.pytorch.alerting.model.text.Invisible;

/**
 * Makes a sender's text harmless in a page, a mail and a terminal. It replaces characters that are
 * not text, and breaks up text that GitHub reacts to with an invisible character.
 */
final class SafeText {
  /**
   * ZERO WIDTH SPACE. After an at sign it prevents a mention in the page and in mails, where
   * neither a backslash nor an entity does.
   */
  static final char BREAK = '\u200b';

  private static final Pattern WHITE_SPACE = Pattern.compile("\\p{IsWhite_Space}+");

  private static final Pattern LONG_RUN = Pattern.compile("`{16}");

  private static final char REPLACEMENT = '\ufffd';

  private SafeText() {}

  /**
   * {@return {@code text} with plain line ends and without halves of characters and {@link
   * Invisible} characters}
   *
   * <p>Each of these is replaced by something visible, so that the reader notices it.
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

  /** {@return {@code text} clean, on one line, with white space trimmed and collapsed} */
  static String oneLine(String text) {
    return WHITE_SPACE.matcher(clean(text)).replaceAll(" ").strip();
  }

  /**
   * {@return clean text without mentions and HTML comments, for use outside of Markdown}
   *
   * <p>Long runs of backticks are broken up: the fence around code must be longer than any run, and
   * must not become longer than the code.
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
