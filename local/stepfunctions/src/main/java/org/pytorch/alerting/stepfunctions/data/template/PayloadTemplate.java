package org.pytorch.alerting.stepfunctions.data.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pytorch.alerting.stepfunctions.data.Path;
import org.pytorch.alerting.stepfunctions.data.Scope;
import org.pytorch.alerting.stepfunctions.data.StatesRuntimeException;

/**
 * Parameters, ResultSelector or ItemSelector. At any depth, a field with a name that ends in {@code
 * .$} gets the value of its path or intrinsic function.
 */
public sealed interface PayloadTemplate {
  /**
   * {@return the JSON with all values filled in}
   *
   * @throws StatesRuntimeException if a path or function has no value
   */
  JsonNode evaluate(Scope scope);

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException if the value of a {@code .$} field is neither a path nor a
   *     function, or two fields would have the same name
   */
  static PayloadTemplate parse(JsonNode json) {
    if (json.isArray()) {
      List<PayloadTemplate> elements = new ArrayList<>();
      json.forEach(element -> elements.add(parse(element)));
      return new Elements(elements);
    }
    return json instanceof ObjectNode object ? parseFields(object) : new Constant(json);
  }

  private static PayloadTemplate parseFields(ObjectNode object) {
    Map<String, PayloadTemplate> fields = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            field -> {
              boolean filledIn = field.getKey().endsWith(".$");
              String key = field.getKey();
              String name = filledIn ? key.substring(0, key.length() - 2) : key;
              PayloadTemplate value =
                  filledIn ? parseExpression(key, field.getValue()) : parse(field.getValue());
              if (fields.putIfAbsent(name, value) != null) {
                throw new IllegalArgumentException(
                    "the field '%s' exists with and without '.$'".formatted(name));
              }
            });
    return new Fields(fields);
  }

  private static PayloadTemplate parseExpression(String key, JsonNode value) {
    if (!value.isTextual()) {
      throw new IllegalArgumentException(
          "the value of '%s' must be a path or an intrinsic function".formatted(key));
    }
    String text = value.textValue();
    return text.startsWith("$")
        ? new FromPath(key, Path.parse(text))
        : new Call(Intrinsic.parse(text));
  }

  /** JSON without {@code .$} fields. */
  record Constant(JsonNode value) implements PayloadTemplate {
    @Override
    public JsonNode evaluate(Scope scope) {
      return value;
    }
  }

  record Elements(List<PayloadTemplate> elements) implements PayloadTemplate {
    public Elements {
      elements = List.copyOf(elements);
    }

    @Override
    public JsonNode evaluate(Scope scope) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      elements.forEach(element -> array.add(element.evaluate(scope)));
      return array;
    }
  }

  /** An object. It keeps the order of its fields. */
  record Fields(Map<String, PayloadTemplate> fields) implements PayloadTemplate {
    public Fields {
      fields = new LinkedHashMap<>(fields);
    }

    @Override
    public JsonNode evaluate(Scope scope) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      fields.forEach((name, value) -> object.set(name, value.evaluate(scope)));
      return object;
    }
  }

  /**
   * @param key the field's name, with its {@code .$}
   */
  record FromPath(String key, Path path) implements PayloadTemplate {
    @Override
    public JsonNode evaluate(Scope scope) {
      try {
        return path.read(scope);
      } catch (Path.MissingException e) {
        throw new StatesRuntimeException(
            "The JSONPath '%s' specified for the field '%s' could not be found in the input '%s'"
                .formatted(path, key, path.root(scope)));
      }
    }
  }

  record Call(Intrinsic function) implements PayloadTemplate {
    @Override
    public JsonNode evaluate(Scope scope) {
      return function.evaluate(scope);
    }
  }
}
