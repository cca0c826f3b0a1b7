package org.pytorch.alerting.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest(name = "{0}-{1} on Sunday at {2}: {3}")
  @CsvSource({
    // An ordinary Sunday, in winter: Berlin is one hour ahead.
    "02:00, 04:00, 2026-03-08T00:59:59Z, false",
    "02:00, 04:00, 2026-03-08T01:00:00Z, true",
    "02:00, 04:00, 2026-03-08T02:59:59Z, true",
    "02:00, 04:00, 2026-03-08T03:00:00Z, false",
    "02:00, 04:00, 2026-03-09T01:30:00Z, false",
    // Spring: at 01:00Z the clock jumps from 02:00 to 03:00.
    "02:00, 04:00, 2026-03-29T00:59:59Z, false",
    "02:00, 04:00, 2026-03-29T01:00:00Z, true",
    "02:00, 04:00, 2026-03-29T01:59:59Z, true",
    "02:00, 04:00, 2026-03-29T02:00:00Z, false",
    "02:30, 03:15, 2026-03-29T01:00:00Z, true",
    "02:30, 03:15, 2026-03-29T01:15:00Z, false",
    "02:10, 02:50, 2026-03-29T01:00:00Z, false",
    "02:10, 02:50, 2026-03-29T00:59:59Z, false",
    // Autumn: at 01:00Z the clock jumps from 03:00 back to 02:00.
    "02:00, 04:00, 2026-10-25T00:00:00Z, true",
    "02:00, 04:00, 2026-10-25T02:59:59Z, true",
    "02:00, 04:00, 2026-10-25T03:00:00Z, false",
    "02:15, 02:45, 2026-10-25T00:14:59Z, false",
    "02:15, 02:45, 2026-10-25T00:15:00Z, true",
    "02:15, 02:45, 2026-10-25T01:44:59Z, true",
    "02:15, 02:45, 2026-10-25T01:45:00Z, false",
    // Over midnight: opens on Sunday, ends on Monday.
    "22:00, 06:00, 2026-03-08T20:59:59Z, false",
    "22:00, 06:00, 2026-03-08T21:00:00Z, true",
    "22:00, 06:00, 2026-03-09T04:59:59Z, true",
    "22:00, 06:00, 2026-03-09T05:00:00Z, false",
    "22:00, 06:00, 2026-03-08T04:00:00Z, false",
    // The whole day.
    "00:00, 24:00, 2026-03-07T22:59:59Z, false",
    "00:00, 24:00, 2026-03-07T23:00:00Z, true",
    "00:00, 24:00, 2026-03-08T22:59:59Z, true",
    "00:00, 24:00, 2026-03-08T23:00:00Z, false"
  })
  void weekly_window_follows_the_clock_on_the_wall(
      String from, String to, Instant time, boolean open) {
    assertThat(weekly(Set.of(DayOfWeek.SUNDAY), from, to).isOpenAt(time)).isEqualTo(open);
  }

  @Test
  void window_of_one_time_is_open_from_its_beginning_until_just_before_its_end() {
    Once once = once("2026-12-01T22:00:00Z", "2026-12-02T06:00:00Z");

    assertThat(once.isOpenAt(Instant.parse("2026-12-01T21:59:59.999Z"))).isFalse();
    assertThat(once.isOpenAt(Instant.parse("2026-12-01T22:00:00Z"))).isTrue();
    assertThat(once.isOpenAt(Instant.parse("2026-12-02T05:59:59.999Z"))).isTrue();
    assertThat(once.isOpenAt(Instant.parse("2026-12-02T06:00:00Z"))).isFalse();
    assertThat(once.openUntil(Instant.parse("2026-12-02T05:59:59Z")))
        .contains(Instant.parse("2026-12-02T06:00:00Z"));
  }

  @ParameterizedTest(name = "{0}-{1} on Saturday and Sunday at {2}: until {3}")
  @CsvSource({
    "02:00, 04:00, 2026-03-08T01:00:00Z, 2026-03-08T03:00:00Z",
    "02:00, 04:00, 2026-03-08T03:00:00Z,",
    // The next one begins at the end of this one.
    "00:00, 24:00, 2026-03-07T12:00:00Z, 2026-03-07T23:00:00Z",
    "00:00, 24:00, 2026-03-07T23:00:00Z, 2026-03-08T23:00:00Z",
    // Over midnight, and over the end of the week.
    "22:00, 06:00, 2026-03-08T04:59:59Z, 2026-03-08T05:00:00Z",
    "22:00, 06:00, 2026-03-09T04:59:59Z, 2026-03-09T05:00:00Z",
    // In spring the clock skips 02:00 to 03:00, in autumn it shows them twice.
    "01:00, 02:30, 2026-03-29T00:30:00Z, 2026-03-29T01:00:00Z",
    "01:00, 02:30, 2026-10-25T00:30:00Z, 2026-10-25T01:30:00Z"
  })
  void end_of_a_window_is_known(String from, String to, Instant time, @Nullable Instant end) {
    assertThat(weekly(EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), from, to).openUntil(time))
        .isEqualTo(Optional.ofNullable(end));
  }

  @Test
  void windows_that_never_open_are_refused() {
    assertThatThrownBy(() -> weekly(Set.of(DayOfWeek.SUNDAY), "02:00", "02:00"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> once("2026-12-01T22:00:00Z", "2026-12-01T22:00:00Z"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void window_covers_what_lies_within_it() {
    Window night = weekly(EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), "22:00", "06:00");

    assertThat(night.covers(weekly(Set.of(DayOfWeek.SUNDAY), "23:00", "24:00"))).isTrue();
    assertThat(night.covers(weekly(Set.of(DayOfWeek.SUNDAY), "02:00", "04:00"))).isTrue();
    assertThat(night.covers(weekly(Set.of(DayOfWeek.MONDAY), "02:00", "06:00"))).isTrue();
    assertThat(night.covers(weekly(Set.of(DayOfWeek.MONDAY), "02:00", "06:01"))).isFalse();
    assertThat(night.covers(weekly(Set.of(DayOfWeek.SATURDAY), "02:00", "04:00"))).isFalse();
    assertThat(night.covers(weekly(Set.of(DayOfWeek.FRIDAY), "23:00", "24:00"))).isFalse();
    assertThat(night.covers(new Weekly(Set.of(DayOfWeek.SUNDAY), 60, 120, ZoneId.of("UTC"))))
        .isFalse();
    assertThat(night.covers(once("2026-03-08T22:00:00Z", "2026-03-08T23:00:00Z"))).isFalse();
    assertThat(
            once("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z")
                .covers(once("2026-03-08T22:00:00Z", "2026-03-08T23:00:00Z")))
        .isTrue();
    assertThat(
            once("2026-03-08T22:00:01Z", "2026-04-01T00:00:00Z")
                .covers(once("2026-03-08T22:00:00Z", "2026-03-08T23:00:00Z")))
        .isFalse();
  }

  private static Weekly weekly(Set<DayOfWeek> days, String from, String to) {
    return new Weekly(days, minutes(from), minutes(to), BERLIN);
  }

  private static int minutes(String clock) {
    return Integer.parseInt(clock.substring(0, 2)) * 60 + Integer.parseInt(clock.substring(3));
  }

  private static Once once(String from, String to) {
    return new Once(Instant.parse(from), Instant.parse(to));
  }
}
