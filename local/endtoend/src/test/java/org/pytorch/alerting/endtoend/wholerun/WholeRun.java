package org.pytorch.alerting.endtoend.wholerun;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.endtoend.GrafanaAlerts.changed;
import static org.pytorch.alerting.endtoend.GrafanaAlerts.firing;
import static org.pytorch.alerting.endtoend.GrafanaAlerts.resolved;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.pytorch.alerting.endtoend.RunningStack;
import org.pytorch.alerting.fakegithub.FakeGitHub;
import org.pytorch.alerting.fakegithub.settings.GitHubRules;
import org.pytorch.alerting.stack.Project;
import org.pytorch.alerting.stack.StackOptions;
import org.pytorch.alerting.stack.Throughput;
import org.pytorch.alerting.stack.github.GitHubTarget;
import org.pytorch.alerting.stack.github.LocalGitHub;
import org.pytorch.alerting.stack.github.Upstream;
import org.pytorch.alerting.stack.journal.StackEvent.MessageFailed;
import org.pytorch.alerting.stack.journal.StackEvent.MessageHandled;

/**
 * One run of the embedded stack with each action, each kind of sender, and faults that provoke the
 * code to print its secrets. Tests check its output; the test classes share one run.
 */
final class WholeRun implements AutoCloseable {
  private static final String CREATE = "/issues$";

  /**
   * In characters; random text of this length is too large for an execution's input even when
   * compressed.
   */
  private static final int TOO_LARGE = 600_000;

  /** The queue's maximum. */
  private static final int MAX_DELIVERIES = 20;

  private final Instant startedAt = InstantSource.system().instant();
  private final ByteArrayOutputStream functionLog = new ByteArrayOutputStream();
  private final Console console = Console.captured();
  private final LocalGitHub local =
      LocalGitHub.start(
          InstantSource.system(), GitHubRules.STANDARD.with("{\"stateless_tokens\": false}"), 0);
  private final EchoingGitHub gitHub = new EchoingGitHub(local.target().apiUrl());
  private final RunningStack stack = new RunningStack(options());
  private final RunSenders senders = new RunSenders(stack);

  private StackOptions options() {
    return StackOptions.quiet(Project.root())
        .withThroughput(Throughput.UNHURRIED)
        .withUpstream(new Upstream.Existing(local.target().withApiUrl(gitHub.uri())))
        .withFunctionLog(new PrintStream(functionLog, true, UTF_8));
  }

  /** Injects the same run into every test class. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == WholeRun.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(WholeRun.class))
          .getOrComputeIfAbsent(WholeRun.class, _ -> started(), WholeRun.class);
    }
  }

  private static WholeRun started() {
    WholeRun run = new WholeRun();
    try {
      run.run();
      return run;
    } catch (RuntimeException | Error e) {
      run.close();
      throw e;
    } finally {
      run.console.release();
    }
  }

  private void run() {
    senders.putSecret();
    triggerEachAction();
    sendFromOtherSenders();
    sendRefusedRequests();
    sendQuarantinedMessages();
    failAtGitHub();
    spoilGitHubSecret();
    // By now the webhook may read its secret again after the failed read.
    assertThat(senders.wrongToken().status()).isEqualTo(401);
  }

  /** Triggers CREATE, COMMENT, CLOSE, SKIP_STALE and, after a person's close, SKIP_MANUAL_CLOSE. */
  private void triggerEachAction() {
    awaitHandled(senders.grafana(firing("Story")));
    awaitHandled(senders.grafana(changed("Story")));
    awaitHandled(senders.grafana(resolved("Story")));
    awaitHandled(senders.grafana(resolved("Never")));
    awaitHandled(senders.grafana(firing("By hand")));
    senders.closeAsPerson(local.target(), issueNumber("By hand"));
    awaitHandled(senders.grafana(changed("By hand")));
    awaitHandled(senders.grafana(changed("By hand")));
  }

  private void sendFromOtherSenders() {
    stack.sendAndAwait(Project.payload("cloudwatch/metric-alarm.json"));
    stack.sendAndAwait(Project.payload("cloudwatch/metric-ok.json"));
    awaitHandled(senders.alertmanager(Project.payload("alertmanager/firing.json")));
    awaitHandled(senders.normalized(Project.payload("normalized/firing.json")));
    awaitHandled(senders.signed(firing("Signed")));
    awaitHandled(senders.grafana(Project.payload("grafana/test-notification.json")));
  }

  private void sendRefusedRequests() {
    // First, because a wrong token makes the function read the secret again, but at most once in a
    // while.
    senders.spoilSecret();
    assertThat(senders.wrongToken().status()).isEqualTo(503);
    senders.putSecret();
    // Credentials that do not match may be newer than the cached secret: 503 until it is read
    // again.
    Stream.of(
            senders.wrongToken(),
            senders.wrongPassword(),
            senders.wrongSignature(),
            senders.tokensInWrongPlaces())
        .forEach(response -> assertThat(response.status()).isIn(401, 503));
    assertThat(senders.notJson().status()).isEqualTo(400);
    assertThat(senders.notJsonContentType().status()).isEqualTo(415);
    assertThat(senders.get().status()).isEqualTo(405);
  }

  private void sendQuarantinedMessages() {
    awaitHandled(senders.grafana(Project.payload("grafana/missing-team-and-priority.json")));
    awaitHandled(senders.grafana(Project.payload("grafana/group-with-bad-alerts.json")));
    awaitHandled(stack.queue(Project.payload("malformed/cut-json.json")));
    awaitHandled(stack.queue(noise()));
  }

  /**
   * Three alerts at once, and then one alone, because its rate limit stops its instance for a
   * while.
   */
  private void failAtGitHub() {
    gitHub.refuse("POST", CREATE, "Broken", 1, 500, Map.of());
    gitHub.refuse("POST", CREATE, "Forbidden", 1, 403, Map.of());
    // Twice: the function retries with a fresh token before it reports that the App has no access.
    gitHub.refuse("POST", CREATE, "Unauthorized", 2, 401, Map.of());
    String broken = senders.grafana(firing("Broken"));
    String forbidden = senders.grafana(firing("Forbidden"));
    String unauthorized = senders.grafana(firing("Unauthorized"));
    stack.redeliver(awaitFailed(unauthorized, 1));
    List.of(broken, forbidden, unauthorized).forEach(this::awaitHandled);

    gitHub.refuse("POST", CREATE, "Limited", 1, 429, Map.of("retry-after", "1"));
    redeliverUntilHandled(senders.grafana(firing("Limited")));
  }

  /**
   * GitHub's limit lasts at least a second, and the state machine retries after a random delay,
   * which may be too early.
   */
  private void redeliverUntilHandled(String id) {
    for (int delivery = 1; delivery <= MAX_DELIVERIES; delivery++) {
      int count = delivery;
      boolean handled =
          stack.await(
              "delivery %d of %s to end".formatted(delivery, id),
              () -> isHandled(id) ? Optional.of(true) : failure(id, count).map(_ -> false),
              () -> functionLog.toString(UTF_8));
      if (handled) {
        return;
      }
      stack.redeliver(awaitFailed(id, count));
    }
    throw new IllegalStateException(
        "not handled after the maximum number of deliveries: " + MAX_DELIVERIES);
  }

  /**
   * Replaces the secret by an unusable one and refuses the token, so that the function reads the
   * secret. Then refuses the App's JWT, and then fails a request with a token of the newer format.
   */
  private void spoilGitHubSecret() {
    gitHub.refuse("POST", CREATE, "Spoilt", 1, 401, Map.of());
    stack.putGitHubSecret("github_app_key_base64: " + local.target().appKeyBase64());
    String id = senders.grafana(firing("Spoilt"));
    MessageFailed first = awaitFailed(id, 1);

    stack.putGitHubSecret(local.target().secret());
    fake().rules(fake().rules().with("{\"stateless_tokens\": true}"));
    fake().revokeInstallationTokens();
    // Twice: the function reads the secret again before it gives up.
    gitHub.refuse("POST", "/access_tokens$", "", 2, 401, Map.of());
    stack.redeliver(first);
    MessageFailed second = awaitFailed(id, 2);

    gitHub.refuse("POST", CREATE, "Spoilt", 1, 502, Map.of());
    stack.redeliver(second);
    awaitHandled(id);
  }

  private void awaitHandled(String id) {
    stack.awaitHandled(id);
  }

  private MessageFailed awaitFailed(String id, int receiveCount) {
    return stack.await(
        "delivery %d of %s to fail".formatted(receiveCount, id),
        () -> failure(id, receiveCount),
        () -> functionLog.toString(UTF_8));
  }

  private boolean isHandled(String id) {
    return stack.stack().journal().events(MessageHandled.class).stream()
        .anyMatch(handled -> handled.messageId().equals(id));
  }

  private Optional<MessageFailed> failure(String id, int receiveCount) {
    return stack.stack().journal().events(MessageFailed.class).stream()
        .filter(failed -> failed.messageId().equals(id))
        .filter(failed -> failed.receiveCount() == receiveCount)
        .findFirst();
  }

  private long issueNumber(String name) {
    return fake().issues(LocalGitHub.REPO).stream()
        .filter(issue -> issue.title().contains("] " + name))
        .findFirst()
        .orElseThrow()
        .number();
  }

  private static String noise() {
    return new Random(7)
        .ints(TOO_LARGE, '0', 'z')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** {@return the start of the run; all its output is newer} */
  Instant startedAt() {
    return startedAt;
  }

  RunningStack stack() {
    return stack;
  }

  FakeGitHub fake() {
    return local.fake();
  }

  EchoingGitHub gitHub() {
    return gitHub;
  }

  RunSenders senders() {
    return senders;
  }

  GitHubTarget target() {
    return local.target();
  }

  /** {@return all lines that the functions logged, in order} */
  List<String> functionLines() {
    return functionLog.toString(UTF_8).lines().toList();
  }

  /** {@return the process's standard output and error during the run} */
  String console() {
    return console.text();
  }

  @Override
  public void close() {
    console.release();
    stack.close();
    gitHub.close();
    local.close();
  }
}
