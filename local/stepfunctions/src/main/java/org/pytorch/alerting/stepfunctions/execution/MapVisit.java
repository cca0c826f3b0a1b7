package org.pytorch.alerting.stepfunctions.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Optional;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.data.Scope;
import org.pytorch.alerting.stepfunctions.data.StatesRuntimeException;
import org.pytorch.alerting.stepfunctions.definition.Flow;
import org.pytorch.alerting.stepfunctions.definition.MapState;
import org.pytorch.alerting.stepfunctions.definition.MapState.Concurrency;
import org.pytorch.alerting.stepfunctions.execution.history.History;

/** A visit of a Map state. */
final class MapVisit extends NestingVisit {
  private final MapState state;

  MapVisit(MapState state, Entry entry) {
    super(state, state.recovery(), state.exit(), entry);
    this.state = state;
  }

  @Override
  Optional<String> flowEvents() {
    return Optional.of("MapIteration");
  }

  @Override
  void attempt() {
    JsonNode input = effectiveInput();
    Scope scope = scope(input);
    if (!(state.itemsPath().readOrFail(scope) instanceof ArrayNode items)) {
      throw new StatesRuntimeException(
          "Reference path \"%s\" must point to array.".formatted(state.itemsPath()));
    }
    Iterations iterations = new Iterations(input, items, concurrency(scope));
    run(iterations, History.details().put("length", items.size()));
  }

  /** One iteration for each item. */
  private final class Iterations implements Work {
    private final JsonNode effectiveInput;
    private final ArrayNode items;
    private final int concurrency;

    Iterations(JsonNode effectiveInput, ArrayNode items, int concurrency) {
      this.effectiveInput = effectiveInput;
      this.items = items;
      this.concurrency = concurrency;
    }

    @Override
    public int count() {
      return items.size();
    }

    @Override
    public int maxConcurrency() {
      return concurrency;
    }

    @Override
    public Flow flow(int index) {
      return state.itemProcessor();
    }

    @Override
    public JsonNode input(int index) {
      JsonNode item = items.path(index);
      JsonNode context = context().withItem(index, item).toJson();
      Scope scope = new Scope(effectiveInput, context, execution().random());
      return state.itemSelector().map(selector -> limited(selector.evaluate(scope))).orElse(item);
    }
  }

  private int concurrency(Scope scope) {
    int max =
        switch (state.concurrency()) {
          case Concurrency.Fixed fixed -> fixed.max();
          case Concurrency.FromPath from -> {
            JsonNode value = from.path().readOrFail(scope);
            if (!value.isInt()) {
              throw new StatesRuntimeException(
                  "The MaxConcurrencyPath field refers to value \"%s\" which is not a valid integer: %s"
                      .formatted(JsonText.plain(value), from.path()));
            }
            if (value.intValue() < 0) {
              throw new StatesRuntimeException(
                  "Expected non-negative integer for MaxConcurrency, got '%d' instead."
                      .formatted(value.intValue()));
            }
            yield value.intValue();
          }
        };
    return max == 0 ? Integer.MAX_VALUE : max;
  }
}
