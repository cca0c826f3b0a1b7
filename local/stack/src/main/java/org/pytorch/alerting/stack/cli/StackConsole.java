package org.pytorch.alerting.stack.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.pytorch.alerting.console.Console;
import org.pytorch.alerting.console.source.Endpoints;
import org.pytorch.alerting.console.story.Explainer;
import org.pytorch.alerting.stack.Stack;
import org.pytorch.alerting.stack.StackDescription;
import org.pytorch.alerting.stack.explain.Explained;
import org.pytorch.alerting.stack.explain.Explainer.Whole;
import org.pytorch.alerting.stack.explain.Explanation;

/**
 * The console of a stack. Its web server starts beside the other services, and its pages read from
 * the stack's endpoints; the journal only tells them when to look again.
 */
public final class StackConsole implements AutoCloseable {
  private final CompletableFuture<Console> console;

  private StackConsole(CompletableFuture<Console> console) {
    this.console = console;
  }

  /**
   * Starts the console in the background.
   *
   * @param port 0 for any free one
   */
  public static StackConsole start(int port) {
    return new StackConsole(CompletableFuture.supplyAsync(() -> Console.start(port)));
  }

  /**
   * Shows {@code stack}.
   *
   * @param testData the folder of payloads
   * @return where the console is
   */
  public StackDescription.Console show(Stack stack, Path testData) {
    Console started = started();
    started.connect(endpoints(stack.description(), testData), explainer(stack));
    stack.journal().listen(_ -> started.changed());
    return new StackDescription.Console(started.uri());
  }

  /**
   * @throws IllegalStateException if it could not start, such as on a port that is taken
   */
  Console started() {
    try {
      return console.join();
    } catch (CompletionException e) {
      throw new IllegalStateException(
          "The console cannot start (--console-port=N chooses another port, --no-console starts without it): %s"
              .formatted(Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse("")),
          e);
    }
  }

  private static Explainer explainer(Stack stack) {
    var explainer =
        new org.pytorch.alerting.stack.explain.Explainer(
            stack.policy(), stack.gitHub().repo(), RunningRows.of(stack.description()));
    return payload ->
        shown(
            explainer.whole(
                new org.pytorch.alerting.stack.explain.Explainer.Payload(
                    payload.text(), payload.source(), InstantSource.system().instant())));
  }

  private static Explainer.Explanation shown(Whole whole) {
    return new Explainer.Explanation(
        whole.alerts().stream().map(StackConsole::shown).toList(),
        whole.ignored().stream()
            .map(ignored -> "%s: %s".formatted(ignored.title(), ignored.reason()))
            .toList(),
        whole.rejected());
  }

  private static Explainer.Alert shown(Explained explained) {
    Explanation.Alert alert = explained.alert();
    return new Explainer.Alert(
        alert.fingerprint().hex(),
        "%s (%s)".formatted(explained.event().title(), explained.event().state()),
        explained.identity(),
        alert.route(),
        explained.missed(),
        alert.repository(),
        new Explainer.Decision(alert.action().name(), alert.reason()),
        explained.withState().map(state -> new Explainer.Decision(state.action(), state.reason())),
        alert
            .issue()
            .map(
                issue ->
                    new Explainer.Issue(
                        issue.title(), issue.body(), alert.labels(), alert.assignees())));
  }

  /**
   * {@return where the console finds the services of a stack}
   *
   * @param testData the folder of payloads
   */
  public static Endpoints endpoints(StackDescription stack, Path testData) {
    Map<String, Endpoints.Sender> senders = new HashMap<>();
    stack
        .webhook()
        .senders()
        .forEach(
            (source, sender) ->
                senders.put(source, new Endpoints.Sender(sender.header(), sender.token())));
    return new Endpoints(
        stack.region(),
        Optional.of(
            new Endpoints.Credentials(
                stack.credentials().accessKeyId(), stack.credentials().secretAccessKey())),
        Optional.of(
            new Endpoints.StepFunctionsAt(
                stack.stepfunctions().endpoint(),
                Optional.of(stack.stepfunctions().stateMachineArn()))),
        Optional.of(new Endpoints.TableAt(stack.dynamodb().endpoint(), stack.dynamodb().table())),
        Optional.of(
            new Endpoints.QueuesAt(
                stack.sqs().endpoint(), stack.sqs().queueUrl(), stack.sqs().dlqUrl())),
        Optional.of(new Endpoints.TopicAt(stack.sns().endpoint(), stack.sns().topicArn())),
        Optional.of(new Endpoints.WebhookAt(stack.webhook().url(), senders)),
        Optional.of(
            new Endpoints.GitHubAt(
                stack.github().endpoint(),
                stack.github().repo(),
                stack.github().control(),
                stack.github().personToken())),
        Optional.of(testData));
  }

  @Override
  public void close() {
    if (!console.isCompletedExceptionally()) {
      console.thenAccept(Console::close).join();
    }
  }
}
