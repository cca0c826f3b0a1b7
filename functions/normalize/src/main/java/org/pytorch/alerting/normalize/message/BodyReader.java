package org.pytorch.alerting.normalize.message;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.json.JsonNames;
import org.pytorch.alerting.normalize.InvalidAlertException;
import org.pytorch.alerting.normalize.text.Text;

/** Reads JSON from outside: reports where it is broken without quoting it, and cleans its texts. */
final class BodyReader {
  // Parsers differ in which value they take if a key occurs twice.
  private static final ObjectReader READER =
      Json.mapper()
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private BodyReader() {}

  /**
   * {@return the JSON in {@code text}}
   *
   * @param what names the text in the exception's message
   * @throws InvalidAlertException if it is not JSON
   */
  static JsonNode parse(String text, String what) {
    String json = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    if (json.isBlank()) {
      throw new InvalidAlertException(what + " is empty: send the alert as a JSON object");
    }
    try {
      return READER.readValue(JsonNames.repaired(json));
    } catch (JsonProcessingException e) {
      throw new InvalidAlertException(
          "%s is not JSON: %s; send the alert as a JSON object".formatted(what, fault(e)));
    }
  }

  /** {@return {@code node} with {@link Text#clean} applied to every text and name in it} */
  static JsonNode clean(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> clean(object);
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, clean(array.get(i)));
        }
        yield array;
      }
      case TextNode text -> {
        String clean = Text.clean(text.textValue());
        yield clean.equals(text.textValue()) ? text : TextNode.valueOf(clean);
      }
      // JSON has no form for it: it would be read back as text.
      case NumericNode number when !Double.isFinite(number.doubleValue()) ->
          TextNode.valueOf(number.asText());
      default -> node;
    };
  }

  /**
   * Cleans {@code object} in place, and keeps the order of its members. If cleaning makes two names
   * equal, the one that was already clean counts, then the first.
   */
  static ObjectNode clean(ObjectNode object) {
    Map<String, JsonNode> members = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            member -> {
              String name = Text.clean(member.getKey());
              JsonNode value = clean(member.getValue());
              if (name.equals(member.getKey())) {
                members.put(name, value);
              } else {
                members.putIfAbsent(name, value);
              }
            });
    object.removeAll();
    object.setAll(members);
    return object;
  }

  /** Never the library's own message, which may quote the payload. */
  private static String fault(JsonProcessingException e) {
    String fault =
        switch (e) {
          case StreamConstraintsException _ ->
              "it is nested deeper than %d levels, or a number, a name or a text in it is too long"
                  .formatted(Json.MAX_DEPTH);
          case JsonEOFException _ -> "it is truncated";
          case MismatchedInputException _ ->
              "a key occurs twice in one object, or something follows the end";
          default -> "syntax error";
        };
    JsonLocation location = e.getLocation();
    return location == null
        ? fault
        : "%s (line %d, column %d)".formatted(fault, location.getLineNr(), location.getColumnNr());
  }
}
