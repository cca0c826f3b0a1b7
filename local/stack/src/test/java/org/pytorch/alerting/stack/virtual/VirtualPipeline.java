package org.pytorch.alerting.stack.virtual;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.pytorch.alerting.decide.DecideHandler;
import org.pytorch.alerting.decide.Decider;
import org.pytorch.alerting.decide.RecordHandler;
import org.pytorch.alerting.decide.Recorder;
import org.pytorch.alerting.decide.StateUpdates;
import org.pytorch.alerting.github.GitHubHandler;
import org.pytorch.alerting.model.Environment;
import org.pytorch.alerting.model.Host;
import org.pytorch.alerting.model.Log;
import org.pytorch.alerting.normalize.NormalizeHandler;
import org.pytorch.alerting.stack.FunctionName;
import org.pytorch.alerting.stack.GitHubTarget;
import org.pytorch.alerting.stack.Project;
import org.pytorch.alerting.stack.StateMachine;
import org.pytorch.alerting.stack.github.FakeGitHub;
import org.pytorch.alerting.stack.github.GitHubApp;
import org.pytorch.alerting.stack.github.GitHubSettings;
import org.pytorch.alerting.stack.github.Issue;
import org.pytorch.alerting.stack.github.Person;
import org.pytorch.alerting.stepfunctions.definition.StateMachineDefinition;
import org.pytorch.alerting.stepfunctions.execution.Interpreter;
import org.pytorch.alerting.stepfunctions.task.LambdaTaskService;
import org.pytorch.alerting.stepfunctions.task.SqsTaskService;
import org.pytorch.alerting.stepfunctions.time.VirtualScheduler;

/**
 * The pipeline from its queue to GitHub in virtual time. It repeats exactly for the same seed and
 * the same calls.
 */
final class VirtualPipeline {
  static final String REPO = "acme/alerts";

  private static final Instant START = Instant.parse("2026-03-10T00:00:00Z");
  private static final KeyPair APP_KEYS = TestKeys.rsa();
  private static final URI API = URI.create("https://api.github.test");
  private static final String DEAD_LETTER_QUEUE = "dead-letters";

  private final VirtualScheduler scheduler = new VirtualScheduler(START);
  private final Fibers fibers = new Fibers(scheduler);
  private final VirtualQueue queue = new VirtualQueue(scheduler);
  private final VirtualStore store = new VirtualStore(fibers);
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private final PrintStream log = new PrintStream(lines, true, StandardCharsets.UTF_8);
  private final FakeGitHub gitHub =
      new FakeGitHub(
          scheduler::now,
          GitHubSettings.of(
              new GitHubApp(42, "client", "alert-pipeline", APP_KEYS.getPublic()),
              REPO,
              new Person("olivia", 1, "person-token", Person.Role.WRITE)));
  private final RandomGenerator random;

  VirtualPipeline(long seed) {
    this(seed, (_, _) -> {});
  }

  private VirtualPipeline(long seed, VirtualStarter.ExecutionObserver observer) {
    this.random = new Random(seed);
    Interpreter interpreter =
        new Interpreter(
            StateMachineDefinition.parse(
                Project.stateMachine()
                    .with(StateMachine.placeholders(name -> name, DEAD_LETTER_QUEUE))),
            scheduler,
            Map.of(
                LambdaTaskService.RESOURCE,
                lambda(),
                SqsTaskService.RESOURCE,
                new VirtualSendMessage(scheduler, queue)),
            random);
    new VirtualStarter(
        scheduler, queue, interpreter, random, Log.of("starter", host(Map.of())), observer);
  }

  /**
   * {@return a pipeline whose executions are watched}
   *
   * @param observer sees what executions do, and may stop them
   */
  static VirtualPipeline observed(long seed, VirtualStarter.ExecutionObserver observer) {
    return new VirtualPipeline(seed, observer);
  }

  private VirtualLambda lambda() {
    VirtualLambda lambda = new VirtualLambda(scheduler, fibers);
    lambda.deploy(FunctionName.NORMALIZE, () -> new NormalizeHandler(host(Map.of())));
    lambda.deploy(
        FunctionName.DECIDE, () -> new DecideHandler(host(Map.of()), updates(), new Decider()));
    lambda.deploy(
        FunctionName.RECORD, () -> new RecordHandler(host(Map.of()), updates(), new Recorder()));
    lambda.deploy(FunctionName.GITHUB, this::gitHubHandler);
    return lambda;
  }

  private StateUpdates updates() {
    return new StateUpdates(store, scheduler::now, random, fibers::pause);
  }

  private GitHubHandler gitHubHandler() {
    String secret =
        new GitHubTarget(
                API,
                REPO,
                "42",
                GitHubTarget.keyFile(APP_KEYS.getPrivate().getEncoded()),
                Optional.empty(),
                Optional.empty())
            .secret();
    return new GitHubHandler(
        host(
            Map.of(
                "GITHUB_REPO",
                REPO,
                "GITHUB_API_URL",
                API.toString(),
                "GITHUB_APP_SECRET_ID",
                "app")),
        new VirtualGitHub(gitHub, fibers, random),
        _ -> Optional.of(secret),
        fibers::pause);
  }

  private Host host(Map<String, String> variables) {
    return new Host(new Environment(variables), scheduler::now, log);
  }

  /** Sends a payload, now; {@return its message id} */
  String send(String payload) {
    return queue.send(payload, Map.of());
  }

  /** Does something after {@code delay}. */
  void after(Duration delay, Runnable action) {
    scheduler.schedule(delay, action);
  }

  /** Lets everything happen until nothing is left to do, however long that takes. */
  void runToRest() {
    scheduler.runUntilIdle();
  }

  FakeGitHub gitHub() {
    return gitHub;
  }

  VirtualQueue queue() {
    return queue;
  }

  VirtualStore store() {
    return store;
  }

  List<Issue> issues() {
    return gitHub.issues(REPO);
  }

  /** {@return all lines that the functions have logged, for the message of a failure} */
  String log() {
    return lines.toString(StandardCharsets.UTF_8);
  }
}
