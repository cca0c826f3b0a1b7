package org.pytorch.alerting.decide.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.pytorch.alerting.model.json.Json;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Rows as decide and record of an earlier version wrote them. */
final class OldRows {
  private OldRows() {}

  /** {@return the row called {@code name} of that schema version} */
  static Map<String, AttributeValue> of(int schemaVersion, String name) throws IOException {
    String file = "rows-of-schema-version-%d.json".formatted(schemaVersion);
    try (InputStream rows = Objects.requireNonNull(OldRows.class.getResourceAsStream(file))) {
      JsonNode row = Json.mapper().readTree(rows).path(name);
      assertThat(row.isObject()).as(name).isTrue();
      return attributes(row);
    }
  }

  private static Map<String, AttributeValue> attributes(JsonNode map) {
    Map<String, AttributeValue> attributes = new HashMap<>();
    map.properties().forEach(member -> attributes.put(member.getKey(), value(member.getValue())));
    return attributes;
  }

  /** {@return {@code node} in the JSON of DynamoDB's own interface} */
  private static AttributeValue value(JsonNode node) {
    Map.Entry<String, JsonNode> typed = node.properties().iterator().next();
    JsonNode value = typed.getValue();
    return switch (typed.getKey()) {
      case "S" -> AttributeValue.fromS(value.asText());
      case "N" -> AttributeValue.fromN(value.asText());
      case "BOOL" -> AttributeValue.fromBool(value.asBoolean());
      case "M" -> AttributeValue.fromM(attributes(value));
      case "L" -> AttributeValue.fromL(value.valueStream().map(OldRows::value).toList());
      default -> throw new IllegalArgumentException(typed.getKey());
    };
  }
}
