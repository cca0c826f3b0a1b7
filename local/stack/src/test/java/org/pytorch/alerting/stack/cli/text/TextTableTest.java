package org.pytorch.alerting.stack.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TextTableTest {
  @Test
  void columns_are_as_wide_as_their_widest_cell() {
    TextTable table = new TextTable("#", "title");
    table.row(1, "one");
    table.row(22, "a longer\ntitle");

    assertThat(table.lines())
        .containsExactly(
            "  #   title", "  ──  ───────────────", "  1   one", "  22  a longer; title");
  }

  @Test
  void last_column_is_wrapped_to_the_width_of_a_terminal() {
    TextTable table = new TextTable("id", "text");
    table.row("a", "word ".repeat(40));

    assertThat(table.lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(TextTable.MAX_WIDTH));
    assertThat(table.lines()).hasSize(4);
    assertThat(table.lines().getLast()).startsWith("      word word");
  }

  @Test
  void wide_columns_leave_room_for_the_last() {
    TextTable table = new TextTable("file", "issues", "text");
    table.row("group.json", "acme/alerts#1, ".repeat(100), "word ".repeat(40));
    table.row("one.json", "acme/alerts#7", "opened");

    assertThat(table.lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(TextTable.MAX_WIDTH))
        .anyMatch(line -> line.contains("one.json    acme/alerts#7 "))
        .anyMatch(line -> line.contains("… ") && line.endsWith("word word"));
  }

  @Test
  void lines_of_a_text_become_one() {
    assertThat(TextTable.oneLine(" no team:  add one\nsee page\n"))
        .isEqualTo("no team: add one; see page");
    assertThat(TextTable.oneLine("It is late.\nIt waits.")).isEqualTo("It is late; It waits.");
  }

  @Test
  void word_longer_than_a_line_is_broken() {
    assertThat(TextTable.wrapped("abcdefgh ij", 4)).containsExactly("abcd", "efgh", "ij");
  }

  @Test
  void row_with_too_many_cells_is_an_error() {
    assertThatThrownBy(() -> new TextTable("one").row(1, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
