package org.pytorch.alerting.webhook.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.text.Truncation;

class GroupPartsTest {
  static IntStream seeds() {
    return IntStream.range(0, 50);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void splitting_loses_and_duplicates_no_alert_and_keeps_the_groups_fields(int seed) {
    Random random = new Random(seed);
    ObjectNode group = anyGroup(random);

    List<JsonNode> parts = parts(Groups.payload(written(random, group)));

    List<JsonNode> alerts = new ArrayList<>();
    for (JsonNode part : parts) {
      assertThat(part.get("alerts").size()).isBetween(1, 10);
      part.get("alerts").forEach(alerts::add);
      assertThat(withoutAlerts(part)).isEqualTo(withoutAlerts(group));
    }
    assertThat(alerts).containsExactlyElementsOf(group.get("alerts"));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 10, true",
    "10, 10, true",
    "11, 10, false",
    "10, 20200, true",
    "10, 20500, false",
    "1, 200000, true",
    "1, 210000, false"
  })
  void a_group_fits_up_to_ten_alerts_and_200_kib(int alerts, int textLength, boolean fits) {
    Payload payload = Groups.payload(Groups.of(alerts, textLength));

    assertThat(GroupParts.fits(payload, payload.group().orElseThrow())).isEqualTo(fits);
  }

  @Test
  void as_many_alerts_as_fit_are_put_into_a_part() {
    List<JsonNode> parts = parts(Groups.payload(Groups.of(30, 30_000)));

    assertThat(parts).extracting(part -> part.get("alerts").size()).containsExactly(6, 6, 6, 6, 6);
    assertThat(parts(Groups.payload(Groups.of(1_000, 100)))).hasSize(100);
  }

  @Test
  void a_single_alert_that_is_too_big_has_its_longest_text_cut_with_a_mark() {
    ObjectNode group = Groups.of(3, 10);
    ObjectNode big = Groups.alert("big", "w".repeat(500_000));
    ((ArrayNode) group.get("alerts")).insert(1, big);

    List<JsonNode> parts = parts(Groups.payload(group));

    List<JsonNode> alerts = parts.stream().flatMap(part -> stream(part.get("alerts"))).toList();
    assertThat(alerts)
        .extracting(alert -> alert.get("fingerprint").asText())
        .containsExactly("alert-0", "big", "alert-1", "alert-2");
    String description = alerts.get(1).at("/annotations/description").asText();
    assertThat(description).startsWith("www").endsWith(Truncation.MARK).hasSize(65_536);
    assertThat(alerts.get(1).get("labels")).isEqualTo(big.get("labels"));
    assertThat(alerts.get(2)).isEqualTo(group.get("alerts").get(2));
  }

  @Test
  void texts_of_the_group_that_are_too_long_to_be_repeated_are_cut_with_a_mark() {
    ObjectNode group = Groups.of(25, 10).put("message", "m".repeat(1_000_000));

    List<JsonNode> parts = parts(Groups.payload(group));

    assertThat(parts).hasSize(3);
    assertThat(parts)
        .extracting(GroupPartsTest::withoutAlerts)
        .containsOnly(withoutAlerts(parts.getFirst()));
    assertThat(parts.getFirst().get("message").asText())
        .startsWith("mmm")
        .endsWith(Truncation.MARK)
        .hasSize(16_384); // The longest halving of a text with which the fields fit 32 KiB.
    assertThat(parts.getFirst().get("groupKey")).isEqualTo(group.get("groupKey"));
  }

  @Test
  void a_group_with_too_many_fields_of_its_own_cannot_be_split() {
    ObjectNode group = Json.mapper().createObjectNode();
    IntStream.range(0, 50_000).forEach(i -> group.put("field-" + i, i));
    group.set("alerts", Groups.of(11, 10).get("alerts"));

    assertThat(GroupParts.of(Groups.payload(group).group().orElseThrow())).isEmpty();
  }

  @Test
  void ten_thousand_alerts_are_split_and_no_more() {
    assertThat(parts(Groups.payload(Groups.of(10_000, 1)))).hasSize(1_000);
    assertThat(GroupParts.of(Groups.payload(Groups.of(10_001, 1)).group().orElseThrow()).isEmpty())
        .isTrue();
  }

  /** Each part as JSON; each is checked to be small enough to be handed on as it is. */
  private static List<JsonNode> parts(Payload payload) {
    List<String> parts = GroupParts.of(payload.group().orElseThrow()).orElseThrow();
    for (String part : parts) {
      assertThat(part.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(204_800);
      assertThat(Shortening.jsonBytes(part)).isLessThanOrEqualTo(200_702);
    }
    return parts.stream().map(part -> Json.read(part, JsonNode.class)).toList();
  }

  private static ObjectNode anyGroup(Random random) {
    ObjectNode group = Groups.frame();
    group.put("message", Groups.text(random, random.nextInt(2_000)));
    ArrayNode alerts = (ArrayNode) group.get("alerts");
    int count = 1 + random.nextInt(60);
    int maxText = random.nextBoolean() ? 200 : 30_000;
    for (int i = 0; i < count; i++) {
      // Equal alerts and entries that are no objects must not be lost either.
      switch (random.nextInt(12)) {
        case 0 -> alerts.add(Groups.text(random, 20));
        case 1 -> alerts.add(random.nextInt());
        case 2 -> alerts.add(Groups.alert("same", "same"));
        default -> alerts.add(Groups.alert("f" + i, Groups.text(random, random.nextInt(maxText))));
      }
    }
    return group;
  }

  private static String written(Random random, ObjectNode group) {
    return random.nextBoolean() ? group.toString() : group.toPrettyString();
  }

  private static JsonNode withoutAlerts(JsonNode group) {
    return ((ObjectNode) group.deepCopy()).without("alerts");
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
