package org.pytorch.alerting.stepfunctions.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.definition.StateMachineDefinition;
import org.pytorch.alerting.stepfunctions.execution.Interpreter;
import org.pytorch.alerting.stepfunctions.execution.outcome.Execution;
import org.pytorch.alerting.stepfunctions.execution.outcome.ExecutionStart;
import org.pytorch.alerting.stepfunctions.time.VirtualScheduler;

final class ExecutionStoreTest {
  private static final String DEFINITION =
      """
      {"StartAt": "P", "States": {
        "P": {"Type": "Pass", "Result": {"n": 1, "f": 0.5, "text": "ä<>"}, "Next": "W"},
        "W": {"Type": "Wait", "Seconds": 10, "Next": "F"},
        "F": {"Type": "Fail", "Error": "Bad", "Cause": "It was."}}}
      """;

  private static final Instant START = Instant.parse("2026-03-04T07:13:02.123456Z");

  private final VirtualScheduler scheduler = new VirtualScheduler(START);
  private final ExecutionStore store = new ExecutionStore(5, 2);
  private final StateMachineDefinition definition = StateMachineDefinition.parse(DEFINITION);
  private final StoredMachine machine =
      new StoredMachine(
          "arn:m", "m", StoredMachine.Type.STANDARD, "arn:r", DEFINITION, definition, START, START);

  private StoredExecution start(String name) {
    ExecutionStart start = ExecutionStart.of("m", name, TextNode.valueOf("in"));
    StoredExecution stored = new StoredExecution(machine, start, "\"in\"", scheduler.now());
    Execution running =
        new Interpreter(definition, scheduler, Map.of(), new Random(1)).start(start, stored);
    stored.runs(running);
    store.add(stored);
    return stored;
  }

  private StoredExecution run(String name) {
    StoredExecution stored = start(name);
    scheduler.advance(Duration.ofSeconds(10));
    return stored;
  }

  private static List<JsonNode> history(StoredExecution execution) {
    return execution.events().stream()
        .map(event -> (JsonNode) HistoryJson.of(event, true))
        .toList();
  }

  private static List<String> texts(List<JsonNode> json) {
    return json.stream().map(JsonText::of).toList();
  }

  @Test
  void only_the_latest_ended_executions_are_kept() {
    StoredExecution running = start("running");
    for (int i = 0; i < 7; i++) {
      StoredExecution ended = start("n" + i);
      ended.abort();
      scheduler.advance(Duration.ZERO);
    }

    assertThat(store.newestFirst())
        .extracting(execution -> execution.start().name())
        .containsExactly("n6", "n5", "n4", "n3", "running");
    assertThat(store.running()).containsExactly(running);
  }

  @Test
  void older_executions_are_shown_like_newer_ones() throws JsonProcessingException {
    StoredExecution first = run("first");
    List<String> history = texts(history(first));
    String description = JsonText.of(first.description());

    run("second");
    run("third");
    run("fourth");

    assertThat(history).hasSizeGreaterThan(6).anyMatch(event -> event.contains("It was."));
    assertThat(texts(history(first))).isEqualTo(history);
    assertThat(JsonText.of(first.description())).isEqualTo(description);
    assertThat(first.start().input().isNull()).as("packed").isTrue();
    assertThat(first.join().status()).isEqualTo(first.status());
    assertThat(store.find(first.start().executionArn())).contains(first);
    first.abort();
    assertThat(JsonText.parse(JsonText.of(first.summary())).path("status").asText())
        .as("an ended execution stays as it is")
        .isEqualTo("FAILED");
  }

  @Test
  void running_executions_are_packed_when_they_have_ended() {
    StoredExecution slow = start("slow");
    run("second");
    run("third");
    run("fourth");
    run("fifth");
    run("sixth");

    assertThat(slow.start().input().isNull()).isTrue();
    assertThat(texts(history(slow))).anyMatch(event -> event.contains("ExecutionFailed"));
  }

  @Test
  void there_is_room_for_ten_thousand() {
    assertThat(ExecutionStore.MAX_KEPT).isEqualTo(10_000);
  }
}
