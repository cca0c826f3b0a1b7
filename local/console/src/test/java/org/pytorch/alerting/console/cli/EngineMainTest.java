package org.pytorch.alerting.console.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pytorch.alerting.console.Console;

@Timeout(60)
final class EngineMainTest {
  private static final String TASK =
      "{'StartAt': 'T', 'States': {'T': {'Type': 'Task', 'Resource': 'arn:aws:states:::%s',"
          + " 'Parameters': %s, 'End': true}}}";

  @Test
  void the_server_runs_a_machine() throws IOException {
    try (EngineMain.Running running =
        EngineMain.start(EngineOptions.parse("--port=0", "--no-console", "--region=eu-west-1"))) {
      String definition =
          "{'StartAt': 'P', 'States': {'P': {'Type': 'Parallel', 'End': true, 'Branches': ["
              + "{'StartAt': 'A', 'States': {'A': {'Type': 'Pass', 'Result': 1, 'End': true}}},"
              + "{'StartAt': 'B', 'States': {'B': {'Type': 'Pass', 'Result': 2, 'End': true}}}]}}}";

      assertThat(run(running.server().endpoint(), definition))
          .contains("\"status\":\"SUCCEEDED\"", "\"output\":\"[1,2]\"", ":eu-west-1:");
    }
  }

  /** Any definition can be created and looked at; only the calls fail. */
  @Test
  void a_call_without_an_endpoint_fails_and_names_the_option() throws IOException {
    try (EngineMain.Running running =
        EngineMain.start(EngineOptions.parse("--port=0", "--no-console"))) {
      assertThat(
              run(
                  running.server().endpoint(),
                  TASK.formatted("lambda:invoke", "{'FunctionName': 'f'}")))
          .contains(
              "\"error\":\"Lambda.SdkClientException\"",
              "No endpoint: start the server with --lambda-endpoint=URL");
      assertThat(
              run(
                  running.server().endpoint(),
                  TASK.formatted("sqs:sendMessage", "{'QueueUrl': 'q', 'MessageBody': 'b'}")))
          .contains(
              "\"error\":\"SQS.SdkClientException\"",
              "No endpoint: start the server with --sqs-endpoint=URL");
    }
  }

  /** Another server of ours stands for Lambda; it does not know functions. */
  @Test
  void a_call_goes_to_the_given_endpoint() throws IOException {
    try (EngineMain.Running other =
            EngineMain.start(EngineOptions.parse("--port=0", "--no-console"));
        EngineMain.Running running =
            EngineMain.start(
                EngineOptions.parse(
                    "--port=0",
                    "--no-console",
                    "--lambda-endpoint=" + other.server().endpoint()))) {
      assertThat(
              run(
                  running.server().endpoint(),
                  TASK.formatted("lambda:invoke", "{'FunctionName': 'f'}")))
          .contains("\"status\":\"FAILED\"", "(Service: AWSLambda; Status Code: 400");
    }
  }

  @Test
  void it_has_pages_and_says_where() throws IOException {
    try (EngineMain.Running running = EngineMain.start(EngineOptions.parse("--port=0"))) {
      URI pages = running.console().orElseThrow().uri();
      HttpRequest request = HttpRequest.newBuilder(pages.resolve("/machines")).build();

      try (HttpClient client = HttpClient.newHttpClient()) {
        assertThat(client.sendAsync(request, BodyHandlers.ofString()).join().body())
            .contains("State machines", "None yet");
      }
      assertThat(EngineMain.greeting(running, "eu-west-1"))
          .contains(running.server().endpoint().toString(), pages.toString(), "eu-west-1");
    }
  }

  @Test
  void it_starts_without_pages_on_request() throws IOException {
    try (EngineMain.Running running =
        EngineMain.start(EngineOptions.parse("--port=0", "--no-console"))) {
      assertThat(running.console()).isEmpty();
      assertThat(EngineMain.greeting(running, "us-east-1")).doesNotContain("pages");
    }
  }

  @Test
  void a_neighbour_on_the_next_port_is_avoided_unless_it_was_asked_for() throws IOException {
    try (ServerSocket neighbour =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      int taken = neighbour.getLocalPort();
      try (Console console = EngineMain.beside(taken - 1)) {
        assertThat(console.uri().getPort()).isNotEqualTo(taken);
      }

      EngineOptions asked = EngineOptions.parse("--port=0", "--console-port=" + taken);
      assertThatThrownBy(() -> EngineMain.start(asked))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("pages");
    }
  }

  @Test
  void a_port_in_use_is_an_error() throws IOException {
    try (EngineMain.Running running =
        EngineMain.start(EngineOptions.parse("--port=0", "--no-console"))) {
      EngineOptions same = EngineOptions.parse("--port=" + running.server().endpoint().getPort());

      assertThatThrownBy(() -> EngineMain.start(same)).isInstanceOf(IOException.class);
    }
  }

  /** {@return the description of an execution of a new machine} */
  private static String run(URI endpoint, String definition) {
    String name = "m" + Integer.toHexString(definition.hashCode());
    String machine =
        call(
            endpoint,
            "CreateStateMachine",
            "{'name': '%s', 'type': 'EXPRESS', 'roleArn': 'arn:aws:iam::123456789012:role/r', 'definition': \"%s\"}"
                .formatted(name, definition.replace("'", "\\\"")));
    String arn = machine.replaceAll(".*\"stateMachineArn\":\"([^\"]+)\".*", "$1");
    return call(endpoint, "StartSyncExecution", "{'stateMachineArn': '%s'}".formatted(arn));
  }

  private static String call(URI endpoint, String action, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "AWSStepFunctions." + action)
            .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.sendAsync(request, BodyHandlers.ofString()).join().body();
    }
  }
}
