package org.pytorch.alerting.stepfunctions.execution;

import java.util.Optional;
import org.pytorch.alerting.stepfunctions.data.Scope;
import org.pytorch.alerting.stepfunctions.definition.FailState;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;
import org.pytorch.alerting.stepfunctions.execution.outcome.Fault;

/** A visit of a Fail state. */
final class FailVisit extends Visit {
  private final FailState state;

  FailVisit(FailState state, Entry entry) {
    super(state, entry);
    this.state = state;
  }

  @Override
  void begin() {
    Scope scope = scope(rawInput());
    Optional<String> error = state.error().map(source -> source.read(scope));
    Optional<String> cause = state.cause().map(source -> source.read(scope));
    execution().listener().onTransition(new Edge.Fail(state.name()), now());
    fail(new Fault(error, cause));
  }
}
