package org.pytorch.alerting.model.text;

/** Cuts texts to a length in Unicode code points, never inside a character. */
public final class Truncation {
  /** Ends a text that was cut, so that the reader notices. */
  public static final String MARK = "… [cut]";

  private Truncation() {}

  /**
   * {@return {@code text} if it has at most {@code maxCodePoints}, else its beginning and {@link
   * #MARK}, {@code maxCodePoints} in all}
   *
   * @param maxCodePoints at least the length of {@link #MARK}
   */
  public static String marked(String text, int maxCodePoints) {
    if (maxCodePoints < MARK.length()) {
      throw new IllegalArgumentException("no room for the mark: " + maxCodePoints);
    }
    return fits(text, maxCodePoints) ? text : hard(text, maxCodePoints - MARK.length()) + MARK;
  }

  /** {@return the first {@code maxCodePoints} of {@code text}, without a mark} */
  public static String hard(String text, int maxCodePoints) {
    return fits(text, maxCodePoints)
        ? text
        : text.substring(0, text.offsetByCodePoints(0, maxCodePoints));
  }

  private static boolean fits(String text, int maxCodePoints) {
    return text.length() <= maxCodePoints || text.codePointCount(0, text.length()) <= maxCodePoints;
  }
}
