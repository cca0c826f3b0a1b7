package org.pytorch.alerting.stepfunctions.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * States and where they begin: those of the machine, or those of a Map's iterations.
 *
 * @param states by name, in the order of the definition
 */
public record Flow(String startAt, Map<String, State> states) {
  public Flow {
    states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
  }

  /**
   * {@return the state of that name}
   *
   * @throws IllegalArgumentException if this flow has none
   */
  public State state(String name) {
    State state = states.get(name);
    if (state == null) {
      throw new IllegalArgumentException("There is no state '%s'".formatted(name));
    }
    return state;
  }

  /** {@return the states, each followed by those of its iterations if it is a Map} */
  Stream<State> withNested() {
    return states.values().stream()
        .flatMap(
            state ->
                state instanceof MapState map
                    ? Stream.concat(Stream.of(state), map.itemProcessor().withNested())
                    : Stream.of(state));
  }
}
