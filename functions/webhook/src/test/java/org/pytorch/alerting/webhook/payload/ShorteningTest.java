package org.pytorch.alerting.webhook.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.text.Truncation;

class ShorteningTest {
  private static final int ROOM = 150_000;

  static IntStream seeds() {
    return IntStream.range(0, 20);
  }

  @Test
  void what_fits_is_not_touched() {
    String json = "{ \"a\" : 1.50 }";

    assertThat(Shortening.toFit(json, ROOM)).containsSame(json);
  }

  @Test
  void the_longest_texts_are_cut_and_the_others_stay() {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("long", "x".repeat(400_000))
        .put("longer", "🚢".repeat(300_000))
        .put("short", "y".repeat(900));
    json.putObject("nested").put("number", 1.50).put("text", "\ud800");

    JsonNode shorter = shortened(json.toString());

    assertThat(shorter.get("short")).isEqualTo(json.get("short"));
    assertThat(shorter.get("long").asText()).startsWith("xxx").endsWith("x" + Truncation.MARK);
    assertThat(shorter.get("longer").asText()).startsWith("🚢🚢").endsWith("🚢" + Truncation.MARK);
    assertThat(shorter.at("/nested/text").asText()).isEqualTo("\uFFFD");
  }

  @Test
  void numbers_stay_as_they_are_written() {
    String numbers = "[1e-07,-0.0,123456789012345678901234567890.10]";

    assertThat(
            Shortening.toFit("{\"n\":%s,\"t\":\"%s\"}".formatted(numbers, "x".repeat(ROOM)), ROOM))
        .hasValueSatisfying(json -> assertThat(json).contains(numbers));
  }

  @Test
  void what_has_no_long_texts_loses_its_last_members() {
    ObjectNode json = Json.mapper().createObjectNode().put("status", "firing");
    ObjectNode labels = json.putObject("labels");
    IntStream.range(0, 100_000).forEach(i -> labels.put("label-" + i, "value"));

    JsonNode shorter = shortened(json.toString());

    assertThat(shorter.get("status").asText()).isEqualTo("firing");
    assertThat(shorter.get("labels")).hasSize(1_024);
    assertThat(shorter.get("labels").has("label-1023")).isTrue();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anything_can_be_made_to_fit(int seed) {
    Random random = new Random(seed);
    StringBuilder json = new StringBuilder("{\"first\":1");
    for (int i = 0; json.length() < 400_000; i++) {
      json.append(",\"%s%d\":".formatted("k".repeat(random.nextInt(400)), i));
      append(json, random, 1 + random.nextInt(50));
    }
    json.append('}');

    assertThat(shortened(json.toString()).isObject()).isTrue();
  }

  @Test
  void not_even_the_worst_needs_more_than_128_kib() {
    String name = "\\u0001".repeat(256);
    String json =
        "{\"%s\":".formatted(name).repeat(63)
            + "\""
            + "\\\\".repeat(200_000)
            + "\""
            + "}".repeat(63);

    assertThat(Shortening.toFit(json, 128 * 1024)).isPresent();
    assertThat(Shortening.toFit(json, 32 * 1024)).isEmpty();
  }

  private static void append(StringBuilder json, Random random, int depth) {
    switch (depth == 0 ? random.nextInt(2) : random.nextInt(4)) {
      case 0 -> json.append(Json.write(Groups.text(random, random.nextInt(3_000))));
      case 1 -> json.append(random.nextLong()).append("e-").append(random.nextInt(300));
      case 2 -> {
        json.append("[[],null,");
        append(json, random, depth - 1);
        json.append("]");
      }
      default -> {
        json.append("{\"a\":true,\"b\":");
        append(json, random, depth - 1);
        json.append("}");
      }
    }
  }

  private static JsonNode shortened(String json) {
    String shorter = Shortening.toFit(json, ROOM).orElseThrow();
    assertThat(Shortening.jsonBytes(shorter)).isLessThanOrEqualTo(ROOM);
    return Json.read(shorter, JsonNode.class);
  }
}
