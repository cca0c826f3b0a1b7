package org.pytorch.alerting.github.render;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.pytorch.alerting.model.json.Json;

/** Formats times in UTC, and in the readers' time zone if one is configured. */
public final class TimeText {
  /** {@code PST} and {@code PDT} are English; the root locale has offsets only. */
  private static final DateTimeFormatter IN_ZONE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss zzz, VV", Locale.ENGLISH);

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
}
