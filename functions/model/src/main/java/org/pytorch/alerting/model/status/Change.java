package org.pytorch.alerting.model.status;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.Priority;

/**
 * What an issue said before an event changed it. What did not change is absent.
 *
 * @param priority the former priority
 * @param teams the former teams, the owner first; empty if they did not change
 * @param condition what kind of thing the alert fired for; older versions ignore it
 */
public record Change(
    Optional<Priority> priority, List<String> teams, Optional<Condition> condition) {
  public static final Change NONE = new Change(Optional.empty(), List.of());

  public Change {
    teams = List.copyOf(teams);
    requireNonNull(condition, "condition is null");
  }

  /** A change of priority or teams only. */
  public Change(Optional<Priority> priority, List<String> teams) {
    this(priority, teams, Optional.empty());
  }
}
