package org.pytorch.alerting.stepfunctions.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.data.Seconds;
import org.pytorch.alerting.stepfunctions.definition.TaskState;
import org.pytorch.alerting.stepfunctions.definition.field.Timeout;
import org.pytorch.alerting.stepfunctions.definition.recovery.ErrorNames;
import org.pytorch.alerting.stepfunctions.execution.history.History;
import org.pytorch.alerting.stepfunctions.execution.history.TaskEvents;
import org.pytorch.alerting.stepfunctions.execution.outcome.Fault;
import org.pytorch.alerting.stepfunctions.task.TaskRequest;
import org.pytorch.alerting.stepfunctions.task.TaskResult;
import org.pytorch.alerting.stepfunctions.time.Scheduler;

/** A visit of a Task state. */
final class TaskVisit extends RecoverableVisit {
  private final TaskState state;
  private final TaskEvents events;
  private Scheduler.Scheduled timer = () -> {};

  /** Results of earlier attempts are dropped. */
  private int currentAttempt;

  TaskVisit(TaskState state, Entry entry) {
    super(state, state.recovery(), entry);
    this.state = state;
    this.events = TaskEvents.of(state);
  }

  @Override
  void attempt() {
    JsonNode parameters = effectiveInput();
    Optional<Duration> timeout = timeout();
    TaskRequest request =
        new TaskRequest(
            state.resource(),
            parameters,
            execution().start().executionArn(),
            state.name(),
            retryCount(),
            timeout);
    addScheduledEvents(request);
    int attempt = ++currentAttempt;
    timeout.ifPresent(after -> timer = later(after, this::timedOut));
    execution()
        .service(state)
        .invoke(
            request,
            result -> {
              // This may run in any thread; the interpreter uses only the scheduler's thread.
              later(Duration.ZERO, () -> completed(attempt, result));
            });
  }

  @Override
  void cancelAttempt() {
    timer.cancel();
    currentAttempt++;
  }

  private void addScheduledEvents(TaskRequest request) {
    ObjectNode scheduled = events.scheduled(request.parameters(), request.executionArn());
    request.timeout().ifPresent(after -> scheduled.put("timeoutInSeconds", after.toSeconds()));
    flow().addEvent(events.type("Scheduled"), scheduled);
    flow().addEvent(events.type("Started"), events.details());
  }

  private void completed(int attempt, TaskResult result) {
    if (attempt != currentAttempt) {
      return;
    }
    cancelAttempt();
    switch (result) {
      case TaskResult.Succeeded succeeded -> succeeded(succeeded.output());
      case TaskResult.Failed failed -> failed(Fault.of(failed.error(), failed.cause()));
    }
  }

  private void succeeded(JsonNode result) {
    if (JsonText.isTooLong(result)) {
      failed(Fault.dataLimitExceeded(events.task()));
      return;
    }
    ObjectNode details = events.details();
    details.set("output", result);
    flow().addEvent(events.type("Succeeded"), details);
    leave(output(result), state.exit());
  }

  private void failed(Fault fault) {
    flow().addEvent(events.type("Failed"), events.details().setAll(History.details(fault)));
    onFault(fault);
  }

  private void timedOut() {
    Fault fault = new Fault(Optional.of(ErrorNames.TIMEOUT), Optional.empty());
    flow().addEvent(events.type("TimedOut"), events.details().setAll(History.details(fault)));
    onFault(fault);
  }

  private Optional<Duration> timeout() {
    return switch (state.timeout()) {
      case Timeout.Unlimited() -> Optional.empty();
      case Timeout.Fixed(Duration duration) -> Optional.of(duration);
      case Timeout.FromPath from -> Optional.of(seconds(from));
    };
  }

  private Duration seconds(Timeout.FromPath from) {
    JsonNode input = state.dataFlow().inputPath().apply(scope(rawInput()));
    JsonNode value = from.path().readOrFail(scope(input));
    return Duration.ofSeconds(
        Seconds.of("TimeoutSecondsPath", from.path(), value, 1, Timeout.MAX_SECONDS));
  }
}
