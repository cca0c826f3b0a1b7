package org.pytorch.alerting.endtoend.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.Project;
import org.pytorch.alerting.stack.StackDescription;
import org.pytorch.alerting.stack.StackFile;
import org.pytorch.alerting.stack.aws.LocalClients;
import org.pytorch.alerting.stack.cli.Main;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A stack in a process of its own, as {@code make up} starts it, on free ports. Its data is in the
 * project's folder, so the next process on that folder continues.
 */
final class StackProcess implements AutoCloseable {
  private static final long POLL_MILLIS = 200;

  /** Only a failing test waits this long. */
  static final long TIMEOUT_SECONDS = 240;

  private final Path log;
  private final Process process;
  private final StackDescription stack;

  private StackProcess(Path log, Process process, StackFile file) throws Exception {
    this.log = log;
    this.process = process;
    await(() -> file.read().isPresent());
    this.stack = file.read().orElseThrow();
  }

  /** A condition that a test waits for. */
  interface Condition {
    boolean holds() throws Exception;
  }

  /** Prepares an empty folder to be the project of a stack. */
  static void prepare(Path project) throws IOException {
    Path machine = Path.of("statemachine/alert-pipeline.asl.json");
    Files.createDirectories(project.resolve(machine).getParent());
    Files.copy(Project.root().resolve(machine), project.resolve(machine));
  }

  /** Starts the stack and waits until it is ready. */
  static StackProcess start(Path project) throws Exception {
    StackFile file = new StackFile(project.resolve("target/stack.json"));
    file.remove();
    Path log = Files.createTempFile(project, "log.", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command())
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("GITHUB_"));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.start();
    try {
      return new StackProcess(log, process, file);
    } catch (Throwable e) {
      process.destroyForcibly().onExit().join();
      throw e;
    }
  }

  private static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            Main.class.getName(),
            "up"));
    Stream.of(
            "webhook",
            "github",
            "stepfunctions",
            "sqs",
            "sns",
            "dynamodb",
            "lambda",
            "secretsmanager",
            "console")
        .map("--%s-port=0"::formatted)
        .forEach(command::add);
    return command;
  }

  StackDescription stack() {
    return stack;
  }

  long pid() {
    return process.pid();
  }

  /** As {@code kill -9}: the process can finish nothing. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  /** Looks again until it holds; the death of the stack ends the wait. */
  void await(Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (!condition.holds()) {
      boolean dead = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
      assertThat(dead || System.nanoTime() > end).as(this::endOfLog).isFalse();
    }
  }

  private String endOfLog() {
    try {
      String text = Files.readString(log);
      return "dead or too slow; the end of its log: "
          + text.substring(Math.max(0, text.length() - 4_000));
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  /** {@return whether the queue is empty, visible or not} */
  boolean isDrained() {
    return messages(stack.sqs().queueUrl()) == 0;
  }

  long deadLetters() {
    return messages(stack.sqs().dlqUrl());
  }

  private long messages(String queueUrl) {
    LocalClients.useInventedCredentials();
    try (SqsClient sqs = LocalClients.build(SqsClient.builder(), stack.sqs().endpoint())) {
      return sqs
          .getQueueAttributes(it -> it.queueUrl(queueUrl).attributeNames(QueueAttributeName.ALL))
          .attributes()
          .entrySet()
          .stream()
          .filter(it -> it.getKey().toString().startsWith("ApproximateNumberOfMessages"))
          .mapToLong(it -> Long.parseLong(it.getValue()))
          .sum();
    }
  }

  /** {@return whether an action is claimed, and not settled} */
  boolean hasClaims() {
    LocalClients.useInventedCredentials();
    try (DynamoDbClient table =
        LocalClients.build(DynamoDbClient.builder(), stack.dynamodb().endpoint())) {
      return table.scan(it -> it.tableName(stack.dynamodb().table())).items().stream()
          .anyMatch(row -> row.containsKey("pending"));
    }
  }

  /** {@return the newest 100 issues} */
  List<JsonNode> issues() {
    String issues = "/repos/%s/issues?state=all&per_page=100".formatted(stack.github().repo());
    return gitHub("GET", issues, "").valueStream().toList();
  }

  List<String> titles() {
    return issues().stream().map(it -> it.path("title").asText()).toList();
  }

  /** {@return the fake GitHub's response to a person's request} */
  JsonNode gitHub(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(stack.github().endpoint() + path))
            .header("user-agent", "test")
            .header("authorization", "Bearer " + stack.github().personToken().orElseThrow())
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return Json.read(http.send(request, BodyHandlers.ofString()).body(), JsonNode.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
