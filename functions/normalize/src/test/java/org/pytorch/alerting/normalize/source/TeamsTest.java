package org.pytorch.alerting.normalize.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeamsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Dev Infra, release",
        "dev-infra;release",
        "dev infra\nrelease\n",
        " Dev Infra ,, release , dev-infra ",
        "[\"Dev Infra\", \"release\"]",
        " [\"dev-infra\",\"release\",\"\"] ",
        "[dev infra], [release]"
      })
  void a_list_is_read_however_it_is_written(String text) {
    assertThat(Teams.parse(text)).containsExactly("dev-infra", "release");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev-infra (see the wiki)",
        "dev-infra # page #oncall",
        "**dev infra**",
        "[Dev Infra](https://wiki.example/teams)",
        "dev-infra, <@U0123ABCD>, https://wiki.example/teams",
        "`dev-infra`",
        "<b>dev-infra</b>"
      })
  void what_is_written_around_a_name_is_no_part_of_it(String text) {
    assertThat(Teams.parse(text)).containsExactly("dev-infra");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"dev-infra. Call the desk.", "dev-infra! Do not wait", "dev infra? Ask Anna"})
  void the_next_sentence_is_no_part_of_a_name(String text) {
    assertThat(Teams.parse(text)).containsExactly("dev-infra");
    assertThat(Teams.hasRemark(text)).isTrue();
  }

  @Test
  void a_sentence_of_more_than_six_words_is_no_name() {
    assertThat(Teams.parse("a b c d e f")).containsExactly("a-b-c-d-e-f");
    assertThat(Teams.hasRemark("a b c d e f")).isFalse();
    assertThat(Teams.parse("a b c d e f g, harbor")).containsExactly("harbor");
    assertThat(Teams.hasRemark("a b c d e f g")).isTrue();
    assertThat(Teams.hasRemark("harbor, a b c d e f g")).isTrue();
    assertThat(Teams.hasRemark("a b c d, e f g h")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"St. Pauli", "team.harbor", "node.js infra", "v1.2 crew"})
  void a_dot_in_a_name_ends_no_sentence(String name) {
    assertThat(Teams.parse(name)).hasSize(1);
    assertThat(Teams.hasRemark(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "harbor or dock",
        "harbor, not dock",
        "Not harbor",
        "either harbor or dock",
        "dock OR harbor"
      })
  void a_text_that_leaves_open_which_team_is_meant_names_none(String text) {
    assertThat(Teams.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"harbor (not dock)", "harbor. Call dock or yard."})
  void a_remark_leaves_nothing_open(String text) {
    assertThat(Teams.parse(text)).containsExactly("harbor");
  }

  @ParameterizedTest
  @ValueSource(strings = {"or", "oregon", "not-for-profit", "harbor or", "[\"dock\", \"notary\"]"})
  void a_name_may_look_like_such_a_word(String text) {
    assertThat(Teams.parse(text)).isNotEmpty();
  }

  @Test
  void the_eleventh_team_is_dropped() {
    String twelve =
        IntStream.rangeClosed(1, 12).mapToObj(i -> "team " + i).collect(Collectors.joining(","));

    List<String> teams = Teams.parse(twelve);

    assertThat(teams).hasSize(10).startsWith("team-1").endsWith("team-10");
  }

  @Test
  void names_in_a_json_list_may_have_commas_and_be_numbers() {
    assertThat(Teams.parse("[\"Yard, south\", 7, true, null, {\"name\": \"x\"}, [\"y\"]]"))
        .containsExactly("yard-south", "7");
  }

  @Test
  void blank_names_do_not_count() {
    assertThat(Teams.parse(", ".repeat(60) + "harbor")).containsExactly("harbor");
  }

  @Test
  void name_is_read_to_100_characters() {
    assertThat(Teams.parse("-".repeat(98) + "xy")).containsExactly("xy");
    assertThat(Teams.parse("-".repeat(99) + "xy")).containsExactly("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",;,", "💥", "[]", "[[], {}, null]", "--, @", "N / A", "#none"})
  void what_names_nobody_gives_no_team(String text) {
    assertThat(Teams.parse(text)).isEmpty();
  }
}
