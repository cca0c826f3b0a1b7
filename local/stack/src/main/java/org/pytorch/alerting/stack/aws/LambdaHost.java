package org.pytorch.alerting.stack.aws;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.pytorch.alerting.model.Json;
import org.pytorch.alerting.stack.journal.Journal;
import org.pytorch.alerting.stack.journal.StackEvent;

/**
 * Runs the real handlers the way Lambda does: every concurrent invocation has an instance of its
 * own, an idle one is used again, one that failed to end in time is thrown away.
 */
public final class LambdaHost implements AutoCloseable {
  /** In bytes, of a synchronous invocation's payload each way. */
  public static final int MAX_PAYLOAD_BYTES = 6_291_456;

  private final AwsAccount account;
  private final InstantSource clock;
  private final Journal journal;
  private final Map<String, LambdaInstances> functions = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("lambda-", 0).factory());

  public LambdaHost(AwsAccount account, InstantSource clock, Journal journal) {
    this.account = account;
    this.clock = clock;
    this.journal = journal;
  }

  /** Deploys a function; one of the same name is replaced together with its instances. */
  public void deploy(LambdaFunction function) {
    functions.put(function.name(), new LambdaInstances(function));
  }

  /** {@return the ARN of a deployed function} */
  public String arn(String name) {
    return account.arn("lambda", "function:" + name);
  }

  /** {@return each deployed function's ARN by its name} */
  public Map<String, String> arns() {
    return functions.keySet().stream()
        .collect(Collectors.toUnmodifiableMap(Function.identity(), this::arn));
  }

  /**
   * Invokes a function and waits for its answer.
   *
   * @param nameOrArn as in the Invoke API: a name, a partial or a full ARN
   * @param payload JSON
   */
  public LambdaResult invoke(String nameOrArn, String payload) {
    Optional<LambdaInstances> function =
        LambdaFunction.nameIn(nameOrArn).flatMap(name -> Optional.ofNullable(functions.get(name)));
    if (function.isEmpty()) {
      return new LambdaResult.Refused(
          404, "ResourceNotFoundException", "Function not found: " + nameOrArn);
    }
    if (bytes(payload) > MAX_PAYLOAD_BYTES) {
      return new LambdaResult.Refused(
          413,
          "RequestTooLargeException",
          "Request must be smaller than %d bytes for the InvokeFunction operation"
              .formatted(MAX_PAYLOAD_BYTES));
    }
    if (!isJson(payload)) {
      return new LambdaResult.Refused(
          400, "InvalidRequestContentException", "Could not parse request body into json");
    }
    return invoke(function.get(), payload);
  }

  private LambdaResult invoke(LambdaInstances instances, String payload) {
    if (!instances.reserve()) {
      return new LambdaResult.Refused(429, "TooManyRequestsException", "Rate Exceeded.");
    }
    long start = System.nanoTime();
    try {
      LambdaResult result = run(instances, payload);
      journal.add(
          new StackEvent.FunctionAnswered(
              instances.function().name(),
              Duration.ofNanos(System.nanoTime() - start),
              errorOf(result)));
      return result;
    } finally {
      instances.release();
    }
  }

  private LambdaResult run(LambdaInstances instances, String payload) {
    LambdaFunction function = instances.function();
    RequestStreamHandler instance;
    try {
      instance = instances.take();
    } catch (RuntimeException | LinkageError e) {
      return new LambdaResult.Failed(FunctionError.of(e)); // a cold start that fails
    }
    String requestId = UUID.randomUUID().toString();
    Future<String> answer = threads.submit(() -> handle(instance, function, requestId, payload));
    try {
      String json = answer.get(function.timeout().toMillis(), TimeUnit.MILLISECONDS);
      instances.giveBack(instance);
      return bytes(json) > MAX_PAYLOAD_BYTES
          ? new LambdaResult.Failed(FunctionError.answerTooLarge(bytes(json)))
          : new LambdaResult.Answered(json);
    } catch (ExecutionException e) {
      instances.giveBack(instance);
      return new LambdaResult.Failed(
          FunctionError.of(requireNonNull(e.getCause(), "cause is null")));
    } catch (TimeoutException e) {
      answer.cancel(true);
      return new LambdaResult.Failed(FunctionError.timedOut(requestId, function.timeout()));
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return new LambdaResult.Refused(503, "ServiceException", "The host is shutting down.");
    }
  }

  private String handle(
      RequestStreamHandler instance, LambdaFunction function, String requestId, String payload)
      throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    instance.handleRequest(
        new ByteArrayInputStream(payload.getBytes(StandardCharsets.UTF_8)),
        output,
        new LambdaContext(
            requestId,
            function.name(),
            arn(function.name()),
            clock.instant().plus(function.timeout()),
            clock));
    return output.toString(StandardCharsets.UTF_8);
  }

  private static Optional<String> errorOf(LambdaResult result) {
    return switch (result) {
      case LambdaResult.Answered _ -> Optional.empty();
      case LambdaResult.Failed failed -> Optional.of(failed.error().errorType());
      case LambdaResult.Refused refused -> Optional.of(refused.type());
    };
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static boolean isJson(String payload) {
    try {
      return !Json.mapper().readTree(payload).isMissingNode();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
