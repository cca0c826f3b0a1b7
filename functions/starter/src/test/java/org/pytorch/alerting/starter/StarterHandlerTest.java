package org.pytorch.alerting.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.RecordedLog;
import org.pytorch.alerting.runtime.StubAws;
import org.pytorch.alerting.starter.queue.SqsMessages;
import org.pytorch.alerting.starter.workflow.WorkflowResult;

class StarterHandlerTest {
  private static final InstantSource CLOCK = InstantSource.fixed(SqsMessages.SENT_AT);
  private static final Host HOST = RecordedLog.unread(CLOCK);

  private final FakeWorkflows workflows = new FakeWorkflows();
  private final BatchStarter starter =
      new BatchStarter(
          workflows, new FakeQueue(), Runnable::run, CLOCK, new Random(1), Log.of("starter", HOST));
  private final StarterHandler handler =
      new StarterHandler(new StarterHandler.Wiring(() -> starter, CLOCK));

  @Test
  void a_batch_that_went_well_answers_an_empty_list() {
    assertThat(handle(270_000, "a", "b")).isEqualTo("{\"batchItemFailures\":[]}");
  }

  @Test
  void a_failed_message_is_named() {
    workflows.answer("b-1", new WorkflowResult.TimedOut("arn"));

    assertThat(handle(270_000, "a", "b", "c"))
        .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"}]}");
  }

  @Test
  void a_postponed_message_is_named_so_that_it_is_redelivered() {
    workflows.answer("b-1", new WorkflowResult.Postponed("arn", SqsMessages.SENT_AT));

    assertThat(handle(270_000, "a", "b", "c"))
        .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"}]}");
  }

  @Test
  void a_function_that_runs_out_of_time_still_answers_for_the_others() {
    CompletableFuture<WorkflowResult> slow = workflows.hold("b-1");

    assertThat(handle(1, "a", "b", "c"))
        .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"}]}");
    assertThat(slow).isNotDone();
  }

  /** An execution may take 240 s, and the answer needs 10 s. */
  @ParameterizedTest
  @CsvSource({"250000, 33", "249999, 32"})
  void a_message_that_waits_for_another_is_started_while_250_s_are_left(int left, int started) {
    handle(left, IntStream.range(0, 33).mapToObj(i -> "m" + i).toArray(String[]::new));

    assertThat(workflows.names()).hasSize(started);
  }

  @Test
  void a_record_from_elsewhere_than_sqs_works() {
    assertThat(
            handleJson(
                handler,
                270_000,
                "{\"Records\":[{\"messageId\":\"a\",\"eventSource\":\"elasticmq\"}]}"))
        .isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(workflows.names()).containsExactly("a-1");
  }

  @Test
  void a_function_built_from_its_variables_starts_its_executions() {
    try (StubAws aws =
        StubAws.answering(200, "{\"status\":\"SUCCEEDED\",\"output\":\"{\\\"rest\\\":[]}\"}")) {
      Map<String, String> variables = new HashMap<>(aws.environment().variables());
      variables.put("STATE_MACHINE_ARN", "arn");
      variables.put("QUEUE_URL", "https://q");
      variables.put("DEAD_LETTER_QUEUE_URL", "https://d");
      StarterHandler real = handlerOn(variables);

      assertThat(handleJson(real, 270_000, event("a", "b", "c")))
          .isEqualTo("{\"batchItemFailures\":[]}");
      assertThat(aws.requests).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWS_REGION", "STATE_MACHINE_ARN", "QUEUE_URL", "DEAD_LETTER_QUEUE_URL"})
  void a_missing_variable_stops_the_function_and_is_named(String variable) {
    Map<String, String> variables =
        new HashMap<>(
            Map.of(
                "AWS_REGION", "us-east-1",
                "STATE_MACHINE_ARN", "arn",
                "QUEUE_URL", "https://q",
                "DEAD_LETTER_QUEUE_URL", "https://d"));
    variables.remove(variable);

    assertThatThrownBy(() -> handlerOn(variables))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(variable);
  }

  private static StarterHandler handlerOn(Map<String, String> variables) {
    return new StarterHandler(
        StarterHandler.Wiring.of(new Host(new Environment(variables), CLOCK, HOST.log())));
  }

  private String handle(int remainingMilliseconds, String... ids) {
    return handleJson(handler, remainingMilliseconds, event(ids));
  }

  private static String event(String... ids) {
    return Arrays.stream(ids)
        .map("{\"messageId\":\"%s\"}"::formatted)
        .collect(Collectors.joining(",", "{\"Records\":[", "]}"));
  }

  private static String handleJson(
      StarterHandler handler, int remainingMilliseconds, String event) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
        output,
        context(remainingMilliseconds));
    return output.toString(StandardCharsets.UTF_8);
  }

  /** Only the time that is left is ever asked for. */
  private static Context context(int remainingMilliseconds) {
    return (Context)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (_, method, _) -> {
              if (method.getName().equals("getRemainingTimeInMillis")) {
                return remainingMilliseconds;
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }
}
