package org.pytorch.alerting.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.message.NormalizedMessage.NormalizedAlert;

/**
 * What an alert is known by, tried on every payload of {@code test-data} with seeded changes: the
 * order of keys counts nothing, and nothing counts but what the source calls identity.
 */
class IdentityPropertyTest {
  private static final int SHUFFLES = 5;
  private static final int CHANGES = 400;

  /** JSON pointers of what identity is made of, by the payload. */
  private static final Map<String, Pattern> IDENTITY =
      Map.ofEntries(
          Map.entry("grafana/firing.json", Pattern.compile("/orgId|/alerts/0/fingerprint")),
          Map.entry("grafana/group-mixed.json", Pattern.compile("/orgId|/alerts/\\d/fingerprint")),
          Map.entry(
              "grafana/datasource-no-data.json", Pattern.compile("/orgId|/alerts/0/fingerprint")),
          Map.entry("alertmanager/firing.json", Pattern.compile("/alerts/0/fingerprint")),
          Map.entry("alertmanager/group-mixed.json", Pattern.compile("/alerts/\\d/fingerprint")),
          Map.entry("alertmanager/no-fingerprint.json", Pattern.compile("/alerts/\\d/labels/.*")),
          Map.entry("cloudwatch/metric-alarm.json", Pattern.compile("/AlarmArn")),
          Map.entry("cloudwatch/composite-ok.json", Pattern.compile("/AlarmArn")),
          Map.entry("cloudwatch/eventbridge-metric-alarm.json", Pattern.compile("/resources/0")),
          Map.entry("normalized/firing.json", Pattern.compile("/source|/identity/.*")),
          Map.entry(
              "cloudwatch/contributor-south.json",
              Pattern.compile("/AlarmArn|/AlarmContributorId")),
          Map.entry(
              "cloudwatch/eventbridge-contributor.json",
              Pattern.compile("/resources/0|/detail/alarmContributor/id")),
          Map.entry("cloudwatch/lambda-metric-alarm.json", Pattern.compile("/alarmArn")));

  static List<String> payloads() {
    return TestData.names().stream()
        .filter(name -> !name.startsWith("malformed/") && TestData.text(name).length() < 50_000)
        .toList();
  }

  static List<String> identified() {
    return IDENTITY.keySet().stream().sorted().toList();
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void the_order_of_keys_counts_nothing(String name) {
    JsonNode payload = Json.read(TestData.text(name), JsonNode.class);
    Map<EventId, Fingerprint> expected = fingerprints(name, payload);
    for (int seed = 0; seed < SHUFFLES; seed++) {
      assertThat(fingerprints(name, shuffled(payload, new Random(seed))))
          .as("seed %d", seed)
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("identified")
  void nothing_counts_but_identity(String name) {
    JsonNode payload = Json.read(TestData.text(name), JsonNode.class);
    List<String> others =
        leaves(payload, "").filter(pointer -> !isIdentity(name, pointer)).toList();
    Map<EventId, Fingerprint> expected = fingerprints(name, payload);
    int compared = 0;
    for (int seed = 0; seed < CHANGES; seed++) {
      Random random = new Random(seed);
      String pointer = others.get(random.nextInt(others.size()));
      Map<EventId, Fingerprint> actual = fingerprints(name, changed(payload, pointer, random));
      // A change may make an alert a bad one; those that are left are the same as before.
      actual.keySet().retainAll(expected.keySet());
      compared += actual.size();
      assertThat(expected).as("seed %d, %s", seed, pointer).containsAllEntriesOf(actual);
    }

    assertThat(compared).isGreaterThan(CHANGES / 2);
  }

  @ParameterizedTest
  @MethodSource("identified")
  void all_of_identity_counts(String name) {
    JsonNode payload = Json.read(TestData.text(name), JsonNode.class);
    List<String> pointers =
        leaves(payload, "").filter(pointer -> isIdentity(name, pointer)).toList();
    Map<EventId, Fingerprint> before = fingerprints(name, payload);

    assertThat(pointers).isNotEmpty();
    for (String pointer : pointers) {
      JsonNode changed = payload.deepCopy();
      set(changed, pointer, other(payload.at(pointer)));
      Map<EventId, Fingerprint> after = fingerprints(name, changed);

      assertThat(after.keySet()).as(pointer).isEqualTo(before.keySet());
      assertThat(after).as(pointer).isNotEqualTo(before);
    }
  }

  @Test
  void a_changed_value_is_seen_where_it_is_not_identity() {
    JsonNode payload = Json.read(TestData.text("grafana/firing.json"), JsonNode.class);

    assertThat(changed(payload, "/alerts/0/labels/queue", new Random(0))).isNotEqualTo(payload);
    assertThat(shuffled(payload, new Random(0)).toString()).isNotEqualTo(payload.toString());
    assertThat(shuffled(payload, new Random(0))).isEqualTo(payload);
  }

  /** {@return the JSON of another value that says as much to the source, such as a priority} */
  private static String other(JsonNode value) {
    if (value.isNumber()) {
      return "7";
    }
    String text = value.asText();
    return Json.write(text.equals("critical") || text.equals("warning") ? "info" : text + "x");
  }

  private static boolean isIdentity(String name, String pointer) {
    return Objects.requireNonNull(IDENTITY.get(name)).matcher(pointer).matches();
  }

  private static Map<EventId, Fingerprint> fingerprints(String name, JsonNode payload) {
    try {
      return Messages.good(Messages.normalize(payload.toString(), TestData.attributes(name)))
          .stream()
          .collect(
              Collectors.toMap(
                  NormalizedAlert::eventId,
                  NormalizedAlert::fingerprint,
                  (a, _) -> a,
                  () -> new TreeMap<>(Comparator.comparing(EventId::value))));
    } catch (InvalidAlertException e) {
      return new TreeMap<>(Comparator.comparing(EventId::value));
    }
  }

  /** {@return the JSON pointers of all values that are neither objects nor lists} */
  private static Stream<String> leaves(JsonNode node, String pointer) {
    if (node instanceof ObjectNode object) {
      return object.properties().stream()
          .flatMap(
              member ->
                  leaves(
                      member.getValue(),
                      pointer + "/" + member.getKey().replace("~", "~0").replace("/", "~1")));
    }
    if (node instanceof ArrayNode array) {
      return IntStream.range(0, array.size())
          .boxed()
          .flatMap(i -> leaves(array.get(i), pointer + "/" + i));
    }
    return Stream.of(pointer);
  }

  private static JsonNode changed(JsonNode payload, String pointer, Random random) {
    List<String> values =
        List.of(
            "null",
            "true",
            "-1",
            "1.5",
            "\"\"",
            "\"resolved\"",
            "\"firing\"",
            "\"P3\"",
            "[]",
            "{}",
            "\"x%d\"".formatted(random.nextInt(1_000)),
            "\"2026-03-05T00:00:00Z\"",
            "\"4\"");
    JsonNode changed = payload.deepCopy();
    set(changed, pointer, values.get(random.nextInt(values.size())));
    return changed;
  }

  private static void set(JsonNode root, String pointer, String value) {
    int end = pointer.lastIndexOf('/');
    String name = pointer.substring(end + 1).replace("~1", "/").replace("~0", "~");
    switch (root.at(pointer.substring(0, end))) {
      case ObjectNode object -> object.set(name, Json.read(value, JsonNode.class));
      case ArrayNode array -> array.set(Integer.parseInt(name), Json.read(value, JsonNode.class));
      default -> throw new AssertionError(pointer);
    }
  }

  /** {@return {@code node} with the members of every object in another order} */
  private static JsonNode shuffled(JsonNode node, Random random) {
    if (node instanceof ObjectNode object) {
      List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
      Collections.shuffle(members, random);
      ObjectNode copy = object.objectNode();
      members.forEach(member -> copy.set(member.getKey(), shuffled(member.getValue(), random)));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = array.arrayNode();
      array.forEach(element -> copy.add(shuffled(element, random)));
      return copy;
    }
    return node;
  }
}
