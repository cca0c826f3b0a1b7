package org.pytorch.alerting.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.stack.Stack;
import org.pytorch.alerting.stack.StackOptions;
import org.pytorch.alerting.stack.Throughput;
import org.pytorch.alerting.stack.cli.StackConsole;
import org.pytorch.alerting.stack.cli.payload.Payload;
import org.pytorch.alerting.stack.cli.send.Sender;
import org.pytorch.alerting.stack.github.LocalGitHub;
import org.pytorch.alerting.stack.journal.StackEvent;

/** A stack with its console; the test classes share one. */
final class ShownStack implements AutoCloseable {
  /** Long enough for a busy machine; only a failing test waits this long. */
  private static final Duration TIMEOUT = Duration.ofSeconds(120);

  private final Path root = root();
  private final StackConsole console = StackConsole.start(0);
  private final Stack stack;
  private final URI uri;
  private final Sender sender;

  private ShownStack() {
    this(UnaryOperator.identity());
  }

  private ShownStack(UnaryOperator<StackOptions> options) {
    this.stack =
        Stack.start(options.apply(StackOptions.quiet(root).withThroughput(Throughput.UNHURRIED)));
    this.uri = console.show(stack, root.resolve("test-data")).url();
    this.sender = new Sender(stack.description());
  }

  /** {@return a stack of its own, whose policy is in {@code file}} */
  static ShownStack withPolicy(Path file) {
    return new ShownStack(options -> options.withPolicy(Optional.of(file)));
  }

  /** Injects the same stack into every test class. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == ShownStack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(ShownStack.class))
          .getOrComputeIfAbsent(ShownStack.class, _ -> new ShownStack(), ShownStack.class);
    }
  }

  private static Path root() {
    return Path.of("").toAbsolutePath().resolve("../..").normalize();
  }

  /** {@return the console's address} */
  URI uri() {
    return uri;
  }

  /** {@return the folder for the build's pictures} */
  static Path pictures() {
    return Path.of("target", "screenshots");
  }

  Stack stack() {
    return stack;
  }

  /** {@return a payload of the test data, such as {@code grafana/firing.json}} */
  String payload(String file) {
    try {
      return Files.readString(root.resolve("test-data").resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return a payload of the test data, about an alert of its own} */
  String payload(String file, String name) {
    return payload(file)
        .replace("Queue age too high", name)
        .replace("04ae3ef017b5425f", Integer.toHexString(name.hashCode()))
        .replace("berth-intake", name.toLowerCase(Locale.ROOT).replace(' ', '-'));
  }

  /** Sends a payload and waits until its message is handled; {@return its id} */
  String handle(String body) {
    String id = sender.send(Payload.of("payload", body)).messageId().orElseThrow();
    awaitHandled(id);
    return id;
  }

  void awaitHandled(String id) {
    await(
        "message " + id + " to be handled",
        StackEvent.MessageHandled.class,
        handled -> handled.messageId().equals(id));
  }

  /** {@return the first issue with {@code title} in its own, once there is one} */
  Issue awaitIssue(String title) {
    return stack
        .journal()
        .await(
            "an issue about " + title,
            TIMEOUT,
            () ->
                stack.localGitHub().orElseThrow().fake().issues(LocalGitHub.REPO).stream()
                    .filter(issue -> issue.title().contains(title))
                    .findFirst());
  }

  private <E extends StackEvent> void await(String what, Class<E> kind, Predicate<E> wanted) {
    boolean _ =
        stack
            .journal()
            .await(
                what,
                TIMEOUT,
                () ->
                    stack.journal().events(kind).stream()
                        .filter(wanted)
                        .findFirst()
                        .map(_ -> true));
  }

  @Override
  public void close() {
    sender.close();
    console.close();
    stack.close();
  }
}
