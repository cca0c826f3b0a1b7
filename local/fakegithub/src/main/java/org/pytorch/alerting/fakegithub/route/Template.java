package org.pytorch.alerting.fakegithub.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.json.Json;

/**
 * A template of a GitHub object with all its fields, from {@code objects.json}. {@code "${id}"} is
 * replaced with the value and its type, {@code ${id}} within a longer text with its text.
 */
final class Template {
  private static final Pattern NAME = Pattern.compile("\\$\\{(\\w+)}");
  private static final JsonNode OBJECTS = read();

  private final ObjectNode object;

  private Template(ObjectNode object) {
    this.object = object;
  }

  static Template named(String name) {
    return new Template((ObjectNode) OBJECTS.required(name));
  }

  /**
   * {@return a new object}
   *
   * @throws IllegalArgumentException if a value is missing
   */
  ObjectNode fill(ObjectNode values) {
    ObjectNode filled = Json.mapper().createObjectNode();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      filled.set(member.getKey(), fill(member.getValue(), values));
    }
    return filled;
  }

  private static JsonNode fill(JsonNode value, ObjectNode values) {
    if (!value.isTextual()) {
      return value.deepCopy();
    }
    String text = value.textValue();
    Matcher names = NAME.matcher(text);
    return names.matches()
        ? value(names.group(1), values)
        : TextNode.valueOf(
            names.replaceAll(
                name -> Matcher.quoteReplacement(value(name.group(1), values).asText())));
  }

  private static JsonNode value(String name, ObjectNode values) {
    return Optional.ofNullable(values.get(name))
        .orElseThrow(() -> new IllegalArgumentException("no value for " + name));
  }

  private static JsonNode read() {
    try (InputStream resource = Template.class.getResourceAsStream("objects.json")) {
      return Json.mapper().readTree(Objects.requireNonNull(resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
