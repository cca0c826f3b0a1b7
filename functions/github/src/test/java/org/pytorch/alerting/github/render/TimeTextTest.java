package org.pytorch.alerting.github.render;

import static org.assertj.core.api.Assertions.assertThat;

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
