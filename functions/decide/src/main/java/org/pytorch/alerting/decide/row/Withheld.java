package org.pytorch.alerting.decide.row;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertState;

/**
 * The issue of a firing alert that a maintenance window of the policy withholds.
 *
 * @param window its name
 * @param until when the issue is due, in ms; absent if the alert's next event decides
 * @param event the newest firing with all its texts, to open the issue with; rows of older versions
 *     lack it
 */
@RecordBuilder
public record Withheld(String window, Optional<Instant> until, Optional<AlertEvent> event)
    implements WithheldBuilder.With {
  public Withheld {
    until = until.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
    if (event.filter(it -> it.state() != AlertState.FIRING).isPresent()) {
      throw new IllegalArgumentException("nothing is withheld from an alert that has resolved");
    }
  }

  /** {@return what the policy withholds from {@code firing}; empty if nothing} */
  public static Optional<Withheld> from(AlertEvent firing) {
    return firing
        .routing()
        .flatMap(
            routing ->
                routing
                    .maintenance()
                    .map(
                        window ->
                            new Withheld(window, routing.maintenanceUntil(), Optional.of(firing))));
  }

  /** {@return the same, but only the alert's next event opens the issue} */
  public Withheld untilNextEvent() {
    return withUntil(Optional.empty());
  }

  /**
   * {@return {@code reported}, which lacks the details that only people read, with these}
   *
   * @param reported this one's event, completed
   */
  public AlertEvent withDetails(AlertEvent reported) {
    return event
        .map(
            whole ->
                reported.toBuilder()
                    .rawProvider(whole.rawProvider())
                    .labels(whole.labels())
                    .annotations(whole.annotations())
                    .dimensions(whole.dimensions())
                    .build())
        .orElse(reported);
  }
}
