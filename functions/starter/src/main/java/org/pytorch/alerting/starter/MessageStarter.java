package org.pytorch.alerting.starter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.text.Truncation;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.starter.queue.MessageQueue;
import org.pytorch.alerting.starter.queue.QuarantineAttributes;
import org.pytorch.alerting.starter.queue.SqsMessage;
import org.pytorch.alerting.starter.workflow.ExecutionName;
import org.pytorch.alerting.starter.workflow.NewExecution;
import org.pytorch.alerting.starter.workflow.WorkflowInput;
import org.pytorch.alerting.starter.workflow.WorkflowResult;
import org.pytorch.alerting.starter.workflow.WorkflowStarter;

/** Handles one message; its failures do not affect the others of the batch. */
final class MessageStarter {
  /**
   * For a message whose execution is still running when the function has to end: as long as its
   * claims' leases. An earlier retry would find them busy.
   */
  static final Duration ABANDONED_VISIBILITY = Duration.ofSeconds(300);

  /** SQS hides a message for at most 12 h after its receipt. */
  static final Duration MAX_DELAY = Duration.ofHours(11);

  /** In characters; the cause of a group lists every alert, and the execution has it in full. */
  static final int MAX_LOGGED_CAUSE = 1_000;

  static final String TOO_BIG = "MessageTooBig";
  private static final String TOO_BIG_DIAGNOSIS =
      "The message does not fit the 256 KiB of an execution's input, not even compressed:"
          + " let its sender notify in smaller groups or with shorter texts, then send it again.";

  private final WorkflowStarter workflows;
  private final MessageQueue queue;
  private final Executor executor;
  private final InstantSource clock;
  private final RedeliveryDelay redelivery;
  private final Log log;

  MessageStarter(
      WorkflowStarter workflows,
      MessageQueue queue,
      Executor executor,
      InstantSource clock,
      RedeliveryDelay redelivery,
      Log log) {
    this.workflows = workflows;
    this.queue = queue;
    this.executor = executor;
    this.clock = clock;
    this.redelivery = redelivery;
    this.log = log;
  }

  /**
   * Starts the message's execution, or quarantines it if no execution can take it.
   *
   * @param abandoned whether the message has been given up in the meantime: then its receipt handle
   *     may be outdated, and its visibility is left alone
   * @return whether the message is handled; never completed exceptionally
   */
  CompletableFuture<Boolean> handle(SqsMessage message, BooleanSupplier abandoned) {
    Attempt attempt = new Attempt(message, clock.instant(), abandoned);
    return CompletableFuture.supplyAsync(() -> WorkflowInput.of(message), executor)
        .thenCompose(
            input ->
                input
                    .fitted()
                    .map(fitting -> start(attempt, fitting))
                    .orElseGet(() -> CompletableFuture.completedFuture(quarantine(attempt, input))))
        .exceptionally(
            failure ->
                failed(
                    attempt,
                    "unanswered",
                    log.error("Message failed before its execution started; it will be redelivered")
                        .with("problem", describe(failure))
                        .with("remedy", "This is a bug of the starter: report it.")));
  }

  /** {@return false, for a message whose execution could not end before the function does} */
  boolean postpone(SqsMessage message, BooleanSupplier abandoned) {
    return failed(
        new Attempt(message, clock.instant(), abandoned),
        "not_started",
        log.warn("Message not started: too little time is left; it will be redelivered"));
  }

  /** Leaves a message whose execution has not ended; leases protect the work in progress. */
  void abandon(SqsMessage message) {
    changeVisibility(message, ABANDONED_VISIBILITY);
    log.count("MessagesFailed", 1, Map.of("reason", "abandoned"));
    reportAge(message);
    log.error("Message abandoned: the function's time is over; it will be redelivered")
        .with("message_id", message.messageId())
        .with("delivery_id", QuarantineAttributes.originalOf(message).deliveryId())
        .with("execution", ExecutionName.of(message))
        .with("receive_count", message.receiveCount())
        .with("retry_after_s", ABANDONED_VISIBILITY.toSeconds())
        .with("remedy", "Let the function's timeout exceed the state machine's by 30 s or more.")
        .write();
  }

  private CompletableFuture<Boolean> start(Attempt attempt, WorkflowInput input) {
    SqsMessage message = attempt.message();
    log.count("MessagesStarted", 1, Map.of());
    return CompletableFuture.completedFuture(Json.write(input))
        .thenCompose(
            json ->
                workflows.start(
                    new NewExecution(ExecutionName.of(message), json, message.traceHeader())))
        .exceptionally(
            failure -> new WorkflowResult.Unanswered(describe(failure), Optional.empty()))
        .thenApply(result -> settle(attempt, result));
  }

  private boolean settle(Attempt attempt, WorkflowResult result) {
    return switch (result) {
      case WorkflowResult.Succeeded succeeded ->
          handled(attempt, log.info("Message handled").with("arn", succeeded.executionArn()));
      case WorkflowResult.Postponed(String arn, Instant retryAt) ->
          postponed(attempt, arn, retryAt);
      case WorkflowResult.Failed failure ->
          failed(
              attempt,
              "execution_failed",
              log.warn("Execution failed; the message will be redelivered")
                  .with("arn", failure.executionArn())
                  .with("error", failure.error())
                  .with("cause", Truncation.marked(failure.cause(), MAX_LOGGED_CAUSE)));
      case WorkflowResult.TimedOut timedOut ->
          failed(
              attempt,
              "execution_timed_out",
              log.warn("Execution timed out; the message will be redelivered")
                  .with("arn", timedOut.executionArn()));
      case WorkflowResult.Unanswered(String problem, Optional<String> remedy) ->
          failed(
              attempt,
              "unanswered",
              (remedy.isPresent()
                      ? log.error("Execution not started; the message will be redelivered")
                      : log.warn("No response from the execution; the message will be redelivered"))
                  .with("problem", problem)
                  .with("remedy", remedy));
    };
  }

  private boolean quarantine(Attempt attempt, WorkflowInput input) {
    WorkflowInput shortest = input.shortest();
    try {
      queue.sendToDeadLetterQueue(
          shortest.body(), shortest.quarantineAttributes(TOO_BIG, TOO_BIG_DIAGNOSIS));
    } catch (RuntimeException e) {
      return failed(
          attempt,
          "not_quarantined",
          log.error("Message not quarantined; it will be redelivered")
              .with("error", TOO_BIG)
              .with("problem", describe(e))
              .with("remedy", "Check DEAD_LETTER_QUEUE_URL and the right to sqs:SendMessage."));
    }
    log.count("MessagesQuarantined", 1, Map.of("error", TOO_BIG));
    return handled(
        attempt,
        log.error("Message quarantined in the dead-letter queue")
            .with("error", TOO_BIG)
            .with("remedy", TOO_BIG_DIAGNOSIS));
  }

  private boolean handled(Attempt attempt, Log.Line line) {
    // A check is late on purpose, and no news.
    if (!isCheck(attempt.message())) {
      log.duration("MessageLatency", ageInMilliseconds(attempt.message().sentAt()), Map.of());
    }
    describe(attempt, line, clock.instant()).write();
    return true;
  }

  /** Not a failure: waiting in the queue costs nothing. */
  private boolean postponed(Attempt attempt, String arn, Instant retryAt) {
    Instant now = clock.instant();
    Log.Line line = log.info("Message postponed; it will be redelivered").with("arn", arn);
    if (!attempt.abandoned().getAsBoolean()) {
      Duration delay = until(retryAt, now);
      changeVisibility(attempt.message(), delay);
      line.with("retry_after_s", delay.toSeconds());
      log.count("MessagesPostponed", 1, Map.of());
    }
    describe(attempt, line, now).write();
    return false;
  }

  /** {@return the whole seconds until {@code time}: not too early, never negative} */
  private static Duration until(Instant time, Instant now) {
    long seconds = Duration.between(now, time).plusNanos(999_999_999).toSeconds();
    return Duration.ofSeconds(Math.clamp(seconds, 0, MAX_DELAY.toSeconds()));
  }

  private boolean failed(Attempt attempt, String reason, Log.Line line) {
    Duration delay = redelivery.after(attempt.message().receiveCount());
    if (!attempt.abandoned().getAsBoolean()) {
      changeVisibility(attempt.message(), delay);
      line.with("retry_after_s", delay.toSeconds());
      log.count("MessagesFailed", 1, Map.of("reason", reason));
      reportAge(attempt.message());
    }
    describe(attempt, line, clock.instant()).write();
    return false;
  }

  /**
   * The queue's own metric of the oldest message omits messages that were received three times or
   * more, which are exactly the stuck ones.
   */
  private void reportAge(SqsMessage message) {
    Instant begin = isCheck(message) ? message.firstReceivedAt() : message.sentAt();
    log.duration("FailedMessageAge", ageInMilliseconds(begin), Map.of());
  }

  private static boolean isCheck(SqsMessage message) {
    return Check.SOURCE.equals(
        QuarantineAttributes.originalOf(message).messageAttributes().get("source"));
  }

  /** {@return the time since {@code begin}; 0 if the clocks disagree} */
  private long ageInMilliseconds(Instant begin) {
    return Math.max(0, Duration.between(begin, clock.instant()).toMillis());
  }

  /** If it fails, the message is redelivered after the queue's own timeout. */
  private void changeVisibility(SqsMessage message, Duration timeout) {
    try {
      message.receiptHandle().ifPresent(handle -> queue.changeVisibility(handle, timeout));
    } catch (RuntimeException e) {
      log.warn("Visibility not changed; the message will be redelivered at the queue's own timeout")
          .with("message_id", message.messageId())
          .with("delivery_id", QuarantineAttributes.originalOf(message).deliveryId())
          .with("problem", describe(e))
          .write();
    }
  }

  private static Log.Line describe(Attempt attempt, Log.Line line, Instant now) {
    return line.with("message_id", attempt.message().messageId())
        .with("delivery_id", QuarantineAttributes.originalOf(attempt.message()).deliveryId())
        .with("execution", ExecutionName.of(attempt.message()))
        .with("receive_count", attempt.message().receiveCount())
        .with("duration_ms", Duration.between(attempt.beganAt(), now).toMillis());
  }

  private static String describe(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.toString();
  }

  private record Attempt(SqsMessage message, Instant beganAt, BooleanSupplier abandoned) {}
}
