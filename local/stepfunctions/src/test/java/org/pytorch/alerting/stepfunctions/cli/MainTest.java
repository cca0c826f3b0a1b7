package org.pytorch.alerting.stepfunctions.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MainTest {
  private static final String TASK =
      "{'StartAt': 'T', 'States': {'T': {'Type': 'Task', 'Resource': 'arn:aws:states:::%s',"
          + " 'Parameters': %s, 'End': true}}}";

  @Test
  void the_server_runs_a_machine() throws IOException {
    try (Main.Running running = Main.start(Options.parse("--port=0", "--region=eu-west-1"))) {
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
    try (Main.Running running = Main.start(Options.parse("--port=0"))) {
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
    try (Main.Running other = Main.start(Options.parse("--port=0"));
        Main.Running running =
            Main.start(
                Options.parse("--port=0", "--lambda-endpoint=" + other.server().endpoint()))) {
      assertThat(
              run(
                  running.server().endpoint(),
                  TASK.formatted("lambda:invoke", "{'FunctionName': 'f'}")))
          .contains("\"status\":\"FAILED\"", "(Service: AWSLambda; Status Code: 400");
    }
  }

  @Test
  void a_port_in_use_is_an_error() throws IOException {
    try (Main.Running running = Main.start(Options.parse("--port=0"))) {
      Options same = Options.parse("--port=" + running.server().endpoint().getPort());

      assertThatThrownBy(() -> Main.start(same)).isInstanceOf(IOException.class);
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
