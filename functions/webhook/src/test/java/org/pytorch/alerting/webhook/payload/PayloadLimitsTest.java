package org.pytorch.alerting.webhook.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.json.Json;

/** The numbers in {@code docs/webhook.md}, written out: at the limit and one beyond it. */
class PayloadLimitsTest {
  @Test
  void a_group_goes_as_it_is_up_to_204_800_bytes() {
    assertThat(goesAsItIs(ofBytes(204_800))).isTrue();
    assertThat(goesAsItIs(ofBytes(204_801))).isFalse();
  }

  @Test
  void a_group_that_does_not_compress_goes_as_it_is_up_to_200_704_bytes_of_json() {
    assertThat(goesAsItIs(incompressible(200_704))).isTrue();
    assertThat(goesAsItIs(incompressible(200_705))).isFalse();
  }

  @Test
  void a_groups_own_fields_are_repeated_as_they_are_up_to_32_kib() {
    assertThat(parts(ofOwnFields(32_768)).getFirst().get("message").asText()).doesNotContain("cut");
    assertThat(parts(ofOwnFields(32_769)).getFirst().get("message").asText()).endsWith("[cut]");
  }

  @Test
  void an_alert_is_left_whole_if_it_fits_a_part() {
    int room = 200_702 - Shortening.jsonBytes(Groups.frame().toString());

    assertThat(parts(ofAlerts(room - 1, 10, 10)))
        .extracting(part -> part.get("alerts").size())
        .containsExactly(1, 2);
    assertThat(texts(ofAlerts(room - 1, 10, 10))).noneMatch(text -> text.contains("[cut]"));
    assertThat(texts(ofAlerts(room, 10, 10)))
        .satisfiesExactly(
            text -> assertThat(text).endsWith("[cut]"),
            text -> assertThat(text).doesNotContain("[cut]"),
            text -> assertThat(text).doesNotContain("[cut]"));
  }

  @Test
  void alerts_share_a_part_up_to_its_last_byte() {
    int room = 200_702 - Shortening.jsonBytes(Groups.frame().toString());
    int half = room / 2;

    // Each takes a comma more.
    assertThat(parts(ofAlerts(half - 1, room - half - 1)))
        .extracting(part -> part.get("alerts").size())
        .containsExactly(2);
    assertThat(parts(ofAlerts(half - 1, room - half)))
        .extracting(part -> part.get("alerts").size())
        .containsExactly(1, 1);
    assertThat(parts(ofAlerts(half - 1, room - half, half - 1, room - half - 1, 500)))
        .extracting(part -> part.get("alerts").size())
        .containsExactly(1, 1, 2, 1);
  }

  @Test
  void texts_are_cut_to_64_characters_before_any_member_is_lost() {
    ObjectNode json = Json.mapper().createObjectNode();
    IntStream.range(0, 1_000).forEach(i -> json.put("field-" + i, "x".repeat(100)));

    ObjectNode shorter = shortened(json, 90_000);

    assertThat(shorter).hasSize(1_000);
    assertThat(shorter.get("field-0").asText()).hasSize(64).endsWith("[cut]");
  }

  @ParameterizedTest
  @ValueSource(ints = {1_024, 256, 64, 16, 4, 1})
  void of_many_members_a_quarter_is_kept_until_they_fit(int members) {
    ObjectNode json = Json.mapper().createObjectNode();
    IntStream.range(0, 5_000).forEach(i -> json.put("field-%04d".formatted(i), 10_000 + i));
    ArrayNode numbers = json.putArray("field-numbers");
    IntStream.range(0, 5_000).forEach(numbers::add);
    ObjectNode kept = json.deepCopy().removeAll();
    IntStream.range(0, members).forEach(i -> kept.put("field-%04d".formatted(i), 10_000 + i));

    assertThat(shortened(json, Shortening.jsonBytes(kept.toString()))).isEqualTo(kept);
  }

  @Test
  void a_list_keeps_its_first_1_024_elements() {
    ArrayNode numbers = Json.mapper().createArrayNode();
    IntStream.range(0, 50_000).forEach(numbers::add);
    ObjectNode json = Json.mapper().createObjectNode();
    json.set("values", numbers);

    ObjectNode shorter = shortened(json, 50_000);

    assertThat(shorter.get("values")).hasSize(1_024);
    assertThat(shorter.get("values").get(1_023).asInt()).isEqualTo(1_023);
  }

  @Test
  void a_name_of_over_256_characters_is_left_out_of_what_is_cut() {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("n".repeat(256), 1).put("m".repeat(257), 2).put("text", "x".repeat(70_000));
    json.putObject("o".repeat(257)).put("inner", 3);

    ObjectNode shorter = shortened(json, 68_000);

    assertThat(shorter.properties())
        .extracting(member -> member.getKey().length())
        .containsExactly(256, 4);
  }

  @Test
  void what_takes_exactly_the_room_is_not_touched() {
    String json = "{\"text\":\"" + "x".repeat(1_000) + "\"}";

    assertThat(Shortening.toFit(json, 1_015)).containsSame(json);
    assertThat(Shortening.toFit(json, 1_014).orElseThrow()).contains("[cut]");
  }

  private static boolean goesAsItIs(ObjectNode group) {
    Payload payload = Groups.payload(group);
    return GroupParts.fits(payload, payload.group().orElseThrow());
  }

  /** {@return a group of one alert that takes so many bytes and compresses well} */
  private static ObjectNode ofBytes(int bytes) {
    int others = Groups.of(1, 0).toString().getBytes(StandardCharsets.UTF_8).length;
    return Groups.of(1, bytes - others);
  }

  /** {@return a group of one alert that takes so many bytes as a JSON string, with its quotes} */
  private static ObjectNode incompressible(int jsonBytes) {
    ObjectNode group = Groups.frame();
    int others =
        Json.write(
                group
                    .deepCopy()
                    .set("alerts", Json.mapper().createArrayNode().add(Groups.alert("a", "")))
                    .toString())
            .length();
    ((ArrayNode) group.get("alerts")).add(Groups.alert("a", Groups.noise(jsonBytes - others)));
    return group;
  }

  private static ObjectNode ofOwnFields(int jsonBytes) {
    int others = Shortening.jsonBytes(Groups.frame().put("message", "").toString());
    return Groups.of(11, 10).put("message", "m".repeat(jsonBytes - others));
  }

  /** {@return a group of alerts that take so many bytes each, of which none can be compressed} */
  private static ObjectNode ofAlerts(int... jsonBytes) {
    ObjectNode group = Groups.frame();
    for (int bytes : jsonBytes) {
      int others = Shortening.jsonBytes(Groups.alert("a", "").toString());
      ((ArrayNode) group.get("alerts"))
          .add(Groups.alert("a", "w".repeat(Math.max(0, bytes - others))));
    }
    return group;
  }

  private static List<ObjectNode> parts(ObjectNode group) {
    return GroupParts.of(Groups.payload(group).group().orElseThrow()).orElseThrow().stream()
        .map(part -> Json.read(part, ObjectNode.class))
        .toList();
  }

  private static List<String> texts(ObjectNode group) {
    return parts(group).stream()
        .flatMap(
            part ->
                IntStream.range(0, part.get("alerts").size())
                    .mapToObj(
                        i -> part.at("/alerts/%d/annotations/description".formatted(i)).asText()))
        .toList();
  }

  private static ObjectNode shortened(ObjectNode json, int maxJsonBytes) {
    return Json.read(
        Shortening.toFit(json.toString(), maxJsonBytes).orElseThrow(), ObjectNode.class);
  }
}
