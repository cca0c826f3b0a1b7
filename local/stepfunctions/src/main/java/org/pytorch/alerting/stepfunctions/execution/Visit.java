package org.pytorch.alerting.stepfunctions.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.data.Scope;
import org.pytorch.alerting.stepfunctions.data.StatesRuntimeException;
import org.pytorch.alerting.stepfunctions.definition.ChoiceState;
import org.pytorch.alerting.stepfunctions.definition.FailState;
import org.pytorch.alerting.stepfunctions.definition.MapState;
import org.pytorch.alerting.stepfunctions.definition.ParallelState;
import org.pytorch.alerting.stepfunctions.definition.PassState;
import org.pytorch.alerting.stepfunctions.definition.State;
import org.pytorch.alerting.stepfunctions.definition.SucceedState;
import org.pytorch.alerting.stepfunctions.definition.TaskState;
import org.pytorch.alerting.stepfunctions.definition.WaitState;
import org.pytorch.alerting.stepfunctions.definition.field.DataFlow;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;
import org.pytorch.alerting.stepfunctions.definition.recovery.ErrorNames;
import org.pytorch.alerting.stepfunctions.execution.history.ExecutionListener;
import org.pytorch.alerting.stepfunctions.execution.history.FaultException;
import org.pytorch.alerting.stepfunctions.execution.history.History;
import org.pytorch.alerting.stepfunctions.execution.outcome.Fault;
import org.pytorch.alerting.stepfunctions.time.Scheduler;

/** One visit of a state, from entry to exit. */
abstract class Visit {
  private final State state;
  private final Entry entry;
  private boolean ended;

  Visit(State state, Entry entry) {
    this.state = state;
    this.entry = entry;
  }

  /**
   * How the state was entered.
   *
   * @param eventId of the ...StateEntered event
   */
  record Entry(FlowRun flow, JsonNode rawInput, Instant at, long eventId) {}

  /** Does the state's work, inside {@link #guarded}. */
  abstract void begin();

  /** Cancels everything this state waits for. */
  void cancel() {
    ended = true;
  }

  /** Aborts what runs inside this state because of an event, and adds the events of that. */
  void abortInside(long after) {}

  /**
   * Cancels everything and adds the events of that, because of an event in another iteration or
   * branch. As recorded on AWS, also for a state in which an iteration failed.
   */
  final void abort(long after) {
    abortInside(after);
    cancel();
    switch (state) {
      case TaskState _, WaitState _, MapState _, ParallelState _ ->
          execution().history().add(after, state.type() + "StateAborted", History.details());
      // Nothing happens between the entry and the exit of the others.
      case PassState _, ChoiceState _, SucceedState _, FailState _ -> {}
    }
  }

  /** Handles an error that Retry and Catch may handle. A state without them fails. */
  void onFault(Fault fault) {
    fail(fault);
  }

  final boolean hasEnded() {
    return ended;
  }

  final FlowRun flow() {
    return entry.flow();
  }

  final RunningExecution execution() {
    return entry.flow().execution();
  }

  final JsonNode rawInput() {
    return entry.rawInput();
  }

  final Instant now() {
    return execution().scheduler().now();
  }

  /**
   * Runs a part of the state's work unless the visit has ended. Turns its exceptions into faults.
   */
  final void guarded(Runnable work) {
    if (ended) {
      return;
    }
    try {
      work.run();
    } catch (StatesRuntimeException e) {
      fail(
          Fault.of(
              ErrorNames.RUNTIME,
              "An error occurred while executing the state '%s' (entered at the event id #%d). %s"
                  .formatted(state.name(), entry.eventId(), e.getMessage())));
    } catch (FaultException e) {
      onFault(e.fault());
    }
  }

  final Scheduler.Scheduled later(Duration delay, Runnable work) {
    return execution().scheduler().schedule(delay, () -> guarded(work));
  }

  /** {@return the scope of this state's expressions, with {@code input} as {@code $}} */
  final Scope scope(JsonNode input) {
    return new Scope(input, context().toJson(), execution().random());
  }

  ContextObject context() {
    return new ContextObject(execution(), state.name(), entry.at());
  }

  /** {@return the raw input after InputPath and Parameters} */
  final JsonNode effectiveInput() {
    DataFlow data = state.dataFlow();
    Scope scope = scope(rawInput());
    JsonNode input = data.inputPath().apply(scope);
    return data.parameters().map(t -> limited(t.evaluate(scope.withInput(input)))).orElse(input);
  }

  /** {@return the state's output: the result after ResultSelector, ResultPath and OutputPath} */
  final JsonNode output(JsonNode result) {
    DataFlow data = state.dataFlow();
    Scope scope = scope(result);
    JsonNode selected = data.resultSelector().map(t -> t.evaluate(scope)).orElse(result);
    JsonNode merged = data.resultPath().place(rawInput(), selected);
    return data.outputPath().apply(scope.withInput(merged));
  }

  /**
   * {@return the data}
   *
   * @throws FaultException if it is over {@link JsonText#MAX_BYTES}
   */
  final JsonNode limited(JsonNode data) {
    if (JsonText.isTooLong(data)) {
      throw new FaultException(Fault.dataLimitExceeded(state.name()));
    }
    return data;
  }

  final void leave(JsonNode output, Edge edge) {
    JsonNode checked = limited(output);
    ended = true;
    ObjectNode details = History.details().put("name", state.name());
    details.set("output", checked);
    flow().addEvent(state.type() + "StateExited", details);
    ExecutionListener listener = execution().listener();
    listener.onExited(state.name(), entry.at(), now());
    listener.onTransition(edge, now());
    edge.target()
        .ifPresentOrElse(target -> flow().enter(target, checked), () -> flow().succeed(checked));
  }

  /** Ends the whole flow with an error. */
  final void fail(Fault fault) {
    abortInside(flow().lastEvent());
    cancel();
    flow().fail(fault);
  }
}
