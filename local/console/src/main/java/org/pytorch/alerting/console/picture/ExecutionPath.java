package org.pytorch.alerting.console.picture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.console.run.Run;
import org.pytorch.alerting.console.run.Status;
import org.pytorch.alerting.console.run.Visit;

/**
 * The path that an execution took through its state machine, through all items of each Map or
 * through a chosen one.
 */
public final class ExecutionPath {
  private final Map<String, Integer> chosen;
  private final Map<String, List<Visit>> byState = new HashMap<>();
  private final Map<String, Integer> steps = new HashMap<>();

  private ExecutionPath(Map<String, Integer> chosen) {
    this.chosen = Map.copyOf(chosen);
  }

  /** {@return an empty path, for a state machine without an execution} */
  public static ExecutionPath none() {
    return new ExecutionPath(Map.of());
  }

  /**
   * {@return the path of {@code run}}
   *
   * @param chosen the index of the item to follow, by the name of its Map; all items of the others
   */
  public static ExecutionPath of(Run run, Map<String, Integer> chosen) {
    ExecutionPath path = new ExecutionPath(chosen);
    path.follow(run.visits());
    return path;
  }

  private void follow(List<Visit> visits) {
    for (Visit visit : visits) {
      byState.computeIfAbsent(visit.name(), _ -> new ArrayList<>()).add(visit);
      visit.from().ifPresent(from -> steps.merge(from + "\n" + visit.name(), 1, Integer::sum));
      Optional<Integer> index = Optional.ofNullable(chosen.get(visit.name()));
      visit.items().stream()
          .filter(item -> index.map(wanted -> wanted == item.index()).orElse(true))
          .forEach(item -> follow(item.visits()));
    }
  }

  /** {@return the visits of a state on this path, in the order of their events} */
  public List<Visit> visits(String state) {
    return byState.getOrDefault(state, List.of());
  }

  /** {@return how often the path leads from one state to another} */
  public int steps(String from, String to) {
    return steps.getOrDefault(from + "\n" + to, 0);
  }

  /** {@return the most remarkable end of the visits of a state; empty if it was not visited} */
  public Optional<Status> status(String state) {
    return visits(state).stream().map(Visit::status).reduce(Status::worse);
  }

  /**
   * {@return what a state's second line says, such as "succeeded · 2 retries"; empty if unvisited}
   */
  public String note(String state) {
    List<Visit> visits = visits(state);
    if (visits.isEmpty()) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    parts.add(status(state).orElseThrow().text());
    if (visits.size() > 1) {
      parts.add("×" + visits.size());
    }
    int retries = visits.stream().mapToInt(Visit::retries).sum();
    if (retries > 0) {
      parts.add(retries == 1 ? "1 retry" : retries + " retries");
    }
    return String.join(" · ", parts);
  }
}
