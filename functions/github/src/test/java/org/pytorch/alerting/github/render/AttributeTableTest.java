package org.pytorch.alerting.github.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.github.TestAlerts;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertEventBuilder;
import org.pytorch.alerting.model.Links;
import org.pytorch.alerting.model.Resource;

class AttributeTableTest {
  private static final AttributeTable TABLE =
      new AttributeTable(new MarkdownEscape(new GitHubLinks("github.com")));

  private static List<String> rows(AlertEventBuilder alert) {
    return TABLE.of(alert.build(), AttributeTable.MAX_LENGTH).lines().skip(4).toList();
  }

  @Test
  void annotations_come_before_labels_and_both_before_what_only_the_resource_has() {
    AlertEventBuilder alert =
        TestAlerts.firing()
            .annotations(Optional.of(Map.of("impact", "No tickets.", "action", "Call Kim.")))
            .labels(Optional.of(Map.of("berth", "north", "zone", "a")))
            .dimensions(Optional.of(Map.of("Quay", "7")))
            .resource(
                new Resource(
                    Resource.Type.GENERIC,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(Map.of("berth", "north", "pier", "2"))));

    assertThat(rows(alert))
        .containsExactly(
            "| action | Call Kim. |",
            "| impact | No tickets. |",
            "| Quay | 7 |",
            "| berth | north |",
            "| pier | 2 |",
            "| zone | a |");
  }

  @Test
  void what_the_issue_shows_elsewhere_is_no_row_unless_its_value_is_another() {
    AlertEventBuilder alert =
        TestAlerts.firing()
            .description(Optional.of("Look.\n\nImpact: No tickets.\nRunbook: Open the gate."))
            .reason(Optional.of("connection refused"))
            .resource(
                new Resource(
                    Resource.Type.SERVICE,
                    Optional.of("intake"),
                    Optional.of("eu-north-1"),
                    Optional.empty()))
            .links(
                new Links(
                    Optional.of("https://wiki.example/a"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
    Map<String, String> shown =
        Map.of(
            "alertname", "Queue age too high",
            "team", "harbor",
            "priority", "P1",
            "region", "eu-north-1",
            "service_name", "intake",
            "summary", "Oldest message is 1840 s old",
            "description", "Look.",
            "impact", "No tickets.",
            "runbook_url", "https://wiki.example/a",
            "error", "connection refused");

    assertThat(rows(alert.annotations(Optional.of(shown)))).isEmpty();
    assertThat(rows(alert.annotations(Optional.of(Map.of("runbook", "Open the gate."))))).isEmpty();
    for (String name : shown.keySet()) {
      assertThat(rows(alert.annotations(Optional.of(Map.of(name, "other")))))
          .containsExactly("| " + name.replace("_", "\\_") + " | other |");
    }
  }

  @Test
  void names_with_two_underscores_are_grafanas_own() {
    assertThat(rows(TestAlerts.firing().labels(Optional.of(Map.of("__alert_rule_uid__", "x")))))
        .isEmpty();
  }

  @Test
  void bars_line_ends_and_mentions_stay_text_in_their_cell() {
    AlertEventBuilder alert =
        TestAlerts.firing()
            .labels(
                Optional.of(
                    Map.of("a|b", "`c|d` | e\\|f", "steps", "- one\n\n- two", "who", "@octo #12")));

    assertThat(rows(alert))
        .containsExactly(
            "| a&#124;b | \\`c&#124;d\\` &#124; e\\\\&#124;f |",
            "| steps | - one<br>- two |",
            "| who | @\u200bocto \\#\u200b12 |");
  }

  @Test
  void without_room_the_rows_are_only_counted() {
    AlertEvent event = TestAlerts.firing().labels(Optional.of(Map.of("a", "b", "c", "d"))).build();

    assertThat(TABLE.of(event, 125))
        .isEqualTo("and 2 more labels and annotations, which are not shown");
    assertThat(TABLE.of(event, 100)).isEmpty();
  }
}
