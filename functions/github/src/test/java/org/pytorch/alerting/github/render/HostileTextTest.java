package org.pytorch.alerting.github.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that try to do something, as a page would show them. */
class HostileTextTest {
  private static final MarkdownEscape ESCAPE = new MarkdownEscape(new GitHubLinks("github.com"));

  /** GitHub's own limit of a body, in characters. */
  private static final int KIB_64 = 65_536;

  static Stream<String> corpus() {
    return HostileTexts.all();
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void nothing_happens_and_every_letter_is_seen_in_blocks(String text) {
    check(SafePage.withoutLanguages(text), MarkdownBlocks.of(text, ESCAPE));
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void nothing_happens_and_every_letter_is_seen_in_one_line(String text) {
    String markdown = ESCAPE.inline(text);

    assertThat(markdown).doesNotContain("\n");
    check("x:" + text, "- **x:** " + markdown);
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void nothing_happens_and_every_letter_is_seen_in_code(String text) {
    check(text, MarkdownBlocks.fenced(SafeText.clean(text)));
    check(text, "- " + MarkdownEscape.code(SafeText.oneLine(text)));
  }

  /** A text far beyond the model's limits: neither the stack nor the time may run out. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x", "0", " ", "\n", "`", "~", "[", "]", "(", "!", "<", ">", "&", "*", "_", "@", "#", "\\",
        "|", "-", "+", "=", ":", ".", "/", "$", "\u0000", "\u200b", "\u3164", "a:b:", "1:", "a:",
            "\u202e", "\ud800", "é", "🚢",
        "ש"
      })
  @Timeout(20)
  void sixty_four_kibibytes_of_one_character_are_as_safe_as_one(String character) {
    String text = character.repeat(KIB_64 / character.length());

    check(text, MarkdownBlocks.of(text, ESCAPE));
    check("x:" + text, "- **x:** " + ESCAPE.inline(text));
    check(text, MarkdownBlocks.fenced(SafeText.clean(text)));
  }

  /** Pieces of the corpus put together at random: what is safe alone must be safe side by side. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void pieces_side_by_side_are_as_safe_as_alone(long seed) {
    Random random = new Random(seed);
    List<String> pieces =
        List.of(
            "`",
            "``",
            "```",
            "~~~",
            "\n",
            "\n\n",
            " ",
            "\t",
            "@octo",
            "#12",
            "GH-3",
            HostileTexts.HASH,
            "deadbeef",
            "<b>",
            "<!--",
            "-->",
            "&#64;",
            "[x](",
            "](",
            ")",
            "![",
            "https://e.example/a",
            "https://",
            "https://github.com/a/b/issues/1",
            "www.e.example",
            "- ",
            "* ",
            "1. ",
            "# ",
            "> ",
            "|",
            "|-|",
            ":-",
            "---",
            "===",
            "\\",
            "*",
            "_",
            "~",
            "$",
            ":tada:",
            "b:100:",
            ":x",
            "\u2060",
            "\u200d",
            "\ufe0f",
            "👩",
            "a",
            "Zz",
            "\u202e",
            "\u0000",
            "\r",
            "<",
            ">");
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int piece = random.nextInt(1, 14); piece > 0; piece--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      check(text.toString(), MarkdownBlocks.of(text.toString(), ESCAPE));
      check("x:" + text, "- **x:** " + ESCAPE.inline(text.toString()));
    }
  }

  private static void check(String text, String markdown) {
    SafePage.of(markdown, SafePage.ELEMENTS, 0).shows(text);
  }
}
