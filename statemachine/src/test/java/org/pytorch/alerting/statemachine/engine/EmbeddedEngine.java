package org.pytorch.alerting.statemachine.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.statemachine.definition.Definition;
import org.pytorch.alerting.statemachine.script.Backend;
import org.pytorch.alerting.statemachine.script.Callee;
import org.pytorch.alerting.statemachine.script.Messages;
import org.pytorch.alerting.statemachine.script.Response;
import org.pytorch.alerting.stepfunctions.definition.StateMachineDefinition;
import org.pytorch.alerting.stepfunctions.execution.Interpreter;
import org.pytorch.alerting.stepfunctions.execution.history.ExecutionListener;
import org.pytorch.alerting.stepfunctions.execution.outcome.Execution;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionResult;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStart;
import org.pytorch.alerting.stepfunctions.task.LambdaTaskService;
import org.pytorch.alerting.stepfunctions.task.SqsTaskService;
import org.pytorch.alerting.stepfunctions.task.TaskRequest;
import org.pytorch.alerting.stepfunctions.task.TaskResult;
import org.pytorch.alerting.stepfunctions.task.TaskService;
import org.pytorch.alerting.stepfunctions.time.VirtualScheduler;

/** This project's interpreter in virtual time: never waits, and is deterministic. */
public final class EmbeddedEngine implements Engine {
  public static final Instant START = Instant.parse("2026-03-04T07:12:13Z");

  private static final String FUNCTION_ARN = "arn:aws:lambda:us-east-1:123456789012:function:";

  /** Calls take virtual time, so that parallel alerts interleave. */
  private static final Duration LATENCY = Duration.ofMillis(200);

  private static final long SEED = 20_260_304L;

  private final ExecutionListener listener;

  /**
   * @param listener is notified of the executions' steps
   */
  public EmbeddedEngine(ExecutionListener listener) {
    this.listener = listener;
  }

  @Override
  public Result run(Definition definition, JsonNode input, Backend backend) {
    ExecutionResult result = execute(definition, input, backend);
    return new Result(
        result.status().name(), result.output(), result.error(), result.cause(), backend.calls());
  }

  /** Like {@link #run}, with the times at which the execution began and ended. */
  public ExecutionResult execute(Definition definition, JsonNode input, Backend backend) {
    VirtualScheduler scheduler = new VirtualScheduler(START);
    TaskService tasks = (request, done) -> respond(scheduler, backend, request, done);
    Interpreter interpreter =
        new Interpreter(
            StateMachineDefinition.parse(filledIn(definition).text()),
            scheduler,
            Map.of(LambdaTaskService.RESOURCE, tasks, SqsTaskService.RESOURCE, tasks),
            new Random(SEED));
    Execution execution =
        interpreter.start(
            ExecutionStart.of("pipeline", Messages.MESSAGE_ID + "-1", input), listener);
    return scheduler.await(execution.result());
  }

  @Override
  public Set<DataLimit> dataLimits() {
    return Set.of(DataLimit.values());
  }

  /** {@return the definition with each callee's word filled in; a function's as part of an ARN} */
  public static Definition filledIn(Definition definition) {
    return definition.filledIn(
        Arrays.stream(Callee.values())
            .collect(Collectors.toUnmodifiableMap(Callee::placeholder, EmbeddedEngine::name)));
  }

  private static String name(Callee callee) {
    return callee.isQueue() ? callee.word() : FUNCTION_ARN + callee.word();
  }

  private static void respond(
      VirtualScheduler scheduler, Backend backend, TaskRequest request, Consumer<TaskResult> done) {
    JsonNode parameters = request.parameters();
    boolean queue = request.resource().equals(SqsTaskService.RESOURCE);
    String name =
        queue
            ? parameters.get("QueueUrl").asText()
            : request.resource().substring(FUNCTION_ARN.length());
    Response response = backend.respond(Callee.of(name), parameters);
    result(response, queue)
        .ifPresent(result -> scheduler.schedule(LATENCY, () -> done.accept(result)));
  }

  private static Optional<TaskResult> result(Response response, boolean queue) {
    return switch (response) {
      case Response.Value value when queue -> Optional.of(succeeded(Map.of("MessageId", "m-1")));
      case Response.Value(JsonNode payload) -> Optional.of(new TaskResult.Succeeded(payload));
      case Response.FunctionError(String type, String message) ->
          Optional.of(
              new TaskResult.Failed(
                  type, Json.write(Map.of("errorType", type, "errorMessage", message))));
      case Response.TaskError(String error, String cause) ->
          Optional.of(new TaskResult.Failed(error, cause));
      case Response.QueueError error ->
          Optional.of(new TaskResult.Failed("SQS.AmazonSQSException", error.message()));
      case Response.Silence silence -> Optional.empty();
    };
  }

  private static TaskResult succeeded(Map<String, Object> output) {
    return new TaskResult.Succeeded(Messages.tree(output));
  }
}
