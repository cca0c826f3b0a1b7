package org.pytorch.alerting.starter.workflow;

import static software.amazon.awssdk.services.sfn.model.SyncExecutionStatus.UNKNOWN_TO_SDK_VERSION;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.pytorch.alerting.runtime.Deadline;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.aws.AwsConnection;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.SfnClientBuilder;
import software.amazon.awssdk.services.sfn.model.StartSyncExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartSyncExecutionResponse;

/** Starts Express executions through the AWS SDK and waits for them. */
public final class SfnWorkflowStarter implements WorkflowStarter {
  private static final String ENDPOINT = "AWS_ENDPOINT_URL_SFN";

  /** How long to wait for the response: longer than any execution, shorter than the function. */
  public static final Duration RESPONSE_TIMEOUT = Deadline.EXECUTION_TIMEOUT.plusSeconds(10);

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);

  /** In characters: the API's limit. A longer trace header is left out; it is not essential. */
  private static final int MAX_TRACE_HEADER = 256;

  private static final String REMEDY =
      "Check STATE_MACHINE_ARN, that it is an Express state machine, and the right to"
          + " states:StartSyncExecution on it.";

  private final SfnClient client;
  private final String stateMachineArn;
  private final Executor executor;

  /**
   * @param client must not retry requests: see {@link #client}
   * @param executor runs each blocking call on a separate thread
   */
  public SfnWorkflowStarter(SfnClient client, String stateMachineArn, Executor executor) {
    this.client = client;
    this.stateMachineArn = stateMachineArn;
    this.executor = executor;
  }

  /**
   * {@return a client without retries that waits for an execution to end}
   *
   * @param responseTimeout how long it waits, usually {@link #RESPONSE_TIMEOUT}
   * @throws IllegalStateException if a variable is missing or malformed
   */
  public static SfnClient client(Environment environment, Duration responseTimeout) {
    return builder(environment, responseTimeout).build();
  }

  public static SfnClientBuilder builder(Environment environment, Duration responseTimeout) {
    ClientOverrideConfiguration.Builder overrides =
        ClientOverrideConfiguration.builder()
            // A retried request would start a second execution for the same message.
            .retryStrategy(DefaultRetryStrategy.doNotRetry())
            .apiCallTimeout(responseTimeout.plus(CONNECTION_TIMEOUT));
    if (environment.endpoint(ENDPOINT).isPresent()) {
      // AWS serves synchronous calls at a separate host, "sync-<host>"; other endpoints do not.
      overrides.putAdvancedOption(SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true);
    }
    return new AwsConnection(ENDPOINT, CONNECTION_TIMEOUT, responseTimeout)
        .configure(SfnClient.builder(), environment)
        .overrideConfiguration(overrides.build());
  }

  @Override
  public CompletableFuture<WorkflowResult> start(NewExecution execution) {
    StartSyncExecutionRequest request =
        StartSyncExecutionRequest.builder()
            .stateMachineArn(stateMachineArn)
            .name(execution.name())
            .input(execution.input())
            .traceHeader(
                execution
                    .traceHeader()
                    .filter(header -> header.length() <= MAX_TRACE_HEADER)
                    .orElse(null))
            .build();
    return CompletableFuture.supplyAsync(() -> call(request), executor);
  }

  private WorkflowResult call(StartSyncExecutionRequest request) {
    try {
      return result(client.startSyncExecution(request));
    } catch (AwsServiceException e) {
      boolean transientProblem = e.isThrottlingException() || e.statusCode() >= 500;
      return new WorkflowResult.Unanswered(
          e.toString(), Optional.of(REMEDY).filter(_ -> !transientProblem));
    } catch (SdkException e) {
      return new WorkflowResult.Unanswered(e.toString(), Optional.empty());
    }
  }

  /** HTTP 200 means only that the execution has ended. */
  private static WorkflowResult result(StartSyncExecutionResponse response) {
    String arn = Objects.requireNonNullElse(response.executionArn(), "");
    return switch (Objects.requireNonNullElse(response.status(), UNKNOWN_TO_SDK_VERSION)) {
      case SUCCEEDED ->
          WorkflowResult.succeeded(arn, Objects.requireNonNullElse(response.output(), ""));
      case FAILED ->
          new WorkflowResult.Failed(
              arn,
              Objects.requireNonNullElse(response.error(), ""),
              Objects.requireNonNullElse(response.cause(), ""));
      case TIMED_OUT -> new WorkflowResult.TimedOut(arn);
      case UNKNOWN_TO_SDK_VERSION ->
          new WorkflowResult.Unanswered(
              "execution %s has the unknown status %s".formatted(arn, response.statusAsString()),
              Optional.empty());
    };
  }
}
