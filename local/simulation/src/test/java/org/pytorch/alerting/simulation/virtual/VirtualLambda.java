package org.pytorch.alerting.simulation.virtual;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.FunctionName;
import org.pytorch.alerting.stack.PipelineFunctions;
import org.pytorch.alerting.stack.Throughput;
import org.pytorch.alerting.stack.aws.lambda.FunctionError;
import org.pytorch.alerting.stack.aws.lambda.LambdaContext;
import org.pytorch.alerting.stepfunctions.task.TaskRequest;
import org.pytorch.alerting.stepfunctions.task.TaskResult;
import org.pytorch.alerting.stepfunctions.task.TaskService;
import org.pytorch.alerting.stepfunctions.time.VirtualScheduler;

/** Runs the real handlers as fibers, one per instance, and kills them at the function's timeout. */
public final class VirtualLambda implements TaskService {
  /** The duration of an invocation in addition to its handler's waits. */
  private static final Duration OVERHEAD = Duration.ofMillis(15);

  private final VirtualScheduler scheduler;
  private final Fibers fibers;
  private final Map<String, Function> functions = new HashMap<>();
  private LambdaFaults faults = LambdaFaults.NONE;
  private int gitHubInstances = Throughput.DEPLOYED.gitHubConcurrency();
  private int invocations;

  VirtualLambda(VirtualScheduler scheduler, Fibers fibers) {
    this.scheduler = scheduler;
    this.fibers = fibers;
  }

  private record Function(
      FunctionName name,
      ColdStart coldStart,
      Deque<RequestStreamHandler> idle,
      Set<Object> running) {

    /** Only the github function has a limit on its instances. */
    boolean isBusy(int gitHubInstances) {
      return name == FunctionName.GITHUB && running.size() >= gitHubInstances;
    }
  }

  /** Creates an instance of a function. */
  interface ColdStart {
    RequestStreamHandler newInstance();
  }

  void deploy(FunctionName name, ColdStart coldStart) {
    functions.put(name.text(), new Function(name, coldStart, new ArrayDeque<>(), new HashSet<>()));
  }

  /** Limits the instances of the github function. */
  void gitHubInstances(int reserved) {
    gitHubInstances = reserved;
  }

  public void faults(LambdaFaults other) {
    faults = other;
  }

  public int invocations() {
    return invocations;
  }

  @Override
  public void invoke(TaskRequest request, Consumer<TaskResult> done) {
    String name = request.resource().substring(request.resource().lastIndexOf(':') + 1);
    Function function = functions.get(name);
    if (function == null) {
      done.accept(new TaskResult.Failed("Lambda.ResourceNotFoundException", name));
      return;
    }
    String requestId = "request-" + ++invocations;
    JsonNode payload = request.parameters();
    if (function.isBusy(gitHubInstances)) {
      failSoon(done, "Lambda.TooManyRequestsException", "Rate exceeded");
      return;
    }
    switch (faults.next(function.name())) {
      case NONE -> start(function, requestId, payload, done);
      case THROTTLED -> failSoon(done, "Lambda.TooManyRequestsException", "Rate exceeded");
      case FAILED -> failSoon(done, "Lambda.ServiceException", "Service error");
      case DISCONNECTED -> {
        start(function, requestId, payload, _ -> {});
        failSoon(done, "Lambda.SdkClientException", "Connection reset");
      }
      case LATE ->
          scheduler.schedule(
              LambdaFaults.Kind.LATENESS, () -> start(function, requestId, payload, done));
      case DIES -> {
        Fibers.Fiber fiber = start(function, requestId, payload, _ -> {});
        scheduler.schedule(LambdaFaults.Kind.LIFE_BEFORE_DEATH, fiber::kill);
        scheduler.schedule(
            LambdaFaults.Kind.LIFE_BEFORE_DEATH,
            () ->
                done.accept(new TaskResult.Failed("Lambda.Unknown", "exited without a response")));
      }
    }
  }

  private void failSoon(Consumer<TaskResult> done, String error, String cause) {
    scheduler.schedule(OVERHEAD, () -> done.accept(new TaskResult.Failed(error, cause)));
  }

  private Fibers.Fiber start(
      Function function, String requestId, JsonNode payload, Consumer<TaskResult> done) {
    AtomicBoolean ended = new AtomicBoolean();
    function.running().add(requestId);
    Fibers.Fiber fiber =
        fibers.start(
            () -> {
              TaskResult result = run(function, requestId, payload);
              ended.set(true);
              function.running().remove(requestId);
              done.accept(result);
            });
    Duration timeout = PipelineFunctions.timeout(function.name());
    scheduler.schedule(
        timeout,
        () -> {
          if (!ended.get()) {
            fiber.kill();
            function.running().remove(requestId);
            done.accept(failed(FunctionError.timedOut(requestId, timeout)));
          }
        });
    return fiber;
  }

  private TaskResult run(Function function, String requestId, JsonNode payload) {
    fibers.pause(OVERHEAD);
    RequestStreamHandler instance =
        function.idle().isEmpty() ? function.coldStart().newInstance() : function.idle().pop();
    TaskResult result = handle(instance, function.name(), requestId, payload);
    function.idle().push(instance);
    return result;
  }

  private TaskResult handle(
      RequestStreamHandler instance, FunctionName name, String requestId, JsonNode payload) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try {
      instance.handleRequest(
          new ByteArrayInputStream(Json.write(payload).getBytes(StandardCharsets.UTF_8)),
          output,
          new LambdaContext(
              requestId,
              name.text(),
              name.text(),
              scheduler.now().plus(PipelineFunctions.timeout(name)),
              scheduler::now));
    } catch (IOException | RuntimeException e) {
      return failed(FunctionError.of(e));
    }
    return new TaskResult.Succeeded(
        Json.read(output.toString(StandardCharsets.UTF_8), JsonNode.class));
  }

  private static TaskResult failed(FunctionError error) {
    return new TaskResult.Failed(error.errorType(), Json.write(error));
  }
}
