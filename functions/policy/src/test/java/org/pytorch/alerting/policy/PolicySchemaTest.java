package org.pytorch.alerting.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.json.JsonChanges;

/** The published schema and the reader say the same about a policy's form. */
class PolicySchemaTest {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(resource(), InputFormat.JSON);

  /** Has every member that a policy can have. */
  private static final String FULL =
      """
      {"version": 1,
       "defaults": {
         "repository": "acme/alerts", "team": "triage", "priority": "P2",
         "severities": {"critical": "P0", "*": "P3"},
         "labels": ["area:alerting", {"name": "oncall", "color": "d73a4a"}], "assignees": ["olivia"],
         "drop": false, "repeats": "quiet", "reminder": "24h", "reopen": 0, "hold_close": "0s",
         "close": "on_resolve",
         "storm": {"per_rule": 10, "issues": 30, "per": "10m", "bypass": ["P0"]},
         "group_by": ["labels.datasource_uid", "team"], "one_shot": {"close_after": "24h"}},
       "routes": [
         {"name": "harbor", "match": {"team": "harbor", "labels.env": ["prod", "live*"], "priority": "P1"},
          "not": {"dimensions.QueueName": "test"}, "one_shot": false, "repository": "acme/harbor",
          "team": "harbor", "priority": "P0", "severities": {}, "labels": [], "assignees": [],
          "drop": false, "repeats": "comment", "reminder": "2d", "reopen": "1h", "hold_close": "0s",
          "close": "never", "storm": {}, "group_by": []}],
       "maintenance": [
         {"name": "restart", "match": {"source": "grafana"}, "not": {"account": "1"},
          "weekly": {"day": ["sunday", "monday"], "from": "02:00", "to": "24:00", "zone": "Europe/Berlin"}},
         {"name": "move", "from": "2026-12-01T22:00:00Z", "to": "2026-12-02T06:00:00.5+01:00"}]}
      """;

  private record Trial(String pointer, List<String> values) {}

  private static final List<String> SPANS =
      List.of("\"90m\"", "\"1h 30m\"", "\"h\"", "\"-1h\"", "5", "1.5", "\"24H\"", "true", "{}");
  private static final List<String> TEXTS =
      List.of("\"x\"", "\" x\"", "\"\"", "5", "true", "[]", "{}", "\"" + "x".repeat(201) + "\"");

  private static final List<Trial> TRIALS =
      List.of(
          new Trial("/version", List.of("2", "\"1\"", "true", "1.5", "[]")),
          new Trial("/defaults", List.of("{}", "[]", "\"x\"", "1")),
          new Trial(
              "/defaults/repository",
              List.of(
                  "\"a/b\"",
                  "\"a\"",
                  "\"a/b/c\"",
                  "\"-a/b\"",
                  "\"a/..\"",
                  "\"a/.github\"",
                  "\"https://github.com/a/b\"",
                  "\"a b/c\"",
                  "5",
                  "[]")),
          new Trial(
              "/defaults/team",
              List.of(
                  "\"yard-2\"",
                  "\"Yard\"",
                  "\"a b\"",
                  "\"-a\"",
                  "\"команда\"",
                  "7",
                  '"' + "y".repeat(44) + '"',
                  '"' + "y".repeat(45) + '"')),
          new Trial("/defaults/priority", List.of("\"P0\"", "\"P4\"", "\"p1\"", "1", "[]")),
          new Trial(
              "/defaults/severities",
              List.of(
                  "{}",
                  "[]",
                  "\"P1\"",
                  "{\"a\": \"P4\"}",
                  "{\"a b\": \"P1\"}",
                  "{\"a*\": \"P1\"}",
                  "{\"\": \"P1\"}",
                  "{\"A\": \"P1\"}")),
          new Trial(
              "/defaults/labels",
              List.of(
                  "[]",
                  "\"a\"",
                  "[\"a,b\"]",
                  "[5]",
                  "[\"\"]",
                  "[{}]",
                  "[{\"name\": \"a\", \"colour\": \"b\"}]",
                  "[{\"name\": \"a\", \"color\": \"D73A4A\"}]",
                  "[{\"name\": \"a\", \"color\": \"red\"}]",
                  "[\"" + "x".repeat(50) + "\"]",
                  "[\"" + "x".repeat(51) + "\"]",
                  "[[\"a\"]]")),
          new Trial(
              "/defaults/assignees",
              List.of(
                  "[]",
                  "[\"a-b\"]",
                  "[\"@a\"]",
                  "[\"a_acme\"]",
                  "[\"a b\"]",
                  "\"olivia\"",
                  "[5]",
                  "[\"-a\"]")),
          new Trial("/defaults/drop", List.of("true", "\"true\"", "1")),
          new Trial("/defaults/repeats", List.of("\"comment\"", "\"loud\"", "\"Quiet\"", "1")),
          new Trial("/defaults/reminder", SPANS),
          new Trial("/defaults/reopen", SPANS),
          new Trial("/defaults/hold_close", SPANS),
          new Trial("/defaults/close", List.of("\"on_resolve\"", "\"always\"", "false")),
          new Trial("/defaults/storm", List.of("{}", "[]", "{\"a\": 1}")),
          new Trial("/defaults/storm/per_rule", List.of("1", "0", "1001", "1.5", "\"1\"")),
          new Trial("/defaults/storm/issues", List.of("1000", "-1")),
          new Trial("/defaults/storm/per", List.of("\"1h\"", "\"1w\"")),
          new Trial(
              "/defaults/storm/bypass", List.of("[]", "[\"P9\"]", "\"P0\"", "[\"P0\",\"P0\"]")),
          new Trial(
              "/defaults/group_by",
              List.of(
                  "[\"title\"]",
                  "[\"labels.\"]",
                  "[\"env\"]",
                  "\"team\"",
                  "[\"team\",\"team\"]",
                  "[\"labels.a\",\"labels.b\",\"labels.c\",\"labels.d\",\"labels.e\",\"labels.f\"]")),
          new Trial(
              "/defaults/one_shot",
              List.of("false", "true", "{}", "{\"close_after\": \"soon\"}", "\"24h\"")),
          new Trial("/routes", List.of("[]", "{}", "[1]", "[{}]", "[{\"name\": \"a\"}]")),
          new Trial(
              "/routes/0/name",
              List.of(
                  "\"a b\"",
                  "\"defaults\"",
                  "\"\"",
                  "\" a\"",
                  "5",
                  "\"ä\"",
                  '"' + "n".repeat(60) + '"',
                  '"' + "n".repeat(61) + '"')),
          new Trial(
              "/routes/0/match",
              List.of(
                  "{}",
                  "[]",
                  "{\"env\": \"a\"}",
                  "{\"labels.\": \"a\"}",
                  "{\"labels.*\": \"a\"}",
                  "{\"annotations.a.b/c\": \"a\"}",
                  "{\"title\": \"a\"}")),
          new Trial("/routes/0/match/labels.env", TEXTS),
          new Trial("/routes/0/not", List.of("{}", "{\"Team\": \"a\"}")),
          new Trial("/maintenance", List.of("[]", "{}", "[{\"name\": \"a\"}]")),
          new Trial(
              "/maintenance/0/weekly",
              List.of("{}", "[]", "{\"day\": \"sunday\", \"from\": \"02:00\", \"to\": \"04:00\"}")),
          new Trial("/maintenance/0/from", List.of("\"2026-12-01T22:00:00Z\"")),
          new Trial(
              "/maintenance/0/weekly/day",
              List.of("\"friday\"", "\"Friday\"", "[]", "5", "[\"friday\",\"friday\"]")),
          new Trial(
              "/maintenance/0/weekly/from",
              List.of("\"23:59\"", "\"2:00\"", "\"24:01\"", "\"02:60\"", "2")),
          new Trial("/maintenance/0/weekly/zone", List.of("\"UTC\"", "\"\"", "5")),
          new Trial(
              "/maintenance/1/from",
              List.of(
                  "\"2026-12-01\"",
                  "\"2026-12-01T22:00:00\"",
                  "\"now\"",
                  "5",
                  "\"2026-12-01T22:00+01:00\"")));

  static Stream<String> policies() {
    return Stream.concat(
        TRIALS.stream()
            .flatMap(
                trial ->
                    trial.values().stream()
                        .map(value -> JsonChanges.with(FULL, trial.pointer(), value))),
        members(Json.read(FULL, JsonNode.class), "")
            .flatMap(
                pointer ->
                    Stream.of(
                        JsonChanges.without(FULL, pointer),
                        JsonChanges.with(FULL, pointer, "null"),
                        JsonChanges.with(FULL, pointer + "x", "\"new\""))));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void the_schema_takes_what_the_reader_takes(String policy) {
    List<Error> errors = SCHEMA.validate(policy, InputFormat.JSON);

    assertThat(errors.isEmpty())
        .as("schema takes it, like the reader: %s in %s", errors, policy)
        .isEqualTo(isTaken(policy));
  }

  @Test
  void the_policies_tried_are_good_and_bad_ones() {
    assertThat(policies().filter(PolicySchemaTest::isTaken)).hasSizeGreaterThan(60);
    assertThat(policies().filter(policy -> !isTaken(policy))).hasSizeGreaterThan(100);
  }

  @Test
  void a_policy_with_every_member_is_taken() {
    assertThat(SCHEMA.validate(FULL, InputFormat.JSON)).isEmpty();
    assertThat(PolicyJson.problems(Json.read(FULL, JsonNode.class))).isEmpty();
  }

  /** So no member is forgotten above: what the schema names is in {@link #FULL}. */
  @Test
  void every_member_that_the_schema_names_is_tried() {
    JsonNode schema = Json.read(resource(), JsonNode.class);
    JsonNode full = Json.read(FULL, JsonNode.class);

    assertThat(names(schema.at("/properties"))).containsExactlyElementsOf(names(full));
    assertThat(names(schema.at("/properties/defaults/properties")))
        .containsExactlyElementsOf(names(full.at("/defaults")));
    assertThat(names(schema.at("/properties/routes/items/properties")))
        .containsExactlyInAnyOrderElementsOf(names(full.at("/routes/0")));
    assertThat(names(schema.at("/properties/maintenance/items/properties")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(names(full.at("/maintenance/0")).stream(), Stream.of("from", "to"))
                .toList());
  }

  @Test
  void every_member_of_the_schema_has_a_description() {
    JsonNode definitions = Json.read(resource(), JsonNode.class).path("$defs");

    assertThat(names(definitions))
        .filteredOn(
            name -> !List.of("text", "label", "fields", "count", "clock", "day").contains(name))
        .allSatisfy(
            name ->
                assertThat(definitions.path(name).path("description").asText())
                    .as(name)
                    .isNotBlank());
  }

  @Test
  void the_schema_itself_is_a_schema() {
    Schema meta =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

    assertThat(meta.validate(resource(), InputFormat.JSON)).isEmpty();
  }

  private static boolean isTaken(String policy) {
    try {
      PolicyJson.read(policy);
      return true;
    } catch (InvalidPolicyException e) {
      return false;
    }
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(member -> member.getKey()).toList();
  }

  private static Stream<String> members(JsonNode json, String pointer) {
    Stream<String> inner =
        json instanceof ArrayNode array
            ? Stream.iterate(0, i -> i < array.size(), i -> i + 1)
                .flatMap(i -> members(array.get(i), pointer + "/" + i))
            : json.properties().stream()
                .flatMap(member -> members(member.getValue(), pointer + "/" + member.getKey()));
    boolean isMember = !pointer.isEmpty() && !pointer.matches(".*/\\d+");
    return isMember ? Stream.concat(Stream.of(pointer), inner) : inner;
  }

  private static String resource() {
    try (InputStream resource = PolicyJson.class.getResourceAsStream("policy.schema.json")) {
      return new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
