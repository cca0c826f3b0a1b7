package org.pytorch.alerting.normalize.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Optional;

/** Reads providers' times. */
public final class Times {
  /** In years. Go writes "no time" as the year 1. */
  static final int MAX_AGE = 10;

  private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

  /**
   * ISO 8601 with any number of fraction digits and any offset: {@code Z}, {@code +02:00} and
   * CloudWatch's {@code +0000}.
   */
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter(Locale.ROOT);

  private Times() {}

  /** {@return {@code text} as a time, or empty if it is not one} */
  public static Optional<Instant> parse(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text.strip(), FORMAT).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** {@return whether {@code time} is within the years that we can store and write} */
  public static boolean isOurs(Instant time) {
    return !time.isBefore(Instant.EPOCH) && time.isBefore(END);
  }

  /**
   * {@return whether an event that was sent at {@code sentAt} can be of {@code time}: not later,
   * and at most {@link #MAX_AGE} years earlier}
   */
  public static boolean canBeTrue(Instant time, Instant sentAt) {
    Instant oldest = sentAt.atOffset(ZoneOffset.UTC).minusYears(MAX_AGE).toInstant();
    return !time.isBefore(oldest) && !time.isAfter(sentAt);
  }
}
