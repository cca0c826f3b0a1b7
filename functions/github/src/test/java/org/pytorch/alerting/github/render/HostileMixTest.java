package org.pytorch.alerting.github.render;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.github.render.page.SafePage;

/** Hostile texts of a length or in an order that nobody has thought of. */
class HostileMixTest {
  private static final MarkdownEscape ESCAPE = new MarkdownEscape(new GitHubLinks("github.com"));

  /** GitHub's own limit of a body, in characters. */
  private static final int KIB_64 = 65_536;

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

    SafePage.check(text, MarkdownBlocks.of(text, ESCAPE));
    SafePage.check("x:" + text, "- **x:** " + ESCAPE.inline(text));
    SafePage.check(text, MarkdownBlocks.fenced(SafeText.clean(text)));
    SafePage.checkCell(text, ESCAPE.cell(text));
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
      SafePage.check(text.toString(), MarkdownBlocks.of(text.toString(), ESCAPE));
      SafePage.check("x:" + text, "- **x:** " + ESCAPE.inline(text.toString()));
      SafePage.checkCell(text.toString(), ESCAPE.cell(text.toString()));
    }
  }
}
