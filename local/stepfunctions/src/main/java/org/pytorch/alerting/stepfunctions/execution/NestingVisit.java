package org.pytorch.alerting.stepfunctions.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pytorch.alerting.stepfunctions.definition.Flow;
import org.pytorch.alerting.stepfunctions.definition.State;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;
import org.pytorch.alerting.stepfunctions.definition.recovery.Recovery;
import org.pytorch.alerting.stepfunctions.execution.history.History;
import org.pytorch.alerting.stepfunctions.execution.outcome.Fault;

/**
 * A visit of a state with flows inside: the iterations of a Map or the branches of a Parallel. Its
 * events and their previous ids are those recorded on AWS.
 */
abstract class NestingVisit extends RecoverableVisit {
  private final State state;
  private final Edge exit;
  private Optional<Attempt> current = Optional.empty();

  NestingVisit(State state, Recovery recovery, Edge exit, Entry entry) {
    super(state, recovery, entry);
    this.state = state;
    this.exit = exit;
  }

  /** The flows of one attempt. */
  interface Work {
    int count();

    /** How many run at the same time. */
    int maxConcurrency();

    Flow flow(int index);

    /** The input of a flow, evaluated when it starts. */
    JsonNode input(int index);
  }

  /** {@return the start of the types of the events around each flow; empty if there are none} */
  abstract Optional<String> flowEvents();

  /**
   * Starts the flows of an attempt.
   *
   * @param started the details of the ...StateStarted event
   */
  final void run(Work work, ObjectNode started) {
    long after = flow().addEvent(state.type() + "StateStarted", started);
    Attempt attempt = new Attempt(work);
    current = Optional.of(attempt);
    attempt.proceed(after, after);
  }

  @Override
  final void cancelAttempt() {
    current.ifPresent(Attempt::stop);
  }

  @Override
  final void abortInside(long after) {
    current.ifPresent(attempt -> attempt.abort(after));
  }

  private void succeeded(ArrayNode results, long after) {
    flow().follow(after);
    flow().addSideEvent(state.type() + "StateSucceeded", History.details());
    guarded(() -> leave(output(results), exit));
  }

  /** As recorded on AWS, there is no ...StateFailed event before a retry. */
  private void failed(Fault fault, long after) {
    flow().follow(after);
    guarded(
        () ->
            recover(fault, () -> flow().addEvent(state.type() + "StateFailed", History.details())));
  }

  private final class Attempt {
    private final Work work;
    private final SortedMap<Integer, FlowRun> running = new TreeMap<>();
    private final SortedMap<Integer, JsonNode> results = new TreeMap<>();
    private int started;
    private boolean ended;

    Attempt(Work work) {
      this.work = work;
    }

    /**
     * Starts as many flows as may run, or ends the attempt.
     *
     * @param last the event that leads to the first event of the next flow
     * @param reported the event that leads to the end of the state
     */
    void proceed(long last, long reported) {
      while (started < work.count() && running.size() < work.maxConcurrency()) {
        start(started++, last);
      }
      if (results.size() == work.count()) {
        ended = true;
        ArrayNode inOrder = JsonNodeFactory.instance.arrayNode();
        inOrder.addAll(results.values());
        succeeded(inOrder, reported);
      }
    }

    private void start(int index, long after) {
      JsonNode input = work.input(index);
      Flow inner = work.flow(index);
      FlowRun run = new FlowRun(execution(), inner, after, new InnerEnd(index));
      running.put(index, run);
      flowEvents().ifPresent(prefix -> run.addEvent(prefix + "Started", details(index)));
      execution().listener().onTransition(new Edge.Start(state.name(), inner.startAt()), now());
      run.enter(inner.startAt(), input);
    }

    /** Adds an event about a flow. {@return its id, or {@code after} if there is no such event} */
    private long report(int index, String what, long after) {
      return flowEvents()
          .map(prefix -> execution().history().add(after, prefix + what, details(index)))
          .orElse(after);
    }

    private ObjectNode details(int index) {
      return History.details().put("name", state.name()).put("index", index);
    }

    /** Stops the running flows without events. */
    void stop() {
      ended = true;
      running.values().forEach(FlowRun::stop);
      running.clear();
    }

    /** Aborts the running flows because of the event {@code after}. */
    void abort(long after) {
      ended = true;
      running.forEach(
          (index, run) -> {
            report(index, "Aborted", after);
            run.abort(after);
          });
      running.clear();
    }

    private final class InnerEnd implements FlowRun.End {
      private final int index;

      InnerEnd(int index) {
        this.index = index;
      }

      @Override
      public void succeeded(JsonNode output) {
        long last = ended().lastEvent();
        long reported = report(index, "Succeeded", last);
        results.put(index, output);
        // The next iteration's ItemSelector may fail; that fails the Map, not this iteration.
        guarded(() -> proceed(last, reported));
      }

      @Override
      public void failed(Fault fault) {
        FlowRun run = ended();
        long last = run.lastEvent();
        report(index, "Failed", last);
        run.abort(last);
        abort(last);
        NestingVisit.this.failed(fault, last);
      }

      private FlowRun ended() {
        FlowRun run = running.remove(index);
        if (run == null || ended) {
          throw new IllegalStateException(
              "Flow %d of '%s' has ended twice".formatted(index, state.name()));
        }
        return run;
      }
    }
  }
}
