package org.pytorch.alerting.decide.shared;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.status.SharingAlert;

/**
 * One of the alerts that share an issue. It is what the alert's row says, so it can be written
 * again after any word about the alert.
 *
 * @param version of the row
 * @param alert what the issue shows
 * @param team the owner
 * @param at when the alert came into its state, by our clock, in ms
 */
public record Member(
    Fingerprint fingerprint, long version, SharingAlert alert, Optional<String> team, Instant at) {
  public Member {
    requireNonNull(fingerprint, "fingerprint is null");
    requireNonNull(alert, "alert is null");
    requireNonNull(team, "team is null");
    at = at.truncatedTo(ChronoUnit.MILLIS);
  }

  boolean isFiring() {
    return alert.state() == SharingAlert.State.FIRING;
  }

  boolean saysTheSameAs(Member other) {
    return alert.equals(other.alert) && team.equals(other.team);
  }

  Member withTitle(String title) {
    SharingAlert other =
        new SharingAlert(alert.state(), alert.priority(), title, alert.since(), alert.issue());
    return new Member(fingerprint, version, other, team, at);
  }
}
