package org.pytorch.alerting.normalize.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectTest {
  @Test
  void labels_that_differ_within_the_group_come_first_then_the_resource_then_the_others() {
    Map<String, String> labels =
        Map.of("zone", "b", "berth", "north", "instance", "quay-1", "job", "node", "a", "x");

    assertThat(Subject.of(labels, Map.of(), "Queue long"))
        .contains("instance=quay-1, a=x, berth=north, job=node, zone=b");
    assertThat(
            Subject.of(
                labels, Map.of("instance", "quay-1", "a", "x", "berth", "north"), "Queue long"))
        .contains("job=node, zone=b, instance=quay-1, a=x, berth=north");
  }

  @ParameterizedTest
  @CsvSource({
    "alertname",
    "rulename",
    "Team",
    "teams",
    "priority",
    "SEVERITY",
    "grafana_folder",
    "__uid__",
    "datasource_uid",
    "ref_id",
    "prometheus",
    "receiver",
    "owner",
    "alertgroup"
  })
  void names_of_the_rule_and_its_owner_are_no_subject(String name) {
    assertThat(Subject.of(Map.of(name, "x9"), Map.of(), "Queue long")).isEmpty();
  }

  @Test
  void what_the_title_says_already_and_what_has_no_value_is_left_out() {
    Map<String, String> labels = Map.of("host", "yard-1", "queue", "[no value]", "quay", "n/a");

    assertThat(Subject.of(labels, Map.of(), "Disk of yard-1 full")).isEmpty();
    assertThat(Subject.of(labels, Map.of(), "Disk full")).contains("host=yard-1");
  }

  @Test
  void subject_has_at_most_60_characters_of_whole_labels_and_long_values_are_cut() {
    String forty = "v".repeat(40);
    Map<String, String> labels = Map.of("a", forty, "b", forty, "c", "w".repeat(12));

    assertThat(Subject.of(labels, Map.of(), "T"))
        .contains("a=" + forty + ", c=" + "w".repeat(12))
        .hasValueSatisfying(text -> assertThat(text).hasSizeLessThanOrEqualTo(60));
    assertThat(Subject.of(Map.of("a", "v".repeat(41)), Map.of(), "T"))
        .contains("a=" + "v".repeat(33) + "… [cut]");
    assertThat(Subject.of(Map.of("n".repeat(60), "v"), Map.of(), "T")).isEqualTo(Optional.empty());
  }

  @Test
  void subject_is_one_line() {
    assertThat(Subject.of(Map.of("host", "yard\n1\u202e"), Map.of(), "T")).contains("host=yard 1");
  }
}
