package org.pytorch.alerting.model.json;

import java.util.regex.Pattern;

/**
 * Repairs names in JSON that a sender cut inside a character, such as {@code "k\\ud83d"}. Jackson
 * accepts half a character in a value, but refuses the whole document for one in a name.
 */
public final class JsonNames {
  /** The start of each escape: bodies are long, and most have none. */
  private static final String ESCAPE = "\\u";

  private static final Pattern SURROGATE_ESCAPE = Pattern.compile("\\\\u[dD][89a-fA-F]");

  /** In characters: {@code \\ud83d}. */
  private static final int ESCAPE_LENGTH = 6;

  /** The second hex digits of high and low surrogates. */
  private static final String HIGH = "89aAbB";

  private static final String LOW = "cCdDeEfF";

  private final String json;
  private final StringBuilder repaired;
  private int copied;

  private JsonNames(String json) {
    this.json = json;
    this.repaired = new StringBuilder(json.length());
  }

  /**
   * {@return {@code json} with U+FFFD and four hex digits in its names for each escape of half a
   * character}
   *
   * <p>The digits keep different names different. Values are left as they are, and so is text that
   * is not JSON.
   */
  public static String repaired(String json) {
    return json.contains(ESCAPE) && SURROGATE_ESCAPE.matcher(json).find()
        ? new JsonNames(json).repair()
        : json;
  }

  private String repair() {
    int start = json.indexOf('"');
    while (start >= 0) {
      int end = endOfString(start + 1);
      if (isBeforeColon(end + 1)) {
        repairName(start + 1, end);
      }
      start = json.indexOf('"', end + 1);
    }
    return repaired.append(json, copied, json.length()).toString();
  }

  /** {@return the index of the closing quote of the string whose text begins at {@code start}} */
  private int endOfString(int start) {
    int i = start;
    while (i < json.length() && json.charAt(i) != '"') {
      i += json.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(i, json.length());
  }

  private boolean isBeforeColon(int start) {
    int i = start;
    while (i < json.length() && " \t\r\n".indexOf(json.charAt(i)) >= 0) {
      i++;
    }
    return i < json.length() && json.charAt(i) == ':';
  }

  private void repairName(int start, int end) {
    int i = start;
    while (i < end) {
      if (isSurrogate(i, HIGH) && isSurrogate(i + ESCAPE_LENGTH, LOW)) {
        i += 2 * ESCAPE_LENGTH;
      } else if (isSurrogate(i, HIGH + LOW)) {
        repaired.append(json, copied, i).append("\\ufffd").append(json, i + 2, i + ESCAPE_LENGTH);
        i += ESCAPE_LENGTH;
        copied = i;
      } else {
        i += json.charAt(i) == '\\' ? 2 : 1;
      }
    }
  }

  /** {@return whether {@code i} is at a surrogate's escape with one of these second digits} */
  private boolean isSurrogate(int i, String secondDigits) {
    return i + ESCAPE_LENGTH <= json.length()
        && json.startsWith("\\u", i)
        && (json.charAt(i + 2) == 'd' || json.charAt(i + 2) == 'D')
        && secondDigits.indexOf(json.charAt(i + 3)) >= 0;
  }
}
