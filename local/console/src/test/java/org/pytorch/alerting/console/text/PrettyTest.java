package org.pytorch.alerting.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PrettyTest {
  @Test
  void json_is_indented() {
    assertThat(Pretty.json("{\"a\":[1]}")).isEqualTo("{\n  \"a\" : [ 1 ]\n}");
  }

  @Test
  void other_text_stays_as_it_is() {
    assertThat(Pretty.json("{\"a\":")).isEqualTo("{\"a\":");
  }

  @Test
  void long_text_is_cut_and_says_so() {
    String shown = Pretty.json("x".repeat(Pretty.MAX_LENGTH + 1_234));

    assertThat(shown).hasSizeLessThan(Pretty.MAX_LENGTH + 50).endsWith("… 1,234 more characters");
  }
}
