package org.pytorch.alerting.stack.cli.payload;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Moves all times of a payload, so that the latest is now and the distances stay. It works on the
 * text, so it also finds times in JSON strings and in sentences.
 */
public final class PayloadTimes {
  /** RFC 3339, and CloudWatch's form without a colon in its offset. */
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d{1,9}))?(Z|[+-]\\d\\d:?\\d\\d)");

  /** How CloudWatch writes the times of datapoints: day, month, year, always in UTC. */
  private static final Pattern DATAPOINT =
      Pattern.compile("\\((\\d\\d/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d)\\)");

  private static final DateTimeFormatter DATAPOINT_FORM =
      DateTimeFormatter.ofPattern("dd/MM/uu HH:mm:ss", Locale.ROOT);

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

  /** Earlier times mean "none", such as an alert's end in the year 1. */
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  private PayloadTimes() {}

  /** {@return {@code body} with its times moved; unchanged if it has none} */
  public static String movedTo(String body, Instant now) {
    Optional<Instant> latest =
        TIME.matcher(body).results().flatMap(it -> time(it).stream()).max(Instant::compareTo);
    return latest
        .map(last -> Duration.between(last, now))
        .map(distance -> moved(body, distance))
        .orElse(body);
  }

  private static String moved(String body, Duration distance) {
    String dated =
        TIME.matcher(body)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        time(found)
                            .map(time -> written(time.plus(distance), found))
                            .orElse(found.group())));
    return DATAPOINT
        .matcher(dated)
        .replaceAll(found -> Matcher.quoteReplacement(datapoint(found, distance)));
  }

  private static Optional<Instant> time(MatchResult found) {
    try {
      LocalDateTime local = LocalDateTime.parse(found.group(1) + fraction(found));
      return Optional.of(local.toInstant(ZoneOffset.of(found.group(3))))
          .filter(time -> time.isAfter(EARLIEST) && time.isBefore(LATEST));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String fraction(MatchResult found) {
    return found.group(2) == null ? "" : "." + found.group(2);
  }

  /** With as many digits and in the same offset as before. */
  private static String written(Instant time, MatchResult found) {
    OffsetDateTime local = time.atOffset(ZoneOffset.of(found.group(3)));
    String digits = "%09d".formatted(local.getNano());
    String fraction =
        found.group(2) == null ? "" : "." + digits.substring(0, found.group(2).length());
    return SECONDS.format(local) + fraction + found.group(3);
  }

  private static String datapoint(MatchResult found, Duration distance) {
    try {
      LocalDateTime time = LocalDateTime.parse(found.group(1), DATAPOINT_FORM);
      return "(" + DATAPOINT_FORM.format(time.plus(distance)) + ")";
    } catch (DateTimeException e) {
      return found.group();
    }
  }
}
