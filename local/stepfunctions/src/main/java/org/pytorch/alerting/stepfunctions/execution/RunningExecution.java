package org.pytorch.alerting.stepfunctions.execution;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.pytorch.alerting.stepfunctions.definition.StateMachineDefinition;
import org.pytorch.alerting.stepfunctions.definition.TaskState;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;
import org.pytorch.alerting.stepfunctions.execution.history.ExecutionListener;
import org.pytorch.alerting.stepfunctions.execution.history.History;
import org.pytorch.alerting.stepfunctions.execution.outcome.Execution;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionResult;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStart;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStatus;
import org.pytorch.alerting.stepfunctions.execution.outcome.Fault;
import org.pytorch.alerting.stepfunctions.task.TaskService;
import org.pytorch.alerting.stepfunctions.time.Scheduler;

/** One execution from its start to its end. Everything except its start runs in the scheduler. */
final class RunningExecution implements Execution {
  private final StateMachineDefinition definition;
  private final ExecutionStart start;
  private final Scheduler scheduler;
  private final Map<String, TaskService> services;
  private final RandomGenerator random;
  private final ExecutionListener listener;
  private final History history;
  private final Instant startedAt;
  private final FlowRun root;
  private final CompletableFuture<ExecutionResult> result = new CompletableFuture<>();
  private Scheduler.Scheduled timeout = () -> {};
  private boolean ended;

  RunningExecution(
      StateMachineDefinition definition,
      ExecutionStart start,
      Scheduler scheduler,
      Map<String, TaskService> services,
      RandomGenerator random,
      ExecutionListener listener) {
    this.definition = definition;
    this.start = start;
    this.scheduler = scheduler;
    this.services = services;
    this.random = random;
    this.listener = listener;
    this.history = new History(scheduler, listener);
    this.startedAt = scheduler.now();
    this.root = new FlowRun(this, definition.flow(), 0, new RootEnd());
  }

  void begin() {
    scheduler.schedule(Duration.ZERO, this::enterFirstState);
  }

  private void enterFirstState() {
    if (ended) {
      return;
    }
    ObjectNode details = History.details().put("roleArn", start.roleArn());
    details.set("input", start.input());
    history.add(0, "ExecutionStarted", details);
    definition
        .timeout()
        .ifPresent(
            duration -> {
              Duration left = Duration.between(scheduler.now(), startedAt.plus(duration));
              timeout = scheduler.schedule(left.isNegative() ? Duration.ZERO : left, this::timeOut);
            });
    listener.onTransition(new Edge.Start("", definition.flow().startAt()), scheduler.now());
    root.enter(definition.flow().startAt(), start.input());
  }

  private void timeOut() {
    endFromOutside(ExecutionStatus.TIMED_OUT, Fault.NONE, "ExecutionTimedOut");
  }

  @Override
  public void abort() {
    abort(Fault.NONE);
  }

  @Override
  public void abort(Fault reason) {
    if (!ended) {
      endFromOutside(ExecutionStatus.ABORTED, reason, "ExecutionAborted");
    }
  }

  /** As recorded on AWS, no event of the execution leads to its abortion. */
  private void endFromOutside(ExecutionStatus status, Fault fault, String eventType) {
    root.stop();
    root.follow(0);
    end(status, fault, eventType);
  }

  @Override
  public CompletableFuture<ExecutionResult> result() {
    return result;
  }

  private void end(ExecutionStatus status, Fault fault, String eventType) {
    end(
        ExecutionResult.failed(status, fault, startedAt, scheduler.now()),
        eventType,
        History.details(fault));
  }

  private void end(ExecutionResult how, String eventType, ObjectNode details) {
    ended = true;
    timeout.cancel();
    history.add(root.lastEvent(), eventType, details);
    result.complete(how);
  }

  ExecutionStart start() {
    return start;
  }

  Instant startedAt() {
    return startedAt;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  RandomGenerator random() {
    return random;
  }

  ExecutionListener listener() {
    return listener;
  }

  History history() {
    return history;
  }

  TaskService service(TaskState state) {
    // The interpreter checked that every resource has a service.
    return requireNonNull(services.get(state.integration().resource()));
  }

  private final class RootEnd implements FlowRun.End {
    @Override
    public void succeeded(JsonNode output) {
      ObjectNode details = History.details();
      details.set("output", output);
      end(
          ExecutionResult.succeeded(output, startedAt, scheduler.now()),
          "ExecutionSucceeded",
          details);
    }

    @Override
    public void failed(Fault fault) {
      end(ExecutionStatus.FAILED, fault, "ExecutionFailed");
    }
  }
}
