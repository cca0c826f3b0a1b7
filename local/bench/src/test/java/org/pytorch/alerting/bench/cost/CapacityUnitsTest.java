package org.pytorch.alerting.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.model.json.Json;

class CapacityUnitsTest {

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "0, 1024, 1", "0, 1025, 2", "2100, 600, 3", "600, 2100, 3", "0, 2048, 2"})
  void write_is_charged_for_the_larger_of_two_items(long before, long after, long units) {
    assertThat(CapacityUnits.ofWrite(before, after)).isEqualTo(units);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "4096, 1", "4097, 2"})
  void consistent_read_is_charged_in_steps_of_4_KiB(long bytes, long units) {
    assertThat(CapacityUnits.ofConsistentRead(bytes)).isEqualTo(units);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"ab\": {\"S\": \"é\"}} | 4",
        "{\"a\": {\"BOOL\": true}} | 2",
        "{\"a\": {\"NULL\": true}} | 2",
        // One byte for two digits, plus one byte; leading and trailing zeros do not count.
        "{\"a\": {\"N\": \"1234\"}} | 4",
        "{\"a\": {\"N\": \"12300\"}} | 4",
        "{\"a\": {\"N\": \"-1\"}} | 4",
        "{\"a\": {\"N\": \"0\"}} | 3",
        // Three bytes for the container, one for each element.
        "{\"a\": {\"L\": []}} | 4",
        "{\"a\": {\"L\": [{\"S\": \"xy\"}, {\"S\": \"z\"}]}} | 9",
        "{\"a\": {\"M\": {\"bc\": {\"S\": \"d\"}}}} | 8"
      })
  void size_of_an_item_is_that_of_its_names_and_values(String item, long bytes) {
    assertThat(CapacityUnits.bytes(Json.read(item, JsonNode.class))).isEqualTo(bytes);
  }

  @Test
  void unsupported_attribute_type_is_refused() {
    assertThatThrownBy(
            () -> CapacityUnits.bytes(Json.read("{\"a\": {\"B\": \"\"}}", JsonNode.class)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("B");
  }
}
