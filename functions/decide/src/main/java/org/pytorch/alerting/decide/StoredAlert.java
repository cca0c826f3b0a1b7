package org.pytorch.alerting.decide;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.IssueRef;

/**
 * One row of {@code alerts_state}: all that is known of one alert.
 *
 * @param version grows by one with every write, from 1; every write is conditional on the one it
 *     was decided on. 0 is a row from before there were versions.
 * @param episode the firing episode, from 1; 0 when the alert is only known as resolved
 * @param lastProviderStateAt when the provider's newest known state began, in ms
 * @param issue the episode's issue, once its creation is recorded
 * @param manuallyClosedAt when we learned that a person had closed the episode's issue, in ms
 * @param firstSeenAt when this episode was first decided on, in ms
 * @param lastSeenAt when an event was last accepted, in ms
 * @param lastCommentAt when the last comment on the episode's issue was recorded, in ms
 * @param ttlExpiresAt when DynamoDB may delete the row, in whole seconds
 * @param recentEventIds the events last handled, the oldest first
 */
public record StoredAlert(
    Fingerprint fingerprint,
    long version,
    AlertStatus status,
    int episode,
    Instant lastProviderStateAt,
    Optional<IssueRef> issue,
    Optional<Instant> manuallyClosedAt,
    Instant firstSeenAt,
    Instant lastSeenAt,
    Optional<Instant> lastCommentAt,
    Instant ttlExpiresAt,
    AlertDetails details,
    List<EventId> recentEventIds,
    Optional<Pending> pending) {
  /** The layout of the row as this version writes it. */
  public static final int SCHEMA_VERSION = 1;

  /**
   * A message comes again within hours, from the dead-letter queue within days; this many other
   * events of one alert seldom lie between. Each takes at most 200 bytes of the row.
   */
  public static final int MAX_RECENT_EVENT_IDS = 50;

  /** How long a row outlives its last write. */
  public static final Duration TIME_TO_LIVE = Duration.ofDays(3 * 365);

  public StoredAlert {
    requireNonNull(fingerprint, "fingerprint is null");
    requireNonNull(status, "status is null");
    if (version < 0) {
      throw new IllegalArgumentException("version is negative: " + version);
    }
    if (episode < 0 || (episode == 0 && status == AlertStatus.OPEN)) {
      throw new IllegalArgumentException("no such episode when " + status + ": " + episode);
    }
    lastProviderStateAt = lastProviderStateAt.truncatedTo(ChronoUnit.MILLIS);
    manuallyClosedAt = manuallyClosedAt.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
    firstSeenAt = firstSeenAt.truncatedTo(ChronoUnit.MILLIS);
    lastSeenAt = lastSeenAt.truncatedTo(ChronoUnit.MILLIS);
    lastCommentAt = lastCommentAt.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
    ttlExpiresAt = ttlExpiresAt.truncatedTo(ChronoUnit.SECONDS);
    requireNonNull(details, "details is null");
    recentEventIds = List.copyOf(recentEventIds);
    if (recentEventIds.size() > MAX_RECENT_EVENT_IDS) {
      throw new IllegalArgumentException("too many recent events: " + recentEventIds.size());
    }
  }

  /** {@return whether a person has closed the issue of this episode} */
  public boolean isManuallyClosed() {
    return manuallyClosedAt.isPresent();
  }

  /** {@return whether {@code eventId} is known to be handled; false again after many others} */
  public boolean hasHandled(EventId eventId) {
    return recentEventIds.contains(eventId);
  }

  /**
   * {@return whether the row is to be looked at as deleted} DynamoDB deletes an expired row only
   * some days later.
   */
  public boolean hasExpired(Instant now) {
    return !now.isBefore(ttlExpiresAt);
  }

  /** {@return a builder of the row that is to follow this one} */
  public StoredAlertBuilder next(Instant now) {
    return new StoredAlertBuilder(this).following(version, now);
  }
}
