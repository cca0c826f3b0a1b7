package org.pytorch.alerting.console.machine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pytorch.alerting.console.machine.Flow.Edge;
import org.pytorch.alerting.console.machine.Flow.Kind;
import org.pytorch.alerting.console.machine.Flow.Node;
import org.pytorch.alerting.model.json.Json;

/** Reads what a picture needs from a definition in the Amazon States Language. */
public final class Definition {
  /** In characters; a longer label would move the states apart. */
  private static final int LABEL_LENGTH = 18;

  private static final Pattern OPERATOR =
      Pattern.compile(
          "(?:String|Numeric|Boolean|Timestamp)"
              + "(Equals|GreaterThan|GreaterThanEquals|LessThan|LessThanEquals|Matches)(?:Path)?");

  private static final List<String> INNER =
      List.of("States", "ItemProcessor", "Iterator", "Branches");

  private Definition() {}

  /**
   * {@return the states and the transitions between them}
   *
   * @throws IllegalArgumentException if the text is not a definition
   */
  public static Flow read(String definition) {
    try {
      return flow(Json.mapper().readTree(definition));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the definition is not JSON", e);
    }
  }

  private static Flow flow(JsonNode json) {
    JsonNode states = json.path("States");
    if (!states.isObject() || !json.path("StartAt").isTextual()) {
      throw new IllegalArgumentException("the definition has no States or no StartAt");
    }
    List<Node> nodes = new ArrayList<>();
    Edges edges = new Edges(states);
    states
        .properties()
        .forEach(
            state -> {
              nodes.add(node(state.getKey(), state.getValue()));
              addEdges(edges, state.getKey(), state.getValue());
            });
    return new Flow(json.path("StartAt").asText(), nodes, edges.all());
  }

  private static Node node(String name, JsonNode state) {
    List<Flow> inner = new ArrayList<>();
    JsonNode processor =
        state.has("ItemProcessor") ? state.path("ItemProcessor") : state.path("Iterator");
    if (processor.isObject()) {
      inner.add(flow(processor));
    }
    state.path("Branches").forEach(branch -> inner.add(flow(branch)));
    String type = state.path("Type").asText("State");
    boolean last = type.equals("Succeed") || type.equals("Fail");
    ObjectNode own = state.deepCopy();
    own.remove(INNER);
    return new Node(
        name,
        type,
        Optional.ofNullable(state.path("Comment").textValue()),
        last || state.path("End").asBoolean(false),
        inner,
        own.toPrettyString());
  }

  private static void addEdges(Edges edges, String name, JsonNode state) {
    edges.add(name, state.path("Next"), Kind.NEXT, "");
    state
        .path("Choices")
        .forEach(rule -> edges.add(name, rule.path("Next"), Kind.CHOICE, condition(rule)));
    edges.add(name, state.path("Default"), Kind.DEFAULT, "default");
    state
        .path("Catch")
        .forEach(
            catcher ->
                edges.add(name, catcher.path("Next"), Kind.CATCH, errors(catcher, "ErrorEquals")));
  }

  private static String errors(JsonNode catcher, String field) {
    return catcher
        .path(field)
        .valueStream()
        .map(error -> shortError(error.asText()))
        .collect(Collectors.joining(", "));
  }

  /** {@return the last part of a class's name} */
  public static String shortError(String error) {
    return error.startsWith("States.") ? error : error.substring(error.lastIndexOf('.') + 1);
  }

  /**
   * {@return what the rule compares with, such as {@code > 1000}; of several comparisons, only the
   * texts, because the others would say nothing without their variables}
   */
  private static String condition(JsonNode rule) {
    Set<String> texts = new LinkedHashSet<>();
    rule.properties().stream()
        .map(field -> comparison(field.getKey(), field.getValue()))
        .forEach(texts::add);
    rule.path("And").forEach(part -> texts.add(text(part)));
    texts.remove("");
    return String.join(", ", texts);
  }

  private static String text(JsonNode rule) {
    return rule.properties().stream()
        .filter(field -> isText(field.getKey(), field.getValue()))
        .map(field -> field.getValue().textValue())
        .collect(Collectors.joining(", "));
  }

  private static boolean isText(String name, JsonNode value) {
    return name.equals("StringEquals") && value.isTextual();
  }

  /** {@return a comparison in signs; empty if the field is no comparison} */
  private static String comparison(String name, JsonNode value) {
    if (isText(name, value)) {
      return value.textValue();
    }
    if (name.startsWith("Is") && value.isBoolean()) {
      String what = name.substring("Is".length()).toLowerCase(Locale.ROOT);
      return (value.booleanValue() ? "is " : "is not ") + what;
    }
    Matcher operator = OPERATOR.matcher(name);
    if (!operator.matches()) {
      return "";
    }
    String sign =
        switch (operator.group(1)) {
          case "GreaterThanEquals" -> "≥ ";
          case "GreaterThan" -> "> ";
          case "LessThanEquals" -> "≤ ";
          case "LessThan" -> "< ";
          case "Matches" -> "like ";
          default -> "";
        };
    return sign + value.asText();
  }

  /** Several transitions of one kind between the same states are one line. */
  private static final class Edges {
    private final JsonNode states;
    private final Map<String, Edge> edges = new LinkedHashMap<>();

    private Edges(JsonNode states) {
      this.states = states;
    }

    private void add(String from, JsonNode next, Kind kind, String label) {
      String to = next.asText("");
      if (!states.has(to)) {
        return; // An engine refuses it; the picture shows the rest.
      }
      edges.merge(
          "%s\n%s\n%s".formatted(from, to, kind == Kind.CATCH),
          new Edge(from, to, kind, label),
          (one, two) -> new Edge(from, to, one.kind(), joined(one.label(), two.label())));
    }

    private static String joined(String one, String two) {
      return one.isEmpty() || two.isEmpty() ? one + two : one.equals(two) ? one : one + ", " + two;
    }

    private List<Edge> all() {
      return List.copyOf(edges.values());
    }
  }

  /** {@return the label as the picture shows it; empty if it would be too long} */
  static String shownLabel(Edge edge) {
    return switch (edge.kind()) {
      case NEXT, CATCH -> "";
      case CHOICE, DEFAULT ->
          edge.label().length() <= LABEL_LENGTH
              ? edge.label()
              : edge.label().substring(0, LABEL_LENGTH - 1) + "…";
    };
  }
}
