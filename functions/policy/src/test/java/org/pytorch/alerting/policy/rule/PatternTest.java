package org.pytorch.alerting.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternTest {
  /** Every text of up to six letters of a small alphabet. */
  private static final List<String> TEXTS = texts(6);

  @ParameterizedTest
  @CsvSource({
    "Disk *, Disk full, true",
    "Disk *, 'Disk ', true",
    "Disk *, Disk, false",
    "Disk *, disk full, false",
    "*, anything, true",
    "*prod, preprod, true",
    "a*b*c, abc, true",
    "a*b*c, acb, false",
    "a*a, a, false",
    "ab*ba, aba, false",
    "prod, prod, true",
    "prod, prod-2, false",
    "a.c, abc, false",
    "*[x]*, a[x]b, true"
  })
  void star_is_any_text_and_all_else_is_itself(String pattern, String text, boolean matches) {
    assertThat(new Pattern(pattern).matches(text)).isEqualTo(matches);
  }

  @Test
  void matches_what_the_same_regular_expression_matches() {
    patterns()
        .forEach(
            pattern -> {
              var regex =
                  java.util.regex.Pattern.compile(
                      Stream.of(pattern.text().split("\\*", -1))
                          .map(java.util.regex.Pattern::quote)
                          .collect(Collectors.joining(".*")));
              assertThat(TEXTS)
                  .allSatisfy(
                      text ->
                          assertThat(pattern.matches(text))
                              .as("%s matches %s", pattern, text)
                              .isEqualTo(regex.matcher(text).matches()));
            });
  }

  /** With four letters no two short patterns differ only in longer texts. */
  @Test
  void covers_and_overlaps_say_what_the_texts_say() {
    List<Pattern> patterns = patterns().limit(80).toList();
    for (Pattern one : patterns) {
      for (Pattern other : patterns) {
        assertThat(one.covers(other))
            .as("%s covers %s", one, other)
            .isEqualTo(TEXTS.stream().noneMatch(it -> other.matches(it) && !one.matches(it)));
        assertThat(one.overlaps(other))
            .as("%s overlaps %s", one, other)
            .isEqualTo(TEXTS.stream().anyMatch(it -> other.matches(it) && one.matches(it)));
      }
    }
  }

  @Test
  void many_stars_on_a_long_text_take_no_time_worth_mentioning() {
    Pattern pattern = new Pattern("*a".repeat(90) + "*b");

    assertThat(pattern.matches("a".repeat(1_000_000))).isFalse();
  }

  /** Up to four characters of a, b and *: those that TEXTS can tell apart. */
  private static Stream<Pattern> patterns() {
    Random random = new Random(7);
    return Stream.generate(
            () ->
                random
                    .ints(1 + random.nextInt(4), 0, 3)
                    .mapToObj(i -> "ab*".substring(i, i + 1))
                    .collect(Collectors.joining())
                    .replaceAll("\\*+", "*"))
        .distinct()
        .limit(60)
        .map(Pattern::new);
  }

  private static List<String> texts(int length) {
    return Stream.iterate(List.of(""), PatternTest::longer)
        .limit(length + 1L)
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> longer(List<String> texts) {
    return texts.stream().flatMap(text -> Stream.of("a", "b", "c").map(text::concat)).toList();
  }
}
