package org.pytorch.alerting.policy.rule;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A window of every week, by local time in {@code zone}.
 *
 * <p>If a time occurs twice, in autumn, a window begins at its first and ends at its second
 * occurrence. A time that is skipped, in spring, is the moment of the change.
 *
 * @param days on which the window opens, not empty
 * @param from in minutes of the day, from 0
 * @param to in minutes of the day, at most 1,440; not after {@code from} for a window that ends on
 *     the next day
 */
public record Weekly(Set<DayOfWeek> days, int from, int to, ZoneId zone) implements Window {
  public static final int MINUTES_OF_DAY = 24 * 60;

  public Weekly {
    if (days.isEmpty() || from < 0 || from >= MINUTES_OF_DAY || to < 0 || to > MINUTES_OF_DAY) {
      throw new IllegalArgumentException("not a window of a day: " + days + from + ", " + to);
    }
    if (from == to) {
      throw new IllegalArgumentException("window never opens: " + from);
    }
    days = Collections.unmodifiableSet(EnumSet.copyOf(days));
  }

  @Override
  public Optional<Instant> openUntil(Instant time) {
    LocalDate today = time.atZone(zone).toLocalDate();
    return Stream.of(today, today.minusDays(1))
        .flatMap(day -> openUntil(time, day).stream())
        .max(Comparator.naturalOrder());
  }

  private Optional<Instant> openUntil(Instant time, LocalDate day) {
    if (!days.contains(day.getDayOfWeek()) || time.isBefore(instant(at(day, from), false))) {
      return Optional.empty();
    }
    return Optional.of(instant(at(day, from + minutes()), true)).filter(time::isBefore);
  }

  private Instant instant(LocalDateTime wall, boolean second) {
    ZoneOffsetTransition jump = zone.getRules().getTransition(wall);
    if (jump != null && jump.isGap()) {
      return jump.getInstant();
    }
    ZonedDateTime time = wall.atZone(zone);
    return (second ? time.withLaterOffsetAtOverlap() : time.withEarlierOffsetAtOverlap())
        .toInstant();
  }

  private static LocalDateTime at(LocalDate day, int minutes) {
    return day.plusDays(minutes / MINUTES_OF_DAY)
        .atTime(LocalTime.MIDNIGHT)
        .plus(Duration.ofMinutes(minutes % MINUTES_OF_DAY));
  }

  /** {@return whether it is never closed} */
  public boolean isAlwaysOpen() {
    return days.size() == DayOfWeek.values().length && minutes() == MINUTES_OF_DAY;
  }

  /** {@return how long it is open by local time} */
  private int minutes() {
    return to > from ? to - from : to + MINUTES_OF_DAY - from;
  }

  @Override
  public boolean covers(Window other) {
    return other instanceof Weekly weekly
        && weekly.zone.equals(zone)
        && weekly.days.stream().allMatch(day -> covers(day, weekly));
  }

  /** {@return whether one of this one's openings contains the other's of {@code day}} */
  private boolean covers(DayOfWeek day, Weekly other) {
    return (days.contains(day) && contains(other.from, other.minutes()))
        || (days.contains(day.minus(1)) && contains(other.from + MINUTES_OF_DAY, other.minutes()));
  }

  private boolean contains(int start, int length) {
    return start >= from && start + length <= from + minutes();
  }
}
