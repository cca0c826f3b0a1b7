package org.pytorch.alerting.stepfunctions.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The states of a machine, of a Map's iterations or of a branch of a Parallel, and the first one.
 *
 * @param states by name, in the order of the definition
 */
public record Flow(String startAt, Map<String, State> states) {
  public Flow {
    states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
  }

  /**
   * {@return the state with this name}
   *
   * @throws IllegalArgumentException if there is no such state
   */
  public State state(String name) {
    State state = states.get(name);
    if (state == null) {
      throw new IllegalArgumentException("There is no state '%s'".formatted(name));
    }
    return state;
  }

  /** {@return the states, each Map and Parallel followed by the states inside it} */
  Stream<State> withNested() {
    return states.values().stream()
        .flatMap(
            state ->
                Stream.concat(Stream.of(state), state.nested().stream().flatMap(Flow::withNested)));
  }
}
