package org.pytorch.alerting.stack.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.policy.InvalidPolicyException;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.stack.Stack;
import org.pytorch.alerting.stack.StackDescription;
import org.pytorch.alerting.stack.StackFile;
import org.pytorch.alerting.stack.StackOptions;
import org.pytorch.alerting.stack.cli.aws.AwsCli;
import org.pytorch.alerting.stack.cli.aws.Deployment;
import org.pytorch.alerting.stack.cli.board.AppToken;
import org.pytorch.alerting.stack.cli.board.IssueBoard;
import org.pytorch.alerting.stack.cli.desk.Ask;
import org.pytorch.alerting.stack.cli.payload.Payload;
import org.pytorch.alerting.stack.cli.payload.PayloadFile;
import org.pytorch.alerting.stack.cli.send.Sender;
import org.pytorch.alerting.stack.cli.text.TextTable;
import org.pytorch.alerting.stack.doctor.Finding;
import org.pytorch.alerting.stack.explain.Explainer;
import org.pytorch.alerting.stack.github.GitHubVariables;
import org.pytorch.alerting.stack.github.LocalGitHub;
import org.pytorch.alerting.stack.storage.Credentials;
import org.pytorch.alerting.stack.storage.DataFolder;

/** The command line of the stack; runs in the project's root folder. */
public final class Main {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private final Path project;
  private final StackFile file;
  private final PidFile pidFile;
  private final PrintStream out;
  private final Environment environment;

  private Main(Path project, PrintStream out, Environment environment) {
    this.project = project;
    this.file = new StackFile(project.resolve("target/stack.json"));
    this.pidFile = new PidFile(project.resolve("target/stack.pid"));
    this.out = out;
    this.environment = environment;
  }

  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    int status = FAILED;
    try {
      status =
          new Main(Path.of("").toAbsolutePath(), out, new Environment(System.getenv())).run(args);
    } catch (RuntimeException e) {
      // Threads of a stack that started in part would keep it alive, and nobody could use it.
      e.printStackTrace(System.err);
    }
    System.exit(status);
  }

  private int run(String[] args) {
    try {
      Arguments arguments = Arguments.parse(args);
      return switch (arguments.command()) {
        case "run" -> story(arguments);
        case "up" -> up(arguments);
        case "aws" -> operate(arguments.rest());
        case "send", "why", "dead-letters", "redrive", "replay", "forget" ->
            Ask.run(project.resolve(Ask.FILE), asked(args), out);
        case "explain" -> explain(arguments);
        case "doctor" -> doctor(arguments);
        default -> throw new IllegalArgumentException("unknown command: " + arguments.command());
      };
    } catch (IllegalArgumentException e) {
      // What is wrong comes last: `make up` shows only the end of the log.
      System.err.print(Arguments.USAGE);
      System.err.println(e.getMessage());
      return USAGE;
    } catch (IllegalStateException | UncheckedIOException | InvalidPolicyException e) {
      System.err.println(e.getMessage());
      return FAILED;
    }
  }

  private List<String> asked(String[] args) {
    List<String> words = new ArrayList<>(List.of(project.toString()));
    words.addAll(List.of(args));
    return words;
  }

  /** Commands for a deployed environment; Terraform's outputs are on the standard input. */
  private int operate(List<String> words) {
    if (words.size() < 2) {
      throw new IllegalArgumentException("which command, in which environment?");
    }
    try {
      String outputs = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
      Deployment deployment = Deployment.of(words.get(1), outputs);
      return new AwsCommands(new AwsCli("aws", deployment.region()), deployment, project)
          .run(words.get(0), words.subList(2, words.size()), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int up(Arguments arguments) {
    StartupNotes notes = new StartupNotes(project.resolve("target/stack.notes"), out);
    PortChoice.Chosen chosen = PortChoice.usual(arguments, notes::add);
    Stack stack = start(arguments, chosen, options -> remembering(options, arguments, notes), out);
    StackDescription at = stack.description();
    notes.add(
        "Webhook: %s with the header %s; its token is in %s."
            .formatted(at.webhook().url(), at.webhook().header(), project.relativize(file.path())));
    notes.add("GitHub:  %s, repository %s".formatted(at.github().endpoint(), at.github().repo()));
    console().ifPresent(url -> notes.add("Console: %s shows what happens.".formatted(url)));
    notes.write();
    waitForSignal();
    return OK;
  }

  /** The alerts of a real repository are kept apart from those of the fake. */
  private StackOptions remembering(StackOptions options, Arguments arguments, StartupNotes notes) {
    Path kept = project.resolve(Arguments.KEPT);
    Path data = arguments.dataFolder(project, options.upstream().folder());
    String about = options.upstream().name();
    DataFolder folder = DataFolder.open(data, about, arguments.fresh());
    notes.add(
        "Data:    %s, about %s; ARGS=--fresh forgets it."
            .formatted(data.startsWith(project) ? project.relativize(data) : data, about));
    return options
        .withCredentials(Credentials.kept(kept, Stack.SOURCES))
        .withData(Optional.of(folder));
  }

  private int doctor(Arguments arguments) {
    List<Finding> findings = new DoctorCommand(project, pidFile, environment).examine(arguments);
    findings.stream().map(Finding::line).forEach(out::println);
    return findings.stream().allMatch(Finding::isGood) ? OK : FAILED;
  }

  private int story(Arguments arguments) {
    Path log = project.resolve("target/functions.log");
    out.println("Starting SQS, SNS, DynamoDB, Secrets Manager, Lambda, Step Functions, GitHub …");
    long begun = System.nanoTime();
    Stack stack = start(arguments, PortChoice.any(arguments), options -> options, logFile(log));
    out.printf(
        Locale.ROOT,
        "Ready after %.1f s. Endpoints are in %s and in this table; the functions log to %s.%n",
        (System.nanoTime() - begun) / 1e9,
        project.relativize(file.path()),
        project.relativize(log));
    endpoints(stack.description()).lines().forEach(out::println);
    out.println("For the AWS CLI: . " + project.relativize(file.environment()));
    boolean asItShould = tell(stack);
    if (arguments.exit()) {
      return asItShould ? OK : FAILED;
    }
    out.println(
        "\nThe stack keeps running: `make send FILE=…` sends another payload, Ctrl-C stops it.");
    printConsole();
    waitForSignal();
    return OK;
  }

  private int explain(Arguments arguments) {
    Payload payload = PayloadFile.toExplain(arguments.rest().stream().findFirst().orElse(""));
    Explainer.Payload explained =
        new Explainer.Payload(
            payload.body(),
            arguments.source().or(payload::source),
            InstantSource.system().instant());
    Explainer explainer =
        new Explainer(
            arguments.policy(),
            environment.optional("GITHUB_REPO").orElse(LocalGitHub.REPO),
            file.read().map(RunningRows::of).orElse(_ -> Optional.empty()));
    arguments.source().ifPresent(explainer::requireSource);
    if (arguments.json()) {
      out.println(Json.write(explainer.explain(explained)));
    } else {
      out.print(explainer.text(explained));
    }
    return OK;
  }

  private boolean tell(Stack stack) {
    try (AppToken appToken = new AppToken(stack.gitHub());
        IssueBoard board =
            new IssueBoard(
                stack.gitHub().apiUrl(),
                stack.gitHub().repo(),
                () -> stack.gitHub().personToken().orElseGet(appToken::value));
        Sender sender = new Sender(stack.description())) {
      Story story = new Story(stack, project.resolve("test-data"), sender, board, out);
      story.play();
      story.printEnd();
      List<String> differences = story.differences();
      out.println();
      out.println(
          differences.isEmpty()
              ? "Everything ended as expected."
              : "NOT as expected:  " + String.join("; ", differences));
      return differences.isEmpty();
    }
  }

  private Stack start(
      Arguments arguments,
      PortChoice.Chosen chosen,
      UnaryOperator<StackOptions> more,
      PrintStream functionLog) {
    requireNoOther();
    onExit(
        () -> {
          file.remove();
          pidFile.remove();
        });
    pidFile.write();
    StackOptions options =
        StackOptions.quiet(project)
            .withPorts(chosen.ports())
            .withFunctionLog(functionLog)
            .withPolicy(arguments.policy())
            .withUpstream(GitHubVariables.read(environment));
    StackOptions complete =
        more.apply(options)
            .withConsole(
                chosen
                    .console()
                    .filter(port -> port != 0)
                    .map(port -> URI.create("http://127.0.0.1:" + port)));
    Optional<StackConsole> console = chosen.console().map(StackConsole::start);
    console.ifPresent(started -> onExit(started::close));
    Stack stack = Stack.start(complete);
    onExit(stack::close);
    onExit(new StackCommands(stack, project, journal(complete))::close);
    file.write(
        stack
            .description()
            .withConsole(
                console.map(started -> started.show(stack, project.resolve("test-data")))));
    return stack;
  }

  /**
   * {@return where the functions' log lines are kept: as long as the alerts that they are about}
   */
  private Path journal(StackOptions options) {
    if (options.data().isPresent()) {
      return options.data().get().journal();
    }
    Path forgotten = project.resolve("target/journal.jsonl");
    try {
      Files.deleteIfExists(forgotten);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return forgotten;
  }

  private void printConsole() {
    console().ifPresent(url -> out.println("\nThe console shows what happens: " + url));
  }

  private Optional<URI> console() {
    return file.read().flatMap(StackDescription::console).map(StackDescription.Console::url);
  }

  /** A signal or the end of the story stops the stack. */
  private static void onExit(Runnable action) {
    Runtime.getRuntime().addShutdownHook(new Thread(action, "stop"));
  }

  private void requireNoOther() {
    pidFile
        .process()
        .ifPresent(
            other -> {
              throw new IllegalStateException(
                  "A stack is already running as process %d: stop it with `make down` first."
                      .formatted(other.pid()));
            });
    file.remove();
  }

  private static TextTable endpoints(StackDescription stack) {
    TextTable table = new TextTable("service", "endpoint", "content");
    table.row("webhook", stack.webhook().url(), "header " + stack.webhook().header());
    table.row("GitHub", stack.github().endpoint(), stack.github().repo());
    table.row("Step Functions", stack.stepfunctions().endpoint(), "the state machine");
    table.row("SQS", stack.sqs().endpoint(), "queues alerts and alerts-dlq");
    table.row("SNS", stack.sns().endpoint(), stack.sns().topicArn());
    table.row("DynamoDB", stack.dynamodb().endpoint(), "table " + stack.dynamodb().table());
    table.row("Lambda", stack.lambda().endpoint(), "the functions");
    table.row("Secrets Manager", stack.secretsmanager().endpoint(), "the tokens and keys");
    return table;
  }

  private static PrintStream logFile(Path path) {
    try {
      Files.createDirectories(path.getParent());
      return new PrintStream(Files.newOutputStream(path), true, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void waitForSignal() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
