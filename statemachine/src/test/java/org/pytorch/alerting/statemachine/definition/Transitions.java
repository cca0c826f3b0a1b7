package org.pytorch.alerting.statemachine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;

/**
 * Every transition of an execution, named by its place in the definition. Read from the JSON and
 * not from the engine, which could miss one.
 */
public final class Transitions {
  private Transitions() {}

  /** {@return all transitions, in the order of the definition} */
  public static Set<String> of(Definition definition) {
    Set<String> names = new LinkedHashSet<>();
    names.add(name(new Edge.Start("", definition.tree().path("StartAt").asText())));
    definition.states().forEach(state -> collect(state, names));
    return names;
  }

  /** {@return the name of a transition that the engine took} */
  public static String name(Edge edge) {
    return switch (edge) {
      case Edge.Start(String from, String next) when from.isEmpty() -> "start -> " + next;
      case Edge.Start(String from, String next) -> from + ": each item -> " + next;
      case Edge.Next(String from, String next) -> from + " -> " + next;
      case Edge.Rule(String from, int rule, String next) -> from + ": rule " + rule + " -> " + next;
      case Edge.Default(String from, String next) -> from + ": Default -> " + next;
      case Edge.Retry(String from, int retrier) -> from + ": retrier " + retrier;
      case Edge.Catch(String from, int catcher, String next) ->
          from + ": catcher " + catcher + " -> " + next;
      case Edge.End(String from) -> from + " -> end";
      case Edge.Fail(String from) -> from + " -> failed";
    };
  }

  private static void collect(Definition.State state, Set<String> names) {
    String from = state.name();
    if (state.node().has("ItemProcessor")) {
      names.add(name(new Edge.Start(from, state.node().at("/ItemProcessor/StartAt").asText())));
    }
    if (state.node().has("Next")) {
      names.add(name(new Edge.Next(from, next(state.node()))));
    }
    List<JsonNode> rules = state.list("Choices");
    for (int i = 0; i < rules.size(); i++) {
      names.add(name(new Edge.Rule(from, i, next(rules.get(i)))));
    }
    if (state.node().has("Default")) {
      names.add(name(new Edge.Default(from, state.node().get("Default").asText())));
    }
    for (int i = 0; i < state.list("Retry").size(); i++) {
      names.add(name(new Edge.Retry(from, i)));
    }
    List<JsonNode> catchers = state.list("Catch");
    for (int i = 0; i < catchers.size(); i++) {
      names.add(name(new Edge.Catch(from, i, next(catchers.get(i)))));
    }
    if (state.node().path("End").asBoolean() || state.type().equals("Succeed")) {
      names.add(name(new Edge.End(from)));
    }
    if (state.type().equals("Fail")) {
      names.add(name(new Edge.Fail(from)));
    }
  }

  private static String next(JsonNode node) {
    return node.path("Next").asText();
  }
}
