package org.pytorch.alerting.decide.row;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.action.IssueRef;
import org.pytorch.alerting.model.action.SentWindow;

/**
 * One row of {@code alerts_state}: all that is known of one alert.
 *
 * @param version grows by one with every write, from 1; every write is conditional on the one it
 *     was decided on. 0 is a row from before there were versions.
 * @param episode the firing episode, from 1; 0 when the alert is only known as resolved
 * @param lastProviderStateAt when the provider's state of the newest accepted word began, in ms
 * @param lastSaidAt when the message of the newest accepted word was first put on our queue, in ms
 * @param episodeSaidAt when the message of the word that began this episode was said to us, in ms
 * @param firingAt the newest provider time of a firing that the episode's issue tells of, or is
 *     about to, in ms
 * @param issue the episode's issue, once it is known
 * @param formerIssue the newest issue of an episode before; if a person reopens it, it is ours
 *     again
 * @param repository where this episode's issue belongs, {@code owner/name}; rows of older versions
 *     lack it
 * @param checkedForDuplicates whether {@code issue} is known to be the only one of its episode
 * @param sent when an issue of this episode may have been opened that is not known
 * @param manuallyClosedAt when we learned that a person had closed the episode's issue, in ms
 * @param seenClosedBy the events whose actions found the issue closed, until each is decided again,
 *     the oldest first
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
    Instant lastSaidAt,
    Instant episodeSaidAt,
    Optional<Instant> firingAt,
    Optional<IssueRef> issue,
    Optional<IssueRef> formerIssue,
    Optional<String> repository,
    boolean checkedForDuplicates,
    Optional<SentWindow> sent,
    Optional<Instant> manuallyClosedAt,
    List<EventId> seenClosedBy,
    Instant firstSeenAt,
    Instant lastSeenAt,
    Optional<Instant> lastCommentAt,
    Instant ttlExpiresAt,
    AlertDetails details,
    List<EventId> recentEventIds,
    Optional<Pending> pending) {
  /** The layout of the row as this version writes it. */
  public static final int SCHEMA_VERSION = 3;

  /**
   * A failing message is redelivered for at least 4 h 45 min, in which an alert that is repeated
   * every 5 min has 57 other events. Each takes at most 200 bytes of the row.
   */
  public static final int MAX_RECENT_EVENT_IDS = 100;

  /**
   * One message may say as many words about one alert, and all of them come back together. More at
   * once are forgotten, and only look at GitHub once more.
   */
  public static final int MAX_SEEN_CLOSED_BY = 20;

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
    lastSaidAt = lastSaidAt.truncatedTo(ChronoUnit.MILLIS);
    episodeSaidAt = episodeSaidAt.truncatedTo(ChronoUnit.MILLIS);
    firingAt = firingAt.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
    manuallyClosedAt = manuallyClosedAt.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
    firstSeenAt = firstSeenAt.truncatedTo(ChronoUnit.MILLIS);
    lastSeenAt = lastSeenAt.truncatedTo(ChronoUnit.MILLIS);
    lastCommentAt = lastCommentAt.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
    ttlExpiresAt = ttlExpiresAt.truncatedTo(ChronoUnit.SECONDS);
    requireNonNull(details, "details is null");
    seenClosedBy = List.copyOf(seenClosedBy);
    recentEventIds = List.copyOf(recentEventIds);
    if (recentEventIds.size() > MAX_RECENT_EVENT_IDS) {
      throw new IllegalArgumentException("too many recent events: " + recentEventIds.size());
    }
  }

  /** {@return whether a person has closed the issue of this episode} */
  public boolean isManuallyClosed() {
    return manuallyClosedAt.isPresent();
  }

  /**
   * {@return whether the action for {@code eventId} has just found the issue closed by a person}
   */
  public boolean isSeenClosedBy(EventId eventId) {
    return isManuallyClosed() && seenClosedBy.contains(eventId);
  }

  /**
   * {@return whether the newest accepted word is a later one than {@code word}} What was said later
   * is; of two that one message said, or that were said in the same millisecond, the one with the
   * later time of the provider.
   */
  public boolean isNewerThan(DecideRequest word) {
    int order = lastSaidAt.compareTo(word.saidAt());
    return order > 0 || (order == 0 && lastProviderStateAt.isAfter(word.event().occurredAt()));
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
