package org.pytorch.alerting.normalize.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.model.MeasuredValue;

class ValueDraftTest {
  @ParameterizedTest
  @CsvSource({
    "412.0, 412",
    "1840.25, 1840.25",
    "0.30000000000000004, 0.3",
    "-0.5, -0.5",
    "1.2E3, 1200",
    "1e-7, 0.0000001",
    "1e99, 1E+99",
    "1234567890123, 1234567890123",
    "123456789012345678, 1.23456789012346E+17",
    "NaN, NaN",
    "+Inf, +Inf",
    "1e999999999, 1e999999999",
    "5 min, 5 min",
  })
  void numbers_are_written_as_people_write_them(String sent, String shown) {
    assertThat(new ValueDraft("queue_age", sent).finish())
        .map(MeasuredValue::value)
        .contains(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "300, a = 412 s (threshold 300 s)",
    "> 300, a = 412 s (threshold > 300 s)",
    ">=300.0, a = 412 s (threshold >= 300 s)",
    "≤ 300, a = 412 s (threshold <= 300 s)",
    "'==5', a = 412 s (threshold = 5 s)",
    ">, a = 412 s (threshold > s)",
    "{{ $threshold }}, a = 412 s",
  })
  void threshold_may_begin_with_its_comparison(String threshold, String text) {
    assertThat(new ValueDraft("a", "412").threshold(threshold).unit("s").finish())
        .map(MeasuredValue::text)
        .contains(text);
  }

  @ParameterizedTest
  @CsvSource({
    ">, 300.0, a = 412 (threshold > 300)",
    "≥, 300, a = 412 (threshold >= 300)",
    "==, 300, a = 412 (threshold = 300)",
    "above, 300.0, a = 412 (threshold above 300.0)",
    "> about, 300, a = 412 (threshold > about 300)",
    "=>, 300, a = 412 (threshold = > 300)",
    ">, {{ $threshold }}, a = 412",
    "above, {{ $threshold }}, a = 412 (threshold above {{ $threshold }})",
  })
  void unknown_comparison_is_shown_with_its_threshold(String sign, String limit, String text) {
    assertThat(new ValueDraft("a", "412").threshold(sign, limit).finish())
        .map(MeasuredValue::text)
        .contains(text);
  }

  @Test
  void comparison_is_shown_only_if_it_is_known_and_has_a_limit() {
    assertThat(new ValueDraft("a", "1").comparison(">").finish())
        .map(MeasuredValue::text)
        .contains("a = 1");
    assertThat(new ValueDraft("a", "1").comparison("above").limit("2.0").finish())
        .map(MeasuredValue::text)
        .contains("a = 1 (threshold 2)");
  }

  @Test
  void value_without_a_name_or_a_number_is_left_out() {
    assertThat(new ValueDraft(" ", "1").finish()).isEmpty();
    assertThat(new ValueDraft("a", "\u200b").finish()).isEmpty();
    assertThat(new ValueDraft("a", "{{ $value }}").finish()).isEmpty();
  }

  @Test
  void long_and_hostile_texts_are_cut_to_one_line() {
    MeasuredValue value =
        new ValueDraft("n\n".repeat(100_000), "9".repeat(100_000))
            .threshold(">" + " ".repeat(100_000) + "8".repeat(100_000))
            .unit("\u202e" + "u".repeat(100_000))
            .finish()
            .orElseThrow();

    assertThat(value.name()).doesNotContain("\n").hasSizeLessThanOrEqualTo(120);
    assertThat(value.value()).hasSizeLessThanOrEqualTo(60);
    assertThat(value.unit().orElseThrow()).startsWith("uu").hasSizeLessThanOrEqualTo(30);
  }
}
