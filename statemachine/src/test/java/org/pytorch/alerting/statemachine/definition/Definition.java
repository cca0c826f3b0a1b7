package org.pytorch.alerting.statemachine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The state machine's definition, as text with placeholders and as a tree. */
public record Definition(String text) {
  private static final Path FILE = projectRoot().resolve("statemachine/alert-pipeline.asl.json");

  /** The placeholder for the AWS partition, such as {@code aws-us-gov}. */
  public static final String PARTITION = "partition";

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** {@return the deployed definition} */
  public static Definition load() {
    try {
      return new Definition(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the folder that holds the modules} */
  public static Path projectRoot() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..").normalize();
  }

  public static Definition of(JsonNode tree) {
    return new Definition(tree.toPrettyString());
  }

  /** {@return a mutable copy of the definition as a tree} */
  public ObjectNode tree() {
    try {
      return (ObjectNode) MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the names of the placeholders in it} */
  public SortedSet<String> placeholders() {
    return PLACEHOLDER
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
  }

  /**
   * {@return the definition with its placeholders replaced}
   *
   * @param values by the placeholder's name; one for each except the partition
   */
  public Definition filledIn(Map<String, String> values) {
    return new Definition(
        PLACEHOLDER.matcher(text).replaceAll((MatchResult found) -> value(values, found)));
  }

  /** {@return every state, including those in a Map, in the order of the definition} */
  public List<State> states() {
    List<State> states = new ArrayList<>();
    collect(tree(), (name, node) -> new State(name, Optional.empty(), node), states);
    return states;
  }

  /**
   * {@return the state called {@code name}}
   *
   * @throws IllegalArgumentException if there is none
   */
  public State state(String name) {
    return states().stream()
        .filter(state -> state.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such state: " + name));
  }

  private static String value(Map<String, String> values, MatchResult placeholder) {
    return Optional.ofNullable(values.get(placeholder.group(1)))
        .or(() -> Optional.of("aws").filter(_ -> placeholder.group(1).equals(PARTITION)))
        .orElseThrow(() -> new IllegalArgumentException("no value for " + placeholder.group()));
  }

  private static void collect(
      JsonNode flow, BiFunction<String, JsonNode, State> state, List<State> into) {
    flow.path("States")
        .properties()
        .forEach(
            entry -> {
              into.add(state.apply(entry.getKey(), entry.getValue()));
              if (entry.getValue().has("ItemProcessor")) {
                collect(
                    entry.getValue().get("ItemProcessor"),
                    (name, node) -> new State(name, Optional.of(entry.getKey()), node),
                    into);
              }
            });
  }

  /**
   * A state.
   *
   * @param map the Map state that contains it, if any
   */
  public record State(String name, Optional<String> map, JsonNode node) {
    public String type() {
      return node.path("Type").asText();
    }

    public boolean isTask() {
      return type().equals("Task");
    }

    /** {@return the elements of an array field; empty if the field is absent} */
    public List<JsonNode> list(String field) {
      return node.path(field).valueStream().toList();
    }

    /** {@return the error names of a retrier or catcher} */
    public static List<String> errors(JsonNode retrierOrCatcher) {
      return retrierOrCatcher.path("ErrorEquals").valueStream().map(JsonNode::asText).toList();
    }
  }
}
