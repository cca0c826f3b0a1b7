package org.pytorch.alerting.stepfunctions.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small definitions, all valid: every Type, nested, with random fields, names and paths. */
final class RandomDefinitions {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MAX_STATES = 4;
  private static final int MAX_DEPTH = 2;

  private static final List<String> PATHS =
      List.of(
          "$",
          "$.a",
          "$.a[0]",
          "$.n",
          "$.t",
          "$['it\\'s']",
          "$[\"x y\"]",
          "$.gone",
          "$$",
          "$$.State",
          "$$.Execution.Input.n");
  private static final List<String> INDEFINITE = List.of("$.a[*]", "$..b", "$.a[0:1]");
  private static final List<String> CALLS =
      List.of(
          "States.Format('{}-{}', $.n, $$.State.Name)",
          "States.StringToJson('')",
          "States.Array($.a, States.UUID())",
          "States.MathAdd($.n, 1)",
          "States.ArrayLength($.a)");
  private static final List<String> RESULT_PATHS =
      List.of("$", "$.r", "$.a", "$['x y'].z", "$.n.m");
  private static final List<String> ERRORS =
      List.of("E", "States.TaskFailed", "States.Timeout", "States.DataLimitExceeded");

  private final Random random;
  private int names;

  RandomDefinitions(Random random) {
    this.random = random;
  }

  /** {@return the next definition} */
  ObjectNode next() {
    names = 0;
    ObjectNode machine = flow(0);
    if (random.nextBoolean()) {
      machine.put("TimeoutSeconds", 1 + random.nextInt(300));
    }
    return machine.put("Comment", "random");
  }

  private ObjectNode flow(int depth) {
    List<String> states = new ArrayList<>();
    for (int i = 1 + random.nextInt(MAX_STATES); i > 0; i--) {
      names++;
      // Names with characters that JSON pointers escape.
      states.add(oneOf(List.of("S%d", "a/%d", "~%d", "it's %d")).formatted(names));
    }
    ObjectNode flow = NODES.objectNode().put("StartAt", states.getFirst());
    ObjectNode all = flow.putObject("States");
    for (int i = 0; i < states.size(); i++) {
      // Every state leads to the one after it, so all of them are reachable.
      List<String> later = states.subList(i + 1, states.size());
      all.set(
          states.get(i), later.isEmpty() ? lastState(states, depth) : state(later, states, depth));
    }
    return flow;
  }

  private ObjectNode lastState(List<String> states, int depth) {
    return switch (random.nextInt(4)) {
      case 0 -> paths(NODES.objectNode().put("Type", "Succeed"));
      case 1 -> fail();
      default -> state(List.of(), states, depth);
    };
  }

  private ObjectNode state(List<String> later, List<String> all, int depth) {
    ObjectNode state =
        switch (random.nextInt(depth < MAX_DEPTH ? 6 : 4)) {
          case 0 -> pass();
          case 1 -> later.isEmpty() ? pass() : choice(later);
          case 2 -> wait(NODES.objectNode().put("Type", "Wait"));
          case 3 -> task(all);
          case 4 -> map(all, depth);
          default -> parallel(all, depth);
        };
    if (!state.path("Type").asText().equals("Choice")) {
      if (later.isEmpty()) {
        state.put("End", true);
      } else {
        state.put("Next", later.getFirst());
      }
    }
    return state;
  }

  private ObjectNode pass() {
    ObjectNode pass = result(paths(NODES.objectNode().put("Type", "Pass")));
    return random.nextBoolean() ? pass.put("Result", random.nextInt(9)) : pass;
  }

  private ObjectNode fail() {
    ObjectNode fail = NODES.objectNode().put("Type", "Fail");
    switch (random.nextInt(3)) {
      case 0 -> fail.put("Error", "E").put("CausePath", oneOf(CALLS));
      case 1 -> fail.put("ErrorPath", oneOf(PATHS));
      default -> {}
    }
    return fail;
  }

  private ObjectNode wait(ObjectNode wait) {
    switch (random.nextInt(4)) {
      case 0 -> wait.put("Seconds", random.nextInt(100));
      case 1 -> wait.put("SecondsPath", oneOf(PATHS));
      case 2 -> wait.put("Timestamp", "2026-03-01T10:00:%02dZ".formatted(random.nextInt(60)));
      default -> wait.put("TimestampPath", oneOf(PATHS));
    }
    return paths(wait);
  }

  private ObjectNode task(List<String> all) {
    ObjectNode task = NODES.objectNode().put("Type", "Task");
    if (random.nextBoolean()) {
      task.put("Resource", "arn:aws:states:::lambda:invoke");
      task.putObject("Parameters").put("FunctionName", "f").put("Payload.$", oneOf(PATHS));
    } else {
      task.put("Resource", "arn:aws:lambda:us-east-1:123456789012:function:f");
    }
    if (random.nextBoolean()) {
      task.put("TimeoutSeconds", 1 + random.nextInt(3));
    }
    return recovery(selected(task), all);
  }

  private ObjectNode map(List<String> all, int depth) {
    ObjectNode map = NODES.objectNode().put("Type", "Map");
    map.put("ItemsPath", oneOf(List.of("$", "$.a", "$.gone")));
    switch (random.nextInt(3)) {
      case 0 -> map.put("MaxConcurrency", random.nextInt(3));
      case 1 -> map.put("MaxConcurrencyPath", oneOf(PATHS));
      default -> {}
    }
    if (random.nextBoolean()) {
      map.putObject(random.nextBoolean() ? "ItemSelector" : "Parameters")
          .put("v.$", "$$.Map.Item.Value")
          .put("n.$", oneOf(PATHS));
    }
    map.set(random.nextBoolean() ? "ItemProcessor" : "Iterator", flow(depth + 1));
    return recovery(selected(map), all);
  }

  private ObjectNode parallel(List<String> all, int depth) {
    ObjectNode parallel = NODES.objectNode().put("Type", "Parallel");
    ArrayNode branches = parallel.putArray("Branches");
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      branches.add(flow(depth + 1));
    }
    if (random.nextBoolean()) {
      parallel.putObject("Parameters").put("a.$", oneOf(PATHS));
    }
    return recovery(selected(parallel), all);
  }

  private ObjectNode choice(List<String> later) {
    ObjectNode choice = NODES.objectNode().put("Type", "Choice");
    ArrayNode rules = choice.putArray("Choices");
    for (String next : later) {
      rules.add(rule(0).put("Next", next));
    }
    return random.nextBoolean() ? choice.put("Default", later.getLast()) : choice;
  }

  private ObjectNode rule(int depth) {
    ObjectNode rule = NODES.objectNode();
    switch (random.nextInt(depth < 3 ? 7 : 4)) {
      case 0 -> rule.put("Variable", oneOf(PATHS)).put("IsPresent", random.nextBoolean());
      case 1 -> rule.put("Variable", oneOf(PATHS)).put("NumericLessThan", 1);
      case 2 -> rule.put("Variable", oneOf(PATHS)).put("StringMatches", "2026*");
      case 3 -> rule.put("Variable", oneOf(PATHS)).put("TimestampEqualsPath", oneOf(PATHS));
      case 4 -> rule.set("Not", rule(depth + 1));
      case 5 -> rule.putArray("And").add(rule(depth + 1)).add(rule(depth + 1));
      default -> rule.putArray("Or").add(rule(depth + 1));
    }
    return rule;
  }

  private ObjectNode paths(ObjectNode state) {
    for (String field : List.of("InputPath", "OutputPath")) {
      switch (random.nextInt(6)) {
        case 0 -> state.put(field, oneOf(PATHS));
        case 1 -> state.putNull(field);
        case 2 -> state.put(field, oneOf(INDEFINITE));
        default -> {}
      }
    }
    return state;
  }

  private ObjectNode result(ObjectNode state) {
    switch (random.nextInt(4)) {
      case 0 -> state.put("ResultPath", oneOf(RESULT_PATHS));
      case 1 -> state.putNull("ResultPath");
      default -> {}
    }
    return state;
  }

  private ObjectNode selected(ObjectNode state) {
    if (random.nextInt(3) == 0) {
      state.putObject("ResultSelector").put("s.$", oneOf(random.nextBoolean() ? PATHS : CALLS));
    }
    return result(paths(state));
  }

  private ObjectNode recovery(ObjectNode state, List<String> all) {
    if (random.nextBoolean()) {
      ObjectNode retrier = state.putArray("Retry").addObject();
      retrier.putArray("ErrorEquals").add(oneOf(ERRORS));
      retrier.put("MaxAttempts", random.nextInt(3)).put("BackoffRate", 1.5);
      if (random.nextBoolean()) {
        retrier.put("JitterStrategy", "FULL");
      }
    }
    if (random.nextBoolean()) {
      ObjectNode catcher = state.putArray("Catch").addObject().put("Next", oneOf(all));
      catcher.putArray("ErrorEquals").add("States.ALL");
      result(catcher);
    }
    return state;
  }

  /** {@return a copy of the definition with one random change, which may make it invalid} */
  ObjectNode changed(ObjectNode definition) {
    ObjectNode copy = definition.deepCopy();
    List<JsonNode> containers = new ArrayList<>();
    collect(copy, containers);
    switch (oneOf(containers)) {
      case ObjectNode object -> change(object);
      case ArrayNode array -> array.add(junk());
      default -> throw new IllegalStateException("Not a container");
    }
    return copy;
  }

  private void change(ObjectNode object) {
    List<String> fields = new ArrayList<>();
    object.fieldNames().forEachRemaining(fields::add);
    String field = fields.isEmpty() ? "Type" : oneOf(fields);
    switch (random.nextInt(4)) {
      case 0 -> object.remove(field);
      case 1 -> object.set(field, junk());
      case 2 -> object.set(oneOf(List.of("Assign", "Items", "Label", "Next", "Type")), junk());
      default -> object.set("x" + field, object.path(field).deepCopy());
    }
  }

  private JsonNode junk() {
    return switch (random.nextInt(7)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.numberNode(-1);
      case 2 -> NODES.numberNode(1.5);
      case 3 -> NODES.arrayNode();
      case 4 -> NODES.objectNode();
      case 5 -> NODES.textNode(oneOf(List.of("", "$", "$.", "$v", "$.a[", "States.Nope()", "Map")));
      default -> NODES.booleanNode(false);
    };
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  private <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
