package org.pytorch.alerting.normalize.grouped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pytorch.alerting.normalize.Messages.annotations;
import static org.pytorch.alerting.normalize.Messages.event;
import static org.pytorch.alerting.normalize.Messages.grafana;
import static org.pytorch.alerting.normalize.Messages.labels;
import static org.pytorch.alerting.normalize.Messages.normalize;
import static org.pytorch.alerting.normalize.Messages.payload;
import static org.pytorch.alerting.normalize.Messages.rejection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.MeasuredValue;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.normalize.InvalidAlertException;
import org.pytorch.alerting.normalize.Messages;

class GrafanaSourceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[ var='A' labels={queue=q, x=y} value=1840.25 ], [ var='C' labels={queue=q, x=y} value=1 ];"
            + " [A = 1840.25]",
        "[ var='B0' metric='Value' labels={} value=95.30000000000001 ]; [B0 = 95.3]",
        "[ metric='cpu' labels={} value=NaN ]; [cpu = NaN]",
        "[ var='A' labels={} value=0 ], [ var='B' labels={} value=2 ], [ var='C' labels={} value=1 ];"
            + " [A = 0, B = 2]",
        // Cannot be read for certain: it stays a text.
        "[ var='A' labels={a=] [ var='B' labels={} value=9 ]} value=1 ]; []",
        "[ var='A' labels={} value=1 ] and so on; []",
        "[ var='A' labels={} value=1 ], [ var='A' labels={} value=2 ]; []",
      })
  void value_string_is_read_if_there_is_nothing_better(String text, String values) {
    AlertEvent event =
        event(
            grafana(
                alert -> {
                  alert.remove("values");
                  alert.put("valueString", text);
                }));

    assertThat(event.values().stream().map(MeasuredValue::text).toList()).hasToString(values);
    assertThat(event.reason()).isEqualTo(Optional.of(text).filter(_ -> values.equals("[]")));
  }

  @Test
  void threshold_of_a_single_value_is_read_from_annotations_and_labels() {
    AlertEvent event =
        event(
            grafana(
                alert -> {
                  alert.putObject("values").put("A", 412.0).put("C", 1);
                  annotations(alert).put("threshold", "> 300").put("unit", "s");
                  labels(alert).put("metric", "queue_age");
                }));

    assertThat(event.values())
        .extracting(MeasuredValue::text)
        .containsExactly("queue_age = 412 s (threshold > 300 s)");
  }

  @ParameterizedTest
  @CsvSource({"NoData, NO_DATA", "'Error, KeepLast', ERROR", "MissingSeries,", "Nonsense,"})
  void rule_that_alerts_without_data_says_so(String reason, Condition condition) {
    AlertEvent event =
        event(grafana(alert -> annotations(alert).put("grafana_state_reason", reason)));

    assertThat(event.condition()).isEqualTo(Optional.ofNullable(condition));
  }

  @Test
  void the_title_is_the_first_of_rulename_alertname_group_alertname_and_title() {
    ObjectNode payload =
        grafana(alert -> labels(alert).put("rulename", "rule").put("alertname", "name"));
    payload.putObject("groupLabels").put("alertname", "group");
    payload.put("title", "[FIRING:1] text");
    ObjectNode labels = (ObjectNode) payload.at("/alerts/0/labels");

    assertThat(event(payload).title()).isEqualTo("rule");
    labels.put("rulename", " ");
    assertThat(event(payload).title()).isEqualTo("name");
    labels.remove("alertname");
    assertThat(event(payload).title()).isEqualTo("group");
    payload.putObject("groupLabels");
    assertThat(event(payload).title()).isEqualTo("[FIRING:1] text");
    payload.put("title", "");
    assertThatThrownBy(() -> normalize(payload))
        .isInstanceOf(InvalidAlertException.class)
        .hasMessageContaining("alert 1 of 1")
        .hasMessageContaining("no title");
  }

  @Test
  void priority_is_looked_up_in_annotations_labels_and_then_in_the_common_ones() {
    ObjectNode payload =
        grafana(
            alert -> {
              annotations(alert).put("PRIORITY", "p0");
              labels(alert).put("priority", "P1");
            });
    payload.putObject("commonAnnotations").put("Priority", "2");
    payload.putObject("commonLabels").put("priority", "P3");

    assertThat(event(payload).priority()).contains(Priority.P0);
    ((ObjectNode) payload.at("/alerts/0/annotations")).put("PRIORITY", " ");
    assertThat(event(payload).priority()).contains(Priority.P1);
    ((ObjectNode) payload.at("/alerts/0/labels")).remove("priority");
    assertThat(event(payload).priority()).contains(Priority.P2);
    payload.putObject("commonAnnotations");
    assertThat(event(payload).priority()).contains(Priority.P3);
    payload.putObject("commonLabels");
    assertThat(rejection(payload))
        .contains("\"Queue age too high\"")
        .contains("no priority: add a label or annotation \"priority\"");
  }

  @Test
  void an_unknown_priority_does_not_hide_a_known_one() {
    assertThat(event(grafana(alert -> annotations(alert).put("priority", "urgent"))).priority())
        .contains(Priority.P1);
    assertThat(rejection(grafana(alert -> labels(alert).put("priority", "urgent"))))
        .contains("priority \"urgent\" is not one of P0, P1, P2, P3");
  }

  @Test
  void what_the_alert_says_of_its_team_counts_more_than_what_its_group_says() {
    ObjectNode payload = grafana(alert -> labels(alert).put("team", "harbor"));
    payload.putObject("routeLabels").put("teams", "route");
    payload.putObject("commonLabels").put("teams", "common");

    assertThat(event(payload).teams()).containsExactly("harbor");
    ((ObjectNode) payload.at("/alerts/0/labels")).put("team", "N/A");
    assertThat(event(payload).teams()).containsExactly("common");
    payload.putObject("commonLabels").put("teams", "[no value]").put("team", "{{ x }}");
    assertThat(event(payload).teams()).containsExactly("route");
  }

  @Test
  void what_was_written_for_people_stands_below_the_description() {
    ObjectNode payload =
        grafana(
            alert ->
                annotations(alert)
                    .removeAll()
                    .put("description", "The queue is long.")
                    .put("summary", "Long.")
                    .put("team", "harbor")
                    .put("impact", "No tickets.")
                    .put("first_action", "Open the gate.\nThen call.")
                    .put("runbook_url", "wiki: Quay")
                    .put("runbook", "https://wiki.example/quay")
                    .put("dashboard", "https://grafana.example/d/second")
                    .put("message", "The queue is long.")
                    .put("__value_string__", "[ var='A' ]")
                    .put("grafana_state_reason", "NoData")
                    .put("error", "timeout"));
    payload.putObject("commonAnnotations").put("impact", "hidden").put("owner note", "Ask Kim.");

    AlertEvent event = event(payload);

    assertThat(event.description())
        .contains(
            """
            The queue is long.

            Dashboard: https://grafana.example/d/second
            First action: Open the gate.
            Then call.
            Impact: No tickets.
            Owner note: Ask Kim.
            Runbook: wiki: Quay""");
    assertThat(event.links().runbookUrl()).contains("https://wiki.example/quay");
    assertThat(event.reason().orElseThrow()).contains("NoData", "timeout");
  }

  @Test
  void however_much_is_written_for_people_the_description_keeps_its_length_and_its_start() {
    AlertEvent event =
        event(
            grafana(
                alert -> {
                  annotations(alert).put("description", "🚢".repeat(5_000));
                  for (int i = 0; i < 200; i++) {
                    annotations(alert).put("note %03d".formatted(i), "é".repeat(2_000));
                  }
                }));
    String description = event.description().orElseThrow();

    assertThat(description.codePointCount(0, description.length())).isLessThanOrEqualTo(4_096);
    assertThat(description).startsWith("🚢".repeat(2_000)).contains("\n\nNote 000: é");
  }

  @Test
  void teams_go_before_team_wherever_they_stand() {
    ObjectNode payload =
        grafana(
            alert -> {
              annotations(alert).put("team", "a");
              labels(alert).put("Team", "b").put("TEAMS", "c, d");
            });

    assertThat(event(payload).teams()).containsExactly("c", "d");
    ((ObjectNode) payload.at("/alerts/0/labels")).put("TEAMS", "💥");
    assertThat(event(payload).teams()).containsExactly("a");
  }

  @ParameterizedTest
  @CsvSource({
    "firing, FIRING",
    "Alerting, FIRING",
    "RESOLVED, RESOLVED",
    "ok, RESOLVED",
    "' OK ', RESOLVED"
  })
  void states_are_read_in_any_case(String status, AlertState state) {
    assertThat(event(grafana(alert -> alert.put("status", status))).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pending", "Paused", "NoData", "no_data"})
  void a_state_that_is_neither_is_ignored_with_its_reason(String status) {
    assertThat(normalize(grafana(alert -> alert.put("status", status))).ignored())
        .singleElement()
        .satisfies(
            ignored -> {
              assertThat(ignored.title()).isEqualTo("Queue age too high");
              assertThat(ignored.reason()).contains(status, "neither firing nor resolved");
            });
  }

  @Test
  void an_alert_without_a_state_has_the_groups_only_where_that_leaves_no_choice() {
    ObjectNode alone = grafana(alert -> alert.remove("status"));
    assertThat(event(alone).state()).isEqualTo(AlertState.FIRING);
    assertThat(event(grafana(alert -> alert.put("status", "[no value]"))).state())
        .as("a placeholder is no state")
        .isEqualTo(AlertState.FIRING);

    ObjectNode group =
        payload(
            "grafana/group-of-three.json",
            json -> ((ObjectNode) json.at("/alerts/1")).remove("status"));
    assertThat(Messages.good(normalize(group))).hasSize(2);
    assertThat(Messages.rejected(normalize(group)).orElseThrow().diagnosis())
        .isEqualTo(
            "alert 2 of 3 (\"Queue age too high\"): no state: the alert's \"status\" has to be"
                + " firing or resolved\nsee docs/senders/grafana.md");
    group.put("status", "resolved");
    assertThat(normalize(group).alerts().get(1).event().orElseThrow().state())
        .isEqualTo(AlertState.RESOLVED);
  }

  @Test
  void an_alert_is_known_by_organisation_and_fingerprint_alone() {
    AlertEvent event = event(grafana(alert -> {}));
    AlertEvent changed =
        event(
            grafana(
                alert -> {
                  labels(alert).put("alertname", "renamed");
                  annotations(alert).put("summary", "other");
                  alert.put("status", "resolved").put("endsAt", "2026-03-04T08:00:00Z");
                }));
    ObjectNode otherOrg = grafana(alert -> {}).put("orgId", 2);

    assertThat(Fingerprint.of(changed)).isEqualTo(Fingerprint.of(event));
    assertThat(Fingerprint.of(event(otherOrg))).isNotEqualTo(Fingerprint.of(event));
    assertThat(event.identity().accountId()).contains("1");
    assertThat(event.identity().alarmId()).contains("04ae3ef017b5425f");
  }

  @Test
  void without_a_fingerprint_rule_and_labels_stand_in() {
    AlertEvent event = event(grafana(alert -> alert.remove("fingerprint")));
    AlertEvent repeat =
        event(
            grafana(
                alert -> {
                  alert.remove("fingerprint");
                  alert.remove("ruleUID"); // the generator URL names it too
                  annotations(alert).put("summary", "other");
                }));
    AlertEvent other =
        event(
            grafana(
                alert -> {
                  alert.put("fingerprint", " ");
                  labels(alert).put("queue", "crane-jobs");
                }));

    assertThat(Fingerprint.of(repeat)).isEqualTo(Fingerprint.of(event));
    assertThat(Fingerprint.of(other)).isNotEqualTo(Fingerprint.of(event));
  }

  @ParameterizedTest
  @CsvSource({
    "webhook-57c6d9296de2ad39-1772874922, true",
    "my-own-hook-57c6d9296de2ad39-1772874922, true",
    "'{}/{team=\"x\"}:{alertname=\"TestAlert\"}', false",
    "'', false"
  })
  void the_test_button_is_known_by_its_group_key(String groupKey, boolean test) {
    ObjectNode payload =
        grafana(
            alert -> {
              alert.put("generatorURL", "").put("fingerprint", "57c6d9296de2ad39");
              alert.remove("ruleUID");
              labels(alert).put("alertname", "TestAlert");
            });
    payload.put("groupKey", groupKey);

    assertThat(normalize(payload).ignored().size() == 1).isEqualTo(test);
    assertThat(normalize(payload).alerts().size() == 1).isEqualTo(!test);
  }

  /** Without the name that the button gives, the fingerprint has to be the key's, and no rule's. */
  @ParameterizedTest
  @CsvSource({
    "TestAlert, 57c6d9296de2ad39, '', true",
    "TestAlert, 0000000000000001, some-rule, true",
    "Queue, 57c6d9296de2ad39, '', true",
    "Queue, 57c6d9296de2ad39, some-rule, false",
    "Queue, 0000000000000001, '', false",
    "Queue, '', '', false"
  })
  void group_key_of_the_test_button_alone_makes_no_test_of_an_alert(
      String name, String fingerprint, String rule, boolean test) {
    ObjectNode payload =
        grafana(
            alert -> {
              alert.put("generatorURL", "").put("fingerprint", fingerprint).put("ruleUID", rule);
              labels(alert).put("alertname", name);
            });
    payload.put("groupKey", "webhook-57c6d9296de2ad39-1772874922");

    assertThat(normalize(payload).ignored()).hasSize(test ? 1 : 0);
    assertThat(normalize(payload).alerts()).hasSize(test ? 0 : 1);
  }

  @Test
  void a_test_notification_of_an_older_version_is_ignored_too() {
    ObjectNode payload =
        payload(
            "grafana/test-notification.json",
            json -> json.put("groupKey", "{alertname=\"TestAlert\", instance=\"Grafana\"}"));

    assertThat(normalize(payload).ignored()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "TestAlert, Grafana, Notification test, true",
    "Queue, Grafana, Notification test, false",
    "TestAlert, crane-4, Notification test, false",
    "TestAlert, Grafana, Crane 4 is silent, false"
  })
  void a_test_notification_of_an_older_version_is_known_by_all_it_says(
      String name, String instance, String summary, boolean test) {
    ObjectNode payload =
        grafana(
            alert -> {
              alert.put("generatorURL", "");
              alert.remove("ruleUID");
              labels(alert).put("alertname", name).put("instance", instance);
              labels(alert).remove("rulename");
              annotations(alert).put("summary", summary);
            });
    payload.put("groupKey", "{alertname=\"TestAlert\"}");

    assertThat(normalize(payload).ignored().size()).isEqualTo(test ? 1 : 0);
  }

  @Test
  void an_alert_that_tells_its_organisation_itself_is_the_same_alert() {
    ObjectNode own = grafana(alert -> alert.put("orgId", 7));
    own.remove("orgId");
    ObjectNode group = grafana(alert -> {});
    group.put("orgId", 7);

    assertThat(event(own).identity()).isEqualTo(event(group).identity());
  }

  @Test
  void links_that_nobody_can_follow_are_dropped_and_the_next_one_is_taken() {
    AlertEvent event =
        event(
            grafana(
                alert -> {
                  alert.put("generatorURL", "?orgId=1").put("silenceURL", "javascript:alert(1)");
                  alert.put("dashboardURL", "");
                  annotations(alert).put("runbook_url", "see the wiki");
                  annotations(alert).put("Runbook", "https://wiki.example/a?b=1&c=2");
                }));

    assertThat(event.links().runbookUrl()).contains("https://wiki.example/a?b=1&c=2");
    assertThat(event.links().panelUrl().orElseThrow()).contains("viewPanel=7");
    assertThat(event.links().sourceUrl()).isEmpty();
    assertThat(event.links().silenceUrl()).isEmpty();
  }

  @Test
  void the_raw_part_is_the_alerts_own() {
    ObjectNode payload = payload("grafana/group-of-three.json", json -> {});

    assertThat(normalize(payload).alerts())
        .extracting(Messages::payload)
        .containsExactlyElementsOf(
            List.of(
                Optional.of(payload.at("/alerts/0")),
                Optional.of(payload.at("/alerts/1")),
                Optional.of(payload.at("/alerts/2"))));
  }

  /** Grafana's receiver of Mimir's kind sends it: nothing in it says that it was Grafana. */
  @Test
  void alertmanagers_shape_is_alertmanagers_even_if_the_sender_is_called_grafana() {
    ObjectNode payload =
        payload(
            "grafana/firing.json",
            json -> {
              json.put("version", "4").remove("orgId");
              ObjectNode alert = (ObjectNode) json.at("/alerts/0");
              alert.retain("status", "labels", "annotations", "startsAt", "endsAt", "fingerprint");
            });

    AlertEvent event = event(payload);
    assertThat(event.source()).isEqualTo("alertmanager");
    assertThat(normalize(payload.toString(), Map.of("source", "grafana")).alerts())
        .singleElement()
        .satisfies(
            alert ->
                assertThat(Messages.told(alert))
                    .isEqualTo(event.toBuilder().source("grafana").build()));
  }

  @Test
  void version_4_is_grafanas_where_something_is_that_only_grafana_sends() {
    ObjectNode payload = payload("grafana/firing.json", json -> json.put("version", "4"));

    assertThat(normalize(payload.toString(), Map.of("source", "alertmanager")).alerts())
        .singleElement()
        .satisfies(
            alert ->
                assertThat(Messages.told(alert))
                    .isEqualTo(event(payload).toBuilder().source("alertmanager").build()));
  }
}
