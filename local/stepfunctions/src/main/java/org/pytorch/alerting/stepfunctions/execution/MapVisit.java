package org.pytorch.alerting.stepfunctions.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Optional;
import org.pytorch.alerting.stepfunctions.data.Scope;
import org.pytorch.alerting.stepfunctions.data.StatesRuntimeException;
import org.pytorch.alerting.stepfunctions.definition.MapState;
import org.pytorch.alerting.stepfunctions.definition.MapState.Concurrency;
import org.pytorch.alerting.stepfunctions.execution.history.Fault;
import org.pytorch.alerting.stepfunctions.execution.history.History;

/** A visit of a Map state. */
final class MapVisit extends RecoverableVisit {
  private final MapState state;
  private Optional<MapAttempt> current = Optional.empty();

  MapVisit(MapState state, Entry entry) {
    super(state, state.recovery(), entry);
    this.state = state;
  }

  @Override
  void attempt() {
    JsonNode input = effectiveInput();
    Scope scope = scope(input);
    if (!(state.itemsPath().readOrFail(scope) instanceof ArrayNode items)) {
      throw new StatesRuntimeException(
          "Reference path \"%s\" must point to array.".formatted(state.itemsPath()));
    }
    flow().addEvent("MapStateStarted", History.details().put("length", items.size()));
    MapAttempt attempt = new MapAttempt(this, items, concurrency(scope), input);
    current = Optional.of(attempt);
    attempt.begin();
  }

  @Override
  void cancelAttempt() {
    current.ifPresent(MapAttempt::abort);
  }

  MapState state() {
    return state;
  }

  JsonNode iterationInput(JsonNode input, int index, JsonNode item) {
    JsonNode context = context().withItem(index, item).toJson();
    return state
        .itemSelector()
        .map(
            template -> limited(template.evaluate(new Scope(input, context, execution().random()))))
        .orElse(item);
  }

  void succeeded(ArrayNode results) {
    flow().addEvent("MapStateSucceeded", History.details());
    guarded(() -> leaveWith(results, state.next()));
  }

  void failed(Fault fault) {
    flow().addEvent("MapStateFailed", History.details());
    guarded(() -> onFault(fault));
  }

  private int concurrency(Scope scope) {
    return switch (state.concurrency()) {
      case Concurrency.Fixed fixed -> fixed.max();
      case Concurrency.FromPath from -> {
        JsonNode value = from.path().readOrFail(scope);
        if (!value.isInt() || value.intValue() < 0) {
          throw new StatesRuntimeException(
              "The MaxConcurrencyPath parameter does not reference a valid value: " + value);
        }
        yield value.intValue();
      }
    };
  }
}
