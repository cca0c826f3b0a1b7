package org.pytorch.alerting.model.route;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time as policies write it: a number and {@code s}, {@code m}, {@code h} or {@code d},
 * such as {@code 24h}; {@code 0} needs no unit.
 *
 * @param seconds from 0 to {@link #MAX_SECONDS}
 */
public record Span(long seconds) implements Comparable<Span> {
  public static final long MAX_SECONDS = 366L * 24 * 60 * 60;
  public static final Span ZERO = new Span(0);

  private static final Pattern FORM = Pattern.compile("(\\d{1,8})([smhd])|0");
  private static final long[] UNIT_SECONDS = {86_400, 3_600, 60, 1};
  private static final String UNITS = "dhms";

  public Span {
    if (seconds < 0 || seconds > MAX_SECONDS) {
      throw new IllegalArgumentException("not from 0 to 366 days: " + seconds + " s");
    }
  }

  /** {@return the time that {@code text} names, or empty if it has another form or is too long} */
  public static Optional<Span> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    if (form.group(1) == null) {
      return Optional.of(ZERO);
    }
    long seconds =
        Long.parseLong(form.group(1)) * UNIT_SECONDS[UNITS.indexOf(form.group(2).charAt(0))];
    return seconds > MAX_SECONDS ? Optional.empty() : Optional.of(new Span(seconds));
  }

  /**
   * {@return the time that {@code text} names}
   *
   * @throws IllegalArgumentException if it has another form or is longer than 366 days
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Span of(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not a time such as 24h: " + text));
  }

  public Duration duration() {
    return Duration.ofSeconds(seconds);
  }

  @Override
  public int compareTo(Span other) {
    return Long.compare(seconds, other.seconds);
  }

  /** {@return the time in the largest unit that divides it, such as {@code 36h}} */
  @Override
  @JsonValue
  public String toString() {
    int unit = UNITS.length() - 1;
    for (int larger = unit - 1; larger >= 0; larger--) {
      if (seconds > 0 && seconds % UNIT_SECONDS[larger] == 0) {
        unit = larger;
      }
    }
    return seconds / UNIT_SECONDS[unit] + UNITS.substring(unit, unit + 1);
  }
}
