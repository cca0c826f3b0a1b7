package org.pytorch.alerting.github.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.github.TestAlerts;
import org.pytorch.alerting.model.Priority;

class LabelTest {
  @Test
  void issue_has_a_label_for_its_priority_each_team_and_its_source() {
    assertThat(Label.of(TestAlerts.firing().teams(List.of("harbor", "pilots")).build()))
        .extracting(Label::name)
        .containsExactly(
            "area:alerting", "Pri: P1", "Team: harbor", "Team: pilots", "Source: grafana");
  }

  @Test
  void label_says_what_it_is_for() {
    assertThat(Label.of(TestAlerts.firing().build()))
        .containsExactly(
            new Label("area:alerting", "5319e7", "Opened by the alert pipeline"),
            new Label("Pri: P1", "d93f0b", "Alerts of priority P1"),
            new Label("Team: harbor", "0e8a16", "Alerts of team harbor"),
            new Label("Source: grafana", "c5def5", "Alerts from grafana"));
  }

  @ParameterizedTest
  @CsvSource({"P0, b60205", "P1, d93f0b", "P2, fbca04", "P3, c2e0c6"})
  void each_priority_has_a_color_of_its_own(Priority priority, String color) {
    assertThat(Label.of(TestAlerts.firing().priority(priority).build()))
        .contains(new Label("Pri: " + priority, color, "Alerts of priority " + priority));
  }

  @Test
  void event_without_priority_and_team_has_no_label_for_them() {
    assertThat(Label.of(TestAlerts.firing().priority(Optional.empty()).teams(List.of()).build()))
        .extracting(Label::name)
        .containsExactly("area:alerting", "Source: grafana");
  }

  @Test
  void label_of_a_long_source_is_cut_to_50_characters() {
    assertThat(Label.of(TestAlerts.firing().source("x".repeat(42)).build()).getLast().name())
        .isEqualTo("Source: " + "x".repeat(42));
    assertThat(Label.of(TestAlerts.firing().source("x".repeat(43)).build()).getLast().name())
        .isEqualTo("Source: " + "x".repeat(42));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "🚢", "é"})
  void name_has_at_most_50_characters_however_many_units_each_takes(String character) {
    assertThat(new Label(character.repeat(50), "000000", "").name()).startsWith(character);
    assertThatThrownBy(() -> new Label(character.repeat(51), "000000", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 50 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a,b", ",a", "a,"})
  void name_that_a_search_could_not_name_is_refused(String name) {
    assertThatThrownBy(() -> new Label(name, "000000", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("comma");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00000", "0000000", "00000G", "#00000", "ABCDEF"})
  void color_that_is_not_six_hex_digits_is_refused(String color) {
    assertThatThrownBy(() -> new Label("x", color, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("six hex digits");
  }

  @Test
  void description_has_at_most_100_characters() {
    assertThat(new Label("x", "000000", "x".repeat(100)).description()).hasSize(100);
    assertThatThrownBy(() -> new Label("x", "000000", "x".repeat(101)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("description is too long");
  }
}
