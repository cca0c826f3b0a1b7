package org.pytorch.alerting.stepfunctions.execution;

import org.pytorch.alerting.stepfunctions.definition.SucceedState;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;

/** A visit of a Succeed state. */
final class SucceedVisit extends Visit {
  private final SucceedState state;

  SucceedVisit(SucceedState state, Entry entry) {
    super(state, entry);
    this.state = state;
  }

  @Override
  void begin() {
    leave(state.dataFlow().outputPath().apply(scope(effectiveInput())), new Edge.End(state.name()));
  }
}
