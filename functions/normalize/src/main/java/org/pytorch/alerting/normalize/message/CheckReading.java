package org.pytorch.alerting.normalize.message;

import static org.pytorch.alerting.model.check.Check.SOURCE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.normalize.InvalidAlertException;
import org.pytorch.alerting.normalize.text.Fields;

/**
 * Reads our own message to look at an alert again. Every publisher to the topic can forge one, so
 * only its two fields are read: neither says what to do.
 */
public final class CheckReading {
  private CheckReading() {}

  /** {@return whether a message with this attribute {@link MessageAttributes#SOURCE} is a check} */
  public static boolean isCheck(String source) {
    return SOURCE.equalsIgnoreCase(source);
  }

  /**
   * {@return the check in {@code payload}}
   *
   * @throws InvalidAlertException if it has no fingerprint or no known reason
   */
  public static Check read(ObjectNode payload) {
    Fields fields = Fields.of(payload);
    return new Check(fingerprint(fields), reason(fields));
  }

  private static Fingerprint fingerprint(Fields fields) {
    try {
      return new Fingerprint(fields.string("fingerprint").orElse(""));
    } catch (IllegalArgumentException e) {
      throw unreadable("\"fingerprint\" is not the 64 lower-case hex digits of an alert");
    }
  }

  private static CheckReason reason(Fields fields) {
    try {
      return CheckReason.of(fields.string("reason").orElse(""));
    } catch (IllegalArgumentException e) {
      String known =
          Arrays.stream(CheckReason.values())
              .map(CheckReason::jsonName)
              .collect(Collectors.joining(", "));
      throw unreadable("\"reason\" is not one of " + known);
    }
  }

  private static InvalidAlertException unreadable(String problem) {
    return new InvalidAlertException(
        ("the source is %s, which is the pipeline's own message to look at an alert again, but its"
                + " body is not one: %s; an alert needs the source of its sender")
            .formatted(SOURCE, problem));
  }
}
