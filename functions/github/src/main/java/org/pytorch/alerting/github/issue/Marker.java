package org.pytorch.alerting.github.issue;

import java.nio.charset.StandardCharsets;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;

/**
 * The hidden line by which a later attempt recognises an earlier one's post: an HTML comment. We
 * write it last; it counts on any separate line, so text that a person or a bot appends does no
 * harm. An alert's text cannot contain an HTML comment, so it cannot forge a marker; and only
 * bodies that our App wrote are checked for one.
 *
 * @param content identifies the post; every form of the marker begins with it
 */
public record Marker(String content) {
  /** With a version, to distinguish future forms. */
  private static final String PREFIX = "<!-- alert-pipeline v1 ";

  private static final String SUFFIX = " -->";

  /** Added by an attempt that posts although an earlier one may already have. */
  private static final String UNSURE = " after-unknown-outcome";

  /** {@return the marker of a firing episode's issue} */
  public static Marker ofIssue(Fingerprint fingerprint, int episode) {
    return new Marker("issue fingerprint=" + fingerprint.hex() + " episode=" + episode);
  }

  /** {@return whether {@code body} has the marker of an issue of the alert, of any episode} */
  public static boolean isOfAlert(Fingerprint fingerprint, String body) {
    String begin = PREFIX + "issue fingerprint=" + fingerprint.hex() + " episode=";
    return body.lines()
        .map(String::stripTrailing)
        .anyMatch(line -> line.startsWith(begin) && line.endsWith(SUFFIX));
  }

  /** {@return the marker of the comment about one event} */
  public static Marker ofComment(EventId eventId) {
    return new Marker("comment event=" + encode(eventId.value()));
  }

  /** {@return the whole line} */
  public String line() {
    return PREFIX + content + SUFFIX;
  }

  /** {@return {@code text} as a body with this marker} */
  public String sign(String text) {
    return text.stripTrailing() + "\n\n" + line();
  }

  /** {@return {@code text} as a body with this marker, as a possible duplicate} */
  public String signUnsure(String text) {
    return text.stripTrailing() + "\n\n" + PREFIX + content + UNSURE + SUFFIX;
  }

  /** {@return whether a line of {@code body} is this marker; trailing white space is ignored} */
  public boolean isOn(String body) {
    return hasLine(body, line()) || isUnsureOn(body);
  }

  /** {@return whether {@code body} has this marker, as a possible duplicate} */
  public boolean isUnsureOn(String body) {
    return hasLine(body, PREFIX + content + UNSURE + SUFFIX);
  }

  private static boolean hasLine(String body, String wanted) {
    return body.lines().map(String::stripTrailing).anyMatch(wanted::equals);
  }

  /**
   * An event id can come from a sender. Letters, digits, dots and underscores stay, the rest is
   * percent-encoded, so that it cannot end the HTML comment.
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
