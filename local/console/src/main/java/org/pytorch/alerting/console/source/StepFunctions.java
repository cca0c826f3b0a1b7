package org.pytorch.alerting.console.source;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pytorch.alerting.console.run.Event;
import org.pytorch.alerting.console.run.Status;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;
import software.amazon.awssdk.services.sfn.model.ListExecutionsResponse;
import software.amazon.awssdk.services.sfn.model.ListStateMachinesResponse;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ValidateStateMachineDefinitionSeverity;

/** Reads state machines and executions. */
public final class StepFunctions implements AutoCloseable {
  private static final Service SERVICE = Service.STEP_FUNCTIONS;
  private static final int PAGE_SIZE = 1000;

  /** AWS's own limit of a history. */
  private static final int MAX_EVENTS = 25_000;

  private static final int MAX_MACHINES = 1_000;

  /** An engine on this machine assumes no role. */
  private static final String ANY_ROLE = "arn:aws:iam::123456789012:role/console";

  private final SfnClient client;

  public StepFunctions(Endpoints endpoints, Endpoints.StepFunctionsAt at) {
    this.client = AwsClients.build(SfnClient.builder(), at.endpoint(), endpoints);
  }

  public record Machine(String arn, String name, String type, Instant createdAt) {}

  /**
   * An execution in a list.
   *
   * @param endedAt absent while it runs
   */
  public record Summary(
      String arn, String name, Status status, Instant startedAt, Optional<Instant> endedAt) {
    public Optional<Duration> took() {
      return endedAt.map(end -> Duration.between(startedAt, end));
    }
  }

  /**
   * A part of a list of executions, the newest first.
   *
   * @param next the token of the older ones
   */
  public record Listing(List<Summary> executions, Optional<String> next) {}

  /** An execution with its data, which AWS may leave out. */
  public record Execution(
      Summary summary,
      String machineArn,
      Optional<String> input,
      Optional<String> output,
      Optional<String> error,
      Optional<String> cause) {}

  /** The result of a change that somebody asked for. */
  public sealed interface Reply {
    /**
     * It was made.
     *
     * @param arn of what was created or started
     */
    record Done(String arn) implements Reply {}

    /** It was refused; for a definition, {@link #diagnose} may say more. */
    record Refused(String reason) implements Reply {}
  }

  /**
   * A problem of a definition.
   *
   * @param place a JSON pointer; empty for the whole
   */
  public record Diagnosis(String place, String problem) {}

  /** {@return all state machines by name} */
  public List<Machine> machines() {
    List<Machine> machines = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      String next = token.orElse(null);
      ListStateMachinesResponse page =
          AwsClients.ask(SERVICE, () -> client.listStateMachines(list -> list.nextToken(next)));
      page.stateMachines()
          .forEach(
              found ->
                  machines.add(
                      new Machine(
                          found.stateMachineArn(),
                          found.name(),
                          found.typeAsString(),
                          found.creationDate())));
      token = Optional.ofNullable(page.nextToken());
    } while (token.isPresent() && machines.size() < MAX_MACHINES);
    machines.sort(Comparator.comparing(Machine::name));
    return machines;
  }

  /**
   * Some executions of a state machine.
   *
   * @param status only those with it
   * @param token where to continue
   */
  public record Selection(String machineArn, Optional<Status> status, Optional<String> token) {
    public static Selection newest(String machineArn) {
      return new Selection(machineArn, Optional.empty(), Optional.empty());
    }
  }

  /** {@return executions, the newest first; empty if the state machine does not exist} */
  public Optional<Listing> executions(Selection which, int size) {
    return AwsClients.ask(
        SERVICE,
        () -> {
          try {
            ListExecutionsResponse page =
                client.listExecutions(
                    list ->
                        list.stateMachineArn(which.machineArn())
                            .statusFilter(which.status().map(Status::name).orElse(null))
                            .nextToken(which.token().orElse(null))
                            .maxResults(Math.min(size, PAGE_SIZE)));
            return Optional.of(
                new Listing(
                    page.executions().stream().map(StepFunctions::summary).toList(),
                    Optional.ofNullable(page.nextToken())));
          } catch (StateMachineDoesNotExistException | InvalidArnException e) {
            return Optional.empty();
          }
        });
  }

  /** {@return the execution; empty if it does not exist} */
  public Optional<Execution> execution(String arn) {
    return AwsClients.ask(
        SERVICE,
        () -> {
          try {
            return Optional.of(execution(client.describeExecution(get -> get.executionArn(arn))));
          } catch (ExecutionDoesNotExistException | InvalidArnException e) {
            return Optional.empty();
          }
        });
  }

  /** {@return the definition that the execution runs} */
  public String definitionOf(String executionArn) {
    return AwsClients.ask(
            SERVICE,
            () -> client.describeStateMachineForExecution(get -> get.executionArn(executionArn)))
        .definition();
  }

  /** {@return the definition of a state machine; empty if it does not exist} */
  public Optional<String> definition(String machineArn) {
    return AwsClients.ask(
        SERVICE,
        () -> {
          try {
            return Optional.of(
                client.describeStateMachine(get -> get.stateMachineArn(machineArn)).definition());
          } catch (StateMachineDoesNotExistException | InvalidArnException e) {
            return Optional.empty();
          }
        });
  }

  /** {@return the history so far, the oldest event first} */
  public List<Event> history(String executionArn) {
    List<Event> events = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      String next = token.orElse(null);
      GetExecutionHistoryResponse page =
          AwsClients.ask(
              SERVICE,
              () ->
                  client.getExecutionHistory(
                      get -> get.executionArn(executionArn).nextToken(next).maxResults(PAGE_SIZE)));
      page.events().forEach(event -> events.add(event(event)));
      token = Optional.ofNullable(page.nextToken());
    } while (token.isPresent() && events.size() < MAX_EVENTS);
    return events;
  }

  /**
   * Creates a state machine.
   *
   * @param type STANDARD or EXPRESS
   */
  public Reply create(String name, String type, String definition) {
    return change(
        () ->
            client
                .createStateMachine(
                    create -> create.name(name).type(type).roleArn(ANY_ROLE).definition(definition))
                .stateMachineArn());
  }

  /** Gives a state machine another definition; executions that run keep theirs. */
  public Reply update(String machineArn, String definition) {
    return change(
        () -> {
          client.updateStateMachine(
              update -> update.stateMachineArn(machineArn).definition(definition));
          return machineArn;
        });
  }

  /**
   * Starts an execution.
   *
   * @param input JSON
   */
  public Reply start(String machineArn, String input) {
    return change(
        () ->
            client
                .startExecution(start -> start.stateMachineArn(machineArn).input(input))
                .executionArn());
  }

  /** Aborts an execution; one that has ended stays as it is. */
  public Reply stop(String executionArn) {
    return change(
        () -> {
          client.stopExecution(
              stop -> stop.executionArn(executionArn).cause("Stopped by a person."));
          return executionArn;
        });
  }

  /** {@return what is wrong with a definition; empty if the engine cannot say it} */
  public List<Diagnosis> diagnose(String definition) {
    return AwsClients.ask(
        SERVICE,
        () -> {
          try {
            return client
                .validateStateMachineDefinition(validate -> validate.definition(definition))
                .diagnostics()
                .stream()
                .filter(found -> found.severity() == ValidateStateMachineDefinitionSeverity.ERROR)
                .map(
                    found ->
                        new Diagnosis(
                            Optional.ofNullable(found.location()).orElse(""), found.message()))
                .toList();
          } catch (SfnException e) {
            return List.of();
          }
        });
  }

  private static Reply change(Supplier<String> call) {
    return AwsClients.ask(
        SERVICE,
        () -> {
          try {
            return new Reply.Done(call.get());
          } catch (SfnException e) {
            if (e.statusCode() / 100 != 4) {
              throw e;
            }
            return new Reply.Refused(
                Optional.ofNullable(e.awsErrorDetails().errorMessage()).orElse("no reason given"));
          }
        });
  }

  private static Summary summary(ExecutionListItem item) {
    return new Summary(
        item.executionArn(),
        item.name(),
        status(item.status()),
        item.startDate(),
        Optional.ofNullable(item.stopDate()));
  }

  private static Execution execution(DescribeExecutionResponse found) {
    return new Execution(
        new Summary(
            found.executionArn(),
            found.name(),
            status(found.status()),
            found.startDate(),
            Optional.ofNullable(found.stopDate())),
        found.stateMachineArn(),
        Optional.ofNullable(found.input()),
        Optional.ofNullable(found.output()),
        Optional.ofNullable(found.error()),
        Optional.ofNullable(found.cause()));
  }

  private static Status status(ExecutionStatus status) {
    return switch (status) {
      case SUCCEEDED -> Status.SUCCEEDED;
      case FAILED -> Status.FAILED;
      case TIMED_OUT -> Status.TIMED_OUT;
      case ABORTED -> Status.ABORTED;
      case RUNNING, PENDING_REDRIVE, UNKNOWN_TO_SDK_VERSION -> Status.RUNNING;
    };
  }

  /** Each type of event has details of its own; their fields are read by name. */
  private static Event event(HistoryEvent event) {
    Map<String, String> details = new HashMap<>();
    for (SdkField<?> field : event.sdkFields()) {
      if (field.getValueOrDefault(event) instanceof SdkPojo own) {
        own.sdkFields().forEach(detail -> add(details, detail, own));
      }
    }
    return new Event(
        event.id(),
        Optional.ofNullable(event.previousEventId()).orElse(0L),
        event.timestamp(),
        event.typeAsString(),
        details);
  }

  private static void add(Map<String, String> details, SdkField<?> field, SdkPojo own) {
    Object value = field.getValueOrDefault(own);
    if (value != null && !(value instanceof SdkPojo)) {
      details.put(field.locationName(), value.toString());
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
