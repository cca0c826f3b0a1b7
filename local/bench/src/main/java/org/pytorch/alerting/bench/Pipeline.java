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
import org.pytorch.alerting.fakegithub.FakeGitHub;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.stack.Stack;
import org.pytorch.alerting.stack.StackOptions;
import org.pytorch.alerting.stack.cli.payload.Payload;
import org.pytorch.alerting.stack.cli.send.Sender;
import org.pytorch.alerting.stack.github.LocalGitHub;
import org.pytorch.alerting.stack.github.Upstream;
import org.pytorch.alerting.stack.journal.StackEvent;

/** A stack to measure, with a slow GitHub. */
final class Pipeline implements AutoCloseable {
  /** GitHub's time for each response. */
  static final Duration GITHUB_LATENCY = Duration.ofMillis(300);

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int SENDERS = 4;

  private final Stack stack;
  private final FakeGitHub gitHub;
  private final Sender sender;

  /**
   * @param gitHub the GitHub that the stack calls
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

  /** Starts a stack that treats {@code gitHub} as the real one. */
  static Pipeline start(StackOptions options, LocalGitHub gitHub) {
    return new Pipeline(
        Stack.start(options.withUpstream(new Upstream.Existing(gitHub.target()))), gitHub.fake());
  }

  private static Fault slow() {
    return new Fault(
        Optional.empty(),
        Pattern.compile(""),
        Optional.empty(),
        Fault.FOR_EVER,
        GITHUB_LATENCY,
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

  /** Sends {@code payloads}, several in parallel, like their provider. */
  void send(List<String> payloads) {
    try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
      List<Future<Sender.Receipt>> receipts =
          payloads.stream()
              .map(body -> senders.submit(() -> sender.send(Payload.of("payload", body))))
              .toList();
      for (Future<Sender.Receipt> receipt : receipts) {
        if (receipt.get().messageId().isEmpty()) {
          throw new IllegalStateException("payload refused: " + receipt.get().text());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("payload not sent", e);
    }
  }

  /** Sends a payload and waits until its message is handled. */
  void handle(String payload) {
    long handled = count(StackEvent.MessageHandled.class);
    send(List.of(payload));
    await("the message to be handled", () -> count(StackEvent.MessageHandled.class) > handled);
  }

  void await(String what, BooleanSupplier condition) {
    stack
        .journal()
        .await(
            what, PATIENCE, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  long count(Class<? extends StackEvent> kind) {
    return stack.journal().events(kind).size();
  }

  /** {@return the failed deliveries, without the postponed ones} */
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
