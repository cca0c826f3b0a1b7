package org.pytorch.alerting.github.render;

import static java.time.ZoneOffset.UTC;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.pytorch.alerting.model.json.Json;

/** Formats times in UTC, and in the readers' time zone if one is configured. */
public final class TimeText {
  /** {@code PST} and {@code PDT} are English; the root locale has offsets only. */
  private static final DateTimeFormatter IN_ZONE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss zzz, VV", Locale.ENGLISH);

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ENGLISH).withZone(UTC);

  private static final DateTimeFormatter ZONED =
      DateTimeFormatter.ofPattern("HH:mm zzz", Locale.ENGLISH);

  /** Below, hours are easier to grasp. */
  private static final int MIN_DAYS = 2;

  private static final int DATE_LENGTH = "2026-03-04 ".length();

  private final Optional<DateTimeFormatter> local;

  private TimeText(Optional<DateTimeFormatter> local) {
    this.local = local;
  }

  /** {@return times in UTC only} */
  public static TimeText inUtc() {
    return new TimeText(Optional.empty());
  }

  /** {@return times in UTC, and also in {@code zone}} */
  public static TimeText inUtcAnd(ZoneId zone) {
    return new TimeText(Optional.of(IN_ZONE.withZone(zone)));
  }

  /**
   * {@return {@code time} in the ISO form of UTC; then, in brackets, the zone's date and time, its
   * abbreviation on that day and its name}
   */
  String of(Instant time) {
    return Json.format(time) + local.map(format -> " (" + format.format(time) + ")").orElse("");
  }

  /**
   * {@return {@code time} without its seconds, such as {@code 2026-03-04 07:12 UTC}; then, in
   * brackets, the zone's time of day, and its date if that is another one}
   */
  String toMinute(Instant time) {
    return MINUTE.format(time) + " UTC" + inZone(time);
  }

  /** {@return the same, without the date if {@code time} is on the same day as {@code before}} */
  String toMinuteAfter(Instant before, Instant time) {
    String date = MINUTE.format(time).substring(0, DATE_LENGTH);
    return MINUTE.format(before).startsWith(date)
        ? MINUTE.format(time).substring(DATE_LENGTH) + inZone(time)
        : toMinute(time);
  }

  private String inZone(Instant time) {
    return local
        .map(
            format -> {
              ZonedDateTime there = time.atZone(format.getZone());
              boolean sameDay = there.toLocalDate().equals(LocalDate.ofInstant(time, UTC));
              return " (" + (sameDay ? "" : there.toLocalDate() + " ") + ZONED.format(there) + ")";
            })
        .orElse("");
  }

  /**
   * {@return {@code duration} in its two largest units, such as {@code 5 h 18 min}; a negative one
   * counts as zero}
   */
  static String of(Duration duration) {
    Duration length = duration.isNegative() ? Duration.ZERO : duration;
    if (length.toDays() >= MIN_DAYS) {
      return joined(length.toDays(), "d", length.toHoursPart(), "h");
    }
    if (length.toHours() > 0) {
      return joined(length.toHours(), "h", length.toMinutesPart(), "min");
    }
    return length.toMinutes() > 0 ? length.toMinutes() + " min" : length.toSeconds() + " s";
  }

  private static String joined(long large, String unit, int small, String smallUnit) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }
}
