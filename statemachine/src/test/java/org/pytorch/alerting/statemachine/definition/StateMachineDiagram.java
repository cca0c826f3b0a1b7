package org.pytorch.alerting.statemachine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pytorch.alerting.statemachine.definition.Definition.State;

/** The generated page on the definition: a Mermaid flowchart, and a table of the retriers. */
final class StateMachineDiagram {
  private final Definition definition;

  StateMachineDiagram(Definition definition) {
    this.definition = definition;
  }

  /** {@return the page} */
  String page() {
    return """
        # The state machine

        Generated from `statemachine/alert-pipeline.asl.json`; do not edit. A test compares the two. `make asl` writes
        this page again.

        Solid arrows are normal transitions. Dotted arrows are errors whose retries are used up.

        ```mermaid
        flowchart TD
        %s
        ```

        ## Retries

        Each wait is a random time up to the given one ("full jitter"). If a state's retries are used up, or its error
        is not in its rows, it takes the dotted arrow.

        The actions on GitHub are retried like this only while Lambda has no instance for them. Any other attempt is
        followed by the next one as the diagram shows, after %s, because the next one has to know whether an earlier
        one may have sent something.

        | states | errors | retried after up to |
        |---|---|---|
        %s

        ## Time-outs

        An execution ends after %d s in any case. An attempt fails with `States.Timeout` after:

        | state | time-out |
        |---|---|
        %s
        """
        .formatted(
            flowchart(),
            waits(),
            retryTable(),
            definition.tree().get("TimeoutSeconds").asInt(),
            timeoutTable());
  }

  private String flowchart() {
    JsonNode tree = definition.tree();
    String start = "  start((start)) --> " + id(tree.get("StartAt").asText());
    Stream<String> nodes = flow(tree, "  ");
    Stream<String> edges = definition.states().stream().flatMap(StateMachineDiagram::edges);
    return Stream.of(Stream.of(start), nodes, edges)
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n"));
  }

  private static Stream<String> flow(JsonNode flow, String indent) {
    return flow.get("States").properties().stream()
        .flatMap(entry -> node(entry.getKey(), entry.getValue(), indent));
  }

  private static Stream<String> node(String name, JsonNode state, String indent) {
    String id = id(name);
    return switch (state.get("Type").asText()) {
      case "Map" ->
          Stream.of(
                  Stream.of(indent + "subgraph " + id + "[\"" + name + "\"]"),
                  Stream.of(
                      "%s  %s_start((each)) --> %s"
                          .formatted(indent, id, id(state.get("ItemProcessor"), "StartAt"))),
                  flow(state.get("ItemProcessor"), indent + "  "),
                  Stream.of(indent + "end"))
              .flatMap(lines -> lines);
      case "Choice" -> Stream.of(indent + id + "{\"" + name + "\"}");
      case "Succeed" -> Stream.of(indent + id + "([\"" + name + "\"])");
      case "Fail" -> Stream.of(indent + id + "[/\"" + name + "\"/]");
      case "Pass", "Wait" -> Stream.of(indent + id + "(\"" + name + "\")");
      default -> Stream.of(indent + id + "[\"" + name + "\"]");
    };
  }

  private static Stream<String> edges(State state) {
    String from = "  " + id(state.name());
    JsonNode node = state.node();
    Stream<String> next =
        Stream.of("Next").filter(node::has).map(field -> from + " --> " + id(node, field));
    Stream<String> rules =
        state.list("Choices").stream()
            .map(rule -> from + " -- \"" + condition(rule) + "\" --> " + id(rule, "Next"));
    Stream<String> otherwise =
        Stream.of("Default")
            .filter(node::has)
            .map(field -> from + " -- \"otherwise\" --> " + id(node, field));
    Stream<String> errors =
        catchers(state).entrySet().stream()
            .map(way -> from + " -. \"" + way.getValue() + "\" .-> " + way.getKey());
    return Stream.of(next, rules, otherwise, errors).flatMap(lines -> lines);
  }

  /**
   * Catchers with the same target are one arrow; with States.ALL among them, it means any error.
   */
  private static Map<String, String> catchers(State state) {
    Map<String, String> ways = new LinkedHashMap<>();
    for (JsonNode catcher : state.list("Catch")) {
      List<String> errors = State.errors(catcher);
      String label =
          errors.contains("States.ALL")
              ? "any error"
              : errors.stream()
                  .map(name -> name.substring(name.lastIndexOf('.') + 1))
                  .collect(Collectors.joining(", "));
      ways.merge(
          id(catcher, "Next"),
          label,
          (first, second) -> second.equals("any error") ? second : first + ", " + second);
    }
    return ways;
  }

  private static String condition(JsonNode rule) {
    if (rule.has("And")) {
      return rule.get("And")
          .valueStream()
          // IsPresent checks before a comparison are left out.
          .filter(part -> !part.path("IsPresent").asBoolean())
          .map(StateMachineDiagram::condition)
          .collect(Collectors.joining(" and "));
    }
    if (rule.has("Not")) {
      return "not " + condition(rule.get("Not"));
    }
    String variable = rule.get("Variable").asText();
    String name = variable.substring(variable.lastIndexOf('.') + 1).replace('_', ' ');
    return rule.properties().stream()
        .filter(entry -> !List.of("Variable", "Next").contains(entry.getKey()))
        .map(
            entry ->
                switch (entry.getKey()) {
                  case "IsPresent" ->
                      name + " is " + (entry.getValue().asBoolean() ? "present" : "absent");
                  case "IsNull" ->
                      name + " is " + (entry.getValue().asBoolean() ? "null" : "given");
                  case "TimestampGreaterThanPath" ->
                      name
                          + " is after "
                          + entry.getValue().asText().replace("$$.State.EnteredTime", "now");
                  case "NumericLessThan" -> name + " less than " + entry.getValue().asText();
                  // The label itself is in double quotes.
                  case "StringMatches" ->
                      name + " like " + entry.getValue().asText().replace('"', '\'');
                  default -> name + " = " + entry.getValue().asText();
                })
        .collect(Collectors.joining(", "));
  }

  /** Equal retriers are one row. */
  private String retryTable() {
    Map<Retrier, List<String>> states = new LinkedHashMap<>();
    for (State state : definition.states()) {
      for (JsonNode retrier : state.list("Retry")) {
        states.computeIfAbsent(Retrier.of(retrier), key -> new ArrayList<>()).add(state.name());
      }
    }
    return states.entrySet().stream()
        .map(row -> row(row.getKey(), row.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static String row(Retrier retrier, List<String> states) {
    return "| %s | %s | %s |"
        .formatted(
            String.join(", ", states),
            retrier.shortNames().stream()
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(", ")),
            retrier.delays().stream()
                .map(delay -> delay.toSeconds() + " s")
                .collect(Collectors.joining(", ")));
  }

  private String timeoutTable() {
    return definition.states().stream()
        .filter(State::isTask)
        .map(
            state ->
                "| %s | %d s |".formatted(state.name(), state.node().get("TimeoutSeconds").asInt()))
        .collect(Collectors.joining("\n"));
  }

  private String waits() {
    return definition.states().stream()
        .filter(state -> state.node().has("Seconds"))
        .map(state -> state.node().get("Seconds").asInt() + " s")
        .collect(Collectors.joining(", "));
  }

  private static String id(JsonNode node, String field) {
    return id(node.get(field).asText());
  }

  private static String id(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "_").replaceAll("_$", "");
  }
}
