package org.pytorch.alerting.stepfunctions.execution;

import com.fasterxml.jackson.databind.JsonNode;
import org.pytorch.alerting.stepfunctions.definition.PassState;

/** A visit of a Pass state. */
final class PassVisit extends Visit {
  private final PassState state;

  PassVisit(PassState state, Entry entry) {
    super(state, entry);
    this.state = state;
  }

  @Override
  void begin() {
    JsonNode input = effectiveInput();
    leave(output(state.result().orElse(input)), state.exit());
  }
}
