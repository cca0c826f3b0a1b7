package org.pytorch.alerting.stack.aws.lambda;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
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
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.aws.AwsAccount;
import org.pytorch.alerting.stack.journal.InvocationLog;
import org.pytorch.alerting.stack.journal.Journal;
import org.pytorch.alerting.stack.journal.StackEvent;

/**
 * Runs the real handlers the way Lambda does: every concurrent invocation has its own instance,
 * idle instances are reused, and an instance that timed out is discarded.
 */
public final class LambdaHost implements AutoCloseable {
  /** In bytes: the limit of a synchronous invocation's payload, in each direction. */
  public static final int MAX_PAYLOAD_BYTES = 6_291_456;

  /** In bytes: the limit of an asynchronous invocation's payload. */
  static final int MAX_EVENT_BYTES = 1_048_576;

  /** The only version of a function, whatever alias is invoked. */
  static final String VERSION = "$LATEST";

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

  /** Deploys a function; replaces one of the same name together with its instances. */
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

  /** {@return every deployed function} */
  List<LambdaFunction> functions() {
    return functions.values().stream().map(LambdaInstances::function).toList();
  }

  /** {@return a deployed function, by its name, a partial or a full ARN} */
  Optional<LambdaFunction> function(String nameOrArn) {
    return instances(nameOrArn).map(LambdaInstances::function);
  }

  /**
   * Invokes a function and waits for its result.
   *
   * @param nameOrArn as in the Invoke API: a name, a partial or a full ARN
   * @param payload JSON
   */
  public LambdaResult invoke(String nameOrArn, String payload) {
    return invoke(nameOrArn, payload, new InvocationLog());
  }

  /**
   * Invokes a function and waits for its result.
   *
   * @param log gets the function's log lines
   */
  LambdaResult invoke(String nameOrArn, String payload, InvocationLog log) {
    Optional<LambdaInstances> function = instances(nameOrArn);
    if (function.isEmpty()) {
      return notFound(nameOrArn);
    }
    Optional<LambdaResult.Refused> refusal = refusal(payload, MAX_PAYLOAD_BYTES);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (!function.get().reserve()) {
      return new LambdaResult.Refused(429, "TooManyRequestsException", "Rate Exceeded.");
    }
    return invoke(function.get(), payload, log);
  }

  /**
   * Accepts an event for an asynchronous invocation. It waits for reserved concurrency to be free.
   * A failed invocation is not retried; Lambda would retry it twice.
   *
   * @return why the event is refused; absent if it is accepted
   */
  Optional<LambdaResult.Refused> send(String nameOrArn, String payload) {
    Optional<LambdaInstances> function = instances(nameOrArn);
    if (function.isEmpty()) {
      return Optional.of(notFound(nameOrArn));
    }
    Optional<LambdaResult.Refused> refusal = refusal(payload, MAX_EVENT_BYTES);
    if (refusal.isEmpty()) {
      threads.execute(
          () -> {
            try {
              function.get().reserveLater();
              invoke(function.get(), payload, new InvocationLog());
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt(); // The host is shutting down.
            }
          });
    }
    return refusal;
  }

  private Optional<LambdaInstances> instances(String nameOrArn) {
    return LambdaFunction.nameIn(nameOrArn)
        .flatMap(name -> Optional.ofNullable(functions.get(name)));
  }

  LambdaResult.Refused notFound(String nameOrArn) {
    return new LambdaResult.Refused(
        404, "ResourceNotFoundException", "Function not found: " + nameOrArn);
  }

  private static Optional<LambdaResult.Refused> refusal(String payload, int maxBytes) {
    if (bytes(payload) > maxBytes) {
      return Optional.of(
          new LambdaResult.Refused(
              413,
              "RequestTooLargeException",
              "Request must be smaller than %d bytes for the InvokeFunction operation"
                  .formatted(maxBytes)));
    }
    return isJson(payload)
        ? Optional.empty()
        : Optional.of(
            new LambdaResult.Refused(
                400, "InvalidRequestContentException", "Could not parse request body into json"));
  }

  /** Runs a function within its acquired concurrency, which is released afterwards. */
  private LambdaResult invoke(LambdaInstances instances, String payload, InvocationLog log) {
    long start = System.nanoTime();
    try {
      LambdaResult result = run(instances, payload, log);
      journal.add(
          new StackEvent.FunctionReturned(
              instances.function().name(),
              Duration.ofNanos(System.nanoTime() - start),
              errorOf(result)));
      return result;
    } finally {
      instances.release();
    }
  }

  private LambdaResult run(LambdaInstances instances, String payload, InvocationLog log) {
    LambdaFunction function = instances.function();
    RequestStreamHandler instance;
    try {
      instance = instances.take();
    } catch (RuntimeException | LinkageError e) {
      return new LambdaResult.Failed(FunctionError.of(e)); // a cold start that fails
    }
    String requestId = UUID.randomUUID().toString();
    long start = System.nanoTime();
    log.add("START RequestId: %s Version: %s".formatted(requestId, VERSION));
    Future<String> answer =
        threads.submit(() -> log.during(() -> handle(instance, function, requestId, payload)));
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
    } finally {
      report(log, requestId, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  /** Without the memory, which cannot be measured per function here. */
  private static void report(InvocationLog log, String requestId, Duration duration) {
    double millis = duration.toNanos() / 1e6;
    log.add("END RequestId: " + requestId);
    log.add(
        String.format(
            Locale.ROOT,
            "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %.0f ms",
            requestId,
            millis,
            Math.ceil(millis)));
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
