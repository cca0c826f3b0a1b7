package org.pytorch.alerting.stepfunctions.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.execution.history.ExecutionListener;
import org.pytorch.alerting.stepfunctions.execution.history.HistoryEvent;
import org.pytorch.alerting.stepfunctions.execution.outcome.Execution;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionResult;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStart;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStatus;
import org.pytorch.alerting.stepfunctions.execution.outcome.Fault;

/** A started execution and its history. */
final class StoredExecution implements ExecutionListener {
  /** AWS's limit of a Standard execution's history. */
  private static final int MAX_EVENTS = 25_000;

  private final StoredMachine machine;
  private volatile ExecutionStart start;
  private final String input;
  private final Instant startedAt;
  private final ArrayList<HistoryEvent> events = new ArrayList<>();
  private Optional<PackedHistory> packed = Optional.empty();
  private volatile Optional<Execution> execution = Optional.empty();
  private volatile Optional<ExecutionResult> packedResult = Optional.empty();

  /**
   * @param machine as of the start
   * @param input as received
   */
  StoredExecution(StoredMachine machine, ExecutionStart start, String input, Instant startedAt) {
    this.machine = machine;
    this.start = start;
    this.input = input;
    this.startedAt = startedAt;
  }

  void runs(Execution started) {
    execution = Optional.of(started);
  }

  StoredMachine machine() {
    return machine;
  }

  ExecutionStart start() {
    return start;
  }

  String input() {
    return input;
  }

  Optional<ExecutionResult> result() {
    return packedResult.isPresent()
        ? packedResult
        : execution.flatMap(e -> Optional.ofNullable(e.result().getNow(null)));
  }

  /** Waits for the end of the execution. */
  ExecutionResult join() {
    if (packedResult.isPresent()) {
      return packedResult.get();
    }
    return execution.orElseThrow(() -> new IllegalStateException("Not started")).result().join();
  }

  void abort() {
    abort(Fault.NONE);
  }

  void abort(Fault reason) {
    execution.ifPresent(running -> running.abort(reason));
  }

  ExecutionStatus status() {
    return result().map(ExecutionResult::status).orElse(ExecutionStatus.RUNNING);
  }

  @Override
  public void onEvent(HistoryEvent event) {
    synchronized (events) {
      if (events.size() < MAX_EVENTS) {
        events.add(event);
      }
    }
  }

  List<HistoryEvent> events() {
    synchronized (events) {
      return packed.map(PackedHistory::events).orElseGet(() -> new ArrayList<>(events));
    }
  }

  /** Keeps an ended execution in less memory: its history packed, and nothing to run it with. */
  void pack() {
    Optional<ExecutionResult> ended = result();
    if (ended.isEmpty()) {
      return;
    }
    synchronized (events) {
      if (packed.isEmpty()) {
        packed = Optional.of(PackedHistory.of(events));
        events.clear();
        events.trimToSize();
      }
    }
    start = start.withInput(NullNode.getInstance());
    packedResult = ended;
    execution = Optional.empty();
  }

  ObjectNode summary() {
    ObjectNode summary =
        JsonNodeFactory.instance
            .objectNode()
            .put("executionArn", start.executionArn())
            .put("stateMachineArn", start.stateMachineArn())
            .put("name", start.name())
            .put("status", status().name())
            .put("startDate", Timestamp.seconds(startedAt));
    result().ifPresent(r -> summary.put("stopDate", Timestamp.seconds(r.stoppedAt())));
    return summary;
  }

  /** {@return the summary with input, output, error and cause} */
  ObjectNode description() {
    ObjectNode description = summary().put("input", input);
    description.putObject("inputDetails").put("included", true);
    result().ifPresent(result -> describe(result, description));
    return description;
  }

  private static void describe(ExecutionResult result, ObjectNode description) {
    description.putObject("outputDetails").put("included", true);
    result.output().ifPresent(output -> description.put("output", JsonText.of(output)));
    result.error().ifPresent(error -> description.put("error", error));
    result.cause().ifPresent(cause -> description.put("cause", cause));
  }
}
