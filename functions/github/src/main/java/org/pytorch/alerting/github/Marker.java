package org.pytorch.alerting.github;

import java.nio.charset.StandardCharsets;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;

/**
 * The hidden line by which a later attempt recognises what an earlier one has posted: an HTML
 * comment, the very last line of a body. Only there does it count. Text of an alert never is the
 * last line of what we write, nor can it hold an HTML comment, so it cannot forge a marker.
 *
 * @param content what is marked; it begins the same in every form of the marker
 */
public record Marker(String content) {
  /** With a version, so that a later form can be told apart. */
  private static final String PREFIX = "<!-- alert-pipeline v1 ";

  private static final String SUFFIX = " -->";

  /** Added by an attempt that posts although an earlier one may have, unseen, done so. */
  private static final String UNSURE = " after-unknown-outcome";

  /** {@return the marker of the issue of one firing episode} */
  public static Marker ofIssue(Fingerprint fingerprint, int episode) {
    return new Marker("issue fingerprint=" + fingerprint.hex() + " episode=" + episode);
  }

  /** {@return the marker of the comment that answers one event} */
  public static Marker ofComment(EventId eventId) {
    return new Marker("comment event=" + encode(eventId.value()));
  }

  /** {@return the whole line} */
  public String line() {
    return PREFIX + content + SUFFIX;
  }

  /** {@return {@code text} as a body that carries this marker} */
  public String sign(String text) {
    return text.stripTrailing() + "\n\n" + line();
  }

  /** {@return {@code text} as a body that carries this marker and may not be the only one to} */
  public String signUnsure(String text) {
    return text.stripTrailing() + "\n\n" + PREFIX + content + UNSURE + SUFFIX;
  }

  /** {@return whether {@code body} carries this marker; white space at its end does not matter} */
  public boolean isOn(String body) {
    String last = lastLine(body);
    return last.equals(line()) || isUnsure(last);
  }

  /** {@return whether {@code body} carries this marker and may not be the only one to} */
  public boolean isUnsureOn(String body) {
    return isUnsure(lastLine(body));
  }

  private boolean isUnsure(String lastLine) {
    return lastLine.equals(PREFIX + content + UNSURE + SUFFIX);
  }

  private static String lastLine(String body) {
    String text = body.stripTrailing();
    int end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
    return text.substring(end + 1);
  }

  /**
   * An event id can come from a sender. Letters, digits, dots and underscores stay, the rest is
   * percent-encoded: nothing in it can then end the comment.
   */
  private static String encode(String value) {
    StringBuilder encoded = new StringBuilder();
    for (byte unit : value.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (unit & 0xff);
      boolean plain =
          (character >= 'a' && character <= 'z')
              || (character >= 'A' && character <= 'Z')
              || (character >= '0' && character <= '9')
              || character == '.'
              || character == '_';
      boolean loneHyphen =
          character == '-' && !encoded.isEmpty() && encoded.charAt(encoded.length() - 1) != '-';
      if (plain || loneHyphen) {
        encoded.append(character);
      } else {
        encoded.append('%').append(Character.forDigit(character >> 4, 16));
        encoded.append(Character.forDigit(character & 0xf, 16));
      }
    }
    return encoded.toString();
  }
}
