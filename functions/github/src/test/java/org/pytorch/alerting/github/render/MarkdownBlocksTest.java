package org.pytorch.alerting.github.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownBlocksTest {
  private static final MarkdownEscape ESCAPE = new MarkdownEscape(new GitHubLinks("github.com"));

  private static String blocks(String text) {
    return MarkdownBlocks.of(text, ESCAPE);
  }

  @Test
  void lists_are_nested_four_levels_below_the_first_and_no_deeper() {
    assertThat(
            blocks(
                """
                - a
                 - b
                  - c
                   - d
                    - e
                     - f
                      - g
                """))
        .isEqualTo(
            """
            - a
              - b
                - c
                  - d
                    - e
                    - f
                    - g""");
  }

  @Test
  void item_that_is_indented_less_ends_the_lists_within() {
    assertThat(blocks("- a\n    - b\n        - c\n    - d\n  - e\n- f\n"))
        .isEqualTo("- a\n  - b\n    - c\n  - d\n  - e\n- f");
  }

  @Test
  void tab_counts_as_four_spaces() {
    assertThat(blocks("- a\n\t- b\n    - c\n     - d")).isEqualTo("- a\n  - b\n  - c\n    - d");
    assertThat(blocks("x\n\ty")).isEqualTo("x\n" + "\u00a0".repeat(4) + "y");
  }

  @Test
  void list_after_another_text_begins_at_the_first_level_again() {
    assertThat(blocks("- a\n  - b\ntext\n  - c")).isEqualTo("- a\n  - b\n\ntext\n\n- c");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "15, 15", "16, 16", "17, 16", "40, 16"})
  void line_is_indented_by_up_to_16_spaces(int written, int shown) {
    assertThat(blocks("x\n" + " ".repeat(written) + "y"))
        .isEqualTo("x\n" + "\u00a0".repeat(shown) + "y");
  }

  @Test
  void code_ends_at_a_fence_at_least_as_long_as_its_first() {
    assertThat(blocks("````\na\n```\nb\n`````\nc")).isEqualTo("````\na\n```\nb\n````\n\nc");
    assertThat(blocks("~~~\na\n```\nb\n~~~\nc")).isEqualTo("````\na\n```\nb\n````\n\nc");
    assertThat(blocks("```\na\n``` b\nc\n```")).isEqualTo("````\na\n``` b\nc\n````");
  }

  @Test
  void code_has_a_fence_of_three_unless_it_holds_as_many_itself() {
    assertThat(MarkdownBlocks.fenced("a``b")).isEqualTo("```\na``b\n```");
    assertThat(MarkdownBlocks.fenced("a```b")).isEqualTo("````\na```b\n````");
    assertThat(MarkdownBlocks.fencedInert("{}", "json")).isEqualTo("```json\n{}\n```");
  }

  @Test
  void two_blocks_of_code_stay_two() {
    assertThat(blocks("```\na\n```\n```\nb\n```")).isEqualTo("```\na\n```\n\n```\nb\n```");
  }

  @ParameterizedTest
  @ValueSource(strings = {"```", "```\n", "x\n```"})
  void fence_that_nothing_ends_is_text(String text) {
    assertThat(blocks(text)).contains("\\`\\`\\`");
  }

  @Test
  void one_blank_line_is_left_of_several() {
    assertThat(blocks("\n\na\n\n\n\nb\n\n")).isEqualTo("a\n\nb");
  }
}
