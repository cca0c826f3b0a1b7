package org.pytorch.alerting.stepfunctions.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.pytorch.alerting.stepfunctions.definition.ChoiceState;
import org.pytorch.alerting.stepfunctions.definition.FailState;
import org.pytorch.alerting.stepfunctions.definition.Flow;
import org.pytorch.alerting.stepfunctions.definition.MapState;
import org.pytorch.alerting.stepfunctions.definition.PassState;
import org.pytorch.alerting.stepfunctions.definition.State;
import org.pytorch.alerting.stepfunctions.definition.SucceedState;
import org.pytorch.alerting.stepfunctions.definition.TaskState;
import org.pytorch.alerting.stepfunctions.definition.WaitState;
import org.pytorch.alerting.stepfunctions.execution.history.Fault;
import org.pytorch.alerting.stepfunctions.execution.history.History;
import org.pytorch.alerting.stepfunctions.time.Scheduler;

/** One run of a flow, state after state: the execution's own flow, or an iteration of a Map. */
final class FlowRun {
  private final RunningExecution execution;
  private final Flow flow;
  private final End end;
  private long lastEvent;
  private boolean ended;
  private Runnable cancelCurrent = () -> {};

  FlowRun(RunningExecution execution, Flow flow, End end) {
    this.execution = execution;
    this.flow = flow;
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

  /** {@return the id of the last event; 0 if there is none} */
  long lastEvent() {
    return lastEvent;
  }

  long addEvent(String type, ObjectNode details) {
    lastEvent = execution.history().add(lastEvent, type, details);
    return lastEvent;
  }

  /** Each state is a scheduled task of its own, so a loop of states cannot starve other tasks. */
  void enter(String name, JsonNode rawInput) {
    State state = flow.state(name);
    Scheduler.Scheduled entering =
        execution.scheduler().schedule(Duration.ZERO, () -> visit(state, rawInput));
    cancelCurrent = entering::cancel;
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
          case PassState pass -> new PassVisit(pass, entry);
          case ChoiceState choice -> new ChoiceVisit(choice, entry);
          case WaitState wait -> new WaitVisit(wait, entry);
          case SucceedState succeed -> new SucceedVisit(succeed, entry);
          case FailState fail -> new FailVisit(fail, entry);
        };
    cancelCurrent = visit::cancel;
    visit.guarded(visit::begin);
  }

  void succeed(JsonNode output) {
    ended = true;
    end.succeeded(output);
  }

  void fail(Fault fault) {
    ended = true;
    end.failed(fault);
  }

  /** Stops at the current state, without calling {@link End}. */
  void abort() {
    if (!ended) {
      ended = true;
      cancelCurrent.run();
    }
  }
}
