package org.pytorch.alerting.github.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {
  @Test
  void every_kind_of_line_end_becomes_a_line_feed() {
    assertThat(SafeText.clean("a\rb\r\nc\nd\r")).isEqualTo("a\nb\nc\nd\n");
    assertThat(SafeText.clean("a\u0085b\u2028c\u2029d")).isEqualTo("a\nb\nc\nd");
  }

  @Test
  void tab_stays_and_another_control_character_becomes_its_picture() {
    assertThat(SafeText.clean("a\tb\u0000c\u001fd e")).isEqualTo("a\tb\u2400c\u241fd e");
  }

  @Test
  void half_of_a_character_becomes_a_replacement_and_a_whole_one_stays() {
    assertThat(SafeText.clean("a\ud800b")).isEqualTo("a\ufffdb");
    assertThat(SafeText.clean("a\udfffb")).isEqualTo("a\ufffdb");
    assertThat(SafeText.clean("a\ud7ffb\ue000c")).isEqualTo("a\ud7ffb\ue000c");
    assertThat(SafeText.clean("\ud83d\udea2")).isEqualTo("\ud83d\udea2");
  }
}
