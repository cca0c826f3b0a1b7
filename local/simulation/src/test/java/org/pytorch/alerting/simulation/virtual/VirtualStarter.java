package org.pytorch.alerting.simulation.virtual;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.Deadline;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.starter.BatchRun;
import org.pytorch.alerting.starter.BatchStarter;
import org.pytorch.alerting.starter.queue.SqsMessage;
import org.pytorch.alerting.starter.workflow.NewExecution;
import org.pytorch.alerting.starter.workflow.WorkflowResult;
import org.pytorch.alerting.starter.workflow.WorkflowStarter;
import org.pytorch.alerting.stepfunctions.execution.Interpreter;
import org.pytorch.alerting.stepfunctions.execution.history.ExecutionListener;
import org.pytorch.alerting.stepfunctions.execution.history.HistoryEvent;
import org.pytorch.alerting.stepfunctions.execution.outcome.Execution;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionResult;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStart;
import org.pytorch.alerting.stepfunctions.time.VirtualScheduler;

/** Feeds the real starter with batches from the queue. */
public final class VirtualStarter implements WorkflowStarter {

  /** How long the starter's handler waits: its timeout of 270 s less a margin. */
  private static final Duration PATIENCE = Duration.ofSeconds(260);

  private final VirtualScheduler scheduler;
  private final VirtualQueue queue;
  private final Interpreter interpreter;
  private final BatchStarter starter;
  private final ExecutionObserver observer;
  private final int batchSize;
  private int executions;
  private int batches;
  private int batchesAtATime;
  private BooleanSupplier diesWhen = () -> false;

  /** Observes the executions, and may abort them. */
  @FunctionalInterface
  public interface ExecutionObserver {
    void onEvent(Execution execution, HistoryEvent event);
  }

  VirtualStarter(
      VirtualScheduler scheduler,
      VirtualQueue queue,
      Interpreter interpreter,
      RandomGenerator random,
      Log log,
      Wiring wiring) {
    this.scheduler = scheduler;
    this.queue = queue;
    this.interpreter = interpreter;
    this.observer = wiring.observer;
    this.batchSize = wiring.throughput().batchSize();
    this.batchesAtATime = wiring.throughput().starterConcurrency();
    this.starter =
        new BatchStarter(
            wiring.workflows.apply(this),
            wiring.queue.apply(queue),
            Runnable::run,
            scheduler::now,
            random,
            log);
    queue.onVisible(this::poll);
  }

  /** Makes the starter's process die after it has started the executions of a batch. */
  public void diesWhen(BooleanSupplier other) {
    diesWhen = other;
  }

  /** Sets the number of concurrent batches, instead of the deployed one. */
  public void batchesAtATime(int other) {
    batchesAtATime = other;
  }

  /** {@return the number of executions started} */
  public int executions() {
    return executions;
  }

  private void poll() {
    if (batches >= batchesAtATime) {
      return;
    }
    List<SqsMessage> batch = queue.receive(batchSize);
    if (batch.isEmpty()) {
      return;
    }
    batches++;
    Instant startBy = scheduler.now().plus(PATIENCE).minus(Deadline.EXECUTION_TIMEOUT);
    BatchRun run = starter.start(batch, startBy);
    if (diesWhen.getAsBoolean()) {
      // Its executions still run, but their messages are not deleted.
      run.giveUp();
      batchEnded();
      return;
    }
    AtomicBoolean ended = new AtomicBoolean();
    var _ =
        run.finished()
            .thenRun(
                () -> {
                  deleteHandled(batch, run);
                  if (!ended.getAndSet(true)) {
                    batchEnded();
                  }
                });
    scheduler.schedule(
        PATIENCE,
        () -> {
          if (!ended.getAndSet(true)) {
            run.giveUp();
            deleteHandled(batch, run);
            batchEnded();
          }
        });
    scheduler.schedule(Duration.ZERO, this::poll);
  }

  private void batchEnded() {
    batches--;
    scheduler.schedule(Duration.ZERO, this::poll);
  }

  private void deleteHandled(List<SqsMessage> batch, BatchRun run) {
    List<String> unhandled = run.unhandled();
    batch.stream()
        .map(SqsMessage::messageId)
        .filter(id -> !unhandled.contains(id))
        .forEach(queue::delete);
  }

  @Override
  public CompletableFuture<WorkflowResult> start(NewExecution execution) {
    executions++;
    String machine = "arn:aws:states:us-east-1:123456789012:stateMachine:alert-pipeline";
    String arn =
        "arn:aws:states:us-east-1:123456789012:express:alert-pipeline:%s:%08d"
            .formatted(execution.name(), executions);
    ExecutionStart start =
        new ExecutionStart(
            arn,
            execution.name(),
            machine,
            "alert-pipeline",
            "arn:aws:iam::123456789012:role/alert-pipeline",
            Json.read(execution.input(), JsonNode.class));
    AtomicReference<Optional<Execution>> started = new AtomicReference<>(Optional.empty());
    Execution running =
        interpreter.start(
            start,
            new ExecutionListener() {
              @Override
              public void onEvent(HistoryEvent event) {
                // After the current step: an execution cannot be aborted in the middle of one.
                started
                    .get()
                    .ifPresent(
                        it -> scheduler.schedule(Duration.ZERO, () -> observer.onEvent(it, event)));
              }
            });
    started.set(Optional.of(running));
    return running.result().thenApply(result -> workflowResult(arn, result));
  }

  private static WorkflowResult workflowResult(String arn, ExecutionResult result) {
    return switch (result.status()) {
      case SUCCEEDED ->
          WorkflowResult.succeeded(arn, result.output().map(JsonNode::toString).orElse(""));
      case FAILED ->
          new WorkflowResult.Failed(arn, result.error().orElse(""), result.cause().orElse(""));
      case TIMED_OUT -> new WorkflowResult.TimedOut(arn);
      case ABORTED -> new WorkflowResult.Unanswered("the connection broke", Optional.empty());
      case RUNNING -> throw new IllegalStateException("a result is not RUNNING");
    };
  }
}
