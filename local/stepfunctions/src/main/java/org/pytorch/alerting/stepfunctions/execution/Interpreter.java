package org.pytorch.alerting.stepfunctions.execution;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.random.RandomGenerator;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.definition.StateMachineDefinition;
import org.pytorch.alerting.stepfunctions.execution.history.ExecutionListener;
import org.pytorch.alerting.stepfunctions.execution.outcome.Execution;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStart;
import org.pytorch.alerting.stepfunctions.task.TaskService;
import org.pytorch.alerting.stepfunctions.time.Scheduler;

/** Runs executions of one state machine, any number of them at the same time. */
public final class Interpreter {
  private final StateMachineDefinition definition;
  private final Scheduler scheduler;
  private final Map<String, TaskService> services;
  private final RandomGenerator random;

  /**
   * @param services the service for each Resource of the definition
   * @param random for retry jitter, States.MathRandom and States.UUID; used only by the scheduler's
   *     thread
   * @throws IllegalArgumentException if a Resource of the definition has no service
   */
  public Interpreter(
      StateMachineDefinition definition,
      Scheduler scheduler,
      Map<String, TaskService> services,
      RandomGenerator random) {
    this.definition = requireNonNull(definition, "definition is null");
    this.scheduler = requireNonNull(scheduler, "scheduler is null");
    this.services = Map.copyOf(services);
    this.random = requireNonNull(random, "random is null");
    for (String resource : definition.resources()) {
      if (!services.containsKey(resource)) {
        throw new IllegalArgumentException("No service for the resource " + resource);
      }
    }
  }

  /**
   * Starts an execution. The scheduler enters its first state later.
   *
   * @param listener gets the execution's events
   * @throws IllegalArgumentException if the input is over {@link JsonText#MAX_BYTES}
   */
  public Execution start(ExecutionStart start, ExecutionListener listener) {
    if (JsonText.isTooLong(start.input())) {
      throw new IllegalArgumentException(
          "The input has more than " + JsonText.MAX_BYTES + " bytes");
    }
    RunningExecution execution =
        new RunningExecution(definition, start, scheduler, services, random, listener);
    execution.begin();
    return execution;
  }
}
