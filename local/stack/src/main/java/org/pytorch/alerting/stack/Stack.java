package org.pytorch.alerting.stack;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pytorch.alerting.fakegithub.settings.GitHubRules;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.aws.AwsAccount;
import org.pytorch.alerting.stack.aws.DocsEndpoint;
import org.pytorch.alerting.stack.aws.LocalClients;
import org.pytorch.alerting.stack.aws.SecretsManagerEndpoint;
import org.pytorch.alerting.stack.aws.StatusTable;
import org.pytorch.alerting.stack.aws.lambda.LambdaEndpoint;
import org.pytorch.alerting.stack.aws.lambda.LambdaHost;
import org.pytorch.alerting.stack.aws.lambda.WebhookGateway;
import org.pytorch.alerting.stack.aws.queue.QueuePoller;
import org.pytorch.alerting.stack.aws.queue.Queues;
import org.pytorch.alerting.stack.aws.queue.SnsEndpoint;
import org.pytorch.alerting.stack.github.GitHubTarget;
import org.pytorch.alerting.stack.github.LocalGitHub;
import org.pytorch.alerting.stack.github.PolicyRepositories;
import org.pytorch.alerting.stack.github.Upstream;
import org.pytorch.alerting.stack.journal.FunctionLog;
import org.pytorch.alerting.stack.journal.Journal;
import org.pytorch.alerting.stack.storage.Credentials;
import org.pytorch.alerting.stack.storage.DataFolder;
import org.pytorch.alerting.stepfunctions.server.ExecutionArchive;

/**
 * The whole system on one machine: the real handlers and the real state machine on embedded
 * services, each with an HTTP endpoint.
 */
public final class Stack implements AutoCloseable {
  private static final String GITHUB_SECRET = "alerting/github-app";
  private static final String WEBHOOK_SECRET = "alerting/webhook";

  /** The webhook's sources; each has its own header. */
  public static final List<String> SOURCES = List.of("grafana", "alertmanager", "normalized");

  private final AwsAccount account = AwsAccount.LOCAL;
  private final InstantSource clock = InstantSource.system();
  private final Journal journal = new Journal();
  private final Optional<Path> policy;
  private final Optional<URI> console;
  private final Map<String, StackDescription.Sender> senders;
  private final Deque<AutoCloseable> started;
  private final Queues queues;
  private final StatusTable table;
  private final SecretsManagerEndpoint secrets;
  private final Optional<LocalGitHub> localGitHub;
  private final GitHubTarget gitHub;
  private final LambdaHost lambda;
  private final LambdaEndpoint lambdaEndpoint;
  private final StateMachine stateMachine;
  private final SnsEndpoint sns;
  private final WebhookGateway webhook;
  private final DocsEndpoint docs;

  private Stack(StackOptions options, Deque<AutoCloseable> started) {
    this.started = started;
    Ports ports = options.ports();
    Optional<DataFolder> data = options.data();
    data.ifPresent(this::closing);
    this.policy = options.policy();
    this.console = options.console();
    this.senders = senders(options.credentials());
    this.queues =
        closing(
            data.map(folder -> Queues.start(account, ports.sqs(), folder.queues()))
                .orElseGet(() -> Queues.start(account, ports.sqs())));
    this.table =
        closing(
            data.map(folder -> StatusTable.start(ports.dynamodb(), folder.table()))
                .orElseGet(() -> StatusTable.start(ports.dynamodb())));
    data.ifPresent(_ -> table.endClaims(clock.instant()));
    this.secrets = closing(SecretsManagerEndpoint.start(account, clock, ports.secretsManager()));
    switch (options.upstream()) {
      case Upstream.Fake _ -> {
        LocalGitHub fake = closing(fakeGitHub(options));
        this.localGitHub = Optional.of(fake);
        this.gitHub = fake.target();
      }
      case Upstream.Existing(GitHubTarget target) -> {
        this.localGitHub = Optional.empty();
        this.gitHub = target;
      }
    }
    this.lambda = closing(new LambdaHost(account, clock, journal));
    this.lambdaEndpoint = closing(LambdaEndpoint.start(lambda, ports.lambda()));
    this.stateMachine =
        closing(
            StateMachine.start(
                options.stateMachine(),
                lambda::arn,
                lambdaEndpoint.uri(),
                queues,
                ports.stepFunctions(),
                data.map(folder -> ExecutionArchive.in(folder.executions()))
                    .orElseGet(ExecutionArchive::none)));
    this.docs = closing(DocsEndpoint.start(options.stateMachine().docs()));
    this.sns = closing(SnsEndpoint.start(account, queues, journal, ports.sns()));
    secrets.put(GITHUB_SECRET, gitHub.secret());
    secrets.put(WEBHOOK_SECRET, webhookSecret());
    deploy(FunctionLog.to(journal, options.functionLog()), options.throughput());
    this.webhook =
        closing(WebhookGateway.start(lambda, FunctionName.WEBHOOK.text(), clock, ports.webhook()));
    closing(
        QueuePoller.start(
            queues,
            account,
            lambda,
            FunctionName.STARTER.text(),
            new QueuePoller.Batches(
                options.throughput().starterConcurrency(), options.throughput().batchSize()),
            journal));
  }

  /** Starts everything. If a service cannot start, the ones already running are closed. */
  public static Stack start(StackOptions options) {
    LocalClients.useInventedCredentials();
    Deque<AutoCloseable> started = new ArrayDeque<>();
    try {
      return new Stack(options, started);
    } catch (RuntimeException | Error e) {
      closeAll(started);
      throw e;
    }
  }

  private <T extends AutoCloseable> T closing(T part) {
    started.push(part);
    return part;
  }

  private LocalGitHub fakeGitHub(StackOptions options) {
    Set<String> repositories = policy.map(PolicyRepositories::of).orElse(Set.of());
    int port = options.ports().github();
    KeyPair keys = options.credentials().gitHubApp();
    return options
        .data()
        .map(
            folder ->
                LocalGitHub.start(
                    clock, GitHubRules.STANDARD, repositories, port, keys, folder.gitHub()))
        .orElseGet(() -> LocalGitHub.start(clock, GitHubRules.STANDARD, repositories, port, keys));
  }

  private static Map<String, StackDescription.Sender> senders(Credentials credentials) {
    Map<String, StackDescription.Sender> senders = new LinkedHashMap<>();
    SOURCES.forEach(
        source ->
            senders.put(
                source,
                new StackDescription.Sender("x-" + source + "-token", credentials.token(source))));
    return senders;
  }

  private String webhookSecret() {
    return Json.write(
        senders.values().stream()
            .collect(
                Collectors.toMap(StackDescription.Sender::header, StackDescription.Sender::token)));
  }

  private void deploy(PrintStream log, Throughput throughput) {
    FunctionVariables variables =
        new FunctionVariables(
            account.region(),
            new FunctionVariables.Endpoints(
                queues.uri(), sns.uri(), table.uri(), secrets.uri(), stateMachine.endpoint()),
            sns.topicArn(),
            queues.queueUrl(),
            queues.dlqUrl(),
            stateMachine.arn(),
            StatusTable.NAME,
            WEBHOOK_SECRET,
            GITHUB_SECRET,
            gitHub.apiUrl(),
            gitHub.repo(),
            gitHub.control().isEmpty(),
            docs.uri(),
            throughput,
            policy,
            console);
    PipelineFunctions functions = new PipelineFunctions(variables::of, throughput, clock, log);
    for (FunctionName name : FunctionName.values()) {
      lambda.deploy(functions.function(name));
    }
  }

  /** {@return the endpoints, credentials and names} */
  public StackDescription description() {
    StackDescription.Sender grafana = senders.values().iterator().next();
    return new StackDescription(
        account.region(),
        new StackDescription.Sqs(queues.uri(), queues.queueUrl(), queues.dlqUrl()),
        new StackDescription.Sns(sns.uri(), sns.topicArn()),
        new StackDescription.Dynamodb(table.uri(), StatusTable.NAME),
        new StackDescription.Secretsmanager(secrets.uri(), GITHUB_SECRET, WEBHOOK_SECRET),
        new StackDescription.Stepfunctions(stateMachine.endpoint(), stateMachine.arn()),
        new StackDescription.Lambda(lambdaEndpoint.uri(), lambda.arns()),
        new StackDescription.Webhook(webhook.uri(), grafana.header(), grafana.token(), senders),
        new StackDescription.GitHub(
            gitHub.apiUrl(), gitHub.repo(), gitHub.control(), gitHub.personToken()),
        account.id(),
        new StackDescription.Credentials(
            LocalClients.ACCESS_KEY_ID, LocalClients.SECRET_ACCESS_KEY),
        ProcessHandle.current().pid(),
        Optional.empty());
  }

  /** {@return the JSON of the policy that it runs with} */
  public Optional<Path> policy() {
    return policy;
  }

  /** {@return the stack's events} */
  public Journal journal() {
    return journal;
  }

  public Queues queues() {
    return queues;
  }

  public StatusTable table() {
    return table;
  }

  public LambdaHost lambda() {
    return lambda;
  }

  public StateMachine stateMachine() {
    return stateMachine;
  }

  /** {@return the GitHub that the pipeline works on} */
  public GitHubTarget gitHub() {
    return gitHub;
  }

  /** {@return the fake GitHub; absent if the pipeline works on a real one} */
  public Optional<LocalGitHub> localGitHub() {
    return localGitHub;
  }

  @Override
  public void close() {
    closeAll(started);
  }

  /** Newest first; a service that fails to close does not keep the others open. */
  private static void closeAll(Deque<AutoCloseable> started) {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) { // which is what AutoCloseable declares
        System.err.println("Not closed: " + e);
      }
    }
  }
}
