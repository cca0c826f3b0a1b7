package org.pytorch.alerting.normalize.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.normalize.TestData;
import org.pytorch.alerting.normalize.settings.NormalizeSettings;
import org.pytorch.alerting.runtime.Environment;

class SeverityPrioritiesTest {
  private static final SeverityPriorities DEFAULT = SeverityPriorities.defaults();

  @Test
  void the_documented_table_is_the_one_that_counts() {
    Map<String, String> documented =
        TestData.text("../docs/adding-a-source.md")
            .lines()
            .filter(line -> line.matches("\\| (`[a-z0-9]+`(, )?)+ \\| (P\\d|ignored) \\|"))
            .flatMap(
                line ->
                    Stream.of(line.split("\\|", -1)[1].replace("`", "").split(",", -1))
                        .map(name -> Map.entry(name.strip(), line.split("\\|", -1)[2].strip())))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

    assertThat(documented).hasSize(14);
    documented.forEach(
        (severity, meaning) -> assertThat(meaning(DEFAULT, severity)).isEqualTo(meaning));
    assertThat(DEFAULT.names().split(", ", -1))
        .containsExactlyInAnyOrderElementsOf(
            documented.entrySet().stream()
                .filter(entry -> !entry.getValue().equals("ignored"))
                .map(Map.Entry::getKey)
                .toList());
  }

  @ParameterizedTest
  @CsvSource({"CRITICAL, P1", "' Info ', P3", "None, ignored", "purple, unknown", "*, unknown"})
  void severities_are_read_in_any_case(String severity, String meaning) {
    assertThat(meaning(DEFAULT, severity)).isEqualTo(meaning);
  }

  @Test
  void the_variable_changes_what_it_names_and_adds_to_the_rest() {
    SeverityPriorities table = configured(" Critical = p0 , sev-2=P2, none = 3, info=ignore ");

    assertThat(meaning(table, "critical")).isEqualTo("P0");
    assertThat(meaning(table, "SEV-2")).isEqualTo("P2");
    assertThat(meaning(table, "none")).isEqualTo("P3");
    assertThat(meaning(table, "info")).isEqualTo("ignored");
    assertThat(meaning(table, "warning")).isEqualTo("P2");
    assertThat(table.names()).contains("sev-2", "none").doesNotContain("info");
  }

  @Test
  void a_star_stands_for_any_other_severity_and_for_none() {
    SeverityPriorities table = configured("*=P3");

    assertThat(meaning(table, "purple")).isEqualTo("P3");
    assertThat(meaning(table, "x".repeat(1_000))).isEqualTo("P3");
    assertThat(table.choose(Stream.empty()).priority()).contains(Priority.P3);
    assertThat(meaning(table, "none")).isEqualTo("ignored");
    assertThat(configured("*=ignore").choose(Stream.empty()).ignored()).isTrue();
    assertThat(DEFAULT.choose(Stream.empty()).ignored()).isFalse();
  }

  @Test
  void of_several_severities_the_first_that_is_known_counts() {
    assertThat(DEFAULT.choose(Stream.of("purple", "info")).text()).contains("info");
    assertThat(DEFAULT.choose(Stream.of("purple", "green")).text()).contains("purple");
    assertThat(DEFAULT.choose(Stream.empty()).text()).isEmpty();
  }

  @Test
  void severity_that_a_template_has_left_is_none() {
    String left = "{{ $labels.severity }}";

    assertThat(DEFAULT.choose(Stream.of(left)).text()).isEmpty();
    assertThat(DEFAULT.choose(Stream.of(left, "purple")).text()).contains("purple");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "critical=P1,s3cret",
        "critical=P1,s3cret=P9",
        "critical=P1,=P2",
        "critical=P1,",
        "critical=P1,a=b=P1",
        "critical=P1,a=P1=",
        "critical=P1,CRITICAL=P2",
        "critical=P1,s3cret="
      })
  void a_malformed_variable_is_refused_by_name_and_entry_and_never_quoted(String value) {
    assertThatThrownBy(() -> configured(value))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ALERTMANAGER_SEVERITY_PRIORITIES")
        .hasMessageContaining("entry 2")
        .hasMessageNotContaining("s3cret");
  }

  private static SeverityPriorities configured(String value) {
    return NormalizeSettings.of(new Environment(Map.of("ALERTMANAGER_SEVERITY_PRIORITIES", value)))
        .severities();
  }

  private static String meaning(SeverityPriorities table, String severity) {
    SeverityPriorities.Severity chosen = table.choose(Stream.of(severity));
    return chosen.ignored() ? "ignored" : chosen.priority().map(Priority::name).orElse("unknown");
  }
}
