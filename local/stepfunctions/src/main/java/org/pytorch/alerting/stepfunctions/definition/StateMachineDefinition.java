package org.pytorch.alerting.stepfunctions.definition;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.definition.field.DefinitionFields;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;
import org.pytorch.alerting.stepfunctions.definition.field.Integration;
import org.pytorch.alerting.stepfunctions.definition.field.InvalidDefinitionException;
import org.pytorch.alerting.stepfunctions.definition.field.Timeout;

/**
 * A checked state machine.
 *
 * @param flow the states of the machine itself; the states inside a Map or a Parallel are in that
 *     state
 * @param timeout of a whole execution
 */
public record StateMachineDefinition(Flow flow, Optional<Duration> timeout) {

  public static final int MAX_CHARACTERS = 1_048_576;

  /**
   * Reads a definition in the Amazon States Language.
   *
   * @throws InvalidDefinitionException if it is invalid or uses an unsupported feature
   */
  public static StateMachineDefinition parse(String json) {
    return parse(json, Integration.resources());
  }

  /**
   * Reads a definition in the Amazon States Language.
   *
   * @param resources the Resources that have a service
   * @throws InvalidDefinitionException if it is invalid, uses an unsupported feature, or a Task has
   *     no service
   */
  public static StateMachineDefinition parse(String json, Set<String> resources) {
    if (json.length() > MAX_CHARACTERS) {
      throw new InvalidDefinitionException("", "has more than " + MAX_CHARACTERS + " characters");
    }
    DefinitionFields fields = DefinitionFields.of("", read(json));
    fields.requireJsonPath();
    fields
        .text("Version")
        .filter(version -> !version.equals("1.0"))
        .ifPresent(
            version -> {
              throw fields.problem("Version", "must be 1.0");
            });
    OptionalInt seconds = fields.integer("TimeoutSeconds", 1, Timeout.MAX_SECONDS);
    return new StateMachineDefinition(
        new FlowParser(resources).parse(fields, "a state machine"),
        seconds.isPresent()
            ? Optional.of(Duration.ofSeconds(seconds.getAsInt()))
            : Optional.empty());
  }

  private static JsonNode read(String json) {
    try {
      return JsonText.parse(json);
    } catch (JsonProcessingException e) {
      throw new InvalidDefinitionException(
          InvalidDefinitionException.Code.INVALID_JSON_DESCRIPTION,
          "",
          "is not JSON: " + describe(e));
    }
  }

  /** {@return the problem and its place, without Jackson's remark on its source} */
  private static String describe(JsonProcessingException e) {
    String problem = e.getOriginalMessage().replaceAll(" \\(start marker at .*", "");
    JsonLocation place = e.getLocation();
    return place == null
        ? problem
        : "%s (line %d, column %d)".formatted(problem, place.getLineNr(), place.getColumnNr());
  }

  /** {@return a copy with a time-out of at most {@code limit}, for Express executions} */
  public StateMachineDefinition withTimeoutAtMost(Duration limit) {
    Duration shorter = timeout.filter(own -> own.compareTo(limit) < 0).orElse(limit);
    return new StateMachineDefinition(flow, Optional.of(shorter));
  }

  /**
   * {@return every state by name, including those in Maps and Parallels, in the order of the
   * definition}
   */
  public Map<String, State> allStates() {
    Map<String, State> states = new LinkedHashMap<>();
    flow.withNested().forEach(state -> states.put(state.name(), state));
    return Collections.unmodifiableMap(states);
  }

  /** {@return every transition of an execution, in the order of the definition} */
  public Set<Edge> edges() {
    Set<Edge> edges = new LinkedHashSet<>();
    edges.add(new Edge.Start("", flow.startAt()));
    flow.withNested().forEach(state -> edges.addAll(state.edges()));
    return Collections.unmodifiableSet(edges);
  }

  /** {@return the Resource of every Task state} */
  public Set<String> resources() {
    return flow.withNested()
        .filter(TaskState.class::isInstance)
        .map(state -> ((TaskState) state).integration().resource())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
