package org.pytorch.alerting.stack.cli.payload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Consumer;
import org.pytorch.alerting.model.json.Json;

/** Edits the provider's own payload inside a body, whatever it is wrapped in. */
final class ProviderPayload {
  /** As normalize allows. */
  private static final int MAX_WRAPPINGS = 5;

  /** Keeps numbers as they were written. */
  private static final ObjectMapper EXACT =
      Json.mapper()
          .rebuild()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private ProviderPayload() {}

  /** The format of a payload; it determines where an alert's data is. */
  enum Form {
    /** Grafana and Alertmanager. */
    GROUP,
    CLOUDWATCH_SNS,
    CLOUDWATCH_EVENT,
    NORMALIZED,
    OTHER;

    static Form of(ObjectNode payload) {
      if (payload.path("alerts").isArray()) {
        return GROUP;
      }
      if (payload.has("schema_version")) {
        return NORMALIZED;
      }
      if (payload.has("alarmData") || payload.path("detail").has("alarmName")) {
        return CLOUDWATCH_EVENT;
      }
      return payload.has("AlarmName") || payload.has("AlarmArn") ? CLOUDWATCH_SNS : OTHER;
    }
  }

  /**
   * {@return {@code body} with its payload edited}
   *
   * @throws IllegalArgumentException if it has no JSON object in it
   */
  static String edited(String body, Consumer<ObjectNode> edit) {
    return edited(parsed(body), edit, 0).toString();
  }

  private static JsonNode edited(JsonNode node, Consumer<ObjectNode> edit, int wrappings) {
    if (wrappings > MAX_WRAPPINGS) {
      throw notAnObject();
    }
    if (node.isTextual()) {
      return TextNode.valueOf(edited(parsed(node.textValue()), edit, wrappings + 1).toString());
    }
    if (!(node instanceof ObjectNode object)) {
      throw notAnObject();
    }
    if (object.path("Type").asText().equals("Notification") && object.has("Message")) {
      object.set("Message", edited(object.get("Message"), edit, wrappings + 1));
    } else if (object.has("specversion") && object.has("data")) {
      object.set("data", edited(object.get("data"), edit, wrappings + 1));
    } else if (object.has("specversion") && object.has("data_base64")) {
      byte[] data = Base64.getDecoder().decode(object.get("data_base64").asText());
      JsonNode inner = parsed(new String(data, StandardCharsets.UTF_8));
      String changed = edited(inner, edit, wrappings + 1).toString();
      object.put(
          "data_base64",
          Base64.getEncoder().encodeToString(changed.getBytes(StandardCharsets.UTF_8)));
    } else {
      edit.accept(object);
    }
    return object;
  }

  private static JsonNode parsed(String text) {
    try {
      return EXACT.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not JSON", e);
    }
  }

  private static IllegalArgumentException notAnObject() {
    return new IllegalArgumentException("it is JSON, but not an object");
  }
}
