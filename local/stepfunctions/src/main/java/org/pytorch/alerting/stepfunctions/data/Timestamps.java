package org.pytorch.alerting.stepfunctions.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as text: RFC 3339 with an upper-case T, and Z or an offset. */
public final class Timestamps {
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:Z|[+-]\\d\\d:\\d\\d)");
  private static final DateTimeFormatter WITH_MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Timestamps() {}

  /** {@return the time; empty if the value is not a timestamp} */
  public static Optional<Instant> parse(JsonNode value) {
    if (!value.isTextual() || !RFC_3339.matcher(value.textValue()).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(value.textValue()).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * {@return the time}
   *
   * @throws IllegalArgumentException if the text is not a timestamp
   */
  public static Instant require(String text) {
    return parse(TextNode.valueOf(text))
        .orElseThrow(() -> new IllegalArgumentException("'%s' is not a timestamp".formatted(text)));
  }

  /** {@return the time in UTC with milliseconds, such as 2019-03-26T20:14:13.192Z} */
  public static String format(Instant instant) {
    return WITH_MILLIS.format(instant);
  }
}
