package org.pytorch.alerting.bench.cost;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * DynamoDB's capacity units by item size (DynamoDB Developer Guide, "Item sizes and formats" and
 * "Capacity unit consumption"). Items are in the API's JSON.
 */
final class CapacityUnits {
  private static final int WRITE_UNIT_BYTES = 1_024;
  private static final int READ_UNIT_BYTES = 4_096;

  /** The overhead of a list or map, and of each of its elements. */
  private static final int CONTAINER_BYTES = 3;

  private static final int ELEMENT_BYTES = 1;

  private CapacityUnits() {}

  /**
   * {@return the units of a PutItem} The larger of the two items counts, even if the condition
   * fails.
   */
  static long ofWrite(long oldBytes, long newBytes) {
    return units(Math.max(oldBytes, newBytes), WRITE_UNIT_BYTES);
  }

  /** {@return the units of a consistent GetItem; a missing item costs one} */
  static long ofConsistentRead(long bytes) {
    return units(bytes, READ_UNIT_BYTES);
  }

  private static long units(long bytes, int unitBytes) {
    return Math.max(1, Math.ceilDiv(bytes, unitBytes));
  }

  /** {@return the bytes of {@code item}: the names and values of its attributes} */
  static long bytes(JsonNode item) {
    long sum = 0;
    for (Map.Entry<String, JsonNode> attribute : item.properties()) {
      sum += utf8(attribute.getKey()) + value(attribute.getValue());
    }
    return sum;
  }

  private static long value(JsonNode typed) {
    Map.Entry<String, JsonNode> value = typed.properties().iterator().next();
    return switch (value.getKey()) {
      case "S" -> utf8(value.getValue().asText());
      case "N" -> number(value.getValue().asText());
      case "BOOL", "NULL" -> 1;
      case "L" -> list(value.getValue());
      case "M" ->
          CONTAINER_BYTES
              + bytes(value.getValue())
              + (long) ELEMENT_BYTES * value.getValue().size();
      default ->
          throw new IllegalArgumentException("unsupported attribute type: " + value.getKey());
    };
  }

  private static long list(JsonNode elements) {
    long sum = CONTAINER_BYTES;
    for (JsonNode element : elements) {
      sum += ELEMENT_BYTES + value(element);
    }
    return sum;
  }

  /** One byte for two digits, without leading and trailing zeros, plus one byte. */
  private static long number(String text) {
    BigDecimal number = new BigDecimal(text).stripTrailingZeros();
    return Math.ceilDiv(number.precision(), 2) + 1L + (number.signum() < 0 ? 1 : 0);
  }

  private static long utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
