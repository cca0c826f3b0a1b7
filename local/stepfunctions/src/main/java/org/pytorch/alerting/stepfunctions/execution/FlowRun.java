package org.pytorch.alerting.stepfunctions.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import org.pytorch.alerting.stepfunctions.definition.ChoiceState;
import org.pytorch.alerting.stepfunctions.definition.FailState;
import org.pytorch.alerting.stepfunctions.definition.Flow;
import org.pytorch.alerting.stepfunctions.definition.MapState;
import org.pytorch.alerting.stepfunctions.definition.ParallelState;
import org.pytorch.alerting.stepfunctions.definition.PassState;
import org.pytorch.alerting.stepfunctions.definition.State;
import org.pytorch.alerting.stepfunctions.definition.SucceedState;
import org.pytorch.alerting.stepfunctions.definition.TaskState;
import org.pytorch.alerting.stepfunctions.definition.WaitState;
import org.pytorch.alerting.stepfunctions.execution.history.History;
import org.pytorch.alerting.stepfunctions.execution.outcome.Fault;
import org.pytorch.alerting.stepfunctions.time.Scheduler;

/**
 * One run of a flow, state after state: the execution's own flow, an iteration of a Map or a branch
 * of a Parallel.
 */
final class FlowRun {
  private final RunningExecution execution;
  private final Flow flow;
  private final End end;
  private long lastEvent;
  private Scheduler.Scheduled entering = () -> {};

  /** The visit of the state that was entered last. */
  private Optional<Visit> current = Optional.empty();

  /**
   * @param after the event that leads to the first event of this run; 0 if there is none
   */
  FlowRun(RunningExecution execution, Flow flow, long after, End end) {
    this.execution = execution;
    this.flow = flow;
    this.lastEvent = after;
    this.end = end;
  }

  /** Called once when the flow ends; not called if it is aborted. */
  interface End {
    void succeeded(JsonNode output);

    void failed(Fault fault);
  }

  RunningExecution execution() {
    return execution;
  }

  /** {@return the id of the event that leads to the next one; 0 if there is none} */
  long lastEvent() {
    return lastEvent;
  }

  /** Adds an event, which leads to the next one. */
  long addEvent(String type, ObjectNode details) {
    lastEvent = addSideEvent(type, details);
    return lastEvent;
  }

  /** Adds an event that does not lead to the next one. */
  long addSideEvent(String type, ObjectNode details) {
    return execution.history().add(lastEvent, type, details);
  }

  /** Lets an event of another run lead to the next event. */
  void follow(long event) {
    lastEvent = event;
  }

  /** Each state is a scheduled task of its own, so a loop of states cannot starve other tasks. */
  void enter(String name, JsonNode rawInput) {
    State state = flow.state(name);
    current = Optional.empty();
    entering = execution.scheduler().schedule(Duration.ZERO, () -> visit(state, rawInput));
  }

  private void visit(State state, JsonNode rawInput) {
    ObjectNode details = History.details().put("name", state.name());
    details.set("input", rawInput);
    long entered = addEvent(state.type() + "StateEntered", details);
    Visit.Entry entry = new Visit.Entry(this, rawInput, execution.scheduler().now(), entered);
    Visit visit =
        switch (state) {
          case TaskState task -> new TaskVisit(task, entry);
          case MapState map -> new MapVisit(map, entry);
          case ParallelState parallel -> new ParallelVisit(parallel, entry);
          case PassState pass -> new PassVisit(pass, entry);
          case ChoiceState choice -> new ChoiceVisit(choice, entry);
          case WaitState wait -> new WaitVisit(wait, entry);
          case SucceedState succeed -> new SucceedVisit(succeed, entry);
          case FailState fail -> new FailVisit(fail, entry);
        };
    current = Optional.of(visit);
    visit.guarded(visit::begin);
  }

  void succeed(JsonNode output) {
    end.succeeded(output);
  }

  void fail(Fault fault) {
    end.failed(fault);
  }

  /** Stops at the current state, without events and without calling {@link End}. */
  void stop() {
    entering.cancel();
    current.ifPresent(Visit::cancel);
  }

  /**
   * Stops at the current state, without calling {@link End}, and adds the events of that. A run
   * that has failed gets the events, too: it has not left its state.
   *
   * @param after the event that is the reason
   */
  void abort(long after) {
    current.ifPresent(visit -> visit.abort(after));
    stop();
  }
}
