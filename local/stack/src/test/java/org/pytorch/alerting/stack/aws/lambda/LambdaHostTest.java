package org.pytorch.alerting.stack.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.stack.aws.AwsAccount;
import org.pytorch.alerting.stack.journal.Journal;
import org.pytorch.alerting.stack.journal.StackEvent;

final class LambdaHostTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final RequestStreamHandler ECHO = (input, output, _) -> input.transferTo(output);

  private final Journal journal = new Journal();
  private final LambdaHost host = new LambdaHost(AwsAccount.LOCAL, InstantSource.system(), journal);

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void response_of_the_handler_is_the_response_of_the_function() {
    host.deploy(LambdaFunction.of("echo", LONG, () -> ECHO));

    assertThat(host.invoke("echo", "{\"a\":1}")).isEqualTo(new LambdaResult.Answered("{\"a\":1}"));
    assertThat(journal.events(StackEvent.FunctionReturned.class))
        .singleElement()
        .satisfies(event -> assertThat(event.error()).isEmpty());
  }

  @Test
  void function_is_found_by_name_by_arn_and_with_a_qualifier() {
    host.deploy(LambdaFunction.of("echo", LONG, () -> ECHO));

    for (String name :
        List.of(
            "echo",
            "echo:live",
            "123456789012:function:echo",
            host.arn("echo"),
            host.arn("echo") + ":live")) {
      assertThat(host.invoke(name, "{}")).as(name).isInstanceOf(LambdaResult.Answered.class);
    }
  }

  @Test
  void unknown_function_is_refused_as_not_found() {
    assertThat(host.invoke("unknown", "{}"))
        .isInstanceOfSatisfying(
            LambdaResult.Refused.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(404);
              assertThat(refused.type()).isEqualTo("ResourceNotFoundException");
            });
  }

  @Test
  void exception_is_reported_as_by_the_java_runtime() {
    host.deploy(
        LambdaFunction.of(
            "broken",
            LONG,
            () ->
                (_, _, _) -> {
                  throw new IllegalStateException("no table");
                }));

    assertThat(host.invoke("broken", "{}"))
        .isInstanceOfSatisfying(
            LambdaResult.Failed.class,
            failed -> {
              assertThat(failed.error().errorType()).isEqualTo("java.lang.IllegalStateException");
              assertThat(failed.error().errorMessage()).isEqualTo("no table");
              assertThat(failed.error().stackTrace().orElseThrow().getFirst())
                  .contains("LambdaHostTest");
            });
  }

  @Test
  void exception_without_a_message_is_reported_with_its_class_name() {
    assertThat(FunctionError.of(new IllegalStateException()).errorMessage())
        .isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void handler_that_cannot_start_fails_its_invocation_and_is_started_again_for_the_next() {
    AtomicInteger starts = new AtomicInteger();
    host.deploy(
        LambdaFunction.of(
            "cold",
            LONG,
            () -> {
              if (starts.incrementAndGet() == 1) {
                throw new IllegalStateException("environment variable X is not set");
              }
              return ECHO;
            }));

    assertThat(host.invoke("cold", "{}")).isInstanceOf(LambdaResult.Failed.class);
    assertThat(host.invoke("cold", "{}")).isInstanceOf(LambdaResult.Answered.class);
  }

  @Test
  void function_is_stopped_at_its_timeout_and_its_instance_is_not_reused() {
    AtomicInteger instances = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    host.deploy(
        LambdaFunction.of(
            "slow",
            Duration.ofMillis(50),
            () -> {
              int instance = instances.incrementAndGet();
              return (input, output, _) -> {
                if (instance == 1) {
                  awaitOrFail(never);
                }
                input.transferTo(output);
              };
            }));

    assertThat(host.invoke("slow", "{}"))
        .isInstanceOfSatisfying(
            LambdaResult.Failed.class,
            failed -> {
              assertThat(failed.error().errorType()).isEqualTo("Sandbox.Timedout");
              assertThat(failed.error().errorMessage())
                  .endsWith("Error: Task timed out after 0.05 seconds");
              assertThat(failed.error().stackTrace()).isEmpty();
            });
    assertThat(instances).hasValue(1);
    host.invoke("slow", "{}");
    assertThat(instances).hasValue(2);
  }

  @Test
  void idle_instance_is_reused_and_a_busy_one_is_not() throws Exception {
    AtomicInteger instances = new AtomicInteger();
    CountDownLatch together = new CountDownLatch(3);
    host.deploy(
        LambdaFunction.of(
            "meet",
            LONG,
            () -> {
              instances.incrementAndGet();
              return (input, output, _) -> {
                together.countDown();
                awaitOrFail(together);
                input.transferTo(output);
              };
            }));

    invokeConcurrently("meet", 3);
    assertThat(instances).hasValue(3);
    host.invoke("meet", "{}");
    assertThat(instances).hasValue(3);
  }

  @Test
  void invocation_over_the_reserved_concurrency_is_throttled() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    host.deploy(
        new LambdaFunction(
            "narrow",
            LONG,
            OptionalInt.of(1),
            () ->
                (input, output, _) -> {
                  entered.countDown();
                  awaitOrFail(leave);
                  input.transferTo(output);
                }));

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<LambdaResult> first = threads.submit(() -> host.invoke("narrow", "{}"));
      awaitOrFail(entered);
      assertThat(host.invoke("narrow", "{}"))
          .isEqualTo(new LambdaResult.Refused(429, "TooManyRequestsException", "Rate Exceeded."));
      leave.countDown();
      assertThat(first.get()).isInstanceOf(LambdaResult.Answered.class);
    }
    assertThat(host.invoke("narrow", "{}")).isInstanceOf(LambdaResult.Answered.class);
  }

  @Test
  void context_has_the_function_name_and_the_remaining_time() {
    host.deploy(
        LambdaFunction.of(
            "curious",
            LONG,
            () ->
                (_, output, context) -> {
                  assertThat(context.getFunctionName()).isEqualTo("curious");
                  assertThat(context.getRemainingTimeInMillis()).isBetween(1, 60_000);
                  assertThat(context.getInvokedFunctionArn())
                      .isEqualTo("arn:aws:lambda:us-east-1:123456789012:function:curious");
                  output.write(
                      ("\"" + context.getAwsRequestId() + "\"").getBytes(StandardCharsets.UTF_8));
                }));

    assertThat(host.invoke("curious", "{}")).isInstanceOf(LambdaResult.Answered.class);
    assertThat(host.invoke("curious", "{}")).isNotEqualTo(host.invoke("curious", "{}"));
  }

  @Test
  void payload_over_the_limit_is_refused_and_a_response_over_it_fails() {
    String tooLong = "\"" + "x".repeat(LambdaHost.MAX_PAYLOAD_BYTES) + "\"";
    host.deploy(LambdaFunction.of("echo", LONG, () -> ECHO));
    host.deploy(
        LambdaFunction.of(
            "talkative",
            LONG,
            () -> (_, output, _) -> output.write(tooLong.getBytes(StandardCharsets.UTF_8))));

    assertThat(host.invoke("echo", tooLong))
        .isInstanceOfSatisfying(
            LambdaResult.Refused.class, refused -> assertThat(refused.status()).isEqualTo(413));
    assertThat(host.invoke("talkative", "{}"))
        .isInstanceOfSatisfying(
            LambdaResult.Failed.class,
            failed ->
                assertThat(failed.error().errorType()).isEqualTo("Function.ResponseSizeTooLarge"));
  }

  @Test
  void payload_that_is_not_json_is_refused() {
    host.deploy(LambdaFunction.of("echo", LONG, () -> ECHO));

    assertThat(host.invoke("echo", "{"))
        .isInstanceOfSatisfying(
            LambdaResult.Refused.class,
            refused -> assertThat(refused.type()).isEqualTo("InvalidRequestContentException"));
  }

  private void invokeConcurrently(String function, int times) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<LambdaResult>> results =
          IntStream.range(0, times)
              .mapToObj(_ -> threads.submit(() -> host.invoke(function, "{}")))
              .toList();
      for (Future<LambdaResult> result : results) {
        assertThat(result.get()).isInstanceOf(LambdaResult.Answered.class);
      }
    }
  }

  private static void awaitOrFail(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
