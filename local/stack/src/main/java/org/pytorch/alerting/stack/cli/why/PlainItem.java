package org.pytorch.alerting.stack.cli.why;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.pytorch.alerting.model.json.Json;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Rows of DynamoDB as plain JSON, without the types of their attributes. */
final class PlainItem {
  private PlainItem() {}

  /** {@return the row in {@code item}} */
  static JsonNode of(Map<String, AttributeValue> item) {
    ObjectNode plain = Json.mapper().createObjectNode();
    item.forEach((name, value) -> plain.set(name, of(value)));
    return plain;
  }

  private static JsonNode of(AttributeValue value) {
    return switch (value.type()) {
      case M -> of(value.m());
      case L -> {
        ArrayNode list = Json.mapper().createArrayNode();
        value.l().forEach(one -> list.add(of(one)));
        yield list;
      }
      case SS -> Json.mapper().valueToTree(value.ss());
      case BOOL -> Json.mapper().valueToTree(value.bool());
      case N -> Json.mapper().valueToTree(value.n());
      case S -> Json.mapper().valueToTree(value.s());
      case B, BS, NS, NUL, UNKNOWN_TO_SDK_VERSION -> Json.mapper().nullNode();
    };
  }

  /** {@return the row in {@code item}, as the AWS CLI prints it: each value in an object} */
  static JsonNode ofTyped(JsonNode item) {
    ObjectNode plain = Json.mapper().createObjectNode();
    item.properties().forEach(one -> plain.set(one.getKey(), value(one.getValue())));
    return plain;
  }

  private static JsonNode value(JsonNode typed) {
    if (typed.has("M")) {
      return ofTyped(typed.get("M"));
    }
    if (typed.has("L")) {
      ArrayNode list = Json.mapper().createArrayNode();
      typed.get("L").forEach(one -> list.add(value(one)));
      return list;
    }
    return typed.isEmpty() ? Json.mapper().nullNode() : typed.iterator().next();
  }
}
