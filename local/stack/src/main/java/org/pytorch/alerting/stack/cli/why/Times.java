package org.pytorch.alerting.stack.cli.why;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times for people, in UTC. */
final class Times {
  private static final DateTimeFormatter FULL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Times() {}

  static String full(Instant time) {
    return FULL.format(time);
  }

  /** {@return a time in our JSON, for people; unchanged if it is none} */
  static String full(String text) {
    try {
      return full(Instant.parse(text));
    } catch (DateTimeException e) {
      return text;
    }
  }

  /** {@return such as {@code 3 min ago} or {@code in 20 s}} */
  static String relative(Instant time, Instant now) {
    Duration distance = Duration.between(time, now);
    return distance.isNegative() ? "in " + length(distance.negated()) : length(distance) + " ago";
  }

  private static String length(Duration time) {
    if (time.toDays() > 0) {
      return time.toDays() + " d";
    }
    if (time.toHours() > 0) {
      return time.toHours() + " h";
    }
    return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }
}
