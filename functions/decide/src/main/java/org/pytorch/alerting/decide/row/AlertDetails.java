package org.pytorch.alerting.decide.row;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.Priority;

/**
 * The newest accepted event's details of the alert. Team and priority are the defaults for later
 * events without them. Rows of older versions may lack any of it.
 *
 * @param teams the owner first
 */
public record AlertDetails(
    Optional<String> title, Optional<Priority> priority, List<String> teams, Identity identity) {
  public AlertDetails {
    teams = List.copyOf(teams);
    requireNonNull(identity, "identity is null");
  }

  /**
   * {@return the details of {@code event}}
   *
   * @param known the same alert's details before
   */
  public static AlertDetails of(AlertEvent event, Optional<AlertDetails> known) {
    AlertEvent full = known.map(details -> details.complete(event)).orElse(event);
    return new AlertDetails(
        Optional.of(full.title()), full.priority(), full.teams(), full.identity());
  }

  /** {@return {@code event} with this team and priority as defaults} */
  public AlertEvent complete(AlertEvent event) {
    return event.toBuilder()
        .priority(event.priority().or(this::priority))
        .teams(event.teams().isEmpty() ? teams : event.teams())
        .build();
  }
}
