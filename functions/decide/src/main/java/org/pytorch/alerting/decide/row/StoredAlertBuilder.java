package org.pytorch.alerting.decide.row;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.action.IssueRef;
import org.pytorch.alerting.model.action.SentWindow;

/** Builds a {@link StoredAlert}: a new one, or one that replaces another. */
public final class StoredAlertBuilder {
  private final Fingerprint fingerprint;
  private long version;
  private AlertStatus status = AlertStatus.CLOSED;
  private int episode;
  private Instant lastProviderStateAt = Instant.EPOCH;
  private Instant lastSaidAt = Instant.EPOCH;
  private Instant episodeSaidAt = Instant.EPOCH;
  private Optional<Instant> firingAt = Optional.empty();
  private Optional<IssueRef> issue = Optional.empty();
  private Optional<IssueRef> formerIssue = Optional.empty();
  private Optional<String> repository = Optional.empty();
  private boolean checkedForDuplicates;
  private Optional<SentWindow> sent = Optional.empty();
  private Optional<Instant> manuallyClosedAt = Optional.empty();
  private List<EventId> seenClosedBy = List.of();
  private Instant firstSeenAt = Instant.EPOCH;
  private Instant lastSeenAt = Instant.EPOCH;
  private Optional<Instant> lastCommentAt = Optional.empty();
  private Instant ttlExpiresAt = Instant.EPOCH;
  private AlertDetails details =
      new AlertDetails(
          Optional.empty(),
          Optional.empty(),
          List.of(),
          new Identity(Optional.empty(), Optional.empty(), Optional.empty()));
  private List<EventId> recentEventIds = List.of();
  private Optional<Pending> pending = Optional.empty();

  /** Begins with an unknown alert. */
  public StoredAlertBuilder(Fingerprint fingerprint) {
    this.fingerprint = fingerprint;
  }

  public StoredAlertBuilder(StoredAlert alert) {
    fingerprint = alert.fingerprint();
    version = alert.version();
    status = alert.status();
    episode = alert.episode();
    lastProviderStateAt = alert.lastProviderStateAt();
    lastSaidAt = alert.lastSaidAt();
    episodeSaidAt = alert.episodeSaidAt();
    firingAt = alert.firingAt();
    issue = alert.issue();
    formerIssue = alert.formerIssue();
    repository = alert.repository();
    checkedForDuplicates = alert.checkedForDuplicates();
    sent = alert.sent();
    manuallyClosedAt = alert.manuallyClosedAt();
    seenClosedBy = alert.seenClosedBy();
    firstSeenAt = alert.firstSeenAt();
    lastSeenAt = alert.lastSeenAt();
    lastCommentAt = alert.lastCommentAt();
    ttlExpiresAt = alert.ttlExpiresAt();
    details = alert.details();
    recentEventIds = alert.recentEventIds();
    pending = alert.pending();
  }

  /** Sets the version after {@code formerVersion} and renews the time to live. */
  public StoredAlertBuilder following(long formerVersion, Instant now) {
    ttlExpiresAt = now.plus(StoredAlert.TIME_TO_LIVE);
    return version(formerVersion + 1);
  }

  /** Begins an episode: only the previous one's issue is kept, since a person may reopen it. */
  public StoredAlertBuilder newEpisode(int number, Instant saidAt, Instant now) {
    episodeSaidAt = saidAt;
    firingAt = Optional.empty();
    formerIssue = issue.or(() -> formerIssue);
    issue = Optional.empty();
    repository = Optional.empty();
    checkedForDuplicates = false;
    sent = Optional.empty();
    manuallyClosedAt = Optional.empty();
    seenClosedBy = List.of();
    lastCommentAt = Optional.empty();
    firstSeenAt = now;
    return episode(number);
  }

  /** Records that {@code eventId} is handled, and drops the oldest event if there are too many. */
  public StoredAlertBuilder remember(EventId eventId) {
    List<EventId> ids = new ArrayList<>(recentEventIds);
    ids.add(eventId);
    return recentEventIds(ids);
  }

  public StoredAlertBuilder version(long value) {
    version = value;
    return this;
  }

  public StoredAlertBuilder status(AlertStatus value) {
    status = value;
    return this;
  }

  public StoredAlertBuilder episode(int value) {
    episode = value;
    return this;
  }

  public StoredAlertBuilder lastProviderStateAt(Instant value) {
    lastProviderStateAt = value;
    return this;
  }

  public StoredAlertBuilder lastSaidAt(Instant value) {
    lastSaidAt = value;
    return this;
  }

  public StoredAlertBuilder episodeSaidAt(Instant value) {
    episodeSaidAt = value;
    return this;
  }

  public StoredAlertBuilder firingAt(Optional<Instant> value) {
    firingAt = value;
    return this;
  }

  public StoredAlertBuilder formerIssue(Optional<IssueRef> value) {
    formerIssue = value;
    return this;
  }

  public StoredAlertBuilder repository(Optional<String> value) {
    repository = value;
    return this;
  }

  public StoredAlertBuilder checkedForDuplicates(boolean value) {
    checkedForDuplicates = value;
    return this;
  }

  public StoredAlertBuilder sent(Optional<SentWindow> value) {
    sent = value;
    return this;
  }

  /** Records that the action of {@code eventId} found the issue closed by a person. */
  public StoredAlertBuilder seenClosedToo(EventId eventId) {
    List<EventId> ids = new ArrayList<>(seenClosedBy);
    ids.remove(eventId);
    ids.add(eventId);
    int surplus = Math.max(0, ids.size() - StoredAlert.MAX_SEEN_CLOSED_BY);
    return seenClosedBy(ids.subList(surplus, ids.size()));
  }

  /** Records that {@code eventId} is decided again. */
  public StoredAlertBuilder decidedAgain(EventId eventId) {
    return seenClosedBy(seenClosedBy.stream().filter(id -> !id.equals(eventId)).toList());
  }

  public StoredAlertBuilder seenClosedBy(List<EventId> value) {
    seenClosedBy = List.copyOf(value);
    return this;
  }

  public StoredAlertBuilder issue(Optional<IssueRef> value) {
    issue = value;
    return this;
  }

  public StoredAlertBuilder manuallyClosedAt(Optional<Instant> value) {
    manuallyClosedAt = value;
    return this;
  }

  public StoredAlertBuilder firstSeenAt(Instant value) {
    firstSeenAt = value;
    return this;
  }

  public StoredAlertBuilder lastSeenAt(Instant value) {
    lastSeenAt = value;
    return this;
  }

  public StoredAlertBuilder lastCommentAt(Optional<Instant> value) {
    lastCommentAt = value;
    return this;
  }

  public StoredAlertBuilder ttlExpiresAt(Instant value) {
    ttlExpiresAt = value;
    return this;
  }

  public StoredAlertBuilder details(AlertDetails value) {
    details = value;
    return this;
  }

  /**
   * Sets the events handled last, the oldest first; the oldest are dropped if there are too many.
   */
  public StoredAlertBuilder recentEventIds(List<EventId> value) {
    int surplus = Math.max(0, value.size() - StoredAlert.MAX_RECENT_EVENT_IDS);
    recentEventIds = List.copyOf(value.subList(surplus, value.size()));
    return this;
  }

  public StoredAlertBuilder pending(Optional<Pending> value) {
    pending = value;
    return this;
  }

  public StoredAlert build() {
    return new StoredAlert(
        fingerprint,
        version,
        status,
        episode,
        lastProviderStateAt,
        lastSaidAt,
        episodeSaidAt,
        firingAt,
        issue,
        formerIssue,
        repository,
        checkedForDuplicates,
        sent,
        manuallyClosedAt,
        seenClosedBy,
        firstSeenAt,
        lastSeenAt,
        lastCommentAt,
        ttlExpiresAt,
        details,
        recentEventIds,
        pending);
  }
}
