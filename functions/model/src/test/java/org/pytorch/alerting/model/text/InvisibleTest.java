package org.pytorch.alerting.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvisibleTest {
  /** Format characters with a glyph: signs that are written around a number, and Egyptian ones. */
  private static final int[] VISIBLE_FORMATS = {
    0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00AD soft hyphen",
        "034F combining grapheme joiner",
        "115F Hangul filler",
        "1160 Hangul filler",
        "17B4 Khmer inherent vowel",
        "180B Mongolian variation selector",
        "180E Mongolian vowel separator",
        "200B zero width space",
        "200C zero width non-joiner",
        "200D zero width joiner",
        "200E direction mark",
        "202E direction override",
        "2060 word joiner",
        "2064 invisible plus",
        "2066 direction isolate",
        "206A inhibit swapping",
        "206F nominal digit shapes",
        "2800 empty Braille cell",
        "3164 Hangul filler",
        "FE00 variation selector 1",
        "FE0F variation selector 16",
        "FEFF byte order mark",
        "FFA0 half width Hangul filler",
        "FFF9 annotation anchor",
        "FFFE noncharacter",
        "0000 control",
        "007F control",
        "009B control",
        "1D173 musical format",
        "E0001 language tag",
        "E0041 tag letter",
        "E007F end of tags",
        "E0100 variation selector 17",
        "E01EF variation selector 256"
      })
  void what_nobody_sees_is_removed_alone_and_within_a_word(String character) {
    String invisible =
        Character.toString(Integer.parseInt(character, 0, character.indexOf(32), 16));

    assertThat(Invisible.removed(invisible)).isEmpty();
    assertThat(Invisible.removed("a" + invisible + invisible + "b")).isEqualTo("ab");
    assertThat(Invisible.removed("🚢" + invisible + "x")).isIn("🚢x", "🚢\uFE0Fx");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain text, with\ttabs\r\nand lines",
        "👩\u200d👩\u200d👧 👩🏽\u200d💻 🏳\uFE0F\u200d🌈 ❤\uFE0F\u200d🔥",
        "❤\uFE0F ❤\uFE0E 1\uFE0F\u20E3 #\uFE0F\u20E3 🇩🇪",
        "می\u200cخواهم",
        "क्\u200dष ශ්\u200dරී",
        "日本語 한국어 ไทย é ª ß",
        "a\u00a0b\u2007c\u202fd\u3000e",
        "\u0600\u0661"
      })
  void what_is_seen_stays(String text) {
    assertThat(Invisible.removed(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "❤\uFE0F\uFE0F",
        "x\uFE0F",
        "1\uFE0F",
        "\uFE0F",
        "👩\u200d",
        "👩\u200d\u200d👧",
        "\u200d👧",
        "👩\u200dx",
        "1\u200d2",
        "日\u200d本",
        "a\u200cb",
        "م\u200c",
        "م\u200c\u200cم"
      })
  void what_shows_in_its_place_only_is_removed_elsewhere(String text) {
    String visible = Invisible.removed(text);

    assertThat(visible.length()).isLessThan(text.length());
    assertThat(Invisible.removed(visible)).isEqualTo(visible);
  }

  /** Whatever a Unicode of the future adds, every format character of this Java is judged. */
  @Test
  void every_format_character_without_a_glyph_is_invisible() {
    IntStream visible =
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(c -> Character.getType(c) == Character.FORMAT)
            .filter(c -> c < 0x13430 || c > 0x1345F)
            .filter(c -> !Invisible.removed(Character.toString(c)).isEmpty());

    assertThat(visible.toArray()).containsExactly(VISIBLE_FORMATS);
  }

  @Test
  void white_space_is_seen_by_what_it_parts() {
    IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(Character::isSpaceChar)
        .forEach(c -> assertThat(Invisible.removed(Character.toString(c))).isNotEmpty());
  }
}
