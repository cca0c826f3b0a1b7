package org.pytorch.alerting.normalize.message;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.status.SharedBy;
import org.pytorch.alerting.normalize.InvalidAlertException;
import org.pytorch.alerting.normalize.source.AlertSource;

/**
 * The source that a message's events may claim. The source is a part of every fingerprint, so a
 * sender that could choose it could close the issues of another sender's alerts. It is therefore
 * the name under which the webhook authenticated the sender, whatever the payload says or looks
 * like.
 *
 * @param name the source of the message's events
 */
public record Speaker(String name) {
  /** A relay: its events name their own source. */
  private static final String ANYBODY = "normalized";

  private static final Pattern NOT_IN_SOURCE = Pattern.compile("[^a-z0-9_-]+");
  private static final int MAX_SOURCE_LENGTH = 50;

  /**
   * {@return the speaker of a message with the attribute {@link MessageAttributes#SOURCE}}
   *
   * @throws InvalidAlertException if it calls itself {@link SharedBy#SOURCE}. An event of that
   *     source that is redriven has another speaker, a relay.
   */
  public static Speaker named(String attribute) {
    String name = sourceOf(attribute).orElse(ANYBODY);
    if (name.equals(SharedBy.SOURCE)) {
      throw new InvalidAlertException(
          "the source is %s, which is the source of issues that alerts share; an alert needs the"
                  .formatted(name)
              + " source of its sender");
    }
    return new Speaker(name);
  }

  /** {@return the speaker of a message without that attribute: the source that reads it} */
  public static Speaker of(AlertSource format) {
    return new Speaker(format.name());
  }

  /** {@return {@code event} with this speaker's source} */
  public AlertEvent claim(AlertEvent event) {
    boolean own = name.equals(ANYBODY) || event.source().equals(name);
    return own ? event : event.toBuilder().source(name).build();
  }

  /** {@return {@code text} as the source of an event; empty if no valid character is left} */
  public static Optional<String> sourceOf(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    String start = lower.substring(0, Math.min(lower.length(), MAX_SOURCE_LENGTH));
    return Optional.of(NOT_IN_SOURCE.matcher(start).replaceAll("-"))
        .filter(source -> !source.isEmpty());
  }
}
