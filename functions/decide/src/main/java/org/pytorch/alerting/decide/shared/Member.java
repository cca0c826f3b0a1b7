package org.pytorch.alerting.decide.shared;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.status.SharingAlert;
import org.pytorch.alerting.model.text.Truncation;

/**
 * One of the alerts that share an issue. It is derived from the alert's row, so it can be written
 * again at any event of the alert.
 *
 * @param version of the row
 * @param alert what the issue shows
 * @param team the owner
 * @param at when the alert came into its state, by our clock, in ms
 * @param reason why its rule cannot be evaluated, for an issue of a data source
 */
public record Member(
    Fingerprint fingerprint,
    long version,
    SharingAlert alert,
    Optional<String> team,
    Instant at,
    Optional<String> reason) {
  /** In code points. */
  public static final int MAX_REASON_LENGTH = 200;

  public Member {
    requireNonNull(fingerprint, "fingerprint is null");
    requireNonNull(alert, "alert is null");
    requireNonNull(team, "team is null");
    at = at.truncatedTo(ChronoUnit.MILLIS);
    reason = reason.map(text -> Truncation.marked(text, MAX_REASON_LENGTH));
  }

  /** A member without a reason. */
  public Member(
      Fingerprint fingerprint,
      long version,
      SharingAlert alert,
      Optional<String> team,
      Instant at) {
    this(fingerprint, version, alert, team, at, Optional.empty());
  }

  boolean isFiring() {
    return alert.state() == SharingAlert.State.FIRING;
  }

  boolean saysTheSameAs(Member other) {
    return alert.equals(other.alert) && team.equals(other.team) && reason.equals(other.reason);
  }

  /** {@return this member with the texts of {@code other}} */
  Member withTextsOf(Member other) {
    SharingAlert shown =
        new SharingAlert(
            alert.state(),
            alert.priority(),
            other.alert.title(),
            alert.since(),
            alert.issue(),
            other.alert.rule());
    return new Member(fingerprint, version, shown, team, at, other.reason);
  }

  /** {@return this member, whose state began at {@code time}} */
  Member since(Instant time) {
    return new Member(fingerprint, version, alert, team, time, reason);
  }
}
