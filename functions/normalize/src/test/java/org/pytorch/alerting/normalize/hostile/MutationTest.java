package org.pytorch.alerting.normalize.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.normalize.TestData;

/**
 * Payloads of {@code test-data} with seeded damage done to them: the {@link Invariants} hold. A
 * failure names the payload and the seed.
 */
class MutationTest {
  /** Of each payload; a group of a hundred is damaged less often, because it takes longer. */
  private static final int SEEDS = 25;

  /** Values of every shape and of every kind of trouble. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1.5e300",
          "1e999",
          "123456789012345678901234567890",
          "\"\"",
          "\"  \"",
          "\"P1\"",
          "\"firing\"",
          "\"4\"",
          "\"\\u0000\\u001b\\ud800x\\udc00\\u202e\\uffff\"",
          "\"🚢, \\\"quoted\\\"; [a] | TEAM=x\\\\nPRIORITY=9\"",
          "\"" + "long ".repeat(4_000) + "\"",
          "\"" + "🚢".repeat(3_000) + "\"",
          "\"https://h.example/?a=1&b=2\"",
          "\"javascript:alert(1)\"",
          "\"2026-03-04T07:12:10+99:00\"",
          "\"arn:aws:cloudwatch:::alarm:\"",
          "[]",
          "{}",
          "[null, 1, \"a\", [], {}]",
          "{\"a\": null, \"b\": [1], \"TEAM\": \"x\", \"priority\": 2}");

  static List<String> payloads() {
    return TestData.names().stream().filter(name -> !name.startsWith("malformed/")).toList();
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void damage_never_breaks_the_normalizer(String name) {
    JsonNode payload = Json.read(TestData.text(name), JsonNode.class);
    int seeds = TestData.text(name).length() > 50_000 ? SEEDS / 10 : SEEDS;
    IntStream.range(0, seeds)
        .forEach(
            seed -> {
              Random random = new Random(31L * name.hashCode() + seed);
              JsonNode damaged = payload.deepCopy();
              for (int i = random.nextInt(6); i >= 0; i--) {
                damage(damaged, random);
              }
              String body = random.nextInt(10) == 0 ? cut(damaged, random) : damaged.toString();
              check(body, "%s, seed %d".formatted(name, seed));
            });
  }

  private static void check(String body, String what) {
    for (Map<String, String> attributes :
        List.of(Map.<String, String>of(), Map.of("source", "grafana"), Map.of("source", "check"))) {
      try {
        Invariants.hold(body, attributes);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(what + ": " + body, e);
      }
    }
  }

  /** Replaces, removes, renames or doubles something at a random place. */
  private static void damage(JsonNode root, Random random) {
    List<JsonNode> containers = new ArrayList<>();
    collect(root, containers);
    JsonNode container = containers.get(random.nextInt(containers.size()));
    JsonNode value = Json.read(VALUES.get(random.nextInt(VALUES.size())), JsonNode.class);
    if (container instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(5)) {
        case 0 -> object.remove(name);
        case 1 -> object.set(name.toUpperCase(Locale.ROOT), object.remove(name));
        case 2 -> object.set("added \u0000" + random.nextInt(100), value);
        default -> object.set(name, value);
      }
    } else if (container instanceof ArrayNode array && !array.isEmpty()) {
      int index = random.nextInt(array.size());
      switch (random.nextInt(3)) {
        case 0 -> array.remove(index);
        case 1 -> array.add(array.get(index).deepCopy());
        default -> array.set(index, value);
      }
    }
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  private static String cut(JsonNode payload, Random random) {
    String text = payload.toString();
    return text.substring(0, random.nextInt(text.length()));
  }
}
