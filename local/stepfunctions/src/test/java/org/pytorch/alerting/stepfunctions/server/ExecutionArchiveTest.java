package org.pytorch.alerting.stepfunctions.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pytorch.alerting.stepfunctions.time.VirtualScheduler;

/** A server that is started again with its archive shows the executions from before. */
class ExecutionArchiveTest {
  private static final String MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:s";
  private static final String DEFINITION =
      "{'StartAt': 'P', 'States': {'P': {'Type': 'Pass', 'End': true}}}";

  @TempDir private Path folder;

  private record Running(StepFunctionsServer server, VirtualScheduler scheduler, ApiClient api)
      implements AutoCloseable {
    String run(String name) {
      String arn = api.start("StartExecution", MACHINE, name, "{\"a\":1}").text("executionArn");
      scheduler.runUntilIdle();
      return arn;
    }

    JsonNode ask(String action, String json) {
      return api.call(action, json).body();
    }

    JsonNode list() {
      return ask("ListExecutions", "{\"stateMachineArn\":\"%s\"}".formatted(MACHINE))
          .path("executions");
    }

    @Override
    public void close() {
      server.close();
    }
  }

  private Path file() {
    return folder.resolve("executions.jsonl");
  }

  private Running started() throws IOException {
    VirtualScheduler scheduler = new VirtualScheduler(Instant.parse("2026-03-04T07:13:02Z"));
    StepFunctionsServer server =
        StepFunctionsServer.start(0, "us-east-1", scheduler, Map.of(), ExecutionArchive.in(file()));
    ApiClient api = new ApiClient(server.endpoint());
    api.create("s", "STANDARD", DEFINITION);
    return new Running(server, scheduler, api);
  }

  @Test
  void ended_executions_are_listed_described_and_told_after_a_restart() throws IOException {
    String arn;
    JsonNode described;
    JsonNode history;
    try (Running first = started()) {
      arn = first.run("one");
      described = first.ask("DescribeExecution", "{\"executionArn\":\"%s\"}".formatted(arn));
      history = first.ask("GetExecutionHistory", "{\"executionArn\":\"%s\"}".formatted(arn));
    }
    try (Running second = started()) {
      second.run("two");

      assertThat(second.list())
          .extracting(execution -> execution.path("name").asText())
          .containsExactly("two", "one");
      assertThat(second.list().get(1).has("output")).isFalse();
      assertThat(second.ask("DescribeExecution", "{\"executionArn\":\"%s\"}".formatted(arn)))
          .isEqualTo(described);
      assertThat(second.ask("GetExecutionHistory", "{\"executionArn\":\"%s\"}".formatted(arn)))
          .isEqualTo(history);
    }
  }

  @Test
  void latest_executions_are_kept_and_unfinished_lines_dropped() throws IOException {
    try (Running first = started()) {
      for (int i = 0; i <= ExecutionArchive.MAX_KEPT; i++) {
        first.run("n" + i);
      }
    }
    Files.writeString(file(), "{\"description\":{\"exec", StandardOpenOption.APPEND);
    try (Running second = started()) {
      assertThat(Files.readAllLines(file())).hasSize(ExecutionArchive.MAX_KEPT - 1);
      assertThat(second.list().get(0).path("name").asText()).isEqualTo("n300");
    }
  }
}
