package org.pytorch.alerting.decide.row;

import static java.util.Objects.requireNonNull;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.shared.Member;
import org.pytorch.alerting.decide.shared.SharedIssue;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.model.status.SharedBy;
import org.pytorch.alerting.model.status.SharingAlert;
import org.pytorch.alerting.model.text.Truncation;

/**
 * One row of {@code alerts_state}: everything known about one alert.
 *
 * @param version grows by one with every write, from 1; every write is conditional on the version
 *     that it was decided on. 0 is a row from before versions were introduced.
 * @param episode the firing episode, from 1; 0 if the alert is only known as resolved
 * @param lastProviderStateAt when the provider's state of the newest accepted event began, in ms
 * @param lastSaidAt when the message of the newest accepted event was first put on our queue, in ms
 * @param episodeSaidAt the same for the event that began this episode, in ms
 * @param firingAt the newest provider time of a firing that the episode's issue reports, or is
 *     about to, in ms
 * @param issue the episode's issue, once it is known
 * @param formerIssue the newest issue of an earlier episode; if a person reopens it, it is used
 *     again
 * @param repository where this episode's issue belongs, {@code owner/name}; rows of older versions
 *     lack it
 * @param sharedIssue where the alert is listed in this episode, even if it got an issue of its own
 *     since
 * @param checkedForDuplicates whether {@code issue} is known to be the only one of its episode
 * @param sent when an unknown issue of this episode may have been opened
 * @param manuallyClosedAt when we learned that a person had closed the episode's issue, in ms
 * @param seenClosedBy the events whose actions found the issue closed, until each is decided again,
 *     the oldest first
 * @param firstSeenAt when this episode was first decided on, in ms
 * @param lastSeenAt when an event was last accepted, in ms
 * @param lastCommentAt when the last comment on the episode's issue was recorded, in ms
 * @param ttlExpiresAt when DynamoDB may delete the row, in whole seconds
 * @param recentEventIds the events handled last, the oldest first
 * @param log how the episode has gone so far
 */
@RecordBuilder
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
    Optional<SharedIssue> sharedIssue,
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
    EpisodeLog log,
    Optional<Pending> pending)
    implements StoredAlertBuilder.With {
  /** The layout in which this version writes rows. */
  public static final int SCHEMA_VERSION = 4;

  /**
   * A failing message is redelivered for at least 4 h 45 min, in which an alert that is repeated
   * every 5 min has 57 other events. Each takes at most 200 bytes of the row.
   */
  public static final int MAX_RECENT_EVENT_IDS = 100;

  /**
   * One message may have that many events of one alert, and all of them are redelivered together.
   * If there are more, the oldest are forgotten and only check GitHub once more.
   */
  public static final int MAX_SEEN_CLOSED_BY = 20;

  /** A row expires this long after its last write. */
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
    requireNonNull(log, "log is null");
    seenClosedBy = List.copyOf(seenClosedBy);
    recentEventIds = List.copyOf(recentEventIds);
    if (recentEventIds.size() > MAX_RECENT_EVENT_IDS) {
      throw new IllegalArgumentException("too many recent events: " + recentEventIds.size());
    }
  }

  /** {@return an alert that nothing is known about; it has no row yet, and counts as expired} */
  public static StoredAlert unknown(Fingerprint fingerprint) {
    return StoredAlertBuilder.builder()
        .fingerprint(fingerprint)
        .status(AlertStatus.CLOSED)
        .lastProviderStateAt(Instant.EPOCH)
        .lastSaidAt(Instant.EPOCH)
        .episodeSaidAt(Instant.EPOCH)
        .seenClosedBy(List.of())
        .firstSeenAt(Instant.EPOCH)
        .lastSeenAt(Instant.EPOCH)
        .ttlExpiresAt(Instant.EPOCH)
        .details(AlertDetails.unknown())
        .recentEventIds(List.of())
        .log(EpisodeLog.EMPTY)
        .build();
  }

  /** {@return the alert's line in the issue that it shares} */
  public Member asMember() {
    String subject = log.latest().flatMap(AlertEvent::subject).map(text -> ": " + text).orElse("");
    return new Member(
        fingerprint,
        version,
        new SharingAlert(
            sharingState(),
            details.priority(),
            Truncation.marked(
                details.title().orElse("untitled") + subject, SharingAlert.MAX_TITLE_LENGTH),
            log.firingSince().orElse(firstSeenAt),
            issue.filter(_ -> sharingState() == SharingAlert.State.OWN_ISSUE),
            latestOfDataSource().flatMap(event -> event.links().sourceUrl())),
        details.teams().stream().findFirst(),
        sharingState() == SharingAlert.State.FIRING ? firstSeenAt : lastSeenAt,
        latestOfDataSource().flatMap(AlertEvent::reason));
  }

  /** Left out in a storm, where the list would become too long. */
  private Optional<AlertEvent> latestOfDataSource() {
    return log.latest()
        .filter(_ -> sharedIssue.filter(it -> it.by() == SharedBy.DATA_SOURCE).isPresent());
  }

  private SharingAlert.State sharingState() {
    if (status == AlertStatus.CLOSED) {
      return SharingAlert.State.RESOLVED;
    }
    return issue.isPresent() ? SharingAlert.State.OWN_ISSUE : SharingAlert.State.FIRING;
  }

  /** {@return whether a person has closed the issue of this episode} */
  public boolean isManuallyClosed() {
    return manuallyClosedAt.isPresent();
  }

  /** {@return whether the action for {@code eventId} has found the issue closed by a person} */
  public boolean isSeenClosedBy(EventId eventId) {
    return isManuallyClosed() && seenClosedBy.contains(eventId);
  }

  /**
   * {@return whether the newest accepted event is later than that of {@code request}} The event
   * said later is; of two that one message said, or that were said in the same millisecond, the one
   * with the later provider time.
   */
  public boolean isNewerThan(DecideRequest request) {
    int order = lastSaidAt.compareTo(request.saidAt());
    return order > 0 || (order == 0 && lastProviderStateAt.isAfter(request.event().occurredAt()));
  }

  /** {@return whether {@code eventId} is known to be handled; false again after many others} */
  public boolean hasHandled(EventId eventId) {
    return recentEventIds.contains(eventId);
  }

  /**
   * {@return whether the row counts as deleted} DynamoDB deletes an expired row only some days
   * later.
   */
  public boolean hasExpired(Instant now) {
    return !now.isBefore(ttlExpiresAt);
  }

  /** {@return this alert, or an unknown one if it has expired: the version guards its write too} */
  public StoredAlert knownAt(Instant now) {
    return hasExpired(now) ? unknown(fingerprint).withVersion(version) : this;
  }

  /** {@return whether nothing is known about it} */
  public boolean isUnknown() {
    return hasExpired(Instant.EPOCH);
  }

  /** {@return a builder for the row that replaces this one} */
  public StoredAlertBuilder next(Instant now) {
    return with().version(version + 1).ttlExpiresAt(now.plus(TIME_TO_LIVE));
  }

  /**
   * {@return the alert at the beginning of an episode} Only the previous one's issue is kept, since
   * a person may reopen it.
   */
  public StoredAlert inNewEpisode(int number, Instant saidAt, Instant now) {
    return with()
        .episode(number)
        .episodeSaidAt(saidAt)
        .firingAt(Optional.empty())
        .formerIssue(issue.or(() -> formerIssue))
        .issue(Optional.empty())
        .repository(Optional.empty())
        .sharedIssue(Optional.empty())
        .checkedForDuplicates(false)
        .sent(Optional.empty())
        .manuallyClosedAt(Optional.empty())
        .seenClosedBy(List.of())
        .lastCommentAt(Optional.empty())
        .firstSeenAt(now)
        .log(issue.map(ref -> log.inNewEpisodeAfter(ref, firstSeenAt)).orElseGet(log::inNewEpisode))
        .build();
  }

  /**
   * {@return the alert without its unfinished refresh, which is due again {@code pause} after it
   * began} So failures of GitHub do not cause more refreshes.
   */
  public StoredAlert withoutRefresh(Duration pause) {
    Pending refresh = pending.orElseThrow();
    return with()
        .pending(Optional.empty())
        .recentEventIds(recentEventIdsWith(refresh.eventId()))
        .log(
            log.with()
                .refreshedAt(Optional.of(refresh.claimedAt()))
                .refreshDueAt(Optional.of(refresh.claimedAt().plus(pause)))
                .build())
        .build();
  }

  /** {@return whether it has resolved, and its issue stays open for a while} */
  public boolean isHeld() {
    return status == AlertStatus.CLOSED && issue.isPresent() && log.closeDueAt().isPresent();
  }

  /** {@return {@link #recentEventIds} once {@code eventId} is handled too} */
  public List<EventId> recentEventIdsWith(EventId eventId) {
    List<EventId> ids = new ArrayList<>(recentEventIds);
    ids.add(eventId);
    return newest(ids, MAX_RECENT_EVENT_IDS);
  }

  /** {@return {@link #seenClosedBy} once the action of {@code eventId} found the issue closed} */
  public List<EventId> seenClosedByWith(EventId eventId) {
    List<EventId> ids = new ArrayList<>(seenClosedByWithout(eventId));
    ids.add(eventId);
    return newest(ids, MAX_SEEN_CLOSED_BY);
  }

  /** {@return {@link #seenClosedBy} once {@code eventId} is decided again} */
  public List<EventId> seenClosedByWithout(EventId eventId) {
    return seenClosedBy.stream().filter(id -> !id.equals(eventId)).toList();
  }

  /** {@return the last {@code limit} of {@code all}} */
  public static <T> List<T> newest(List<T> all, int limit) {
    return List.copyOf(all.subList(Math.max(0, all.size() - limit), all.size()));
  }
}
