package org.pytorch.alerting.bench.cost;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pytorch.alerting.stack.Stack;

/** The ended executions of a stack, each returned once. */
public final class Histories {
  /** More than the events of one execution, and more than the executions of one measurement. */
  private static final int PAGE = 1_000;

  private final Stack stack;
  private final Set<String> seen = new HashSet<>();

  public Histories(Stack stack) {
    this.stack = stack;
  }

  /** {@return the executions that ended since the last call, in any order} */
  public List<Executed> fresh() {
    List<Executed> fresh = new ArrayList<>();
    JsonNode list =
        stack
            .stateMachine()
            .ask(
                "ListExecutions",
                Map.of("stateMachineArn", stack.stateMachine().arn(), "maxResults", PAGE));
    for (JsonNode execution : list.path("executions")) {
      String arn = execution.path("executionArn").asText();
      if (execution.has("stopDate") && seen.add(arn)) {
        double millis =
            1_000
                * (execution.path("stopDate").asDouble() - execution.path("startDate").asDouble());
        fresh.add(
            new Executed(
                execution.path("status").asText(), millis, new ExpressLog(arn, events(arn))));
      }
    }
    return fresh;
  }

  /** An ended execution: its status, duration and log. */
  public record Executed(String status, double millis, ExpressLog log) {}

  private List<JsonNode> events(String arn) {
    List<JsonNode> events = new ArrayList<>();
    JsonNode page =
        stack
            .stateMachine()
            .ask("GetExecutionHistory", Map.of("executionArn", arn, "maxResults", PAGE));
    if (page.has("nextToken")) {
      throw new IllegalStateException(arn + " has more events than expected");
    }
    page.path("events").forEach(events::add);
    return events;
  }
}
