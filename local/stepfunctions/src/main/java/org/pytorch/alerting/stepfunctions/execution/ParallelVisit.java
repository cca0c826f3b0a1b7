package org.pytorch.alerting.stepfunctions.execution;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.pytorch.alerting.stepfunctions.definition.Flow;
import org.pytorch.alerting.stepfunctions.definition.ParallelState;
import org.pytorch.alerting.stepfunctions.execution.history.History;

/** A visit of a Parallel state. */
final class ParallelVisit extends NestingVisit {
  private final ParallelState state;

  ParallelVisit(ParallelState state, Entry entry) {
    super(state, state.recovery(), state.exit(), entry);
    this.state = state;
  }

  /** The history has no events for the start and the end of a branch. */
  @Override
  Optional<String> flowEvents() {
    return Optional.empty();
  }

  @Override
  void attempt() {
    run(new Branches(effectiveInput()), History.details());
  }

  /** Every branch gets the effective input of the Parallel. */
  private final class Branches implements Work {
    private final JsonNode input;

    Branches(JsonNode input) {
      this.input = input;
    }

    @Override
    public int count() {
      return state.branches().size();
    }

    @Override
    public int maxConcurrency() {
      return Integer.MAX_VALUE;
    }

    @Override
    public Flow flow(int index) {
      return state.branches().get(index);
    }

    @Override
    public JsonNode input(int index) {
      return input;
    }
  }
}
