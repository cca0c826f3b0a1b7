package org.pytorch.alerting.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.Ports;
import org.pytorch.alerting.stack.Project;
import org.pytorch.alerting.stack.Stack;
import org.pytorch.alerting.stack.StackDescription;
import org.pytorch.alerting.stack.StackFile;
import org.pytorch.alerting.stack.StackOptions;
import org.pytorch.alerting.stack.StateMachineFile;

final class StackFileTest {
  @TempDir private Path folder;

  @Test
  void file_has_every_field_that_scripts_read() throws IOException {
    StackFile file = new StackFile(folder.resolve("deep/stack.json"));
    try (Stack stack = Stack.start(StackOptions.quiet(Project.root()))) {
      StackDescription description =
          stack
              .description()
              .withConsole(
                  Optional.of(new StackDescription.Console(URI.create("http://127.0.0.1:8233"))));
      file.write(description);
      JsonNode json = Json.read(Files.readString(file.path()), JsonNode.class);

      for (String pointer :
          new String[] {
            "/region",
            "/sqs/endpoint",
            "/sqs/queue_url",
            "/sqs/dlq_url",
            "/sns/endpoint",
            "/sns/topic_arn",
            "/dynamodb/endpoint",
            "/dynamodb/table",
            "/secretsmanager/endpoint",
            "/stepfunctions/endpoint",
            "/stepfunctions/state_machine_arn",
            "/lambda/endpoint",
            "/lambda/functions/webhook",
            "/lambda/functions/starter",
            "/lambda/functions/normalize",
            "/lambda/functions/decide",
            "/lambda/functions/github",
            "/lambda/functions/record",
            "/webhook/url",
            "/webhook/header",
            "/webhook/token",
            "/github/endpoint",
            "/github/repo",
            "/github/control",
            "/github/person_token",
            "/console/url"
          }) {
        assertThat(json.at(pointer).asText("")).as(pointer).isNotEmpty();
      }
      assertThat(file.read()).contains(description);
      assertThat(Files.readString(file.environment()))
          .contains(
              "export AWS_ENDPOINT_URL_SFN='%s'\n"
                  .formatted(json.at("/stepfunctions/endpoint").asText()),
              "export AWS_DISABLE_HOST_PREFIX_INJECTION='true'\n",
              "export STATE_MACHINE_ARN='%s'\n"
                  .formatted(json.at("/stepfunctions/state_machine_arn").asText()));
      assertThat(status(json.at("/github/control").asText() + "/requests")).isEqualTo(200);
    }
    file.remove();
    assertThat(file.read()).isEmpty();
    assertThat(file.path().getParent()).isEmptyDirectory();
  }

  @Test
  void shell_can_source_the_environment() throws Exception {
    StackFile file = new StackFile(folder.resolve("stack.json"));
    try (Stack stack = Stack.start(StackOptions.quiet(Project.root()))) {
      file.write(stack.description());

      ProcessBuilder builder =
          new ProcessBuilder("sh", "-c", ". \"$1\"; env", "sh", file.environment().toString());
      builder.environment().put("AWS_SESSION_TOKEN", "of-a-real-account");
      Process shell = builder.start();
      String variables = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(shell.waitFor()).isZero();
      assertThat(variables.lines())
          .containsAll(
              stack.description().environment().entrySet().stream()
                  .map(variable -> variable.getKey() + "=" + variable.getValue())
                  .toList())
          .noneMatch(line -> line.startsWith("AWS_SESSION_TOKEN="));
    }
  }

  @Test
  void nothing_is_left_running_when_a_port_is_taken() throws IOException {
    assumeTrue(ListeningSockets.areKnown());
    try (ServerSocket taken = new ServerSocket(0)) {
      List<InetSocketAddress> before = ListeningSockets.of(ProcessHandle.current().pid());
      Ports ports = new Ports(0, 0, 0, 0, 0, 0, taken.getLocalPort(), 0);

      assertThatThrownBy(() -> Stack.start(StackOptions.quiet(Project.root()).withPorts(ports)))
          .hasMessageContaining("The webhook cannot listen on port " + taken.getLocalPort());

      assertThat(before).extracting(InetSocketAddress::getPort).contains(taken.getLocalPort());
      assertThat(ListeningSockets.of(ProcessHandle.current().pid())).isSubsetOf(before);
    }
  }

  @Test
  void unfilled_placeholder_is_reported_by_name() throws IOException {
    Path file = Files.writeString(folder.resolve("machine.json"), "{\"a\": \"${b}\"}");

    assertThat(new StateMachineFile(file).with(Map.of("b", "$1"))).isEqualTo("{\"a\": \"$1\"}");
    assertThatThrownBy(() -> new StateMachineFile(file).with(Map.of("c", "d")))
        .hasMessageContaining("unknown placeholder: b");
  }

  private static int status(String uri) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.discarding())
          .statusCode();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(uri, e);
    }
  }
}
