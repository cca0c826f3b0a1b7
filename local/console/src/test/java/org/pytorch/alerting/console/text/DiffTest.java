package org.pytorch.alerting.console.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.console.text.Diff.Kind;
import org.pytorch.alerting.console.text.Diff.Line;

final class DiffTest {
  private static String shown(String before, String after) {
    return Diff.of(before, after).stream()
        .map(line -> line.kind().sign() + line.text())
        .collect(Collectors.joining("/"));
  }

  private static String lines(String text) {
    return text.replace('/', '\n');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a/b/c           | a/x/c           | ' a/−b/+x/ c'
          a/b             | a/b/c           | ' a/ b/+c'
          a/b             | b               | '−a/ b'
          ''              | a               | '+a'
          a               | ''              | '−a'
          a               | a               | '⋯1 unchanged line'
          1/2/3/4/5/6/x   | 1/2/3/4/5/6/y   | '⋯4 unchanged lines/ 5/ 6/−x/+y'
          x/1/2/3/4/5/x   | y/1/2/3/4/5/y   | '−x/+y/ 1/ 2/⋯1 unchanged line/ 4/ 5/−x/+y'
          """)
  void changed_lines_are_shown_with_those_around_them(
      String before, String after, String expected) {
    assertThat(shown(lines(before), lines(after))).isEqualTo(expected);
  }

  @Test
  void long_texts_are_replaced_as_a_whole() {
    String before = "a\n".repeat(2_000);

    assertThat(Diff.of(before, before + "b\n"))
        .hasSize(4_001)
        .extracting(Line::kind)
        .doesNotContain(Kind.SAME);
  }

  @Test
  void removed_and_kept_lines_are_the_old_text_and_added_and_kept_ones_the_new_one() {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      String before = text(random);
      String after = text(random);
      List<Line> diff = Diff.of(before, after);

      if (diff.stream().noneMatch(line -> line.kind() == Kind.SKIPPED)) {
        assertThat(without(diff, Kind.ADDED)).isEqualTo(before);
        assertThat(without(diff, Kind.REMOVED)).isEqualTo(after);
      }
    }
  }

  private static String text(Random random) {
    return Stream.generate(() -> "abc".charAt(random.nextInt(3)) + "\n")
        .limit(random.nextInt(6))
        .collect(Collectors.joining());
  }

  private static String without(List<Line> diff, Kind kind) {
    return diff.stream()
        .filter(line -> line.kind() != kind)
        .map(line -> line.text() + "\n")
        .collect(Collectors.joining());
  }
}
