package org.pytorch.alerting.decide.row;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.Condition;
import org.pytorch.alerting.model.Priority;
import org.pytorch.alerting.model.status.Change;

/**
 * What people have been told about an alert: a change of it is news.
 *
 * @param teams the owner first
 * @param condition what kind of thing it fires for; absent from rows of older versions, and then no
 *     condition is news
 */
public record Told(Optional<Priority> priority, List<String> teams, Optional<Condition> condition) {
  public Told {
    teams = List.copyOf(teams);
    requireNonNull(condition, "condition is null");
  }

  /** {@return what people know once they are told {@code event}} */
  public static Told of(AlertEvent event) {
    return new Told(event.priority(), event.teams(), Optional.of(event.firesFor()));
  }

  /**
   * {@return what {@code event} changes; empty if nothing} A field that the event lacks is
   * unchanged.
   */
  public Optional<Change> changedBy(AlertEvent event) {
    Optional<Priority> formerPriority =
        priority.filter(former -> event.priority().filter(now -> now != former).isPresent());
    List<String> formerTeams =
        event.teams().isEmpty() || event.teams().equals(teams) ? List.of() : teams;
    // A resolve does not say what the alert fired for.
    Optional<Condition> formerCondition =
        condition.filter(
            former -> event.state() == AlertState.FIRING && former != event.firesFor());
    Change change = new Change(formerPriority, formerTeams, formerCondition);
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
