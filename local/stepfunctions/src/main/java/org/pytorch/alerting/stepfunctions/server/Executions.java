package org.pytorch.alerting.stepfunctions.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.execution.Interpreter;
import org.pytorch.alerting.stepfunctions.execution.outcome.Execution;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionResult;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStart;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStatus;
import org.pytorch.alerting.stepfunctions.execution.outcome.Fault;
import org.pytorch.alerting.stepfunctions.task.TaskService;
import org.pytorch.alerting.stepfunctions.time.Scheduler;

/** The API actions on executions. */
final class Executions {
  private static final int BILLED_MEGABYTES = 64;
  private static final int BILLED_MILLIS = 100;

  private final Arns arns;
  private final Machines machines;
  private final Scheduler scheduler;
  private final Map<String, TaskService> services;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final ExecutionStore store = new ExecutionStore();
  private final ExecutionArchive archive;

  /**
   * @param archive the executions of earlier processes, and where ended ones are kept
   */
  Executions(
      Arns arns,
      Machines machines,
      Scheduler scheduler,
      Map<String, TaskService> services,
      ExecutionArchive archive) {
    this.archive = archive;
    this.arns = arns;
    this.machines = machines;
    this.scheduler = scheduler;
    this.services = services;
  }

  /** Responds when the execution has ended. A failed execution is not an error of this call. */
  JsonNode startSync(ApiRequest request) {
    StoredMachine machine = machines.require(request);
    if (machine.type() != StoredMachine.Type.EXPRESS) {
      throw new ApiException(
          "StateMachineTypeNotSupported",
          "This operation is not supported by this type of state machine");
    }
    StoredExecution execution = start(machine, request, true);
    ExecutionResult result = execution.join();
    ObjectNode response = execution.description();
    if (request.text("includedData").filter("METADATA_ONLY"::equals).isPresent()) {
      response.remove(List.of("input", "output"));
      response.putObject("inputDetails").put("included", false);
      response.putObject("outputDetails").put("included", false);
    }
    request.text("traceHeader").ifPresent(header -> response.put("traceHeader", header));
    long millis = Duration.between(result.startedAt(), result.stoppedAt()).toMillis();
    response
        .putObject("billingDetails")
        .put("billedMemoryUsedInMB", BILLED_MEGABYTES)
        .put("billedDurationInMilliseconds", Math.ceilDiv(millis, BILLED_MILLIS) * BILLED_MILLIS);
    return response;
  }

  /** Responds at once. */
  JsonNode start(ApiRequest request) {
    StoredExecution execution = start(machines.require(request), request, false);
    return JsonNodeFactory.instance
        .objectNode()
        .put("executionArn", execution.start().executionArn())
        .set("startDate", execution.summary().path("startDate"));
  }

  /** Names identify only Standard executions: starting a running one again returns it. */
  private synchronized StoredExecution start(
      StoredMachine machine, ApiRequest request, boolean synchronous) {
    String id = UUID.randomUUID().toString();
    String name = request.text("name").map(Arns::checkName).orElse(id);
    String input = request.text("input").orElse("{}");
    String arn =
        switch (machine.type()) {
          case EXPRESS -> arns.expressExecution(machine.name(), name, id);
          case STANDARD -> arns.standardExecution(machine.name(), name);
        };
    ExecutionStart start =
        new ExecutionStart(
            arn,
            name,
            machine.arn(),
            machine.name(),
            machine.roleArn(),
            parseInput(input),
            synchronous);
    Optional<StoredExecution> known = store.find(arn);
    if (known.isPresent()) {
      return existingOrConflict(known.get(), input);
    }
    StoredExecution execution = new StoredExecution(machine, start, input, scheduler.now());
    Interpreter interpreter =
        new Interpreter(machine.effectiveDefinition(), scheduler, services, random);
    Execution running = interpreter.start(start, execution);
    execution.runs(running);
    store.add(execution);
    var _ = running.result().thenRun(() -> archive.add(execution));
    return execution;
  }

  private static StoredExecution existingOrConflict(StoredExecution known, String input) {
    if (known.status() == ExecutionStatus.RUNNING && known.input().equals(input)) {
      return known;
    }
    throw new ApiException(
        "ExecutionAlreadyExists",
        "Execution Already Exists: '%s'".formatted(known.start().executionArn()));
  }

  private static JsonNode parseInput(String input) {
    if (input.getBytes(StandardCharsets.UTF_8).length > JsonText.MAX_BYTES) {
      throw ApiException.validation(
          "'input' must have at most %d bytes".formatted(JsonText.MAX_BYTES));
    }
    if (input.isBlank()) {
      throw invalidInput("Invalid execution input.");
    }
    try {
      return JsonText.parse(input);
    } catch (JsonProcessingException e) {
      throw invalidInput(e.getOriginalMessage());
    }
  }

  private static ApiException invalidInput(String problem) {
    return new ApiException(
        "InvalidExecutionInput", "Invalid State Machine Execution Input: '%s'".formatted(problem));
  }

  JsonNode describe(ApiRequest request) {
    return store
        .find(request.requiredText("executionArn"))
        .map(StoredExecution::description)
        .or(() -> archive.description(request.requiredText("executionArn")))
        .orElseGet(() -> store.require(request).description())
        .put("redriveCount", 0)
        .put("redriveStatus", "NOT_REDRIVABLE");
  }

  /** The newest first. Unlike AWS, includes Express executions. */
  JsonNode list(ApiRequest request) {
    String machine = machines.require(request).arn();
    Optional<String> status = request.text("statusFilter");
    Predicate<StoredExecution> wanted =
        execution ->
            execution.start().stateMachineArn().equals(machine)
                && status.map(execution.status().name()::equals).orElse(true);
    List<Supplier<JsonNode>> found = new ArrayList<>();
    store.newestFirst().stream().filter(wanted).forEach(execution -> found.add(execution::summary));
    archive.summaries().stream()
        .filter(summary -> summary.path("stateMachineArn").asText().equals(machine))
        .filter(summary -> status.map(summary.path("status").asText()::equals).orElse(true))
        .forEach(summary -> found.add(() -> summary));
    return Page.of("executions", found, Supplier::get, request);
  }

  /** Unlike AWS, also for Express executions. */
  JsonNode history(ApiRequest request) {
    boolean withData = request.flag("includeExecutionData", true);
    String arn = request.requiredText("executionArn");
    List<JsonNode> events =
        archive
            .events(arn)
            .filter(_ -> store.find(arn).isEmpty())
            .orElseGet(() -> events(store.require(request), withData));
    return Page.of(
        "events",
        request.flag("reverseOrder", false) ? events.reversed() : events,
        event -> event,
        request);
  }

  private static List<JsonNode> events(StoredExecution execution, boolean withData) {
    return execution.events().stream()
        .map(event -> (JsonNode) HistoryJson.of(event, withData))
        .toList();
  }

  /** Unlike AWS, also for Express executions. An ended execution stays unchanged. */
  JsonNode stop(ApiRequest request) {
    StoredExecution execution = store.require(request);
    Fault reason = new Fault(request.text("error"), request.text("cause"));
    scheduler.schedule(Duration.ZERO, () -> execution.abort(reason));
    return JsonNodeFactory.instance
        .objectNode()
        .put("stopDate", Timestamp.seconds(execution.join().stoppedAt()));
  }

  /** Unlike AWS, also for Express executions. */
  JsonNode describeMachine(ApiRequest request) {
    return store.require(request).machine().versionOfExecution();
  }

  void abortAll() {
    Set<StoredExecution> running = store.running();
    running.forEach(execution -> scheduler.schedule(Duration.ZERO, execution::abort));
  }
}
