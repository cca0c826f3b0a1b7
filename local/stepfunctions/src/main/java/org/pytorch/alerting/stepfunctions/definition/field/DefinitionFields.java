package org.pytorch.alerting.stepfunctions.definition.field;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.pytorch.alerting.stepfunctions.data.Filter;
import org.pytorch.alerting.stepfunctions.data.Path;
import org.pytorch.alerting.stepfunctions.data.ResultPath;
import org.pytorch.alerting.stepfunctions.data.template.PayloadTemplate;

/**
 * One object of a definition. Remembers which fields were read: a field that the parser never reads
 * is not supported.
 */
public final class DefinitionFields {
  private static final String JSON_PATH = "JSONPath";

  private static final String JSONATA = "it belongs to JSONata";
  private static final String DISTRIBUTED = "it belongs to distributed maps";

  /** What the fields are for that AWS has and that are not supported here. */
  private static final Map<String, String> UNSUPPORTED =
      Map.ofEntries(
          Map.entry("Assign", "it sets variables; pass values on in the output instead"),
          Map.entry("Arguments", JSONATA),
          Map.entry("Output", JSONATA),
          Map.entry("Items", JSONATA),
          Map.entry("ItemReader", DISTRIBUTED),
          Map.entry("ItemBatcher", DISTRIBUTED),
          Map.entry("ResultWriter", DISTRIBUTED),
          Map.entry("Label", DISTRIBUTED),
          Map.entry("ToleratedFailureCount", DISTRIBUTED),
          Map.entry("ToleratedFailureCountPath", DISTRIBUTED),
          Map.entry("ToleratedFailurePercentage", DISTRIBUTED),
          Map.entry("ToleratedFailurePercentagePath", DISTRIBUTED));

  private final String pointer;
  private final ObjectNode object;
  private final Set<String> known = new HashSet<>();

  private DefinitionFields(String pointer, ObjectNode object) {
    this.pointer = pointer;
    this.object = object;
  }

  public static DefinitionFields of(String pointer, JsonNode node) {
    if (node instanceof ObjectNode object) {
      return new DefinitionFields(pointer, object);
    }
    throw new InvalidDefinitionException(pointer, "must be an object");
  }

  /**
   * Refuses every field that was not read. A Comment is allowed in any object.
   *
   * @param owner the kind of the object, for the message
   */
  public void refuseOthers(String owner) {
    text("Comment");
    for (String name : names()) {
      if (!known.contains(name)) {
        String use = UNSUPPORTED.containsKey(name) ? ": " + UNSUPPORTED.get(name) : "";
        throw problem(name, "is not a field of %s that is supported here%s".formatted(owner, use));
      }
    }
  }

  public List<String> names() {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  public InvalidDefinitionException problem(String field, String problem) {
    return new InvalidDefinitionException(place(field), problem);
  }

  public InvalidDefinitionException missingStart(String state) {
    return new InvalidDefinitionException(
        InvalidDefinitionException.Code.MISSING_TRANSITION_TARGET,
        place("StartAt"),
        "there is no state '%s'".formatted(state));
  }

  public InvalidDefinitionException missingTarget(String state, String target) {
    return new InvalidDefinitionException(
        InvalidDefinitionException.Code.MISSING_TRANSITION_TARGET,
        place(state),
        "it goes to '%s', which does not exist".formatted(target));
  }

  public InvalidDefinitionException problem(String problem) {
    return new InvalidDefinitionException(pointer, problem);
  }

  /** {@return the field's value; JSON null counts as a value} */
  public Optional<JsonNode> any(String field) {
    known.add(field);
    return Optional.ofNullable(object.get(field));
  }

  public boolean has(String field) {
    return object.has(field);
  }

  /** Refuses a QueryLanguage other than JSONPath. */
  public void requireJsonPath() {
    text("QueryLanguage")
        .filter(language -> !language.equals(JSON_PATH))
        .ifPresent(
            language -> {
              throw problem(
                  "QueryLanguage", "only JSONPath is supported here, not '%s'".formatted(language));
            });
  }

  /** {@return the JSON pointer of a field} */
  private String place(String field) {
    return pointer + "/" + field.replace("~", "~0").replace("/", "~1");
  }

  public Optional<String> text(String field) {
    return any(field)
        .map(
            node -> {
              if (!node.isTextual()) {
                throw problem(field, "must be a string");
              }
              return node.textValue();
            });
  }

  public String requiredText(String field) {
    String text = text(field).orElseThrow(() -> problem(field, "is missing"));
    if (text.isEmpty()) {
      throw problem(field, "must not be empty");
    }
    return text;
  }

  public Optional<Boolean> flag(String field) {
    return any(field)
        .map(
            node -> {
              if (!node.isBoolean()) {
                throw problem(field, "must be true or false");
              }
              return node.booleanValue();
            });
  }

  public OptionalInt integer(String field, int min, int max) {
    Optional<JsonNode> node = any(field);
    if (node.isEmpty()) {
      return OptionalInt.empty();
    }
    JsonNode number = node.get();
    if (!number.isInt() || number.intValue() < min || number.intValue() > max) {
      throw problem(field, "must be an integer from %d to %d".formatted(min, max));
    }
    return OptionalInt.of(number.intValue());
  }

  public Optional<Double> number(String field, double min) {
    return any(field)
        .map(
            node -> {
              if (!node.isNumber() || node.doubleValue() < min) {
                throw problem(field, "must be a number of at least " + min);
              }
              return node.doubleValue();
            });
  }

  public Optional<DefinitionFields> object(String field) {
    return any(field).map(node -> of(place(field), node));
  }

  public DefinitionFields requiredObject(String field) {
    return object(field).orElseThrow(() -> problem(field, "is missing"));
  }

  /** {@return the objects of an array; none if the field is missing} */
  public List<DefinitionFields> objects(String field) {
    Optional<JsonNode> node = any(field);
    if (node.isEmpty()) {
      return List.of();
    }
    if (!(node.get() instanceof ArrayNode array)) {
      throw problem(field, "must be an array");
    }
    List<DefinitionFields> objects = new ArrayList<>();
    for (JsonNode element : array) {
      objects.add(of("%s/%d".formatted(place(field), objects.size()), element));
    }
    return objects;
  }

  Filter filter(String field) {
    if (any(field).filter(JsonNode::isNull).isPresent()) {
      return Filter.NOTHING;
    }
    return path(field).map(path -> new Filter(Optional.of(path))).orElse(Filter.EVERYTHING);
  }

  public Optional<Path> path(String field) {
    return text(field).map(text -> legal(field, Path::parse, text));
  }

  /** {@return a path that selects exactly one value} */
  public Optional<Path> referencePath(String field) {
    return path(field)
        .map(
            path -> {
              if (!path.isDefinite()) {
                throw problem(field, "must select exactly one value; '%s' may not".formatted(path));
              }
              return path;
            });
  }

  public ResultPath resultPath() {
    if (any("ResultPath").filter(JsonNode::isNull).isPresent()) {
      return ResultPath.DISCARD;
    }
    return text("ResultPath")
        .map(text -> legal("ResultPath", ResultPath::parse, text))
        .orElse(ResultPath.ROOT);
  }

  public Optional<PayloadTemplate> template(String field) {
    return any(field)
        .map(
            node -> {
              if (!node.isObject()) {
                throw problem(field, "must be an object");
              }
              return legal(field, PayloadTemplate::parse, node);
            });
  }

  /** Parses a value; adds the place to the parser's error. */
  public <A, B> B legal(String field, Function<A, B> parser, A value) {
    try {
      return parser.apply(value);
    } catch (IllegalArgumentException e) {
      throw problem(field, String.valueOf(e.getMessage()));
    }
  }

  /** {@return the transition out of the state {@code name}: Next, or End if that is true} */
  public Edge nextOrEnd(String name) {
    Optional<Boolean> end = flag("End");
    if (end.isPresent() == has("Next")) {
      throw problem("needs either Next or End");
    }
    if (end.isPresent() && !end.get()) {
      throw problem("End", "must be true");
    }
    return end.isPresent() ? new Edge.End(name) : new Edge.Next(name, requiredText("Next"));
  }
}
