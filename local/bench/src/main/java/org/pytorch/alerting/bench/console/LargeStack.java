package org.pytorch.alerting.bench.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pytorch.alerting.console.Console;
import org.pytorch.alerting.stack.Stack;
import org.pytorch.alerting.stack.StackOptions;
import org.pytorch.alerting.stack.Throughput;
import org.pytorch.alerting.stack.aws.LocalClients;
import org.pytorch.alerting.stack.cli.StackConsole;
import org.pytorch.alerting.stack.cli.payload.Payload;
import org.pytorch.alerting.stack.cli.send.Sender;
import org.pytorch.alerting.stack.journal.StackEvent;
import org.pytorch.alerting.stepfunctions.server.StepFunctionsServer;
import org.pytorch.alerting.stepfunctions.time.RealScheduler;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.StateMachineType;

/**
 * A stack with many alerts and executions, and its console. One alert goes through the pipeline;
 * its row is copied, and the functions' responses are replayed by an engine of its own.
 */
public final class LargeStack implements AutoCloseable {
  /** DynamoDB's limit. */
  private static final int BATCH = 25;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String ROLE = "arn:aws:iam::123456789012:role/alert-pipeline";
  private static final double BYTES_PER_MB = 1024.0 * 1024;

  private final Stack stack;
  private final RealScheduler scheduler = new RealScheduler();
  private final StepFunctionsServer engine;
  private final Console console;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String machine;
  private final double megabytes;
  private String lastExecution = "";

  /**
   * Starts everything; takes some ten seconds.
   *
   * @param payload of one firing alert
   * @param size in alerts and in executions
   */
  public LargeStack(Path project, String payload, int size) {
    this.stack = Stack.start(StackOptions.quiet(project).withThroughput(Throughput.UNHURRIED));
    try (Sender sender = new Sender(stack.description())) {
      sender.send(Payload.of("payload", payload));
      boolean _ =
          stack
              .journal()
              .await(
                  "the alert to be handled",
                  PATIENCE,
                  () ->
                      stack.journal().events(StackEvent.MessageHandled.class).stream()
                          .findFirst()
                          .map(_ -> true));
    }
    CannedFunctions functions = CannedFunctions.recorded(stack);
    this.engine = engine(functions);
    double before = usedMegabytes();
    this.machine = execute(functions, size);
    this.megabytes = usedMegabytes() - before;
    copyRow(size);
    this.console = Console.start(0);
    console.connect(
        StackConsole.endpoints(stack.description(), project.resolve("test-data"))
            .withStepFunctions(engine.endpoint(), machine));
  }

  private StepFunctionsServer engine(CannedFunctions functions) {
    try {
      return StepFunctionsServer.start(
          0,
          scheduler,
          Map.of(
              "arn:aws:states:::lambda:invoke",
              functions,
              "arn:aws:states:::sqs:sendMessage",
              functions));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the ARN of the state machine whose executions there are} */
  private String execute(CannedFunctions functions, int size) {
    String definition =
        stack
            .stateMachine()
            .ask("DescribeStateMachine", Map.of("stateMachineArn", stack.stateMachine().arn()))
            .path("definition")
            .asText();
    try (SfnClient client = LocalClients.build(SfnClient.builder(), engine.endpoint())) {
      String arn =
          client
              .createStateMachine(
                  create ->
                      create
                          .name("alert-pipeline")
                          .type(StateMachineType.EXPRESS)
                          .roleArn(ROLE)
                          .definition(definition))
              .stateMachineArn();
      for (int i = 0; i < size; i++) {
        String name = "message-%06d".formatted(i);
        String input = functions.input(i);
        lastExecution =
            client
                .startSyncExecution(start -> start.stateMachineArn(arn).name(name).input(input))
                .executionArn();
      }
      return arn;
    }
  }

  private void copyRow(int size) {
    String table = stack.description().dynamodb().table();
    try (DynamoDbClient client =
        LocalClients.build(DynamoDbClient.builder(), stack.description().dynamodb().endpoint())) {
      Map<String, AttributeValue> row =
          client.scan(scan -> scan.tableName(table)).items().stream()
              .filter(item -> item.containsKey("title"))
              .findFirst()
              .orElseThrow();
      for (int from = 0; from < size; from += BATCH) {
        List<WriteRequest> batch = new ArrayList<>();
        for (int i = from; i < Math.min(size, from + BATCH); i++) {
          Map<String, AttributeValue> copy = new HashMap<>(row);
          copy.put("fingerprint", AttributeValue.fromS(CannedFunctions.fingerprint(i)));
          copy.put("title", AttributeValue.fromS("Queue age over %d s".formatted(i)));
          batch.add(
              WriteRequest.builder().putRequest(PutRequest.builder().item(copy).build()).build());
        }
        client.batchWriteItem(write -> write.requestItems(Map.of(table, batch)));
      }
    }
  }

  /** {@return what the engine keeps of its executions} */
  public double megabytes() {
    return megabytes;
  }

  private static double usedMegabytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / BYTES_PER_MB;
  }

  /** {@return every kind of page by its address, which is warm: all that is read is read} */
  public Map<String, String> pages() {
    String alert = "/alerts/" + CannedFunctions.fingerprint(0);
    get(alert);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (get(alert).contains("still to be read")) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the histories are not read within " + PATIENCE);
      }
    }
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("overview", "/");
    pages.put("alerts", "/alerts");
    pages.put("alerts, a search", "/alerts?q=over+99&state=firing&priority=P1");
    pages.put("alerts, the last page", "/alerts?page=200");
    pages.put("an alert", alert);
    pages.put("executions", "/executions");
    pages.put("executions, failed", "/executions?status=FAILED");
    pages.put("executions, the oldest", "/executions?token=9950");
    pages.put("an execution", "/execution?arn=" + encoded(lastExecution));
    pages.put(
        "an execution, a state", "/execution?state=Decide+action&arn=" + encoded(lastExecution));
    pages.put("a state machine", "/machine?arn=" + encoded(machine));
    pages.put("dead letters", "/dead-letters");
    pages.put("try it", "/try?sample=grafana%2Ffiring.json");
    pages.put("issues", "/github?state=all");
    pages.put("an issue", "/github/acme/alerts/issues/1");
    pages.put("faults", "/faults");
    return pages;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * {@return the page at {@code path}}
   *
   * @throws IllegalStateException if it is an error
   */
  public String get(String path) {
    URI address = console.uri().resolve(path);
    try {
      HttpResponse<String> response =
          http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException("%s: %d".formatted(path, response.statusCode()));
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.close();
    console.close();
    engine.close();
    scheduler.close();
    stack.close();
  }
}
