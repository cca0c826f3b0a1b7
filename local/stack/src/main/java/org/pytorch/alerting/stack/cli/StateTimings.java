package org.pytorch.alerting.stack.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.stack.cli.text.TextTable;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** The durations of a state machine's states, over all executions so far. */
final class StateTimings {
  private final Map<String, List<Duration>> byState = new LinkedHashMap<>();

  private StateTimings() {}

  /** {@return the timings of the executions of {@code stateMachineArn}} */
  static StateTimings of(SfnClient client, String stateMachineArn) {
    StateTimings timings = new StateTimings();
    client
        .listExecutionsPaginator(list -> list.stateMachineArn(stateMachineArn))
        .executions()
        .stream()
        .map(
            execution ->
                client
                    .getExecutionHistoryPaginator(get -> get.executionArn(execution.executionArn()))
                    .events()
                    .stream()
                    .toList())
        .forEach(timings::add);
    return timings;
  }

  private void add(List<HistoryEvent> history) {
    Map<Long, HistoryEvent> byId = new HashMap<>();
    history.forEach(event -> byId.put(event.id(), event));
    for (HistoryEvent event : history) {
      if (event.stateExitedEventDetails() != null) {
        String state = event.stateExitedEventDetails().name();
        entered(event, state, byId)
            .ifPresent(
                at ->
                    byState
                        .computeIfAbsent(state, _ -> new ArrayList<>())
                        .add(Duration.between(at, event.timestamp())));
      }
    }
  }

  /** Iterations of a Map are interleaved in a history, so previous event ids are followed. */
  private static Optional<Instant> entered(
      HistoryEvent exited, String state, Map<Long, HistoryEvent> byId) {
    Optional<HistoryEvent> event = previous(exited, byId);
    while (event.isPresent()) {
      HistoryEvent found = event.get();
      if (found.stateEnteredEventDetails() != null
          && found.stateEnteredEventDetails().name().equals(state)) {
        return Optional.of(found.timestamp());
      }
      event = previous(found, byId);
    }
    return Optional.empty();
  }

  private static Optional<HistoryEvent> previous(HistoryEvent event, Map<Long, HistoryEvent> byId) {
    return Optional.ofNullable(byId.get(event.previousEventId()));
  }

  /** {@return count, median and maximum of every state that was completed at least once} */
  TextTable table() {
    TextTable table = new TextTable("state", "times", "median ms", "max ms");
    byState.forEach(
        (state, all) -> {
          List<Duration> sorted = all.stream().sorted().toList();
          table.row(
              state,
              sorted.size(),
              sorted.get((sorted.size() - 1) / 2).toMillis(),
              sorted.getLast().toMillis());
        });
    return table;
  }
}
