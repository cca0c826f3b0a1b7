package org.pytorch.alerting.github.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeTextTest {
  private static final Instant TIME = Instant.parse("2026-03-04T07:12:10.5Z");

  @Test
  void without_a_zone_a_time_reads_in_utc_alone() {
    assertThat(TimeText.inUtc().of(TIME)).isEqualTo("2026-03-04T07:12:10.500Z");
  }

  @ParameterizedTest
  @CsvSource({
    "PT-1S, 0 s",
    "PT0S, 0 s",
    "PT59.999S, 59 s",
    "PT1M, 1 min",
    "PT59M59S, 59 min",
    "PT1H, 1 h",
    "PT5H18M, 5 h 18 min",
    "PT24H, 24 h",
    "PT47H59M, 47 h 59 min",
    "PT48H59M, 2 d",
    "PT100H, 4 d 4 h"
  })
  void duration_has_its_two_largest_units(Duration duration, String text) {
    assertThat(TimeText.of(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-04T07:12:10Z, 07:12",
    "2026-03-04T23:59:59Z, 23:59",
    "2026-03-05T00:00:00Z, 2026-03-05 00:00 UTC",
    "2026-03-03T23:59:59Z, 2026-03-03 23:59 UTC"
  })
  void time_of_the_same_day_needs_no_date(Instant time, String text) {
    assertThat(TimeText.inUtc().toMinuteAfter(TIME, time)).isEqualTo(text);
  }

  @Test
  void minute_has_the_zone_s_time_and_its_date_if_that_differs() {
    TimeText tokyo = TimeText.inUtcAnd(ZoneId.of("Asia/Tokyo"));

    assertThat(tokyo.toMinute(TIME)).isEqualTo("2026-03-04 07:12 UTC (16:12 JST)");
    assertThat(tokyo.toMinuteAfter(TIME, Instant.parse("2026-03-04T15:00:00Z")))
        .isEqualTo("15:00 (2026-03-05 00:00 JST)");
  }

  /** On both sides of the hour that is left out in spring and of the one that comes twice. */
  @ParameterizedTest
  @CsvSource({
    "America/Los_Angeles, 2026-03-08T09:59:59Z, 2026-03-08 01:59:59 PST",
    "America/Los_Angeles, 2026-03-08T10:00:00Z, 2026-03-08 03:00:00 PDT",
    "America/Los_Angeles, 2026-11-01T08:30:00Z, 2026-11-01 01:30:00 PDT",
    "America/Los_Angeles, 2026-11-01T09:30:00Z, 2026-11-01 01:30:00 PST",
    "Europe/Berlin, 2026-03-29T00:59:59Z, 2026-03-29 01:59:59 CET",
    "Europe/Berlin, 2026-03-29T01:00:00Z, 2026-03-29 03:00:00 CEST",
    "Australia/Sydney, 2026-01-01T00:00:00Z, 2026-01-01 11:00:00 AEDT",
    "Asia/Kathmandu, 2026-01-01T20:00:00Z, 2026-01-02 01:45:00 GMT+05:45",
    "Etc/UTC, 2026-01-01T20:00:00Z, 2026-01-01 20:00:00 UTC"
  })
  void a_zone_has_the_date_the_time_and_the_abbreviation_of_that_moment(
      String zone, Instant time, String local) {
    assertThat(TimeText.inUtcAnd(ZoneId.of(zone)).of(time))
        .isEqualTo("%s (%s, %s)", time.toString().replace("Z", ".000Z"), local, zone);
  }
}
