package org.pytorch.alerting.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.json.PackedPayload;
import org.pytorch.alerting.policy.PolicyJson;
import org.pytorch.alerting.runtime.RecordedLog;

class NormalizeHandlerTest {
  private final RecordedLog logged = new RecordedLog();
  private final RequestStreamHandler handler = handler(Map.of());

  @Test
  void the_starters_input_becomes_the_state_machines_output() {
    JsonNode output = handle(input(Messages.groupWithBadAlerts().toString()));

    assertThat(output.at("/envelope"))
        .isEqualTo(
            Json.read(
                """
                {"message_id": "m-1", "delivery_id": "m-1", "sent_at": "2026-03-10T00:00:00.000Z"}
                """,
                JsonNode.class));
    assertThat(output.at("/alerts/0/event_id").asText()).isEqualTo("m-1#0");
    assertThat(output.at("/alerts/0/fingerprint").asText()).hasSize(64);
    assertThat(output.at("/alerts/0/event/title").asText()).isEqualTo("Queue age too high");
    assertThat(output.get("ignored")).isEmpty();
    assertThat(output.get("alerts")).hasSize(2);
    // The state machine reads each of these without asking whether it is there.
    JsonNode rejected = output.at("/alerts/1");
    assertThat(rejected.at("/event_id").asText()).isEqualTo("m-1#1");
    assertThat(rejected.at("/fingerprint").asText()).hasSize(64);
    assertThat(rejected.get("event").isNull()).isTrue();
    assertThat(rejected.get("payload").isNull()).isTrue();
    assertThat(rejected.at("/rejection/diagnosis").asText()).contains("melting");
    assertThat(rejected.at("/rejection/body").isTextual()).isTrue();
    assertThat(rejected.at("/rejection/body_encoding").asText()).isEqualTo("gzip+base64");
    assertThat(rejected.at("/rejection/message_attributes/source").asText()).isEqualTo("grafana");
  }

  @Test
  void an_incomplete_firing_is_given_with_its_rejection_and_counted_like_others() {
    JsonNode output = handle(input(TestData.text("grafana/missing-team-and-priority.json")));

    assertThat(output.get("alerts")).hasSize(1);
    assertThat(output.at("/alerts/0/event").isObject()).isTrue();
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
    assertThat(lines(line -> line.path("level").asText().equals("WARN")))
        .singleElement()
        .satisfies(line -> assertThat(line.get("message").asText()).isEqualTo("Alert incomplete"));
    assertThat(lines(line -> line.path("level").asText().equals("ERROR"))).isEmpty();
  }

  @Test
  void of_many_routes_the_first_have_a_metric_each() {
    String routes =
        IntStream.rangeClosed(1, 31)
            .mapToObj("{\"name\": \"r%1$d\", \"match\": {\"team\": \"t%1$d\"}}"::formatted)
            .collect(Collectors.joining(","));
    RouteDimension dimension =
        RouteDimension.of(PolicyJson.read("{\"version\": 1, \"routes\": [%s]}".formatted(routes)));

    assertThat(dimension.of("r1")).isEqualTo("r1");
    assertThat(dimension.of("r30")).isEqualTo("r30");
    assertThat(dimension.of("r31")).isEqualTo("other");
    assertThat(dimension.of("defaults")).isEqualTo("defaults");
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
  void a_good_alert_has_its_payload_packed_and_no_rejection() {
    String body = TestData.text("grafana/firing.json");

    JsonNode output = handle(input(body));

    assertThat(output.get("alerts")).hasSize(1);
    JsonNode alert = output.at("/alerts/0");
    assertThat(alert.fieldNames())
        .toIterable()
        .containsExactly("event_id", "fingerprint", "event", "payload", "rejection", "check");
    assertThat(alert.get("rejection").isNull()).isTrue();
    assertThat(alert.get("event").has("raw_provider")).isFalse();
    assertThat(PackedPayload.unpack(alert.get("payload").asText()).get(0))
        .isEqualTo(Json.read(body, JsonNode.class).at("/alerts/0"));
    // Nor is it in the log.
    assertThat(logged.text()).doesNotContain("raw_provider", alert.get("payload").asText());
  }

  @Test
  void alerts_rejected_in_part_are_counted_once() {
    handle(input(Messages.groupWithBadAlerts().toString()));

    assertThat(metric("AlertsNormalized")).isEqualTo(1);
    assertThat(lines(line -> line.has("AlertsRejected"))).hasSize(1);
    assertThat(metric("AlertsRejected")).isEqualTo(2);
    assertThat(lines(line -> line.path("message").asText().equals("Message normalized")))
        .singleElement()
        .satisfies(line -> assertThat(line.get("alerts").asInt()).isEqualTo(1));
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
              assertThat(line.get("delivery_id").asText()).isEqualTo("m-1");
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
  void a_message_that_cannot_be_normalized_is_rejected_as_a_whole_with_its_diagnosis() {
    JsonNode output = handle(input(TestData.text("cloudwatch/unknown-state.json")));

    assertThat(output.at("/alerts/0/rejection/diagnosis").asText()).contains("is not known");
    assertThat(lines(line -> line.path("level").asText().equals("ERROR")))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.get("message_id").asText()).isEqualTo("m-1");
              assertThat(line.get("delivery_id").asText()).isEqualTo("m-1");
              assertThat(line.get("diagnosis").asText()).contains("is not known");
            });
    assertThat(metric("AlertsRejected")).isEqualTo(1);
  }

  @Test
  void a_check_has_a_line_and_a_metric_of_its_own_and_is_no_alert() {
    JsonNode output = handle(check("refresh"));

    assertThat(output.get("alerts")).hasSize(1);
    JsonNode check = output.at("/alerts/0");
    assertThat(check.get("event_id").asText()).isEqualTo("m-1#0");
    assertThat(check.get("fingerprint").asText()).isEqualTo("0a".repeat(32));
    assertThat(check.get("check").asText()).isEqualTo("refresh");
    // The state machine reads each of these without asking whether it is there.
    assertThat(check.get("event").isNull()).isTrue();
    assertThat(check.get("payload").isNull()).isTrue();
    assertThat(check.get("rejection").isNull()).isTrue();
    assertThat(lines(line -> line.path("message").asText().equals("NORMALIZED_CHECK")))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.get("message_id").asText()).isEqualTo("m-1");
              assertThat(line.get("delivery_id").asText()).isEqualTo("m-1");
              assertThat(line.get("event_id").asText()).isEqualTo("m-1#0");
              assertThat(line.get("fingerprint").asText()).isEqualTo("0a".repeat(32));
              assertThat(line.get("check").asText()).isEqualTo("refresh");
            });
    assertThat(lines(line -> line.has("Checks")))
        .singleElement()
        .satisfies(line -> assertThat(line.get("reason").asText()).isEqualTo("refresh"));
    assertThat(metric("Checks")).isEqualTo(1);
    assertThat(metric("AlertsNormalized")).isZero();
    assertThat(metric("AlertsRejected")).isZero();
    assertThat(lines(line -> line.path("message").asText().equals("Message normalized")))
        .singleElement()
        .satisfies(line -> assertThat(line.get("alerts").asInt()).isZero());
  }

  @Test
  void a_check_that_cannot_be_read_is_rejected_with_its_diagnosis() {
    JsonNode output = handle(check("curiosity"));

    JsonNode rejected = output.at("/alerts/0");
    assertThat(rejected.get("check").isNull()).isTrue();
    assertThat(rejected.at("/rejection/diagnosis").asText())
        .contains("the source is check", "\"reason\" is not one of held_close, refresh");
    assertThat(rejected.at("/rejection/message_attributes/source").asText()).isEqualTo("check");
    assertThat(metric("Checks")).isZero();
    assertThat(metric("AlertsRejected")).isEqualTo(1);
  }

  private static ObjectNode check(String reason) {
    ObjectNode input =
        input("{\"fingerprint\": \"%s\", \"reason\": \"%s\"}".formatted("0a".repeat(32), reason));
    input.putObject("message_attributes").put("source", "check");
    return input;
  }

  @Test
  void of_a_group_that_is_rejected_as_a_whole_every_alert_is_counted() {
    handle(
        input(TestData.text("grafana/group-of-three.json").replace("\"firing\"", "\"melting\"")));

    assertThat(lines(line -> line.has("AlertsRejected"))).hasSize(1);
    assertThat(metric("AlertsRejected")).isEqualTo(3);
    assertThat(metric("AlertsNormalized")).isZero();
  }

  static Stream<Arguments> bodiesOfNoUse() {
    String json = "{\"alerts\": \"\u00e9 \uD83D\uDEA2 \\\\u0000\"}";
    return Stream.of(
        Arguments.of("identity", "", "the body is empty: send the alert as a JSON object"),
        Arguments.of("identity", "no JSON \u202e at all", "the body is not JSON"),
        Arguments.of("identity", "  \n ", "the body is empty: send the alert as a JSON object"),
        Arguments.of("identity", json, "no alerts"),
        Arguments.of("gzip+base64", BodyEncoding.GZIP_BASE64.encode(json), "no alerts"),
        Arguments.of("gzip+base64", "no base64!", "gzip+base64"));
  }

  /** Redriven, it must be what its sender sent. */
  @ParameterizedTest
  @MethodSource("bodiesOfNoUse")
  void what_is_rejected_as_a_whole_goes_as_it_came(String encoding, String body, String problem) {
    ObjectNode input = input(body).put("body_encoding", encoding);
    ObjectNode attributes =
        input.putObject("message_attributes").put("x", " a\u202eb ").put("blank", " ");
    for (int i = 0; i < 12; i++) {
      attributes.put("attribute " + i, "v".repeat(1_500));
    }

    JsonNode output = handle(input);

    assertThat(output.get("envelope"))
        .isEqualTo(
            Json.read(
                "{\"message_id\": \"m-1\", \"delivery_id\": \"m-1\","
                    + " \"sent_at\": \"2026-03-10T00:00:00.000Z\"}",
                JsonNode.class));
    assertThat(output.get("ignored")).isEmpty();
    assertThat(output.get("alerts")).hasSize(1);
    JsonNode alert = output.at("/alerts/0");
    assertThat(alert.get("event_id").asText()).isEqualTo("m-1#0");
    assertThat(alert.get("fingerprint").asText())
        .isEqualTo(Fingerprint.ofUnreadable(EventId.of("m-1", 0)).hex());
    assertThat(alert.get("event").isNull()).isTrue();
    assertThat(alert.get("payload").isNull()).isTrue();
    assertThat(alert.at("/rejection/diagnosis").asText()).contains(problem);
    assertThat(alert.at("/rejection/body").asText()).isEqualTo(body);
    assertThat(alert.at("/rejection/body_encoding").asText()).isEqualTo(encoding);
    assertThat(alert.at("/rejection/message_attributes")).isEqualTo(attributes);
    assertThat(metric("AlertsRejected")).isEqualTo(1);
  }

  /** A starter that is wrong must not make the sender's message disappear. */
  @ParameterizedTest
  @ValueSource(strings = {"5", "null", "[\"x\"]", "{\"n\": 5, \"o\": {}}", "\"x\""})
  void malformed_attributes_are_left_out_of_what_is_rejected_as_a_whole(String attributes) {
    JsonNode output =
        handle(
            "{\"message_id\": \"m\", \"body\": \"{}\", \"message_attributes\": %s}"
                .formatted(attributes));

    assertThat(output.at("/alerts/0/rejection/body").asText()).isEqualTo("{}");
    assertThat(output.at("/alerts/0/rejection/message_attributes").isObject()).isTrue();
    assertThat(output.at("/alerts/0/rejection/message_attributes")).isEmpty();
  }

  /** No queue holds it, and no reader of UTF-8 knows it. */
  @Test
  void half_a_character_costs_a_message_nothing_but_itself() {
    JsonNode output =
        handle("{\"message_id\": \"m\", \"body\": \"no JSON \\ud83d at all \\ud83d\\udea2\"}");

    assertThat(output.at("/alerts/0/rejection/body").asText())
        .isEqualTo("no JSON ? at all \uD83D\uDEA2");
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
        "{\"message_id\": \"m\", \"body\": \"{}\", \"body_encoding\": \"rot13\"}"
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
    assertThat(output.at("/envelope/sent_at").asText()).isEqualTo("2026-03-10T00:00:01.000Z");
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
        logged.host(variables, InstantSource.fixed(TestData.SENT_AT.plusSeconds(1))));
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
    return handle(input.toString());
  }

  private JsonNode handle(String input) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try {
      handler.handleRequest(
          new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), output, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Json.read(output.toString(StandardCharsets.UTF_8), JsonNode.class);
  }

  private List<JsonNode> lines(Predicate<JsonNode> wanted) {
    return logged.lines().stream().filter(wanted).toList();
  }

  private int metric(String name) {
    return lines(line -> line.has(name)).stream().mapToInt(line -> line.get(name).asInt()).sum();
  }
}
