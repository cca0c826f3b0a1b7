package org.pytorch.alerting.simulation.virtual;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.pytorch.alerting.decide.DecideHandler;
import org.pytorch.alerting.decide.RecordHandler;
import org.pytorch.alerting.decide.StateUpdates;
import org.pytorch.alerting.decide.dynamodb.DynamoDbAlertStateStore;
import org.pytorch.alerting.decide.retry.Backoff;
import org.pytorch.alerting.decide.rule.Decider;
import org.pytorch.alerting.fakegithub.FakeGitHub;
import org.pytorch.alerting.fakegithub.RsaKeys;
import org.pytorch.alerting.fakegithub.call.GitHubCall;
import org.pytorch.alerting.fakegithub.data.Issue;
import org.pytorch.alerting.fakegithub.fault.Fault;
import org.pytorch.alerting.fakegithub.settings.GitHubApp;
import org.pytorch.alerting.fakegithub.settings.GitHubSettings;
import org.pytorch.alerting.fakegithub.settings.Person;
import org.pytorch.alerting.github.GitHubHandler;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.normalize.NormalizeHandler;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.stack.FunctionName;
import org.pytorch.alerting.stack.Project;
import org.pytorch.alerting.stack.StateMachine;
import org.pytorch.alerting.stack.github.GitHubTarget;
import org.pytorch.alerting.stepfunctions.definition.StateMachineDefinition;
import org.pytorch.alerting.stepfunctions.execution.Interpreter;
import org.pytorch.alerting.stepfunctions.task.LambdaTaskService;
import org.pytorch.alerting.stepfunctions.task.SqsTaskService;
import org.pytorch.alerting.stepfunctions.time.VirtualScheduler;

/**
 * The pipeline from its queue to GitHub in virtual time. With the same seed and the same calls it
 * repeats exactly.
 */
public final class VirtualPipeline {
  /** The repository's first name. */
  public static final String REPO = "acme/alerts";

  public static final Person PERSON = new Person("olivia", 1, "person-token", Person.Role.WRITE);
  public static final Person OWNER = new Person("adam", 2, "owner-token", Person.Role.ADMIN);

  /** Another App, which copies the issues of others. */
  public static final Person BOT =
      new Person("triage-helper[bot]", 3, "bot-token", Person.Role.WRITE);

  public static final Instant START = Instant.parse("2026-03-10T00:00:00Z");
  private static final KeyPair APP_KEYS = RsaKeys.of(1);
  private static final URI API = URI.create("https://api.github.test");
  private static final String ALERT_QUEUE = "alerts";
  private static final String DEAD_LETTER_QUEUE = "dead-letters";
  private static final String FUNCTION_ARN = "arn:aws:lambda:us-east-1:123456789012:function:";
  private static final String DEFINITION =
      Project.stateMachine()
          .with(StateMachine.placeholders(FUNCTION_ARN::concat, ALERT_QUEUE, DEAD_LETTER_QUEUE));

  private final VirtualScheduler scheduler = new VirtualScheduler(START);
  private final Fibers fibers = new Fibers(scheduler);
  private final VirtualQueue queue;
  private final VirtualDynamoDb dynamoDb = new VirtualDynamoDb(fibers);
  private final VirtualLambda lambda = new VirtualLambda(scheduler, fibers);
  private final FakeGitHub gitHub;
  private final RandomGenerator random;
  private final Wiring wiring;
  private final PrintStream log;
  private boolean gitHubEnabled = true;
  private Optional<String> secret = Optional.of(secretOf(APP_KEYS));
  private String repo = REPO;
  private String configuredRepo = REPO;
  private final VirtualStarter starter;

  VirtualPipeline(long seed) {
    this(seed, new Wiring());
  }

  /**
   * @param wiring the replaced parts; it must not be changed afterwards
   */
  public VirtualPipeline(long seed, Wiring wiring) {
    this.random = new Random(seed);
    this.wiring = wiring;
    this.gitHub = new FakeGitHub(scheduler::now, gitHubSettings(wiring.repositories));
    this.log = new PrintStream(wiring.log, true, StandardCharsets.UTF_8);
    this.queue = new VirtualQueue(scheduler, random);
    lambda.gitHubInstances(wiring.throughput().gitHubConcurrency());
    deploy();
    Interpreter interpreter =
        new Interpreter(
            StateMachineDefinition.parse(wiring.definition.apply(DEFINITION)),
            scheduler,
            Map.of(
                LambdaTaskService.RESOURCE,
                lambda,
                SqsTaskService.RESOURCE,
                new VirtualSendMessage(scheduler, queue, ALERT_QUEUE)),
            random);
    this.starter =
        new VirtualStarter(
            scheduler, queue, interpreter, random, Log.of("starter", host(Map.of())), wiring);
  }

  private static GitHubSettings gitHubSettings(List<String> others) {
    GitHubSettings settings =
        GitHubSettings.of(
                new GitHubApp(42, "client", "alert-pipeline", APP_KEYS.getPublic()), REPO, PERSON)
            .with(OWNER)
            .with(BOT)
            .at(API.toString());
    for (String repository : others) {
      settings = settings.with(repository, true);
    }
    return settings;
  }

  private void deploy() {
    lambda.deploy(FunctionName.NORMALIZE, () -> new NormalizeHandler(host(Map.of())));
    deployDecide();
    lambda.deploy(
        FunctionName.RECORD,
        () ->
            new RecordHandler(
                new RecordHandler.Wiring(host(Map.of()), this::updates, wiring.recorder)));
    deployGitHub();
  }

  private void deployDecide() {
    String target = configuredRepo;
    lambda.deploy(
        FunctionName.DECIDE,
        () ->
            new DecideHandler(
                new DecideHandler.Wiring(
                    host(Map.of()), this::updates, wiring.decider.apply(decider(target)))));
  }

  private Decider decider(String target) {
    Decider decider = new Decider(target).sharing();
    return wiring.searchUnknown ? decider.searchingForUnknownIssues() : decider;
  }

  private void deployGitHub() {
    lambda.deploy(FunctionName.GITHUB, () -> wiring.gitHubFunction.apply(gitHubHandler()));
  }

  private StateUpdates updates() {
    DynamoDbAlertStateStore store = new DynamoDbAlertStateStore(dynamoDb, "alerts_state");
    Backoff backoff = new Backoff(random, fibers::pause);
    return StateUpdates.of(store, wiring.budget, scheduler::now, backoff);
  }

  private GitHubHandler gitHubHandler() {
    Host host =
        host(
            Map.of(
                "GITHUB_API_URL",
                API.toString(),
                "GITHUB_APP_SECRET_ID",
                "app",
                "GITHUB_REQUESTS_PER_SECOND",
                Double.toString(wiring.budget.requestsPerSecond()),
                "GITHUB_MAX_CONCURRENCY",
                Integer.toString(wiring.throughput().gitHubConcurrency()),
                "SEARCH_UNKNOWN_ISSUES",
                Boolean.toString(wiring.searchUnknown),
                "ENABLE_GITHUB_ISSUES",
                Boolean.toString(gitHubEnabled)));
    return new GitHubHandler(
        new GitHubHandler.Wiring(
            host,
            () -> wiring.transport.apply(new VirtualGitHub(gitHub, fibers, random)),
            () -> _ -> secret,
            wiring.gitHubPause.apply(fibers::pause)));
  }

  private Host host(Map<String, String> variables) {
    return new Host(new Environment(variables), scheduler::now, log);
  }

  /**
   * Redeploys normalize with a policy, as JSON. Of several policies each invocation has the next
   * one, as if instances with each of them ran side by side.
   */
  public void policies(String... policies) {
    List<Path> files = Stream.of(policies).map(VirtualPipeline::policyFile).toList();
    AtomicInteger invocations = new AtomicInteger();
    lambda.deploy(
        FunctionName.NORMALIZE,
        () -> {
          List<NormalizeHandler> handlers =
              files.stream()
                  .map(file -> new NormalizeHandler(host(Map.of("POLICY_FILE", file.toString()))))
                  .toList();
          return (input, output, context) ->
              handlers
                  .get(invocations.getAndIncrement() % handlers.size())
                  .handleRequest(input, output, context);
        });
  }

  private static Path policyFile(String json) {
    try {
      Path file = Files.createTempFile("policy", ".json");
      file.toFile().deleteOnExit();
      return Files.writeString(file, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a payload; {@return its message id} */
  public String send(String payload) {
    return queue.send(payload, Map.of());
  }

  /** Runs {@code action} after {@code delay}. */
  public void after(Duration delay, Runnable action) {
    scheduler.schedule(delay, action);
  }

  /** Runs until nothing is left to do. */
  public void runToRest() {
    Fibers.onVirtualThread(scheduler::runUntilIdle);
  }

  public Instant now() {
    return scheduler.now();
  }

  public FakeGitHub gitHub() {
    return gitHub;
  }

  public VirtualQueue queue() {
    return queue;
  }

  public VirtualDynamoDb dynamoDb() {
    return dynamoDb;
  }

  public VirtualLambda lambda() {
    return lambda;
  }

  public VirtualStarter starter() {
    return starter;
  }

  /** Redeploys the github function with GitHub enabled or disabled. */
  public void gitHubEnabled(boolean enabled) {
    gitHubEnabled = enabled;
    deployGitHub();
  }

  /** Replaces the App's secret; empty if the secret is missing. */
  public void secret(Optional<String> other) {
    secret = other;
  }

  /** {@return the App's secret; empty if it is missing} */
  public Optional<String> secret() {
    return secret;
  }

  /** Renames the repository on GitHub. */
  public void renameRepository(String name) {
    GitHubCall rename =
        new GitHubCall(
            "PATCH",
            "/repos/" + repo,
            Map.of("Authorization", "token " + OWNER.token(), "User-Agent", "browser"),
            Json.write(Map.of("name", name)));
    List<Fault> faults = gitHub.faults();
    gitHub.faults(List.of());
    int status = gitHub.handle(rename).status();
    gitHub.faults(faults);
    if (status != 200) {
      throw new IllegalStateException("GitHub refused the rename with status " + status);
    }
    repo = repo.substring(0, repo.indexOf('/') + 1) + name;
  }

  /** {@return the repository's current name} */
  public String repo() {
    return repo;
  }

  /** Redeploys with the repository's current name. */
  public void configureRepo() {
    configuredRepo = repo;
    deployDecide();
  }

  /** {@return the secret of the App that {@code keys} belong to} */
  public static String secretOf(KeyPair keys) {
    return new GitHubTarget(
            API,
            REPO,
            "42",
            GitHubTarget.keyFile(keys.getPrivate().getEncoded()),
            Optional.empty(),
            Optional.empty())
        .secret();
  }

  /** {@return all issues and pull requests, of all authors} */
  public List<Issue> issues() {
    return gitHub.issues(repo);
  }

  /** {@return the issues that our App opened} */
  public List<Issue> ourIssues() {
    return ourIssues(repo);
  }

  /** {@return the issues that our App opened in one of the repositories} */
  public List<Issue> ourIssues(String repository) {
    return gitHub.issues(repository).stream().filter(VirtualPipeline::isOurs).toList();
  }

  public static boolean isOurs(Issue issue) {
    return issue.origin().author().login().equals("alert-pipeline[bot]");
  }
}
