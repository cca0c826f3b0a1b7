package org.pytorch.alerting.model.status;

import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.Priority;

/**
 * What an issue said before an event changed it. What did not change is absent.
 *
 * @param priority the former priority
 * @param teams the former teams, the owner first; empty if they did not change
 */
public record Change(Optional<Priority> priority, List<String> teams) {
  public static final Change NONE = new Change(Optional.empty(), List.of());

  public Change {
    teams = List.copyOf(teams);
  }
}
