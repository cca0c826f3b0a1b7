package org.pytorch.alerting.normalize.routed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.PackedDetails;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.model.message.NormalizedMessage.NormalizedAlert;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.normalize.Messages;
import org.pytorch.alerting.normalize.NormalizeHandler;
import org.pytorch.alerting.normalize.TestData;
import org.pytorch.alerting.runtime.RecordedLog;

/** The policy decides in normalize, once for each event. */
class PolicyRoutingTest {
  private static final String POLICY =
      """
      {"version": 1,
       "defaults": {"repository": "acme/alerts", "labels": ["area:alerting"]},
       "routes": [
         {"name": "harbor", "match": {"team": "harbor"}, "repository": "acme/harbor",
          "assignees": ["olivia"], "repeats": "silent"},
         {"name": "queues", "match": {"dimensions.QueueName": "*"}, "repository": "acme/queues"}],
       "maintenance": [{"name": "move", "match": {"labels.queue": "berth-*"},
         "from": "2026-03-04T00:00:00Z", "to": "2026-03-04T07:12:00Z"}]}
      """;

  @TempDir private static Path shared;

  @Test
  void event_travels_with_what_the_policy_says() {
    AlertEvent event = event(POLICY, TestData.text("grafana/firing.json"), "grafana");

    assertThat(Json.write(event.routing()))
        .isEqualTo(
            """
            {"route":"harbor","repository":"acme/harbor",\
            "assignees":["olivia"],"lifecycle":{"repeats":"silent"}}\
            """);
    assertThat(event.labels()).as("travel packed").isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grafana/datasource-error.json   | {}                                  | prom-harbor",
        "grafana/datasource-no-data.json | {}                                  | prom-harbor",
        "grafana/datasource-error.json   | {\"repeats\":\"silent\"}              | prom-harbor",
        "grafana/datasource-error.json   | {\"group_by\":[]}                    |",
        "grafana/datasource-error.json   | {\"group_by\":[\"labels.rulename\"]} |",
        "grafana/firing.json             | {}                                  |",
      })
  void rule_that_cannot_be_evaluated_names_its_data_source_unless_the_policy_groups_otherwise(
      String file, String defaults, @Nullable String dataSource) {
    AlertEvent event =
        event(
            "{\"version\": 1, \"defaults\": %s}".formatted(defaults),
            TestData.text(file),
            "grafana");

    assertThat(event.dataSource()).isEqualTo(Optional.ofNullable(dataSource));
    assertThat(event.routing().isPresent()).isEqualTo(!defaults.equals("{}"));
  }

  @Test
  void resolve_names_no_data_source() {
    String resolved =
        TestData.text("grafana/datasource-error.json")
            .replace("\"status\": \"firing\"", "\"status\": \"resolved\"")
            .replace("0001-01-01T00:00:00Z", "2026-03-05T03:10:10Z");

    assertThat(event(POLICY, resolved, "grafana").dataSource()).isEmpty();
  }

  @Test
  void labels_annotations_and_dimensions_travel_packed_with_the_payload() {
    NormalizedAlert alert =
        only(normalize(POLICY, TestData.text("grafana/firing.json"), "grafana"));

    AlertEvent event =
        PackedDetails.addTo(alert.event().orElseThrow(), alert.payload().orElseThrow());

    assertThat(event.rawProvider()).isPresent();
    assertThat(event.labels().orElseThrow())
        .containsEntry("alertname", "Queue age too high")
        .containsEntry("queue", "berth-intake");
    assertThat(event.annotations().orElseThrow()).containsKey("summary");
  }

  @Test
  void cloudwatch_alarm_is_matched_by_its_dimensions() {
    String policy = POLICY.replace("\"team\": \"harbor\"", "\"team\": \"nobody\"");

    assertThat(route(policy, "cloudwatch/metric-alarm.json", "cloudwatch")).isEqualTo("queues");
  }

  @ParameterizedTest
  @CsvSource({"2026-03-04T07:11:59.999Z, move", "2026-03-04T07:12:00Z, ''"})
  void time_of_the_message_decides_which_windows_are_open(String sentAt, String window) {
    ObjectNode input = input(TestData.text("grafana/firing.json"), "grafana");
    input.put("sent_at", sentAt);

    AlertEvent event = only(normalize(POLICY, input)).event().orElseThrow();

    assertThat(event.routing().flatMap(Routing::maintenance).orElse("")).isEqualTo(window);
    assertThat(event.routing().flatMap(Routing::maintenanceUntil))
        .isEqualTo(
            window.isEmpty()
                ? Optional.empty()
                : Optional.of(Instant.parse("2026-03-04T07:12:00Z")));
  }

  /** Its row keeps them: the issue is opened by a check, which brings no payload. */
  @Test
  void firing_in_a_maintenance_has_its_labels_annotations_and_payload_in_the_event() {
    ObjectNode input = input(TestData.text("grafana/firing.json"), "grafana");
    input.put("sent_at", "2026-03-04T07:11:00Z");

    NormalizedAlert alert = only(normalize(POLICY, input));

    AlertEvent event = alert.event().orElseThrow();
    assertThat(event.rawProvider()).isPresent();
    assertThat(event)
        .isEqualTo(PackedDetails.addTo(event.withoutRawProvider(), alert.payload().orElseThrow()));
  }

  @Test
  void resolve_in_a_maintenance_is_as_always() {
    ObjectNode input = input(TestData.text("grafana/resolved.json"), "grafana");
    input.put("sent_at", "2026-03-04T07:11:00Z");

    assertThat(only(normalize(POLICY, input)).event().orElseThrow().rawProvider()).isEmpty();
  }

  @Test
  void defaults_make_an_alert_complete_that_names_neither_team_nor_priority() {
    NormalizedAlert alert =
        only(
            normalize(
                "{\"version\": 1, \"defaults\": {\"team\": \"triage\", \"priority\": \"P2\"}}",
                TestData.text("grafana/missing-team-and-priority.json"),
                "grafana"));

    AlertEvent event = alert.event().orElseThrow();
    assertThat(alert.rejection()).isEmpty();
    assertThat(event.team()).as("a known team of the alert comes first").isEmpty();
    assertThat(event.completed().team()).contains("triage");
    assertThat(event.completed().priority()).contains(Priority.P2);
    assertThat(event.completed().completed()).isEqualTo(event.completed());
  }

  @Test
  void what_is_still_missing_is_rejected_and_the_diagnosis_names_the_policy() {
    NormalizedAlert alert =
        only(
            normalize(
                "{\"version\": 1, \"defaults\": {\"priority\": \"P2\"}}",
                TestData.text("grafana/missing-team-and-priority.json"),
                "grafana"));

    assertThat(alert.rejection().orElseThrow().diagnosis())
        .contains("no team: add a label or annotation \"team\"")
        .contains(
            "or set team in the policy, in its defaults or in the alert's route (\"defaults\")")
        .doesNotContain("no priority");
  }

  @ParameterizedTest
  @CsvSource({
    // By the policy, although the source knows critical as P1.
    "critical, , P0",
    "warning, , P3",
    "critical, P2, P2"
  })
  void severities_are_read_if_no_priority_is_given(
      String severity, @Nullable Priority given, Priority expected) {
    ObjectNode payload =
        Messages.payload(
            "alertmanager/firing.json",
            all -> {
              all.putObject("commonLabels");
              all.putObject("commonAnnotations");
              ObjectNode alert = (ObjectNode) all.get("alerts").get(0);
              Messages.labels(alert).put("severity", severity);
              Messages.labels(alert).remove("priority");
              Messages.annotations(alert).remove("priority");
              if (given != null) {
                Messages.labels(alert).put("priority", given.name());
              }
            });
    String policy =
        "{\"version\": 1, \"defaults\": {\"severities\": {\"critical\": \"P0\", \"*\": \"P3\"}}}";

    assertThat(event(policy, payload.toString(), "alertmanager").priority()).contains(expected);
    assertThat(event("{\"version\": 1}", payload.toString(), "alertmanager").priority())
        .as("without severities in the policy, the source's own")
        .contains(given != null ? given : severity.equals("critical") ? Priority.P1 : Priority.P2);
  }

  @Test
  void grafana_alert_gets_its_priority_from_its_severity() {
    ObjectNode payload =
        Messages.grafana(
            alert -> {
              Messages.labels(alert).remove("priority");
              Messages.annotations(alert).remove("priority");
              Messages.labels(alert).put("severity", "page");
            });

    assertThat(
            event(
                    "{\"version\": 1, \"defaults\": {\"severities\": {\"page\": \"P0\"}}}",
                    payload.toString(),
                    "grafana")
                .priority())
        .contains(Priority.P0);
  }

  @Test
  void sender_cannot_route_its_own_alert() {
    ObjectNode payload =
        Messages.payload(
            "normalized/firing.json",
            event -> event.putObject("routing").put("route", "x").put("repository", "evil/place"));

    assertThat(Messages.event(payload).routing()).isEmpty();
    assertThat(
            event("{\"version\": 1}", payload.toString(), "normalized")
                .routing()
                .flatMap(Routing::repository))
        .isEmpty();
  }

  @Test
  void without_a_policy_nothing_of_it_travels() {
    NormalizedMessage message =
        Messages.normalize(TestData.text("grafana/firing.json"), Map.of("source", "grafana"));

    assertThat(Json.write(message)).doesNotContain("routing", "\"labels\"", "\"annotations\"");
    assertThat(Messages.payload(only(message)).orElseThrow().isObject()).isTrue();
  }

  @Test
  void function_reads_the_policy_that_its_variable_names(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("policy.json"), POLICY);
    RecordedLog log = new RecordedLog();

    JsonNode output =
        Json.read(
            output(
                new NormalizeHandler(
                    log.host(Map.of("POLICY_FILE", file.toString()), () -> TestData.SENT_AT)),
                input(TestData.text("grafana/firing.json"), "grafana")),
            JsonNode.class);

    assertThat(output.at("/alerts/0/event/routing/route").asText()).isEqualTo("harbor");
    assertThat(log.text().lines())
        .anyMatch(
            line -> line.contains("NORMALIZED_ALERT") && line.contains("\"route\":\"harbor\""))
        .anyMatch(
            line -> line.contains("\"AlertsRouted\":1") && line.contains("\"route\":\"harbor\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"version\": 2}", "no such file"})
  void function_does_not_start_with_a_policy_that_cannot_be_used(
      String content, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("policy.json");
    if (!content.startsWith("no")) {
      Files.writeString(file, content);
    }
    RecordedLog log = new RecordedLog();

    assertThatThrownBy(
            () ->
                new NormalizeHandler(
                    log.host(Map.of("POLICY_FILE", file.toString()), () -> TestData.SENT_AT)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("policy.json")
        .hasMessageContaining("make policy");
  }

  private static String route(String policy, String payload, String source) {
    return event(policy, TestData.text(payload), source).routing().orElseThrow().route();
  }

  private static AlertEvent event(String policy, String body, String source) {
    return only(normalize(policy, body, source)).event().orElseThrow();
  }

  private static NormalizedMessage normalize(String policy, String body, String source) {
    return normalize(policy, input(body, source));
  }

  private static NormalizedMessage normalize(String policy, ObjectNode input) {
    try {
      Path file = Files.writeString(shared.resolve("policy.json"), policy);
      return Json.read(
          output(
              new NormalizeHandler(
                  new RecordedLog()
                      .host(Map.of("POLICY_FILE", file.toString()), () -> TestData.SENT_AT)),
              input),
          NormalizedMessage.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String output(NormalizeHandler handler, ObjectNode input) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(input.toString().getBytes(StandardCharsets.UTF_8)), written, null);
    return written.toString(StandardCharsets.UTF_8);
  }

  private static ObjectNode input(String body, String source) {
    ObjectNode input = Json.mapper().createObjectNode();
    input.put("message_id", "m-1").put("body", body).put("body_encoding", "identity");
    input.put("sent_at", "2026-03-04T07:13:00Z").put("receive_count", 1);
    input.putObject("message_attributes").put("source", source);
    return input;
  }

  private static NormalizedAlert only(NormalizedMessage message) {
    assertThat(message.alerts()).hasSize(1);
    return message.alerts().getFirst();
  }
}
