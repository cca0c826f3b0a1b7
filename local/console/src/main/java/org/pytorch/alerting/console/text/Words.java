package org.pytorch.alerting.console.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and numbers as people say them. */
public final class Words {
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY_SECONDS = 24 * HOUR;
  private static final long MONTH = 30 * DAY_SECONDS;
  private static final long JUST_NOW = 5;

  private Words() {}

  /** {@return the age of {@code time}, such as "3 minutes ago"; for a later time "in 3 minutes"} */
  public static String ago(Instant time, Instant now) {
    long seconds = Duration.between(time, now).toSeconds();
    if (Math.abs(seconds) < JUST_NOW) {
      return "just now";
    }
    if (seconds < 0) {
      return -seconds < MONTH ? "in " + units(-seconds) : "on " + DAY.format(time);
    }
    return seconds < MONTH ? units(seconds) + " ago" : "on " + DAY.format(time);
  }

  private static String units(long seconds) {
    if (seconds < MINUTE) {
      return count(seconds, "second");
    }
    if (seconds < HOUR) {
      return count(seconds / MINUTE, "minute");
    }
    return seconds < DAY_SECONDS
        ? count(seconds / HOUR, "hour")
        : count(seconds / DAY_SECONDS, "day");
  }

  /** {@return a duration with two digits or units, such as "340 ms", "1.2 s" or "3 min 5 s"} */
  public static String duration(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < MINUTE * 1_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
    }
    long seconds = duration.toSeconds();
    return seconds < HOUR
        ? "%d min %d s".formatted(seconds / MINUTE, seconds % MINUTE)
        : "%d h %d min".formatted(seconds / HOUR, seconds % HOUR / MINUTE);
  }

  /** {@return a number and its noun, such as "1 alert" or "1,200 alerts"} */
  public static String count(long number, String noun) {
    return "%s %s%s".formatted(number(number), noun, number == 1 ? "" : "s");
  }

  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@return the time in UTC with milliseconds} */
  public static String exact(Instant time) {
    return EXACT.format(time);
  }
}
