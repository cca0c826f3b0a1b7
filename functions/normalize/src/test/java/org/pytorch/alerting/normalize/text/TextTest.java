package org.pytorch.alerting.normalize.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          NUL              , a\\u0000b      , ab
          escape           , a\\u001b[31mb  , a[31mb
          bell             , a\\u0007b      , ab
          delete           , a\\u007fb      , ab
          C1 control       , a\\u0085b      , ab
          CR LF            , a\\r\\nb       , a\\nb
          CR               , a\\rb          , a\\nb
          CR at the end    , a\\r           , a\\n
          line separator   , a\\u2028b      , a\\nb
          paragraph        , a\\u2029b      , a\\nb
          bidi embedding   , a\\u202ab      , ab
          LF and tab       , a\\n\\tb       , a\\n\\tb
          bidi override    , a\\u202eb\\u202c, ab
          bidi isolate     , a\\u2066b\\u2069, ab
          noncharacter     , a\\uffffb      , ab
          half of a pair   , a\\ud83db      , a\\ufffdb
          other half       , a\\udea2b      , a\\ufffdb
          last of halves   , a\\udfffb      , a\\ufffdb
          after halves     , a\\u0000\\ue000b, a\\ue000b
          whole pair       , a\\ud83d\\udea2b, a\\ud83d\\udea2b
          zero width joiner, a\\u200db      , ab
          joiner of emoji  , ❤\\u200d❤      , ❤\\u200d❤
          zero width space , a\\u200bb      , ab
          soft hyphen      , a\\u00adb      , ab
          Hangul filler    , a\\u3164b      , ab
          Braille blank    , a\\u2800b      , ab
          tag letters      , a\\udb40\\udc41b, ab
          no-break space   , a\\u00a0b      , a\\u00a0b
          """)
  void what_nobody_sees_is_removed_and_the_rest_stays(String what, String text, String clean) {
    assertThat(Text.clean(unescaped(text))).as(what).isEqualTo(unescaped(clean));
  }

  @Test
  void a_line_has_no_line_end_and_single_spaces() {
    assertThat(Text.line("  a \r\n\t b\u0000  ")).isEqualTo("a b");
  }

  @Test
  void spaces_of_any_kind_are_joined_in_a_line_and_stripped_from_a_block() {
    assertThat(Text.line("\u00a0a\u202f\u2007\u3000b\u00a0")).isEqualTo("a b");
    assertThat(Text.block("\u00a0\u2007\na\u00a0b\u202f")).isEqualTo("a\u00a0b");
    assertThat(Text.line("\u00a0\u200b\u2007\u3164")).isEmpty();
  }

  @Test
  void a_text_is_cut_with_a_mark_between_characters() {
    assertThat(Text.cut("🚢".repeat(1_000), 10)).isEqualTo("🚢🚢🚢… [cut]");
    assertThat(Text.cut("abcdefghij", 10)).isEqualTo("abcdefghij");
    assertThat(Text.cut("a🚢".repeat(5), 10)).isEqualTo("a🚢".repeat(5));
    assertThat(Text.cut("abcdefghijk", 10)).isEqualTo("abc… [cut]");
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\u", i)) {
        plain.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
        i += 5;
      } else if (text.startsWith("\\", i)) {
        plain.append(
            switch (text.charAt(i + 1)) {
              case 'n' -> '\n';
              case 'r' -> '\r';
              case 't' -> '\t';
              default -> throw new IllegalArgumentException(text);
            });
        i++;
      } else {
        plain.append(text.charAt(i));
      }
    }
    return plain.toString();
  }
}
