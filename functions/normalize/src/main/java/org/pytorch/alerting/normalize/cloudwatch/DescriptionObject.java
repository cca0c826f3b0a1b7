package org.pytorch.alerting.normalize.cloudwatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.normalize.cloudwatch.AlarmDescription.AlarmKey;
import org.pytorch.alerting.normalize.text.Fields;
import org.pytorch.alerting.normalize.text.Notes;

/** A description, or a line of one, that is a JSON object. */
record DescriptionObject(ObjectNode json) {
  private static final ObjectReader STRICT =
      Json.mapper().reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

  /** The members that people use for text. */
  private static final List<String> TEXTS = List.of("description", "message", "text");

  /** Objects within objects: {@code {"alert": {"team": "harbor"}}}. */
  private static final int MAX_DEPTH = 4;

  /** If a member is given twice, the object stays text, in which both are visible. */
  static Optional<DescriptionObject> parse(String text) {
    String object = text.strip();
    if (!object.startsWith("{") || !object.endsWith("}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(STRICT.readTree(object))
          .filter(ObjectNode.class::isInstance)
          .map(ObjectNode.class::cast)
          .map(DescriptionObject::new);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * Offers all values of keys to {@code put}, including those whose names differ in case, and those
   * within other members: two values are a contradiction.
   *
   * @param put tells whether an event has a field for all of a value
   * @return all other members, for people
   */
  Optional<String> read(BiPredicate<AlarmKey, String> put) {
    Fields fields = Fields.of(json);
    Map<String, String> others = new LinkedHashMap<>(fields.texts());
    json.properties().stream()
        .filter(member -> member.getValue().isContainerNode() && !member.getValue().isEmpty())
        .forEach(member -> others.put(member.getKey(), member.getValue().toString()));
    others.keySet().removeAll(readMembers(json, 1, put));
    return Notes.of(others)
        .below(TEXTS.stream().flatMap(name -> fields.get(name).stream()), Stream.of());
  }

  /** {@return the members of {@code object} for which an event has a field} */
  private static Set<String> readMembers(
      JsonNode object, int depth, BiPredicate<AlarmKey, String> put) {
    Set<String> read = new HashSet<>();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      Optional<AlarmKey> key = key(member.getKey());
      if (key.isEmpty()) {
        if (depth < MAX_DEPTH) {
          // Members of members stay in the text, with their context.
          var _ = readMembers(member.getValue(), depth + 1, put);
        }
      } else if (value(member.getValue()).filter(value -> put.test(key.get(), value)).isPresent()) {
        read.add(member.getKey());
      }
    }
    return read;
  }

  private static Optional<AlarmKey> key(String member) {
    String name = member.toUpperCase(Locale.ROOT);
    return Stream.of(AlarmKey.values())
        .filter(key -> name.equals(key.name()) || name.equals(key.name() + "_URL"))
        .findFirst();
  }

  /** {@return a text, a number, the name of an object, or a list of these as JSON} */
  private static Optional<String> value(JsonNode node) {
    if (node.isObject()) {
      return Fields.of(node).get("name");
    }
    if (node.isArray()) {
      ArrayNode names = Json.mapper().createArrayNode();
      node.forEach(element -> value(element).ifPresent(names::add));
      return Optional.of(names.toString()).filter(_ -> !names.isEmpty());
    }
    return Optional.of(node.asText().strip()).filter(text -> !node.isNull() && !text.isEmpty());
  }
}
