package org.pytorch.alerting.stepfunctions.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;
import org.pytorch.alerting.stepfunctions.execution.history.Fault;
import org.pytorch.alerting.stepfunctions.execution.history.History;

/** The iterations of one attempt of a Map state. */
final class MapAttempt {
  private final MapVisit visit;
  private final ArrayNode items;
  private final int maxConcurrency;
  private final JsonNode input;
  private final SortedMap<Integer, FlowRun> running = new TreeMap<>();
  private final SortedMap<Integer, JsonNode> results = new TreeMap<>();
  private int started;
  private boolean ended;

  /**
   * @param concurrency 0 for no limit
   * @param input the Map's effective input
   */
  MapAttempt(MapVisit visit, ArrayNode items, int concurrency, JsonNode input) {
    this.visit = visit;
    this.items = items;
    this.maxConcurrency = concurrency == 0 ? Integer.MAX_VALUE : concurrency;
    this.input = input;
  }

  void begin() {
    startMore();
  }

  /** Stops all running iterations. */
  void abort() {
    ended = true;
    running.forEach(
        (index, iteration) -> {
          iteration.abort();
          iteration.addEvent("MapIterationAborted", details(index));
        });
    running.clear();
  }

  private void startMore() {
    while (started < items.size() && running.size() < maxConcurrency) {
      startIteration(started++);
    }
    if (results.size() == items.size()) {
      ended = true;
      ArrayNode inOrder = JsonNodeFactory.instance.arrayNode();
      inOrder.addAll(results.values());
      visit.succeeded(inOrder);
    }
  }

  private void startIteration(int index) {
    JsonNode iterationInput = visit.iterationInput(input, index, items.path(index));
    FlowRun iteration =
        new FlowRun(visit.execution(), visit.state().itemProcessor(), new IterationEnd(index));
    running.put(index, iteration);
    iteration.addEvent("MapIterationStarted", details(index));
    String startAt = visit.state().itemProcessor().startAt();
    visit
        .execution()
        .listener()
        .onTransition(new Edge.Start(visit.state().name(), startAt), visit.now());
    iteration.enter(startAt, iterationInput);
  }

  private ObjectNode details(int index) {
    return History.details().put("name", visit.state().name()).put("index", index);
  }

  private final class IterationEnd implements FlowRun.End {
    private final int index;

    IterationEnd(int index) {
      this.index = index;
    }

    @Override
    public void succeeded(JsonNode output) {
      ended("MapIterationSucceeded");
      results.put(index, output);
      // The next iteration's ItemSelector may fail; that fails the Map, not this iteration.
      visit.guarded(MapAttempt.this::startMore);
    }

    @Override
    public void failed(Fault fault) {
      ended("MapIterationFailed");
      abort();
      visit.failed(fault);
    }

    private void ended(String event) {
      FlowRun iteration = running.remove(index);
      if (iteration == null || ended) {
        throw new IllegalStateException("Iteration %d has ended twice".formatted(index));
      }
      iteration.addEvent(event, details(index));
    }
  }
}
