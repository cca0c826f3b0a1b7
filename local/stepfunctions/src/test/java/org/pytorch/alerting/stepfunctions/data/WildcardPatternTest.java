package org.pytorch.alerting.stepfunctions.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardPatternTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', true",
    "'', a, false",
    "*, '', true",
    "**, a, true",
    "a*a, a, false",
    "a*a, aa, true",
    "ab*ba, aba, false",
    "*ab*ab*, ab, false",
    "*ab*ab*, xabxabx, true",
    "*ab*ab, abab, true",
    "a*b*c, acb, false",
    "\\*, *, true",
    "\\*, a, false",
    "\\\\*, \\a, true"
  })
  void a_star_matches_any_text(String pattern, String text, boolean matches) {
    assertThat(WildcardPattern.isLegal(pattern)).isTrue();
    assertThat(WildcardPattern.matches(pattern, text)).isEqualTo(matches);
  }

  /** The time-out only keeps a bug from blocking the build. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void many_stars_and_long_texts_need_little_time_and_stack() {
    assertThat(WildcardPattern.matches("*a".repeat(50) + "b", "a".repeat(100_000))).isFalse();
    assertThat(WildcardPattern.isLegal("\\*".repeat(100_000))).isTrue();
    assertThat(ResultPath.parse("$['" + "\\'".repeat(100_000) + "']").fields().orElseThrow())
        .containsExactly("'".repeat(100_000));
  }

  @Test
  void a_long_name_in_a_path_needs_little_stack() {
    assertThat(Path.parse("$['" + "(".repeat(100_000) + "']").isDefinite()).isTrue();
  }
}
