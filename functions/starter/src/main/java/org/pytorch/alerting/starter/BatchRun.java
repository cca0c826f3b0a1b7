package org.pytorch.alerting.starter;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pytorch.alerting.starter.queue.SqsMessage;

/** A batch whose executions are running. */
public final class BatchRun {
  private final List<SqsMessage> messages;
  private final List<CompletableFuture<Boolean>> handled;
  private final AtomicBoolean givenUp;
  private final Consumer<SqsMessage> abandon;
  private final Executor executor;

  /**
   * @param handled for each message in the same order, whether it is handled; never completes
   *     exceptionally
   */
  BatchRun(
      List<SqsMessage> messages,
      List<CompletableFuture<Boolean>> handled,
      AtomicBoolean givenUp,
      Consumer<SqsMessage> abandon,
      Executor executor) {
    this.messages = List.copyOf(messages);
    this.handled = List.copyOf(handled);
    this.givenUp = givenUp;
    this.abandon = abandon;
    this.executor = executor;
  }

  /** {@return completed when every message is settled; never exceptionally} */
  public CompletableFuture<Void> finished() {
    return CompletableFuture.allOf(handled.toArray(CompletableFuture<?>[]::new));
  }

  /**
   * Leaves the messages that are not settled yet, because the function's time is over. Their
   * executions continue until the state machine's timeout: leases that last longer protect their
   * claims, and the work they finish is recognised when the message is redelivered. Later results
   * are only logged.
   */
  public void giveUp() {
    givenUp.set(true);
    CompletableFuture.allOf(
            unfinished()
                .map(message -> CompletableFuture.runAsync(() -> abandon.accept(message), executor))
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  /** {@return the ids of the messages that are not handled yet, in the batch's order} */
  public List<String> unhandled() {
    return IntStream.range(0, messages.size())
        .filter(index -> !handled.get(index).getNow(false))
        .mapToObj(index -> messages.get(index).messageId())
        .distinct()
        .toList();
  }

  private Stream<SqsMessage> unfinished() {
    return IntStream.range(0, messages.size())
        .filter(index -> !handled.get(index).isDone())
        .mapToObj(messages::get);
  }
}
