package org.pytorch.alerting.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.decide.turn.Budget;
import org.pytorch.alerting.runtime.Environment;

/** The variables of decide and of record. */
class SettingsTest {
  private static Environment environment(Map<String, String> changes) {
    Map<String, String> variables =
        new HashMap<>(Map.of("STATUS_TABLE_NAME", "alerts_state", "GITHUB_REPO", "harbor/alerts"));
    variables.putAll(changes);
    return new Environment(variables);
  }

  private static DecideSettings settings(Map<String, String> changes) {
    return DecideSettings.of(environment(changes));
  }

  @Test
  void table_and_repository_are_enough() {
    assertThat(settings(Map.of()))
        .isEqualTo(
            new DecideSettings(
                new StateSettings("alerts_state", Budget.DEFAULT), "harbor/alerts", false));
  }

  @Test
  void record_needs_no_repository() {
    assertThat(StateSettings.of(environment(Map.of("GITHUB_REPO", ""))))
        .isEqualTo(new StateSettings("alerts_state", Budget.DEFAULT));
  }

  @Test
  void variables_are_the_agreed_ones() {
    assertThat(
            settings(
                Map.of(
                    "GITHUB_REQUESTS_PER_SECOND", "2.5",
                    "GITHUB_WRITES_PER_MINUTE", "30",
                    "GITHUB_WRITES_PER_HOUR", "200",
                    "SEARCH_UNKNOWN_ISSUES", "true")))
        .isEqualTo(
            new DecideSettings(
                new StateSettings("alerts_state", new Budget(2.5, 30, 200)),
                "harbor/alerts",
                true));
  }

  @ParameterizedTest
  @CsvSource({
    "GITHUB_REQUESTS_PER_SECOND, 0",
    "GITHUB_REQUESTS_PER_SECOND, 1001",
    "GITHUB_REQUESTS_PER_SECOND, ten",
    "GITHUB_WRITES_PER_MINUTE, 0",
    "GITHUB_WRITES_PER_MINUTE, 100001",
    "GITHUB_WRITES_PER_HOUR, 0.5",
    "GITHUB_WRITES_PER_HOUR, 1000001",
    "STATUS_TABLE_NAME, ''",
    "GITHUB_REPO, ''",
    "GITHUB_REPO, alerts",
    "SEARCH_UNKNOWN_ISSUES, yes"
  })
  void a_wrong_variable_is_named(String name, String value) {
    assertThatThrownBy(() -> settings(Map.of(name, value)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(name);
  }
}
