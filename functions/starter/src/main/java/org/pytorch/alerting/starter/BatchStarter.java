package org.pytorch.alerting.starter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.starter.queue.MessageQueue;
import org.pytorch.alerting.starter.queue.SqsMessage;
import org.pytorch.alerting.starter.workflow.WorkflowStarter;

/**
 * Starts an execution for each message of a batch, concurrently. It never blocks: with an executor
 * that runs tasks at once and a {@link WorkflowStarter} that completes on demand, a single thread
 * can drive it.
 */
public final class BatchStarter {
  /** Executions of one batch at a time. Lambda's usual batch is 10 messages. */
  public static final int MAX_CONCURRENT = 32;

  /** The longest wait of a failed or abandoned message before it is redelivered. */
  public static final Duration LONGEST_WAIT = RedeliveryDelay.LONGEST;

  private final MessageStarter messages;
  private final Executor executor;
  private final InstantSource clock;

  /**
   * @param executor makes the calls to the queue and starts the executions
   * @param random the jitter of the waits after a failure; must be thread-safe if {@code executor}
   *     has several threads
   */
  public BatchStarter(
      WorkflowStarter workflows,
      MessageQueue queue,
      Executor executor,
      InstantSource clock,
      RandomGenerator random,
      Log log) {
    this.messages =
        new MessageStarter(workflows, queue, executor, clock, new RedeliveryDelay(random), log);
    this.executor = executor;
    this.clock = clock;
  }

  /**
   * Starts the executions of {@code batch}.
   *
   * @param startBy a message that has to wait for another of the batch is not started after this
   *     time, but left for its next delivery
   * @return the running batch
   */
  public BatchRun start(List<SqsMessage> batch, Instant startBy) {
    AtomicBoolean givenUp = new AtomicBoolean();
    List<CompletableFuture<Boolean>> handled = new ArrayList<>();
    for (SqsMessage message : batch) {
      int before = handled.size() - MAX_CONCURRENT;
      handled.add(
          before < 0
              ? messages.handle(message, givenUp::get)
              : handled.get(before).thenCompose(_ -> startInTime(message, startBy, givenUp)));
    }
    return new BatchRun(batch, handled, givenUp, messages::abandon, executor);
  }

  private CompletableFuture<Boolean> startInTime(
      SqsMessage message, Instant startBy, AtomicBoolean givenUp) {
    return givenUp.get() || clock.instant().isAfter(startBy)
        ? CompletableFuture.completedFuture(messages.postpone(message, givenUp::get))
        : messages.handle(message, givenUp::get);
  }
}
