package org.pytorch.alerting.normalize.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.normalize.InvalidAlertException;
import org.pytorch.alerting.normalize.TestData;

/** What is read of a message at most, as numbers. */
class MessageLimitsTest {
  @Test
  void ten_unknown_attributes_are_kept_beside_the_known_ones() {
    Map<String, String> attributes = new TreeMap<>();
    IntStream.rangeClosed(10, 20).forEach(i -> attributes.put("a" + i, "x"));
    attributes.put("source", "grafana");
    attributes.put("alert_indexes", "0");

    assertThat(MessageAttributes.usable(attributes))
        .hasSize(12)
        .containsKeys("a10", "a19", "source", "alert_indexes")
        .doesNotContainKey("a20");
  }

  @Test
  void known_attributes_do_not_count_to_the_ten() {
    Map<String, String> attributes = new TreeMap<>(Map.of("source", "x", "alert_indexes", "0"));
    IntStream.rangeClosed(10, 20).forEach(i -> attributes.put("t" + i, "x"));

    assertThat(MessageAttributes.usable(attributes))
        .hasSize(12)
        .containsKey("t19")
        .doesNotContainKey("t20");
  }

  @ParameterizedTest
  @CsvSource({"256, 1000, true", "257, 1, false", "1, 1001, false"})
  void attribute_has_a_name_of_256_and_a_value_of_1000_characters(
      int name, int value, boolean kept) {
    assertThat(MessageAttributes.usable(Map.of("n".repeat(name), "v".repeat(value))).isEmpty())
        .isNotEqualTo(kept);
  }

  @Test
  void numbers_of_1000_alerts_have_at_most_5_digits_each() {
    List<Integer> largest = IntStream.range(0, 1_000).mapToObj(i -> 99_999 - i).toList();
    Map<String, String> attributes = Map.of("alert_indexes", AlertIndexes.text(largest));

    assertThat(AlertIndexes.of(MessageAttributes.usable(attributes), 1_000)).isEqualTo(largest);
    assertThat(AlertIndexes.of(Map.of("alert_indexes", "100000"), 1)).containsExactly(0);
    assertThat(MessageAttributes.usable(Map.of("alert_indexes", "1".repeat(6_000)))).hasSize(1);
    assertThat(MessageAttributes.usable(Map.of("alert_indexes", "1".repeat(6_001)))).isEmpty();
  }

  @Test
  void numbers_of_alerts_have_at_most_6000_characters_together() {
    List<Integer> numbers =
        IntStream.concat(IntStream.range(60_000, 60_996), IntStream.range(5_000, 5_005))
            .boxed()
            .toList();
    String text = AlertIndexes.text(numbers);

    assertThat(text).hasSize(6_000);
    assertThat(AlertIndexes.of(Map.of("alert_indexes", text), 1_001)).isEqualTo(numbers);
    assertThat(AlertIndexes.of(Map.of("alert_indexes", text + "9"), 1_001)).startsWith(0, 1, 2);
    assertThat(AlertIndexes.of(Map.of("alert_indexes", "5,7,"), 2)).containsExactly(0, 1);
  }

  @Test
  void message_id_has_at_most_100_characters() {
    assertThat(read("message_id", "x".repeat(100)).messageId()).hasSize(100);
    assertThatThrownBy(() -> read("message_id", "x".repeat(101)))
        .isInstanceOf(InvalidAlertException.class)
        .hasMessageContaining("at most 100 characters");
  }

  @Test
  void message_without_a_delivery_id_is_its_own_delivery() {
    assertThat(read("receive_count", "2").deliveryId()).isEqualTo("m-1");
    assertThat(read("delivery_id", "d-1").deliveryId()).isEqualTo("d-1");
    assertThat(read("delivery_id", "x".repeat(101)).deliveryId()).isEqualTo("m-1");
  }

  private static QueuedMessage read(String field, String value) {
    ObjectNode input = Json.mapper().createObjectNode().put("message_id", "m-1").put("body", "{}");
    return QueuedMessage.read(input.put(field, value), TestData.SENT_AT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -3, 1})
  void message_was_received_at_least_once(int receiveCount) {
    ObjectNode input =
        Json.mapper()
            .createObjectNode()
            .put("message_id", "m-1")
            .put("body", "{}")
            .put("receive_count", receiveCount);

    assertThat(QueuedMessage.read(input, TestData.SENT_AT).receiveCount()).isEqualTo(1);
  }
}
