package org.pytorch.alerting.decide;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Envelope;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.Priority;

/**
 * What the newest accepted event said of the alert, for people who look at the table; no decision
 * depends on it. Rows of older versions may lack any of it.
 *
 * @param teams the owner first
 * @param envelopeDigest {@link EnvelopeDigest} of the message that brought the event
 */
public record AlertDetails(
    Optional<String> title,
    Optional<Priority> priority,
    List<String> teams,
    Identity identity,
    Optional<String> envelopeDigest) {
  public AlertDetails {
    teams = List.copyOf(teams);
    requireNonNull(identity, "identity is null");
  }

  /** {@return the details of {@code event}, which came in {@code envelope}} */
  public static AlertDetails of(AlertEvent event, Envelope envelope) {
    return new AlertDetails(
        Optional.of(event.title()),
        Optional.of(event.priority()),
        event.teams(),
        event.identity(),
        Optional.of(EnvelopeDigest.of(envelope)));
  }
}
