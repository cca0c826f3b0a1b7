package org.pytorch.alerting.github.render;

import java.util.regex.Pattern;

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

  private static final Pattern LONG_RUN = Pattern.compile("`{16}");

  private static final char REPLACEMENT = '\ufffd';

  private SafeText() {}

  /**
   * {@return {@code text} with plain line ends and without control characters, direction controls
   * and halves of characters}
   *
   * <p>Each of these is replaced by something visible, so that a reader sees that it was there.
   */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit == '\r') {
        if (i + 1 == text.length() || text.charAt(i + 1) != '\n') {
          clean.append('\n');
        }
      } else if (unit == '\n' || unit == '\t') {
        clean.append(unit);
      } else if (unit == '\u0085' || unit == '\u2028' || unit == '\u2029') {
        clean.append('\n');
      } else if (unit < ' ') {
        clean.append((char) ('\u2400' + unit)); // Unicode's pictures of the control characters.
      } else if (isPair(text, i)) {
        clean.append(unit).append(text.charAt(++i));
      } else {
        clean.append(isHarmful(unit) ? REPLACEMENT : unit);
      }
    }
    return clean.toString();
  }

  /** {@return {@code text} clean, on one line, without white space at its ends or in rows} */
  static String oneLine(String text) {
    return clean(text).replaceAll("\\s+", " ").strip();
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

  private static boolean isPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1));
  }

  private static boolean isHarmful(char unit) {
    boolean control = unit >= '\u007f' && unit <= '\u009f';
    return control || Character.isSurrogate(unit) || isDirectionControl(unit);
  }

  /** Those of the Unicode bidirectional algorithm: they make a text read as another. */
  private static boolean isDirectionControl(char unit) {
    return (unit >= '\u202a' && unit <= '\u202e')
        || (unit >= '\u2066' && unit <= '\u2069')
        || unit == '\u200e'
        || unit == '\u200f'
        || unit == '\u061c';
  }
}
