package org.pytorch.alerting.bench;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.pytorch.alerting.stack.LocalGitHub;
import org.pytorch.alerting.stack.Stack;
import org.pytorch.alerting.stack.StackOptions;
import org.pytorch.alerting.stack.cli.Payload;
import org.pytorch.alerting.stack.cli.Sender;
import org.pytorch.alerting.stack.github.FakeGitHub;
import org.pytorch.alerting.stack.github.fault.Fault;
import org.pytorch.alerting.stack.journal.StackEvent;

/** A stack that is measured, with a GitHub that takes its time. */
final class Pipeline implements AutoCloseable {
  /** What GitHub takes for an answer. */
  static final Duration GITHUB_ANSWERS_IN = Duration.ofMillis(300);

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int SENDERS = 4;

  private final Stack stack;
  private final FakeGitHub gitHub;
  private final Sender sender;

  /**
   * @param gitHub the one that the stack works on
   */
  private Pipeline(Stack stack, FakeGitHub gitHub) {
    this.stack = stack;
    this.gitHub = gitHub;
    this.sender = new Sender(stack.description());
    gitHub.faults(List.of(slow()));
  }

  /** Starts a stack with its own GitHub. */
  static Pipeline start(StackOptions options) {
    Stack stack = Stack.start(options);
    return new Pipeline(stack, stack.localGitHub().orElseThrow().fake());
  }

  /** Starts a stack that takes {@code gitHub} for a real one. */
  static Pipeline start(StackOptions options, LocalGitHub gitHub) {
    return new Pipeline(Stack.start(options.with(Optional.of(gitHub.target()))), gitHub.fake());
  }

  private static Fault slow() {
    return new Fault(
        Optional.empty(),
        Pattern.compile(""),
        Optional.empty(),
        Fault.FOR_EVER,
        GITHUB_ANSWERS_IN,
        Optional.empty(),
        false,
        Duration.ZERO);
  }

  Stack stack() {
    return stack;
  }

  FakeGitHub gitHub() {
    return gitHub;
  }

  /** Sends {@code payloads}, some at a time, as their provider would. */
  void send(List<String> payloads) {
    try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
      List<Future<Sender.Receipt>> receipts =
          payloads.stream()
              .map(body -> senders.submit(() -> sender.send(Payload.of("payload", body))))
              .toList();
      for (Future<Sender.Receipt> receipt : receipts) {
        if (receipt.get().messageId().isEmpty()) {
          throw new IllegalStateException("refused: " + receipt.get().text());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("not sent", e);
    }
  }

  /** Sends a payload and waits until it is off the queue. */
  void handle(String payload) {
    long handled = count(StackEvent.MessageHandled.class);
    send(List.of(payload));
    await("the message to be handled", () -> count(StackEvent.MessageHandled.class) > handled);
  }

  void await(String what, BooleanSupplier there) {
    stack
        .journal()
        .await(what, PATIENCE, () -> there.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  long count(Class<? extends StackEvent> kind) {
    return stack.journal().events(kind).size();
  }

  /** {@return deliveries that failed; one that is told when to come back has not} */
  long failedDeliveries() {
    long postponed =
        stack.journal().events(StackEvent.LogLine.class).stream()
            .filter(line -> line.text("message").startsWith("Message postponed"))
            .count();
    return count(StackEvent.MessageFailed.class) - postponed;
  }

  int issues() {
    return gitHub.issues(LocalGitHub.REPO).size();
  }

  @Override
  public void close() {
    sender.close();
    stack.close();
  }
}
