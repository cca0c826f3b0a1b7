package org.pytorch.alerting.normalize.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  private static final Instant SENT_AT = Instant.parse("2026-03-10T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2026-03-04T07:12:10Z, 2026-03-04T07:12:10Z",
    "2026-03-04T07:12:10.283071388Z, 2026-03-04T07:12:10.283071388Z",
    "2026-03-04T09:12:10.123456+02:00, 2026-03-04T07:12:10.123456Z",
    "2026-03-04T01:42:10-05:30, 2026-03-04T07:12:10Z",
    "2026-03-09T16:59:17.131+0000, 2026-03-09T16:59:17.131Z",
    "2026-03-09T18:59:17.131+0200, 2026-03-09T16:59:17.131Z",
    "2026-03-09T18:59:17+02, 2026-03-09T16:59:17Z",
    "2026-03-04t07:12:10z, 2026-03-04T07:12:10Z",
    "' 2026-03-04T07:12:10Z ', 2026-03-04T07:12:10Z"
  })
  void every_offset_and_precision_is_read(String text, Instant time) {
    assertThat(Times.parse(text)).contains(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "yesterday", "2026-03-04", "2026-03-04T07:12:10", "2026-13-04T07:12:10Z", "5"})
  void what_names_no_moment_is_none(String text) {
    assertThat(Times.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-09T23:59:59.999Z, true",
    "2026-03-10T00:00:00Z, true",
    "2026-03-10T00:00:00.001Z, false",
    "2026-03-10T00:04:30Z, false",
    "2016-03-10T00:00:00Z, true",
    "2016-03-09T23:59:59.999Z, false",
    "0001-01-01T00:00:00Z, false",
    "+999999999-12-31T23:59:59Z, false"
  })
  void a_time_can_be_true_for_ten_years_until_the_event_was_sent(Instant time, boolean can) {
    assertThat(Times.canBeTrue(time, SENT_AT)).isEqualTo(can);
  }
}
