package org.pytorch.alerting.github.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.github.render.page.SafePage;

/** Texts that try to do something, as a page would show them. */
class HostileTextTest {
  private static final MarkdownEscape ESCAPE = new MarkdownEscape(new GitHubLinks("github.com"));

  static Stream<String> corpus() {
    return HostileTexts.all();
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void nothing_happens_and_every_letter_is_seen_in_blocks(String text) {
    SafePage.check(SafePage.withoutLanguages(text), MarkdownBlocks.of(text, ESCAPE));
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void nothing_happens_and_every_letter_is_seen_in_one_line(String text) {
    String markdown = ESCAPE.inline(text);

    assertThat(markdown).doesNotContain("\n");
    SafePage.check("x:" + text, "- **x:** " + markdown);
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void nothing_happens_and_every_letter_is_seen_in_a_table(String text) {
    String cell = ESCAPE.cell(text);

    assertThat(cell).doesNotContain("\n");
    SafePage.checkCell(text, cell);
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void nothing_happens_and_every_letter_is_seen_in_code(String text) {
    SafePage.check(text, MarkdownBlocks.fenced(SafeText.clean(text)));
    SafePage.check(text, "- " + MarkdownEscape.code(SafeText.oneLine(text)));
  }
}
