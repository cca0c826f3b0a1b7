package org.pytorch.alerting.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.Environment;
import org.pytorch.alerting.model.Host;
import org.pytorch.alerting.model.Json;

class NormalizeHandlerTest {
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final RequestStreamHandler handler = handler(Map.of());

  @Test
  void the_starters_input_becomes_the_state_machines_output() {
    JsonNode output = handle(input(Messages.groupWithBadAlerts().toString()));

    assertThat(output.at("/envelope"))
        .isEqualTo(
            Json.read(
                """
                {"received_at": "2026-03-10T00:00:01.000Z", "sent_at": "2026-03-10T00:00:00.000Z",
                 "ingest_topic": "arn:aws:sqs:eu-west-1:640017223391:alerts",
                 "ingest_region": "eu-west-1", "delivery_attempt": 2, "event_id": "m-1"}
                """,
                JsonNode.class));
    assertThat(output.at("/alerts/0/event_id").asText()).isEqualTo("m-1#0");
    assertThat(output.at("/alerts/0/fingerprint").asText()).hasSize(64);
    assertThat(output.at("/alerts/0/event/title").asText()).isEqualTo("Queue age too high");
    assertThat(output.get("ignored")).isEmpty();
    // The state machine reads each of these without asking whether it is there.
    assertThat(output.at("/rejected/diagnosis").asText()).contains("melting");
    assertThat(output.at("/rejected/body").isTextual()).isTrue();
    assertThat(output.at("/rejected/body_encoding").asText()).isEqualTo("gzip+base64");
    assertThat(output.at("/rejected/message_attributes/source").asText()).isEqualTo("grafana");
  }

  @Test
  void an_incomplete_firing_is_given_with_its_rejection_and_counted_like_others() {
    JsonNode output = handle(input(TestData.text("grafana/missing-team-and-priority.json")));

    assertThat(output.has("rejected")).isFalse();
    // The state machine reads each of these without asking whether it is there.
    assertThat(output.at("/alerts/0/rejection/diagnosis").asText())
        .contains("\"Disk nearly full\"", "no team", "no priority");
    assertThat(output.at("/alerts/0/rejection/body").isTextual()).isTrue();
    assertThat(output.at("/alerts/0/rejection/body_encoding").asText()).isEqualTo("gzip+base64");
    assertThat(output.at("/alerts/0/rejection/message_attributes/source").asText())
        .isEqualTo("grafana");
    assertThat(lines(line -> line.has("AlertsNormalized")))
        .singleElement()
        .satisfies(line -> assertThat(line.get("priority").asText()).isEqualTo("none"));
    assertThat(metric("AlertsRejected")).isZero();
  }

  @Test
  void a_relays_sources_share_one_metric() {
    String event = TestData.text("normalized/firing.json");
    for (String source : List.of("host-17", "yardwatch", "grafana")) {
      ObjectNode input = input(event.replace("yardwatch", source));
      ((ObjectNode) input.get("message_attributes")).put("source", "normalized");
      handle(input);
    }

    assertThat(lines(line -> line.has("AlertsNormalized")))
        .extracting(line -> line.get("source").asText())
        .containsExactly("other", "other", "grafana");
  }

  @Test
  void without_bad_alerts_there_is_nothing_rejected() {
    assertThat(handle(input(TestData.text("grafana/firing.json"))).has("rejected")).isFalse();
  }

  @Test
  void every_alert_and_every_message_has_its_line_and_its_metrics() {
    handle(input(TestData.text("grafana/odd-states.json")));

    assertThat(lines(line -> line.path("message").asText().equals("NORMALIZED_ALERT")))
        .hasSize(2)
        .first()
        .satisfies(
            line -> {
              assertThat(line.get("event_id").asText()).isEqualTo("m-1#0");
              assertThat(line.get("fingerprint").asText()).hasSize(64);
              assertThat(line.get("source").asText()).isEqualTo("grafana");
              assertThat(line.get("state").asText()).isEqualTo("FIRING");
              assertThat(line.get("title").asText()).isEqualTo("Queue age too high");
              assertThat(line.get("priority").asText()).isEqualTo("P1");
              assertThat(line.get("team").asText()).isEqualTo("harbor");
              assertThat(line.at("/event/resource/extra/queue").asText()).isEqualTo("berth-intake");
            });
    assertThat(lines(line -> line.path("message").asText().equals("Message normalized")))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.get("message_id").asText()).isEqualTo("m-1");
              assertThat(line.get("alerts").asInt()).isEqualTo(2);
              assertThat(line.at("/ignored/0/reason").asText()).contains("pending");
            });
    assertThat(lines(line -> line.path("level").asText().equals("ERROR")))
        .singleElement()
        .satisfies(line -> assertThat(line.get("diagnosis").asText()).contains("melting"));
    assertThat(metric("AlertsNormalized")).isEqualTo(2);
    assertThat(metric("AlertsIgnored")).isEqualTo(1);
    assertThat(metric("AlertsRejected")).isEqualTo(1);
  }

  @Test
  void a_message_that_cannot_be_normalized_fails_with_its_diagnosis() {
    assertThatThrownBy(() -> handle(input(TestData.text("cloudwatch/unknown-state.json"))))
        .isInstanceOf(InvalidAlertException.class)
        .hasMessageContaining("is not known")
        .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
    assertThat(lines(line -> line.path("level").asText().equals("ERROR")))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.get("message_id").asText()).isEqualTo("m-1");
              assertThat(line.get("diagnosis").asText()).contains("is not known");
            });
    assertThat(metric("AlertsRejected")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "{}",
        "{\"message_id\": \"m\"}",
        "{\"body\": \"{}\"}",
        "{\"message_id\": \"m\", \"body\": null}",
        "{\"message_id\": \"m\", \"body\": \"{}\", \"body_encoding\": \"rot13\"}",
        "{\"message_id\": \"m\", \"body\": \"{}\", \"message_attributes\": 5}"
      })
  void an_input_that_nobody_can_use_is_an_invalid_alert(String input) {
    assertThatThrownBy(
            () ->
                handler.handleRequest(
                    new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                    new ByteArrayOutputStream(),
                    null))
        .isInstanceOf(InvalidAlertException.class);
  }

  @Test
  void an_execution_can_be_started_by_hand_with_id_and_body_alone() {
    ObjectNode input = Json.mapper().createObjectNode().put("message_id", "by-hand");
    input.set("body", Json.read(TestData.text("cloudwatch/metric-alarm.json"), JsonNode.class));

    JsonNode output = handle(input);

    assertThat(output.at("/alerts/0/event/source").asText()).isEqualTo("cloudwatch");
    assertThat(output.at("/envelope/delivery_attempt").asInt()).isEqualTo(1);
  }

  @Test
  void a_variable_changes_what_a_severity_means() throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();

    handler(Map.of("ALERTMANAGER_SEVERITY_PRIORITIES", "purple=P0"))
        .handleRequest(
            new ByteArrayInputStream(
                input(TestData.text("alertmanager/unknown-severity.json"))
                    .toString()
                    .getBytes(StandardCharsets.UTF_8)),
            output,
            null);

    JsonNode json = Json.read(output.toString(StandardCharsets.UTF_8), JsonNode.class);
    assertThat(json.at("/alerts/0/event/priority").asText()).isEqualTo("P0");
  }

  @Test
  void a_malformed_variable_stops_the_function_at_start_up() {
    assertThatThrownBy(() -> handler(Map.of("ALERTMANAGER_SEVERITY_PRIORITIES", "critical")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ALERTMANAGER_SEVERITY_PRIORITIES");
  }

  private RequestStreamHandler handler(Map<String, String> variables) {
    return new NormalizeHandler(
        new Host(
            new Environment(variables),
            InstantSource.fixed(TestData.SENT_AT.plusSeconds(1)),
            new PrintStream(logged, true, StandardCharsets.UTF_8)));
  }

  private static ObjectNode input(String body) {
    ObjectNode input =
        Json.mapper()
            .createObjectNode()
            .put("message_id", "m-1")
            .put("body", body)
            .put("body_encoding", "identity")
            .put("sent_at", "2026-03-10T00:00:00.000Z")
            .put("receive_count", 2)
            .put("event_source_arn", "arn:aws:sqs:eu-west-1:640017223391:alerts")
            .put("aws_region", "eu-west-1");
    input.putObject("message_attributes").put("source", "grafana");
    return input;
  }

  private JsonNode handle(JsonNode input) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try {
      handler.handleRequest(
          new ByteArrayInputStream(input.toString().getBytes(StandardCharsets.UTF_8)),
          output,
          null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Json.read(output.toString(StandardCharsets.UTF_8), JsonNode.class);
  }

  private List<JsonNode> lines(Predicate<JsonNode> wanted) {
    return logged
        .toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> Json.read(line, JsonNode.class))
        .filter(wanted)
        .toList();
  }

  private int metric(String name) {
    return lines(line -> line.has(name)).stream().mapToInt(line -> line.get(name).asInt()).sum();
  }
}
