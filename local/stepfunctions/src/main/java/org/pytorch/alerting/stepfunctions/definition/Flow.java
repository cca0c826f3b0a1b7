package org.pytorch.alerting.stepfunctions.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The states of a machine or of a Map's iterations, and the first one.
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

  /** {@return the states, each Map followed by its iterations' states} */
  Stream<State> withNested() {
    return states.values().stream()
        .flatMap(
            state ->
                state instanceof MapState map
                    ? Stream.concat(Stream.of(state), map.itemProcessor().withNested())
                    : Stream.of(state));
  }
}
