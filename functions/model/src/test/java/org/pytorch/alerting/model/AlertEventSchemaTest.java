package org.pytorch.alerting.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.json.JsonChanges;

/** The published schema and the record say the same, but that a sender's FIRING is complete. */
class AlertEventSchemaTest {
  private static final Schema SCHEMA = schema();

  /** Reads a record as a schema would: a number is no text, and a text no number. */
  private static final JsonMapper STRICT =
      Json.mapper()
          .rebuild()
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .withCoercionConfig(
              LogicalType.Textual,
              config ->
                  Stream.of(
                          CoercionInputShape.Integer,
                          CoercionInputShape.Float,
                          CoercionInputShape.Boolean)
                      .forEach(shape -> config.setCoercion(shape, CoercionAction.Fail)))
          .build();

  static final String FULL =
      """
      {"schema_version": 1, "provider_version": "3.2", "source": "yardwatch", "state": "FIRING",
       "title": "Crane 4 does not answer", "subject": "crane=4",
       "description": "No heartbeat.", "summary": "Silent", "reason": "last heartbeat 16:57:01",
       "condition": "no_data",
       "values": [{"name": "age", "value": "412", "threshold": "300", "comparison": ">", "unit": "s"}],
       "priority": "P1",
       "occurred_at": "2026-03-09T16:59:17.131Z", "team": "yard", "teams": ["yard", "dev-infra"],
       "resource": {"type": "instance", "id": "crane-4", "region": "eu-west-1",
                    "extra": {"firmware": "7.1.3"}},
       "identity": {"account_id": "640017223391", "region": "eu-west-1", "alarm_id": "crane-4"},
       "links": {"runbook_url": "https://wiki.example/crane?a=1&b=2#top",
                 "panel_url": "http://grafana.example:3000/d/1?viewPanel=2",
                 "dashboard_url": "http://grafana.example:3000",
                 "source_url": "https://10.1.2.3/x", "silence_url": "HTTPS://h.example"},
       "raw_provider": {"check": "heartbeat"}, "labels": {"crane": "4"},
       "annotations": {"quay": "north side"}, "dimensions": {"Berth": "7"}}
      """;

  /** JSON pointer to a member of {@link #FULL}, and values to try there. */
  private record Trial(String pointer, List<String> values) {}

  private static final List<Trial> TRIALS =
      List.of(
          new Trial("/schema_version", List.of("2", "\"1\"", "null", "true")),
          new Trial("/provider_version", List.of("\"\"", text(50), text(51), "5", "null", "{}")),
          new Trial("/source", List.of("\"a_b-9\"", "\"A\"", "\"\"", "\"a b\"", text(51), "null")),
          new Trial("/state", List.of("\"RESOLVED\"", "\"firing\"", "\"OK\"", "0", "null", "[]")),
          new Trial("/title", List.of(text(500), text(501), "\" \\t\"", "\"\"", "7", "null")),
          new Trial("/subject", List.of(text(60), text(61), "\"\"", "null", "4", "[]")),
          new Trial("/description", List.of(text(4096), text(4097), "\"\"", "null", "1", "[]")),
          new Trial("/summary", List.of(text(1500), text(1501), "null", "false")),
          new Trial("/reason", List.of(text(1000), text(1001), "null", "1.5")),
          new Trial(
              "/condition",
              List.of("\"threshold\"", "\"error\"", "\"NO_DATA\"", "\"x\"", "1", "null", "[]")),
          new Trial(
              "/values",
              List.of(
                  "null",
                  "[]",
                  "{}",
                  "\"412\"",
                  "[null]",
                  "[412]",
                  "[{}]",
                  "[{\"name\": \"age\"}]",
                  "[{\"value\": \"412\"}]",
                  "[{\"name\": \"age\", \"value\": \"412\"}]",
                  "[{\"name\": \"age\", \"value\": \"412\", \"comparison\": \">\"}]",
                  "[{\"name\": \"age\", \"value\": \"412\", \"threshold\": \"9\"}]",
                  values(10),
                  values(11))),
          new Trial("/values/0/name", List.of(text(120), text(121), "\" \"", "7", "null")),
          new Trial("/values/0/value", List.of(text(60), text(61), "\"\"", "412", "null")),
          new Trial("/values/0/threshold", List.of(text(60), text(61), "\"\"", "9", "null")),
          new Trial("/values/0/comparison", List.of("\"<=\"", "\"over\"", "1", "null")),
          new Trial("/values/0/unit", List.of(text(30), text(31), "\"\"", "1", "null")),
          new Trial("/priority", List.of("\"P0\"", "\"P4\"", "\"p1\"", "1", "null")),
          new Trial(
              "/occurred_at",
              List.of(
                  "\"2026-03-09T16:59:17Z\"",
                  "\"2026-03-09T18:59:17.123456789+02:00\"",
                  "\"2026-03-09\"",
                  "\"2026-03-09T16:59:17\"",
                  "\"2026-03-09T16:59:17.131+0000\"",
                  "\"yesterday\"",
                  "1773075557",
                  "null")),
          new Trial("/team", List.of("\"dev-infra\"", "\"Yard\"", "null", "[]")),
          new Trial(
              "/teams",
              List.of(
                  "[\"yard\"]",
                  "[]",
                  "[\"yard\", \"Dev Infra\"]",
                  "[\"yard\", \"-x\"]",
                  "[\"yard\", \"" + "y".repeat(44) + "\"]",
                  "[\"yard\", \"" + "y".repeat(45) + "\"]",
                  "[\"yard\", \"команда-а\", \"züge_7.x\"]",
                  "[\"yard\", 5]",
                  "[\"yard\", null]",
                  "[\"yard\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\"]",
                  "[\"yard\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\"]",
                  "\"yard\"",
                  "null")),
          new Trial("/resource", List.of("{\"type\": \"generic\"}", "{}", "null", "[]", "\"x\"")),
          new Trial("/resource/type", List.of("\"runner\"", "\"crane\"", "null")),
          new Trial("/resource/id", List.of("null", "\"\"", "5", "{}")),
          new Trial("/resource/extra", List.of("null", "{}", "[]", "{\"a\": {}}", "{\"a\": 1}")),
          new Trial("/identity", List.of("{}", "null", "[]", "\"x\"")),
          new Trial("/identity/alarm_id", List.of("null", "5", "[]")),
          new Trial("/links", List.of("{}", "null", "[]")),
          new Trial(
              "/links/runbook_url",
              List.of(
                  "null",
                  "\"\"",
                  "\"javascript:alert(1)\"",
                  "\"//h/x\"",
                  "\"https:///x\"",
                  "\"https://u:p@h.example/\"",
                  "\"https://h.example/a b\"",
                  "\" https://h.example/\"",
                  "\"https://h.example/" + "x".repeat(1982) + "\"",
                  "\"https://h.example/" + "x".repeat(1983) + "\"",
                  "5")),
          new Trial("/raw_provider", List.of("{}", "null", "[]", "\"x\"", "1")),
          new Trial("/labels", List.of("{}", "null", "[]", "\"x\"", "{\"a\": 1}", "{\"a\": {}}")),
          new Trial("/labels/crane", List.of(text(500), text(501), "\"\"", "true")),
          new Trial("/annotations", List.of("{\"" + "n".repeat(100) + "\": \"\"}", "5")),
          new Trial("/annotations", List.of("{\"" + "n".repeat(101) + "\": \"\"}")),
          new Trial("/dimensions", List.of("{}", "[1]")),
          new Trial("/something_new", List.of("1", "{}")));

  static Stream<String> events() {
    List<String> single =
        TRIALS.stream()
            .flatMap(
                trial ->
                    Stream.concat(
                        trial.values().stream().map(value -> with(FULL, trial.pointer(), value)),
                        Stream.of(JsonChanges.without(FULL, trial.pointer()))))
            .toList();
    List<String> resolved =
        single.stream().map(event -> with(event, "/state", "\"RESOLVED\"")).toList();
    return Stream.of(
            Stream.of(FULL, unowned("FIRING"), unowned("RESOLVED")),
            single.stream(),
            resolved.stream(),
            IntStream.range(0, 300).mapToObj(AlertEventSchemaTest::random))
        .flatMap(events -> events);
  }

  @ParameterizedTest
  @MethodSource("events")
  void the_schema_takes_what_the_record_takes(String event) {
    List<Error> errors = SCHEMA.validate(event, InputFormat.JSON);

    assertThat(errors.isEmpty())
        .as("schema takes it, like the record: %s in %s", errors, event)
        .isEqualTo(recordTakes(event));
  }

  @Test
  void a_resolve_needs_no_priority_and_no_team_but_a_firing_does() {
    assertThat(SCHEMA.validate(unowned("RESOLVED"), InputFormat.JSON)).isEmpty();
    assertThat(SCHEMA.validate(unowned("FIRING"), InputFormat.JSON))
        .extracting(Error::getMessage)
        .anySatisfy(message -> assertThat(message).contains("'priority'"))
        .anySatisfy(message -> assertThat(message).contains("'team'"))
        .anySatisfy(message -> assertThat(message).contains("'teams'"));
  }

  @Test
  void the_events_tried_are_good_and_bad_ones() {
    assertThat(events().filter(AlertEventSchemaTest::recordTakes)).hasSizeGreaterThan(50);
    assertThat(events().filter(event -> !recordTakes(event))).hasSizeGreaterThan(50);
  }

  @Test
  void the_whole_event_is_taken_and_comes_back_the_same() {
    assertThat(SCHEMA.validate(FULL, InputFormat.JSON)).isEmpty();
    AlertEvent event = Json.read(FULL, AlertEvent.class);
    assertThat(SCHEMA.validate(Json.write(event), InputFormat.JSON)).isEmpty();
    assertThat(Json.read(Json.write(event), JsonNode.class))
        .isEqualTo(Json.read(FULL, JsonNode.class));
  }

  @Test
  void the_schema_itself_is_a_schema() {
    Schema meta =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

    assertThat(meta.validate(resource(), InputFormat.JSON)).isEmpty();
  }

  private static boolean recordTakes(String event) {
    try {
      AlertEvent read = STRICT.readValue(event, AlertEvent.class);
      return read.state() == AlertState.RESOLVED || read.isComplete();
    } catch (IOException e) {
      return false;
    }
  }

  private static String unowned(String state) {
    String event = with(FULL, "/state", "\"%s\"".formatted(state));
    return JsonChanges.without(
        JsonChanges.without(JsonChanges.without(event, "/priority"), "/team"), "/teams");
  }

  /** {@return an event with up to four changes, by the seed} */
  private static String random(int seed) {
    Random random = new Random(seed);
    String event = FULL;
    for (int i = random.nextInt(4); i >= 0; i--) {
      Trial trial = TRIALS.get(random.nextInt(TRIALS.size()));
      String value = trial.values().get(random.nextInt(trial.values().size()));
      event = with(event, trial.pointer(), value);
    }
    // What a schema cannot say.
    ObjectNode json = (ObjectNode) Json.read(event, JsonNode.class);
    if (json.path("teams").path(0).isTextual() && json.path("team").isTextual()) {
      json.set("team", json.get("teams").get(0));
    }
    return json.toString();
  }

  /** The owner is also the first of the teams. */
  private static String with(String event, String pointer, String value) {
    String changed = JsonChanges.with(event, pointer, value);
    return pointer.equals("/team") && value.equals("\"dev-infra\"")
        ? with(changed, "/teams", "[\"dev-infra\"]")
        : changed;
  }

  private static String text(int length) {
    return '"' + "x".repeat(length) + '"';
  }

  private static String values(int count) {
    return IntStream.range(0, count)
        .mapToObj("{\"name\": \"v%d\", \"value\": \"1\"}"::formatted)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static Schema schema() {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(resource(), InputFormat.JSON);
  }

  private static String resource() {
    try (InputStream resource = AlertEvent.class.getResourceAsStream("alert-event.schema.json")) {
      return new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
