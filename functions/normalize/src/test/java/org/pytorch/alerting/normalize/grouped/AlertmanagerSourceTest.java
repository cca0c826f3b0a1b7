package org.pytorch.alerting.normalize.grouped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.normalize.Messages.annotations;
import static org.pytorch.alerting.normalize.Messages.event;
import static org.pytorch.alerting.normalize.Messages.labels;
import static org.pytorch.alerting.normalize.Messages.normalize;
import static org.pytorch.alerting.normalize.Messages.payload;
import static org.pytorch.alerting.normalize.Messages.rejection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.normalize.Messages;

class AlertmanagerSourceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"firing-from-the-pair", "repeat", "resolved", "resolved-v028", "group-mixed"})
  void every_message_about_an_alert_has_its_fingerprint_whichever_of_a_pair_sent_it(String name) {
    assertThat(fingerprint(payload("alertmanager/" + name + ".json", json -> {})))
        .isEqualTo(fingerprint(alertmanager(alert -> {})));
  }

  @Test
  void a_fingerprint_that_was_left_out_is_worked_out_again() {
    assertThat(fingerprint(alertmanager(alert -> alert.remove("fingerprint"))))
        .isEqualTo(fingerprint(alertmanager(alert -> {})));
    assertThat(
            fingerprint(
                alertmanager(
                    alert -> {
                      alert.remove("fingerprint");
                      labels(alert).put("instance", "10.4.0.18:9100");
                    })))
        .isNotEqualTo(fingerprint(alertmanager(alert -> {})));
  }

  @Test
  void a_fingerprint_that_a_template_has_left_out_is_worked_out_again() {
    Consumer<ObjectNode> without =
        json -> ((ObjectNode) json.at("/alerts/0")).remove("fingerprint");
    Consumer<ObjectNode> empty =
        json -> ((ObjectNode) json.at("/alerts/0")).put("fingerprint", "<no value>");

    assertThat(event(payload("alertmanager/firing.json", empty)).identity())
        .isEqualTo(event(payload("alertmanager/firing.json", without)).identity());
  }

  @Test
  void a_group_may_have_a_state_instead_of_a_status() {
    ObjectNode payload =
        payload(
            "alertmanager/firing.json",
            json -> {
              json.remove("status");
              json.put("state", "resolved");
              ((ObjectNode) json.at("/alerts/0")).remove("status");
            });

    assertThat(event(payload).state()).isEqualTo(AlertState.RESOLVED);
  }

  @Test
  void an_explicit_priority_counts_more_than_a_severity() {
    assertThat(event(alertmanager(alert -> {})).priority()).contains(Priority.P1);
    assertThat(event(alertmanager(alert -> labels(alert).put("priority", "P3"))).priority())
        .contains(Priority.P3);
    assertThat(event(alertmanager(alert -> annotations(alert).put("Priority", "0"))).priority())
        .contains(Priority.P0);
    assertThat(event(alertmanager(alert -> labels(alert).put("priority", "urgent"))).priority())
        .contains(Priority.P1);
  }

  @Test
  void a_severity_that_needs_no_action_is_ignored_unless_there_is_a_priority() {
    ObjectNode watchdog = alertmanager(alert -> labels(alert).put("severity", "none"));

    assertThat(normalize(watchdog).alerts()).isEmpty();
    assertThat(normalize(watchdog).ignored())
        .singleElement()
        .satisfies(ignored -> assertThat(ignored.reason()).contains("severity \"none\""));
    labels((ObjectNode) watchdog.at("/alerts/0")).put("priority", "urgent");
    assertThat(normalize(watchdog).ignored()).hasSize(1);
    labels((ObjectNode) watchdog.at("/alerts/0")).put("priority", "P2");
    assertThat(normalize(watchdog).alerts()).hasSize(1);
  }

  /** When it fired it may have had an annotation with a priority, which resolves may lack. */
  @Test
  void a_resolve_is_never_ignored_for_its_severity() {
    ObjectNode resolved =
        alertmanager(
            alert -> {
              alert.put("status", "resolved");
              labels(alert).put("severity", "none");
            });

    assertThat(normalize(resolved).alerts()).hasSize(1);
    assertThat(normalize(resolved).ignored()).isEmpty();
  }

  @Test
  void what_the_group_has_in_common_stands_in_for_what_an_alert_lacks() {
    AlertEvent event =
        event(
            payload(
                "alertmanager/firing.json",
                json -> {
                  ObjectNode alert = (ObjectNode) json.at("/alerts/0");
                  labels(alert).remove(List.of("alertname", "region"));
                  annotations(alert).remove("description");
                  json.putObject("commonLabels")
                      .put("alertname", "Crane is silent")
                      .put("aws_region", "eu-west-1");
                  json.putObject("commonAnnotations").put("description", "For two minutes.");
                }));

    assertThat(event.title()).isEqualTo("Crane is silent");
    assertThat(event.resource().region()).contains("eu-west-1");
    assertThat(event.description().orElseThrow()).startsWith("For two minutes.");
  }

  @Test
  void configuration_changes_what_a_severity_means() {
    ObjectNode payload = alertmanager(alert -> labels(alert).put("severity", "purple"));
    assertThat(rejection(payload))
        .contains("no priority: severity \"purple\" is not mapped; add a label");
    assertThat(
            Messages.normalizeWith(
                    Map.of("ALERTMANAGER_SEVERITY_PRIORITIES", "purple=P0"),
                    payload.toString(),
                    Map.of("source", "alertmanager"))
                .alerts())
        .singleElement()
        .satisfies(
            alert -> assertThat(alert.event().orElseThrow().priority()).contains(Priority.P0));
  }

  @Test
  void what_the_route_says_counts_least() {
    ObjectNode payload =
        alertmanager(
            alert -> {
              labels(alert).remove("severity");
              labels(alert).remove("team");
            });
    payload.putObject("routeLabels").put("team", "Rail Ops").put("severity", "page");

    assertThat(event(payload).team()).contains("rail-ops");
    assertThat(event(payload).priority()).contains(Priority.P0);
    payload.putObject("commonLabels").put("team", "rail");
    payload.putObject("commonAnnotations").put("severity", "info");
    assertThat(event(payload).team()).contains("rail");
    assertThat(event(payload).priority()).contains(Priority.P3);
  }

  @ParameterizedTest
  @CsvSource({"firing, FIRING", "RESOLVED, RESOLVED"})
  void states_are_read_in_any_case(String status, AlertState state) {
    assertThat(event(alertmanager(alert -> alert.put("status", status))).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({"alertmanager, ", "alertmanager, 5", "grafana, ", "grafana, 5"})
  void a_payload_of_another_version_is_whosever_the_sender_says_it_is(
      String source, @Nullable String version) {
    ObjectNode payload = alertmanager(alert -> labels(alert).put("priority", "P1"));
    payload.put("version", version);

    assertThat(normalize(payload.toString(), Map.of("source", source)).alerts())
        .singleElement()
        .satisfies(alert -> assertThat(alert.event().orElseThrow().source()).isEqualTo(source));
  }

  @Test
  void the_silence_link_matches_all_labels_of_the_alert() {
    ObjectNode payload =
        alertmanager(
            alert -> {
              labels(alert).removeAll();
              labels(alert).put("alertname", "Disk nearly full").put("team", "a+b&c");
            });
    labels((ObjectNode) payload.at("/alerts/0")).put("severity", "info");
    payload.put("externalURL", "https://am.example/prefix/");

    assertThat(event(payload).links().silenceUrl())
        .contains(
            "https://am.example/prefix/#/silences/new?filter=%7Balertname%3D%22Disk%20nearly%20full"
                + "%22%2C%20severity%3D%22info%22%2C%20team%3D%22a%2Bb%26c%22%7D");
  }

  @ParameterizedTest
  @CsvSource({"service.name, x", "quoted, a\"b", "escaped, a\\b", "__alert_rule_uid__, x"})
  void no_silence_link_is_made_that_could_silence_more_than_the_alert(String name, String value) {
    assertThat(event(alertmanager(alert -> labels(alert).put(name, value))).links().silenceUrl())
        .isEmpty();
  }

  @Test
  void an_address_that_nobody_can_follow_gives_no_silence_link() {
    for (String url : new String[] {"", "javascript:x", "https://h/" + "x".repeat(3_000)}) {
      assertThat(event(alertmanager(alert -> {}).put("externalURL", url)).links().silenceUrl())
          .isEmpty();
    }
  }

  /**
   * {@return a payload with one alert and nothing in common, after {@code change} was done to it}
   */
  private static ObjectNode alertmanager(Consumer<ObjectNode> change) {
    return payload(
        "alertmanager/firing.json",
        payload -> {
          for (String common : new String[] {"commonLabels", "commonAnnotations", "groupLabels"}) {
            payload.putObject(common);
          }
          change.accept((ObjectNode) payload.get("alerts").get(0));
        });
  }

  private static Fingerprint fingerprint(JsonNode payload) {
    return normalize(payload).alerts().getFirst().fingerprint();
  }
}
