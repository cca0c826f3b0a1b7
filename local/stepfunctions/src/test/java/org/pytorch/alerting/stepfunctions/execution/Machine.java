package org.pytorch.alerting.stepfunctions.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.definition.StateMachineDefinition;
import org.pytorch.alerting.stepfunctions.definition.field.Edge;
import org.pytorch.alerting.stepfunctions.definition.field.Integration;
import org.pytorch.alerting.stepfunctions.execution.history.ExecutionListener;
import org.pytorch.alerting.stepfunctions.execution.history.HistoryEvent;
import org.pytorch.alerting.stepfunctions.execution.outcome.Execution;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionResult;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStart;
import org.pytorch.alerting.stepfunctions.time.VirtualScheduler;

/** A state machine on virtual time with one scripted service. Records its events. */
public final class Machine implements ExecutionListener {
  public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  public final VirtualScheduler scheduler = new VirtualScheduler(START);
  public final ScriptedService service = new ScriptedService(scheduler);
  public final List<HistoryEvent> events = new ArrayList<>();
  public final List<Edge> edges = new ArrayList<>();
  public final List<Duration> retryDelays = new ArrayList<>();
  public final List<String> exits = new ArrayList<>();
  private final StateMachineDefinition definition;
  private final Interpreter interpreter;

  private Machine(StateMachineDefinition definition) {
    this.definition = definition;
    this.interpreter =
        new Interpreter(
            definition,
            scheduler,
            Map.of(
                Integration.LAMBDA_INVOKE.resource(), service,
                Integration.SQS_SEND_MESSAGE.resource(), service),
            new Random(7));
  }

  public static Machine of(StateMachineDefinition definition) {
    return new Machine(definition);
  }

  /** A whole definition, with single quotes instead of double ones. */
  public static Machine of(String definition) {
    return new Machine(StateMachineDefinition.parse(quoted(definition)));
  }

  /** One state S, which ends the execution unless its fields have a Next. */
  public static Machine ofState(String fields) {
    String end = fields.contains("'Next'") ? "" : ", 'End': true";
    return of("{'StartAt': 'S', 'States': {'S': {" + fields + end + "}}}");
  }

  /** A Task S that passes its input to the function. */
  public static Machine ofTask(String moreFields) {
    return ofState(TASK + moreFields);
  }

  /** The fields of a Task that passes its whole input to the function. */
  public static final String TASK =
      "'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke',"
          + " 'Parameters': {'FunctionName': 'f', 'Payload.$': '$'}";

  public StateMachineDefinition definition() {
    return definition;
  }

  public Execution start(String input) {
    return interpreter.start(ExecutionStart.of("machine", "run", json(input)), this);
  }

  /** Runs one execution to its end. */
  public ExecutionResult run(String input) {
    return scheduler.await(start(input).result());
  }

  /** Runs one asynchronous execution, which must succeed. */
  public JsonNode asynchronousOutputOf(String input) {
    ExecutionStart start = ExecutionStart.of("machine", "run", json(input)).asynchronous();
    ExecutionResult result = scheduler.await(interpreter.start(start, this).result());
    return result.output().orElseThrow(() -> new AssertionError("Did not succeed: " + result));
  }

  /** {@return the events, such as {@code 3<2 TaskScheduled}: id, previous id, type} */
  public List<String> history() {
    return events.stream()
        .map(event -> "%d<%d %s".formatted(event.id(), event.previousId(), event.type()))
        .toList();
  }

  /** Runs one execution, which must succeed. */
  public JsonNode outputOf(String input) {
    ExecutionResult result = run(input);
    return result.output().orElseThrow(() -> new AssertionError("Did not succeed: " + result));
  }

  public List<String> eventTypes() {
    return events.stream().map(HistoryEvent::type).toList();
  }

  public Duration elapsed() {
    return Duration.between(START, scheduler.now());
  }

  @Override
  public void onEvent(HistoryEvent event) {
    events.add(event);
  }

  @Override
  public void onTransition(Edge edge, Instant at) {
    edges.add(edge);
  }

  @Override
  public void onRetry(Edge.Retry edge, int attempt, Duration delay, String error, Instant at) {
    retryDelays.add(delay);
  }

  @Override
  public void onExited(String state, Instant enteredAt, Instant at) {
    exits.add(state + " after " + Duration.between(enteredAt, at).toMillis() + " ms");
  }

  public static String quoted(String text) {
    return text.replace('\'', '"').replace('`', '\'');
  }

  public static JsonNode json(String text) {
    try {
      return JsonText.parse(quoted(text));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
