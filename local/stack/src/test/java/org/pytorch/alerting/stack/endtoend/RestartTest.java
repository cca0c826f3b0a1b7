package org.pytorch.alerting.stack.endtoend;

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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.GrafanaAlerts;
import org.pytorch.alerting.stack.Project;
import org.pytorch.alerting.stack.StackDescription;
import org.pytorch.alerting.stack.StackFile;
import org.pytorch.alerting.stack.aws.LocalClients;
import org.pytorch.alerting.stack.cli.Main;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A stack in a process of its own is killed in the middle of a storm, twice: no alert that was
 * accepted is lost, and no issue is opened twice.
 */
final class RestartTest {
  private static final int ALERTS = 30;
  private static final int SENDERS = 6;
  private static final long POLL_MILLIS = 200;

  /** Only a failing test waits this long. */
  private static final long TIMEOUT_SECONDS = 240;

  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();
  private final List<String> acceptedNames = new ArrayList<>();

  @BeforeEach
  void project() throws IOException {
    Path machine = Path.of("statemachine/alert-pipeline.asl.json");
    Files.createDirectories(folder.resolve(machine).getParent());
    Files.copy(Project.root().resolve(machine), folder.resolve(machine));
  }

  @AfterEach
  void nothing_keeps_running() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void killed_in_a_storm_it_loses_no_accepted_alert_and_opens_nothing_twice() throws Exception {
    Process first = start();
    StackDescription stack = ready(first);
    int accepted = storm(stack, first);
    assertThat(accepted).isGreaterThanOrEqualTo(ALERTS / 2);

    Process second = start();
    StackDescription again = ready(second);
    assertThat(again.webhook().token()).isEqualTo(stack.webhook().token());
    await(second, again, it -> issues(it).size() > ALERTS / 3);
    kill(second);

    Process third = start();
    StackDescription last = ready(third);
    await(third, last, RestartTest::isDrained);

    List<String> titles = issues(last).stream().map(it -> it.path("title").asText()).toList();
    assertThat(titles).doesNotHaveDuplicates();
    for (String name : acceptedNames) {
      assertThat(titles).filteredOn(title -> title.contains(name)).as(name).hasSize(1);
    }
    assertThat(issues(last)).allMatch(issue -> issue.path("state").asText().equals("open"));
    assertThat(messages(last, last.sqs().dlqUrl())).isZero();
    assertThat(hasClaims(last)).isFalse();
  }

  /** Kills the stack once half of the alerts were accepted; the others are on their way. */
  private int storm(StackDescription stack, Process process) throws Exception {
    CountDownLatch half = new CountDownLatch(ALERTS / 2);
    try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
      for (int i = 0; i < ALERTS; i++) {
        String name = "Storm %02d is here".formatted(i);
        senders.execute(
            () -> {
              if (isAccepted(stack, name)) {
                synchronized (acceptedNames) {
                  acceptedNames.add(name);
                }
                half.countDown();
              }
            });
      }
      assertThat(half.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
      kill(process);
    }
    return acceptedNames.size();
  }

  private static boolean isAccepted(StackDescription stack, String name) {
    HttpRequest request =
        HttpRequest.newBuilder(stack.webhook().url())
            .header("content-type", "application/json")
            .header(stack.webhook().header(), stack.webhook().token())
            .POST(BodyPublishers.ofString(GrafanaAlerts.firing(name)))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 202;
    } catch (IOException e) {
      return false; // The stack is dead.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Process start() throws IOException {
    Files.deleteIfExists(folder.resolve("target/stack.json"));
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
    for (String service :
        List.of("webhook", "github", "stepfunctions", "sqs", "sns", "dynamodb", "lambda")) {
      command.add("--" + service + "-port=0");
    }
    command.add("--secretsmanager-port=0");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log." + started.size()).toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("GITHUB_"));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private StackDescription ready(Process process) throws Exception {
    StackFile file = new StackFile(folder.resolve("target/stack.json"));
    awaiting(process, () -> file.read().isPresent());
    return file.read().orElseThrow();
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private void await(Process process, StackDescription stack, Predicate<StackDescription> state)
      throws Exception {
    awaiting(process, () -> state.test(stack));
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  /** Looks again until it holds; the stack's death ends the wait. */
  private void awaiting(Process process, Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (!condition.holds()) {
      boolean dead = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
      assertThat(dead || System.nanoTime() > end).as(this::logs).isFalse();
    }
  }

  private String logs() {
    try {
      String log = Files.readString(folder.resolve("log." + (started.size() - 1)));
      return "dead or too slow; the end of its log: "
          + log.substring(Math.max(0, log.length() - 4_000));
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  private static boolean isDrained(StackDescription stack) {
    return messages(stack, stack.sqs().queueUrl()) == 0;
  }

  /** {@return the messages of a queue, visible or not} */
  private static long messages(StackDescription stack, String queueUrl) {
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

  private static boolean hasClaims(StackDescription stack) {
    LocalClients.useInventedCredentials();
    try (DynamoDbClient table =
        LocalClients.build(DynamoDbClient.builder(), stack.dynamodb().endpoint())) {
      return table.scan(it -> it.tableName(stack.dynamodb().table())).items().stream()
          .anyMatch(row -> row.containsKey("pending"));
    }
  }

  private static List<JsonNode> issues(StackDescription stack) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "%s/repos/%s/issues?state=all&per_page=100"
                        .formatted(stack.github().endpoint(), stack.github().repo())))
            .header("user-agent", "test")
            .header("authorization", "Bearer " + stack.github().personToken().orElseThrow())
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return Json.read(http.send(request, BodyHandlers.ofString()).body(), JsonNode.class)
          .valueStream()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
