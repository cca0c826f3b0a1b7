package org.pytorch.alerting.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordsTest {
  private static final Instant NOW = Instant.parse("2026-03-09T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "0, just now",
    "4, just now",
    "-4, just now",
    "5, 5 seconds ago",
    "59, 59 seconds ago",
    "60, 1 minute ago",
    "119, 1 minute ago",
    "3599, 59 minutes ago",
    "3600, 1 hour ago",
    "86399, 23 hours ago",
    "86400, 1 day ago",
    "2591999, 29 days ago",
    "2592000, on 7 Feb 2026",
    "-5, in 5 seconds",
    "-120, in 2 minutes",
    "-2592000, on 8 Apr 2026",
  })
  void an_age_is_as_people_say_it(long seconds, String text) {
    assertThat(Words.ago(NOW.minusSeconds(seconds), NOW)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "999, 999 ms",
    "1000, 1.0 s",
    "59949, 59.9 s",
    "60000, 1 min 0 s",
    "3599999, 59 min 59 s",
    "3660000, 1 h 1 min",
  })
  void a_duration_has_two_digits_or_units(long millis, String text) {
    assertThat(Words.duration(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @Test
  void a_number_has_its_noun() {
    assertThat(Words.count(0, "alert")).isEqualTo("0 alerts");
    assertThat(Words.count(1, "alert")).isEqualTo("1 alert");
    assertThat(Words.count(12_345, "alert")).isEqualTo("12,345 alerts");
  }

  @Test
  void an_exact_time_is_in_utc() {
    assertThat(Words.exact(NOW)).isEqualTo("2026-03-09 12:00:00.000 UTC");
  }
}
