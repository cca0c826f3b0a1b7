package org.pytorch.alerting.stepfunctions.execution;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.pytorch.alerting.stepfunctions.data.Scope;
import org.pytorch.alerting.stepfunctions.data.StatesRuntimeException;
import org.pytorch.alerting.stepfunctions.definition.ChoiceState;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;

/** A visit of a Choice state. */
final class ChoiceVisit extends Visit {
  private final ChoiceState state;

  ChoiceVisit(ChoiceState state, Entry entry) {
    super(state, entry);
    this.state = state;
  }

  @Override
  void begin() {
    JsonNode input = effectiveInput();
    Edge edge = choose(scope(input));
    leave(state.dataFlow().outputPath().apply(scope(input)), edge);
  }

  private Edge choose(Scope scope) {
    List<ChoiceState.Rule> rules = state.rules();
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).condition().test(scope)) {
        return new Edge.Rule(state.name(), i, rules.get(i).next());
      }
    }
    return state
        .otherwise()
        .map(next -> new Edge.Default(state.name(), next))
        .orElseThrow(
            () ->
                new StatesRuntimeException(
                    "Failed to transition out of the state. The state does not point to a next state."));
  }
}
