package org.pytorch.alerting.starter.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.StubAws;
import org.pytorch.alerting.starter.queue.SqsMessageQueue;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;

class SfnWorkflowStarterTest {
  private static final String MACHINE =
      "arn:aws:states:us-east-1:123456789012:stateMachine:alert-pipeline";
  private static final String EXECUTION =
      "arn:aws:states:us-east-1:123456789012:express:alert-pipeline:m-1:5f0c";
  private static final Duration PATIENT = Duration.ofSeconds(30);

  @Test
  void an_execution_has_250_s_to_answer_and_5_s_to_connect_and_the_queue_has_5_s() {
    try (StubAws aws = StubAws.answering(200, "{}");
        SfnClient workflows =
            SfnWorkflowStarter.client(aws.environment(), SfnWorkflowStarter.RESPONSE_TIMEOUT);
        SqsClient queue = SqsMessageQueue.client(aws.environment())) {
      assertThat(workflows.serviceClientConfiguration().overrideConfiguration().apiCallTimeout())
          .contains(Duration.ofSeconds(255));
      assertThat(SfnWorkflowStarter.RESPONSE_TIMEOUT).isEqualTo(Duration.ofSeconds(250));
      assertThat(queue.serviceClientConfiguration().overrideConfiguration().apiCallTimeout())
          .contains(Duration.ofSeconds(5));
    }
  }

  @Test
  void an_execution_is_started_with_its_name_input_and_trace() {
    try (StubAws aws =
        StubAws.answering(200, succeeded("{\"actions\":[\"CREATE\"],\"rest\":[]}"))) {
      WorkflowResult result = start(aws.environment(), PATIENT, Optional.of("Root=1-2-3"));

      assertThat(result).isEqualTo(new WorkflowResult.Succeeded(EXECUTION));
      assertThat(aws.requests)
          .singleElement()
          .satisfies(
              request -> {
                assertThat(request.target()).isEqualTo("AWSStepFunctions.StartSyncExecution");
                JsonNode body = Json.read(request.body(), JsonNode.class);
                assertThat(body.get("stateMachineArn").asText()).isEqualTo(MACHINE);
                assertThat(body.get("name").asText()).isEqualTo("m-1");
                assertThat(body.get("input").asText()).isEqualTo("{\"a\":1}");
                assertThat(body.get("traceHeader").asText()).isEqualTo("Root=1-2-3");
              });
    }
  }

  @Test
  void a_trace_header_that_is_too_long_is_left_out() {
    try (StubAws aws =
        StubAws.answering(200, succeeded("{\"actions\":[\"CREATE\"],\"rest\":[]}"))) {
      start(aws.environment(), PATIENT, Optional.of("x".repeat(257)));

      assertThat(aws.requests.getFirst().body()).doesNotContain("traceHeader");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'result':'POSTPONED','retry_at':'2026-03-04T07:13:00.500Z','reason':'x'}",
        "{'result':'POSTPONED','retry_at':'2026-03-04T07:20:00.000Z'},"
            + "{'result':'POSTPONED','retry_at':'2026-03-04T07:13:00.500Z'},"
            + "{'result':'POSTPONED','retry_at':'2026-03-04T07:13:00.501Z'}",
        "{'result':'REJECTED','rejection':{'body':'x'}},"
            + "{'result':'POSTPONED','retry_at':'2026-03-04T07:13:00.500Z'}"
      })
  void of_what_has_to_wait_the_earliest_time_counts(String rest) {
    assertThat(resultOf(succeeded(("{'rest':[" + rest + "]}").replace('\'', '"'))))
        .isEqualTo(
            new WorkflowResult.Postponed(EXECUTION, Instant.parse("2026-03-04T07:13:00.500Z")));
  }

  /** It was quarantined by the execution. */
  @Test
  void rejected_alerts_leave_nothing_to_wait_for() {
    assertThat(
            resultOf(
                succeeded(
                    "{\"actions\":[],\"rest\":[{\"result\":\"REJECTED\"}],\"failed\":false}")))
        .isEqualTo(new WorkflowResult.Succeeded(EXECUTION));
  }

  /** The first is of a definition that answered with its alerts, the others are nobody's. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{\"envelope\":{}}",
        "{}",
        "{\"rest\":null}",
        "[]",
        "{\"rest\":7}",
        "{\"rest\":[{\"retry_at\":\"soon\"}]}",
        "``",
        "null",
        "nonsense"
      })
  void output_of_another_definition_is_not_taken_for_done(String output) {
    assertThat(resultOf(succeeded(output)))
        .isInstanceOfSatisfying(
            WorkflowResult.Unanswered.class,
            unanswered -> {
              assertThat(unanswered.problem()).contains(EXECUTION);
              assertThat(unanswered.remedy().orElseThrow()).contains("same version");
            });
  }

  @Test
  void an_execution_that_succeeded_without_output_is_not_taken_for_done() {
    assertThat(resultOf(response("\"SUCCEEDED\""))).isInstanceOf(WorkflowResult.Unanswered.class);
  }

  @Test
  void http_200_with_the_status_failed_is_a_failure() {
    try (StubAws aws =
        StubAws.answering(
            200, response("\"FAILED\",\"error\":\"AlertsFailed\",\"cause\":\"one of three\""))) {
      assertThat(start(aws.environment(), PATIENT, Optional.empty()))
          .isEqualTo(new WorkflowResult.Failed(EXECUTION, "AlertsFailed", "one of three"));
    }
  }

  @Test
  void http_200_with_the_status_failed_and_no_error_is_a_failure() {
    try (StubAws aws = StubAws.answering(200, response("\"FAILED\""))) {
      assertThat(start(aws.environment(), PATIENT, Optional.empty()))
          .isEqualTo(new WorkflowResult.Failed(EXECUTION, "", ""));
    }
  }

  @Test
  void http_200_with_the_status_timed_out_is_a_timeout() {
    try (StubAws aws = StubAws.answering(200, response("\"TIMED_OUT\""))) {
      assertThat(start(aws.environment(), PATIENT, Optional.empty()))
          .isEqualTo(new WorkflowResult.TimedOut(EXECUTION));
    }
  }

  @ParameterizedTest
  @CsvSource({"'\"ABANDONED\"'", "null"})
  void a_status_that_nobody_knows_is_no_answer(String status) {
    try (StubAws aws = StubAws.answering(200, response(status))) {
      assertThat(start(aws.environment(), PATIENT, Optional.empty()))
          .isInstanceOf(WorkflowResult.Unanswered.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, ThrottlingException, false",
    "429, TooManyRequestsException, false",
    "503, ServiceUnavailable, false",
    "500, InternalServerError, false",
    "400, StateMachineDoesNotExist, true",
    "400, AccessDeniedException, true",
    "400, InvalidExecutionInput, true"
  })
  void an_error_is_asked_once_and_says_whether_somebody_must_act(
      int status, String code, boolean remedy) {
    try (StubAws aws =
        StubAws.answering(status, "{\"__type\":\"%s\",\"message\":\"no\"}".formatted(code))) {
      assertThat(start(aws.environment(), PATIENT, Optional.empty()))
          .isInstanceOfSatisfying(
              WorkflowResult.Unanswered.class,
              unanswered -> assertThat(unanswered.remedy().isPresent()).isEqualTo(remedy));
      assertThat(aws.requests).hasSize(1);
    }
  }

  @Test
  void an_execution_that_does_not_answer_in_time_is_not_started_twice() {
    try (StubAws aws = StubAws.silent()) {
      assertThat(start(aws.environment(), Duration.ofMillis(200), Optional.empty()))
          .isInstanceOfSatisfying(
              WorkflowResult.Unanswered.class,
              unanswered -> assertThat(unanswered.remedy()).isEmpty());
      assertThat(aws.requests).hasSize(1);
    }
  }

  /** The JDK's client repeats a POST by itself when a kept connection ends without an answer. */
  @Test
  void a_connection_that_ends_without_an_answer_does_not_start_a_second_execution()
      throws IOException {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    AtomicInteger requests = new AtomicInteger();
    try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> answerFirstOfEachConnection(server, requests));
      try (SfnClient client =
          SfnWorkflowStarter.client(
              new Environment(
                  Map.of(
                      "AWS_REGION",
                      "us-east-1",
                      "AWS_ENDPOINT_URL_SFN",
                      "http://127.0.0.1:" + server.getLocalPort())),
              PATIENT)) {
        SfnWorkflowStarter starter = new SfnWorkflowStarter(client, MACHINE, Runnable::run);
        assertThat(starter.start(new NewExecution("m-1", "{}", Optional.empty())).join())
            .isInstanceOf(WorkflowResult.Succeeded.class);
        assertThat(requests).hasValue(1);
        assertThat(starter.start(new NewExecution("m-2", "{}", Optional.empty())).join())
            .isInstanceOf(WorkflowResult.Unanswered.class);
        assertThat(requests).hasValue(2);
      }
    }
  }

  @Test
  void a_missing_or_malformed_variable_is_named() {
    assertThatThrownBy(() -> SfnWorkflowStarter.client(new Environment(Map.of()), PATIENT))
        .hasMessageContaining("AWS_REGION");
    assertThatThrownBy(
            () ->
                SfnWorkflowStarter.client(
                    new Environment(
                        Map.of("AWS_REGION", "us-east-1", "AWS_ENDPOINT_URL_SFN", "nowhere")),
                    PATIENT))
        .hasMessageContaining("AWS_ENDPOINT_URL_SFN");
  }

  private static WorkflowResult start(
      Environment environment, Duration responseTimeout, Optional<String> traceHeader) {
    try (SfnClient client = SfnWorkflowStarter.client(environment, responseTimeout)) {
      return new SfnWorkflowStarter(client, MACHINE, Runnable::run)
          .start(new NewExecution("m-1", "{\"a\":1}", traceHeader))
          .join();
    }
  }

  private static String response(String status) {
    return "{\"executionArn\":\"%s\",\"startDate\":1.7e9,\"stopDate\":1.7e9,\"status\":%s}"
        .formatted(EXECUTION, status);
  }

  private static String succeeded(String output) {
    return response("\"SUCCEEDED\",\"output\":" + Json.write(output));
  }

  private static WorkflowResult resultOf(String response) {
    try (StubAws aws = StubAws.answering(200, response)) {
      return start(aws.environment(), PATIENT, Optional.empty());
    }
  }

  private static void answerFirstOfEachConnection(ServerSocket server, AtomicInteger requests) {
    try {
      while (true) {
        try (Socket connection = server.accept()) {
          readRequest(connection.getInputStream());
          requests.incrementAndGet();
          String body = succeeded("{\"actions\":[\"CREATE\"],\"rest\":[]}");
          OutputStream output = connection.getOutputStream();
          output.write(
              "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(body.length(), body)
                  .getBytes(StandardCharsets.US_ASCII));
          output.flush();
          if (readRequest(connection.getInputStream())) {
            requests.incrementAndGet();
          }
        }
      }
    } catch (IOException e) {
      // The server's socket was closed: the test is over.
    }
  }

  /** {@return whether there was one} */
  private static boolean readRequest(InputStream input) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = input.read();
      if (next < 0) {
        return false;
      }
      head.append((char) next);
    }
    String length = head.toString().replaceFirst("(?is).*\r\ncontent-length: (\\d+)\r\n.*", "$1");
    input.readNBytes(Integer.parseInt(length));
    return true;
  }
}
