package org.pytorch.alerting.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.aws.AwsAccount;
import org.pytorch.alerting.stack.aws.LocalClients;
import org.pytorch.alerting.stack.aws.queue.Queues;
import org.pytorch.alerting.stepfunctions.server.ExecutionArchive;
import org.pytorch.alerting.stepfunctions.server.StepFunctionsServer;
import org.pytorch.alerting.stepfunctions.task.LambdaTaskService;
import org.pytorch.alerting.stepfunctions.task.SqsTaskService;
import org.pytorch.alerting.stepfunctions.time.RealScheduler;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.StateMachineType;

/** Step Functions with the pipeline's state machine. */
public final class StateMachine implements AutoCloseable {
  private static final String NAME = "alert-pipeline";
  private static final String ROLE = "arn:aws:iam::123456789012:role/alert-pipeline";

  private final RealScheduler scheduler;
  private final StepFunctionsServer server;
  private final SfnClient client;
  private final String arn;

  private StateMachine(RealScheduler scheduler, StepFunctionsServer server, String definition) {
    this.scheduler = scheduler;
    this.server = server;
    this.client = LocalClients.build(SfnClient.builder(), server.endpoint());
    this.arn =
        client
            .createStateMachine(
                machine ->
                    machine
                        .name(NAME)
                        .type(StateMachineType.EXPRESS)
                        .roleArn(ROLE)
                        .definition(definition))
            .stateMachineArn();
  }

  /**
   * Starts Step Functions and creates the state machine.
   *
   * @param functionArn maps a function's name to its ARN
   * @param lambda the endpoint for invoking functions
   * @param port 0 for any free one
   * @param executions keeps ended executions
   */
  public static StateMachine start(
      StateMachineFile file,
      UnaryOperator<String> functionArn,
      URI lambda,
      Queues queues,
      int port,
      ExecutionArchive executions) {
    RealScheduler scheduler = new RealScheduler();
    StepFunctionsServer server = server(port, scheduler, lambda, queues, executions);
    try {
      return new StateMachine(
          scheduler,
          server,
          file.with(placeholders(functionArn, queues.queueUrl(), queues.dlqUrl())));
    } catch (RuntimeException e) {
      server.close();
      scheduler.close();
      throw e;
    }
  }

  private static StepFunctionsServer server(
      int port, RealScheduler scheduler, URI lambda, Queues queues, ExecutionArchive executions) {
    try {
      return StepFunctionsServer.start(
          port,
          AwsAccount.LOCAL.region(),
          scheduler,
          Map.of(
              LambdaTaskService.RESOURCE, new LambdaTaskService(lambda),
              SqsTaskService.RESOURCE, new SqsTaskService(queues.uri())),
          executions);
    } catch (IOException e) {
      scheduler.close();
      throw new UncheckedIOException("Step Functions cannot listen on port " + port, e);
    }
  }

  /** {@return the values of the definition's placeholders} */
  public static Map<String, String> placeholders(
      UnaryOperator<String> functionArn, String alertQueueUrl, String deadLetterQueueUrl) {
    Map<String, String> values = new HashMap<>();
    values.put("partition", "aws");
    for (FunctionName name : FunctionName.values()) {
      values.put(name.text() + "_function_arn", functionArn.apply(name.text()));
    }
    values.put("alert_queue_url", alertQueueUrl);
    values.put("dead_letter_queue_url", deadLetterQueueUrl);
    return values;
  }

  public URI endpoint() {
    return server.endpoint();
  }

  public String arn() {
    return arn;
  }

  /** {@return a client for reading executions and their histories} */
  public SfnClient client() {
    return client;
  }

  /**
   * {@return the raw response of Step Functions to {@code operation}} The client would hide the
   * data of a history.
   */
  public JsonNode ask(String operation, Map<String, Object> input) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint())
            .header("content-type", "application/x-amz-json-1.0")
            .header("x-amz-target", "AWSStepFunctions." + operation)
            .POST(BodyPublishers.ofString(Json.write(input)))
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

  @Override
  public void close() {
    client.close();
    server.close();
    scheduler.close();
  }
}
