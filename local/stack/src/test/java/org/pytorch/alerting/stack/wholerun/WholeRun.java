package org.pytorch.alerting.stack.wholerun;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.pytorch.alerting.stack.GrafanaAlerts.firing;
import static org.pytorch.alerting.stack.GrafanaAlerts.repeat;
import static org.pytorch.alerting.stack.GrafanaAlerts.resolved;

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
import org.pytorch.alerting.stack.GitHubTarget;
import org.pytorch.alerting.stack.LocalGitHub;
import org.pytorch.alerting.stack.Project;
import org.pytorch.alerting.stack.StackOptions;
import org.pytorch.alerting.stack.Throughput;
import org.pytorch.alerting.stack.endtoend.RunningStack;
import org.pytorch.alerting.stack.github.FakeGitHub;
import org.pytorch.alerting.stack.github.settings.GitHubRules;
import org.pytorch.alerting.stack.journal.StackEvent.MessageFailed;
import org.pytorch.alerting.stack.journal.StackEvent.MessageHandled;

/**
 * One run of the embedded stack in which nearly everything happens that can: each action, each kind
 * of sender, and faults that tempt the code to print its secrets. Tests look at what it has
 * written; those that ask for it share one.
 */
final class WholeRun implements AutoCloseable {
  private static final String CREATE = "/issues$";

  /** In characters, and so random that no compression makes an execution's input of it. */
  private static final int TOO_BIG = 600_000;

  /** The queue's own. */
  private static final int MAX_DELIVERIES = 20;

  private final Instant began = InstantSource.system().instant();
  private final ByteArrayOutputStream functionLog = new ByteArrayOutputStream();
  private final Console console = Console.captured();
  private final LocalGitHub local =
      LocalGitHub.start(
          InstantSource.system(), GitHubRules.STANDARD.with("{\"stateless_tokens\": false}"), 0);
  private final EchoingGitHub gitHub = new EchoingGitHub(local.target().apiUrl());
  private final RunningStack stack = new RunningStack(options());
  private final RunSenders senders = new RunSenders(stack);

  private StackOptions options() {
    GitHubTarget target = local.target();
    return StackOptions.quiet(Project.root())
        .with(Throughput.UNHURRIED)
        .with(
            Optional.of(
                new GitHubTarget(
                    gitHub.uri(),
                    target.repo(),
                    target.appId(),
                    target.appKeyBase64(),
                    Optional.empty(),
                    target.personToken())))
        .loggingTo(new PrintStream(functionLog, true, UTF_8));
  }

  /** Gives every test class of a run of tests the same run. */
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
          .getOrComputeIfAbsent(WholeRun.class, _ -> played(), WholeRun.class);
    }
  }

  private static WholeRun played() {
    WholeRun run = new WholeRun();
    try {
      run.play();
      return run;
    } catch (RuntimeException | Error e) {
      run.close();
      throw e;
    } finally {
      run.console.release();
    }
  }

  private void play() {
    senders.putSecret();
    lives();
    otherSenders();
    refusedAtTheDoor();
    setAside();
    refusedByGitHub();
    spoiltSecret();
    // The state machine has waited longer than the webhook after a failed read of its secret.
    assertThat(senders.wrongToken().status()).isEqualTo(401);
  }

  /** CREATE, COMMENT, CLOSE, SKIP_STALE, an issue closed by a person, SKIP_MANUAL_CLOSE. */
  private void lives() {
    handled(senders.grafana(firing("Story")));
    handled(senders.grafana(repeat("Story")));
    handled(senders.grafana(resolved("Story")));
    handled(senders.grafana(resolved("Never")));
    handled(senders.grafana(firing("By hand")));
    senders.closeByHand(local.target(), issueNumber("By hand"));
    handled(senders.grafana(repeat("By hand")));
    handled(senders.grafana(repeat("By hand")));
  }

  private void otherSenders() {
    stack.sendAndAwait(Project.payload("cloudwatch/metric-alarm.json"));
    stack.sendAndAwait(Project.payload("cloudwatch/metric-ok.json"));
    handled(senders.alertmanager(Project.payload("alertmanager/firing.json")));
    handled(senders.normalized(Project.payload("normalized/firing.json")));
    handled(senders.signed(firing("Signed")));
    handled(senders.grafana(Project.payload("grafana/test-notification.json")));
  }

  private void refusedAtTheDoor() {
    // First, because a wrong token makes the function read the secret, but only now and then.
    senders.spoilSecret();
    assertThat(senders.wrongToken().status()).isEqualTo(503);
    senders.putSecret();
    // What does not match may be newer than what is known: 503 until the secret is read again.
    Stream.of(
            senders.wrongToken(),
            senders.wrongPassword(),
            senders.wrongSignature(),
            senders.tokensInOddPlaces())
        .forEach(answer -> assertThat(answer.status()).isIn(401, 503));
    assertThat(senders.notJson().status()).isEqualTo(400);
    assertThat(senders.notJsonByItsType().status()).isEqualTo(415);
    assertThat(senders.get().status()).isEqualTo(405);
  }

  private void setAside() {
    handled(senders.grafana(Project.payload("grafana/missing-team-and-priority.json")));
    handled(senders.grafana(Project.payload("grafana/group-with-bad-alerts.json")));
    handled(stack.queue(Project.payload("malformed/cut-json.json")));
    handled(stack.queue(noise()));
  }

  /** Three alerts at a time, and one alone: its instance of the function is silent for a while. */
  private void refusedByGitHub() {
    gitHub.refuse("POST", CREATE, "Broken", 1, 500, Map.of());
    gitHub.refuse("POST", CREATE, "Forbidden", 1, 403, Map.of());
    // The second time with a fresh token: only then has the App no access.
    gitHub.refuse("POST", CREATE, "Unauthorized", 2, 401, Map.of());
    String broken = senders.grafana(firing("Broken"));
    String forbidden = senders.grafana(firing("Forbidden"));
    String unauthorized = senders.grafana(firing("Unauthorized"));
    stack.redeliver(failed(unauthorized, 1));
    List.of(broken, forbidden, unauthorized).forEach(this::handled);

    gitHub.refuse("POST", CREATE, "Limited", 1, 429, Map.of("retry-after", "1"));
    handledInTheEnd(senders.grafana(firing("Limited")));
  }

  /**
   * GitHub is silent for a second at least, and when the state machine tries again is random: it
   * may be too early.
   */
  private void handledInTheEnd(String id) {
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
      stack.redeliver(failed(id, count));
    }
    throw new IllegalStateException("not handled after so many deliveries: " + MAX_DELIVERIES);
  }

  /**
   * A refused token makes the function read its secret, which has just been spoilt; then the App's
   * own token is refused, and then something else with a token of the newer shape.
   */
  private void spoiltSecret() {
    gitHub.refuse("POST", CREATE, "Spoilt", 1, 401, Map.of());
    stack.gitHubSecret("github_app_key_base64: " + local.target().appKeyBase64());
    String id = senders.grafana(firing("Spoilt"));
    MessageFailed first = failed(id, 1);

    stack.gitHubSecret(local.target().secret());
    fake().rules(fake().rules().with("{\"stateless_tokens\": true}"));
    fake().revokeInstallationTokens();
    // The second time with the secret read anew: only then is it given up.
    gitHub.refuse("POST", "/access_tokens$", "", 2, 401, Map.of());
    stack.redeliver(first);
    MessageFailed second = failed(id, 2);

    gitHub.refuse("POST", CREATE, "Spoilt", 1, 502, Map.of());
    stack.redeliver(second);
    handled(id);
  }

  private void handled(String id) {
    stack.awaitHandled(id);
  }

  private MessageFailed failed(String id, int receiveCount) {
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
        .filter(issue -> issue.title().endsWith(name))
        .findFirst()
        .orElseThrow()
        .number();
  }

  private static String noise() {
    return new Random(7)
        .ints(TOO_BIG, '0', 'z')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** {@return when it began; everything that it has written is younger} */
  Instant began() {
    return began;
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

  /** {@return every line that a function has written, as it came} */
  List<String> functionLines() {
    return functionLog.toString(UTF_8).lines().toList();
  }

  /** {@return what the process has written to its standard output and error meanwhile} */
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
