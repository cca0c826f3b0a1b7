package org.pytorch.alerting.decide.row;

import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.status.Change;

/**
 * What an issue says of its alert: a change of it is news.
 *
 * @param teams the owner first
 */
public record Told(Optional<Priority> priority, List<String> teams) {
  public Told {
    teams = List.copyOf(teams);
  }

  /** {@return what the issue says once {@code event} is told} */
  public static Told of(AlertEvent event) {
    return new Told(event.priority(), event.teams());
  }

  /** {@return what {@code event} changes; empty if nothing} What it does not say stays as it is. */
  public Optional<Change> changedBy(AlertEvent event) {
    Optional<Priority> formerPriority =
        priority.filter(former -> event.priority().filter(now -> now != former).isPresent());
    List<String> formerTeams =
        event.teams().isEmpty() || event.teams().equals(teams) ? List.of() : teams;
    Change change = new Change(formerPriority, formerTeams);
    return Optional.of(change).filter(it -> !it.equals(Change.NONE));
  }

  /** {@return whether {@code event} is more urgent than what the issue says} */
  public boolean isLessUrgentThan(AlertEvent event) {
    // P0 comes first.
    return priority
        .filter(former -> event.priority().filter(now -> now.compareTo(former) < 0).isPresent())
        .isPresent();
  }
}
