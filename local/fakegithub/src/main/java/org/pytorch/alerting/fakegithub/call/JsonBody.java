package org.pytorch.alerting.fakegithub.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.json.Json;

/** A request's body, read as strictly as GitHub does; unknown fields are ignored. */
public record JsonBody(JsonNode json) {
  /** Reads {@code text}; an empty text is an empty object. */
  public static JsonBody of(String text) {
    if (text.isBlank()) {
      return new JsonBody(Json.mapper().createObjectNode());
    }
    try {
      JsonNode json = Json.mapper().readTree(text);
      if (!(json instanceof ObjectNode) && !(json instanceof ArrayNode)) {
        throw Refusal.of(400, "Body should be a JSON object");
      }
      return new JsonBody(json);
    } catch (JsonProcessingException e) {
      throw Refusal.of(400, "Problems parsing JSON");
    }
  }

  /** {@return whether the field is present, even if null} */
  public boolean has(String field) {
    return json.has(field);
  }

  /** {@return the field's text; absent if the field is absent or null} */
  public Optional<String> text(String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw wrongType(field, value, "a string");
    }
    return Optional.of(value.textValue());
  }

  public String requiredText(String field) {
    if (!has(field)) {
      throw Refusal.invalidRequest("\"%s\" wasn't supplied.".formatted(field));
    }
    return text(field).orElseThrow(() -> wrongType(field, json.path(field), "a string"));
  }

  public Optional<Boolean> flag(String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isBoolean()) {
      throw wrongType(field, value, "a boolean");
    }
    return Optional.of(value.booleanValue());
  }

  /** {@return the field's text, which has to be one of {@code allowed}} */
  public Optional<String> oneOf(String field, List<String> allowed) {
    Optional<String> value = text(field);
    if (value.isPresent() && !allowed.contains(value.get())) {
      throw Refusal.invalidRequest(
          "For 'properties/%s', %s is not a member of %s."
              .formatted(field, json.path(field), Json.write(allowed)));
    }
    return value;
  }

  /** {@return label names, from strings or objects with a name; absent if the field is} */
  public Optional<List<String>> names(String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    return Optional.of(names(field, value));
  }

  /** {@return the names in a body of the form {@code {"field": […]}} or a bare list} */
  public List<String> namesOrBareList(String field) {
    return json.isArray() ? names(field, json) : names(field).orElse(List.of());
  }

  static Refusal wrongType(String field, JsonNode value, String expected) {
    return Refusal.invalidRequest(
        "For 'properties/%s', %s is not %s.".formatted(field, value, expected));
  }

  private static List<String> names(String field, JsonNode list) {
    if (!list.isArray()) {
      throw wrongType(field, list, "an array");
    }
    List<String> names = new ArrayList<>();
    for (JsonNode entry : list) {
      JsonNode name = entry.isObject() ? entry.path("name") : entry;
      if (!name.isTextual()) {
        throw wrongType(field + "/items", entry, "a string");
      }
      names.add(name.textValue());
    }
    return names;
  }
}
