package org.pytorch.alerting.normalize.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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
    "2026-03-09T23:59:59.999Z, 2026-03-09T23:59:59.999Z",
    "2026-03-10T00:00:00.001Z, 2026-03-10T00:00:00Z",
    "2026-03-10T00:04:30Z, 2026-03-10T00:00:00Z",
    "2016-03-10T00:00:00Z, 2016-03-10T00:00:00Z",
    "2016-03-09T23:59:59.999Z, 2026-03-10T00:00:00Z",
    "0001-01-01T00:00:00Z, 2026-03-10T00:00:00Z",
    "+999999999-12-31T23:59:59Z, 2026-03-10T00:00:00Z",
    "nonsense, 2026-03-10T00:00:00Z"
  })
  void a_time_that_cannot_be_true_becomes_the_time_it_was_sent(String text, Instant time) {
    assertThat(Times.orSentAt(Optional.of(text), SENT_AT)).isEqualTo(time);
  }

  @Test
  void no_time_becomes_the_time_it_was_sent() {
    assertThat(Times.orSentAt(Optional.empty(), SENT_AT)).isEqualTo(SENT_AT);
  }
}
