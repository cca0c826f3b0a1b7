package org.pytorch.alerting.stepfunctions.definition;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.pytorch.alerting.stepfunctions.definition.field.DefinitionFields;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;

/**
 * Reads StartAt and States, of the machine and inside its Maps and Parallels, and checks targets
 * and reachability.
 */
final class FlowParser {
  private static final int MAX_NAME_LENGTH = 80;

  private final Set<String> resources;

  /** Names are unique in the whole state machine, including its Maps and Parallels. */
  private final Set<String> names = new HashSet<>();

  /**
   * @param resources the Resources that have a service
   */
  FlowParser(Set<String> resources) {
    this.resources = resources;
  }

  /** Reads a flow. The owner's other fields must have been read before. */
  Flow parse(DefinitionFields owner, String what) {
    String startAt = owner.requiredText("StartAt");
    DefinitionFields states = owner.requiredObject("States");
    owner.refuseOthers(what);
    Map<String, State> byName = new LinkedHashMap<>();
    for (String name : states.names()) {
      checkName(states, name);
      byName.put(name, parseState(name, states.requiredObject(name)));
    }
    if (!byName.containsKey(startAt)) {
      throw owner.missingStart(startAt);
    }
    Flow flow = new Flow(startAt, byName);
    checkTargets(flow, states);
    checkReachable(flow, states);
    return flow;
  }

  private void checkName(DefinitionFields states, String name) {
    if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
      throw states.problem(name, "a name has 1 to %d characters".formatted(MAX_NAME_LENGTH));
    }
    if (!names.add(name)) {
      throw states.problem(name, "another state has this name");
    }
  }

  private State parseState(String name, DefinitionFields fields) {
    String type = fields.requiredText("Type");
    fields.requireJsonPath();
    State state =
        switch (type) {
          case "Task" -> TaskState.parse(name, fields, resources);
          case "Map" -> MapState.parse(name, fields, this);
          case "Parallel" -> ParallelState.parse(name, fields, this);
          case "Pass" -> PassState.parse(name, fields);
          case "Choice" -> ChoiceState.parse(name, fields);
          case "Wait" -> WaitState.parse(name, fields);
          case "Succeed" -> SucceedState.parse(name, fields);
          case "Fail" -> FailState.parse(name, fields);
          default -> throw fields.problem("Type", "'%s' is not supported here".formatted(type));
        };
    fields.refuseOthers("a %s state".formatted(type));
    return state;
  }

  private static void checkTargets(Flow flow, DefinitionFields states) {
    for (State state : flow.states().values()) {
      for (Edge edge : state.edges()) {
        edge.target()
            .filter(target -> !(edge instanceof Edge.Start) && !flow.states().containsKey(target))
            .ifPresent(
                target -> {
                  throw states.missingTarget(state.name(), target);
                });
      }
    }
  }

  private static void checkReachable(Flow flow, DefinitionFields states) {
    Set<String> reached = new HashSet<>(Set.of(flow.startAt()));
    Deque<String> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      for (Edge edge : flow.state(open.pop()).edges()) {
        edge.target()
            .filter(target -> flow.states().containsKey(target) && reached.add(target))
            .ifPresent(open::push);
      }
    }
    for (String name : flow.states().keySet()) {
      if (!reached.contains(name)) {
        throw states.problem(name, "is not reachable from '%s'".formatted(flow.startAt()));
      }
    }
  }
}
