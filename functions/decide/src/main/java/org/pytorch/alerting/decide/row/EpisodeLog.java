package org.pytorch.alerting.decide.row;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.model.status.PastIssue;
import org.pytorch.alerting.model.status.SharingAlerts;

/**
 * The history of an episode: what its issue's status block says, and what is due. Rows of older
 * versions lack it.
 *
 * @param firingSince when the episode's first firing began by the provider's clock, in ms
 * @param heard how often the alert was reported as firing in this episode
 * @param resolvedAt when the provider says it resolved, in ms; absent while it fires
 * @param flaps when it fired again soon after it had resolved, the newest last, in ms
 * @param told what the issue says of the alert, once it has one
 * @param refreshedAt when the status block was last written, or a refresh of it failed, in ms
 * @param refreshDueAt when a refresh that was held back is due, in ms
 * @param closeDueAt when the close is due, if it is held or the alert never resolves, in ms
 * @param waitingCheck the check that waits for a close, or for an issue that a maintenance
 *     withholds, if that is due in more than 15 min
 * @param closedAt when we closed the issue, in ms
 * @param pastIssues the issues of earlier episodes, the newest first
 * @param latest the newest accepted event, without its longer texts
 * @param sharing the alerts that share the issue, if it is a shared one
 * @param withheld the episode's issue, while the policy's maintenance withholds it
 */
@RecordBuilder
public record EpisodeLog(
    Optional<Instant> firingSince,
    int heard,
    Optional<Instant> resolvedAt,
    List<Instant> flaps,
    Optional<Told> told,
    Optional<Instant> refreshedAt,
    Optional<Instant> refreshDueAt,
    Optional<Instant> closeDueAt,
    Optional<WaitingCheck> waitingCheck,
    Optional<Instant> closedAt,
    List<PastIssue> pastIssues,
    Optional<AlertEvent> latest,
    Optional<SharingAlerts> sharing,
    Optional<Withheld> withheld)
    implements EpisodeLogBuilder.With {

  public static final EpisodeLog EMPTY =
      EpisodeLogBuilder.builder().flaps(List.of()).pastIssues(List.of()).build();

  /** An alert that fires again this often within {@link #FLAP_WINDOW} is flapping. */
  static final int FLAPS = 2;

  static final Duration FLAP_WINDOW = Duration.ofHours(1);

  /** How long an issue names the past ones. */
  static final Duration PAST = Duration.ofDays(30);

  private static final int MAX_FLAPS = 10;
  private static final int MAX_PAST_ISSUES = 10;

  public EpisodeLog {
    if (heard < 0) {
      throw new IllegalArgumentException("heard is negative: " + heard);
    }
    firingSince = firingSince.map(EpisodeLog::inMillis);
    resolvedAt = resolvedAt.map(EpisodeLog::inMillis);
    flaps = StoredAlert.newest(flaps.stream().map(EpisodeLog::inMillis).toList(), MAX_FLAPS);
    refreshedAt = refreshedAt.map(EpisodeLog::inMillis);
    refreshDueAt = refreshDueAt.map(EpisodeLog::inMillis);
    closeDueAt = closeDueAt.map(EpisodeLog::inMillis);
    closedAt = closedAt.map(EpisodeLog::inMillis);
    pastIssues = pastIssues.stream().limit(MAX_PAST_ISSUES).toList();
    latest = latest.map(event -> event.withoutRawProvider().withoutDescription());
  }

  /** Something that is due at a time, even without an event. */
  public record Due(Instant at, CheckReason reason) {}

  /**
   * A check that is under way.
   *
   * @param at when it is delivered, in ms
   * @param sentBy the check that sent it in turn
   */
  public record WaitingCheck(Instant at, EventId sentBy) {
    public WaitingCheck {
      at = inMillis(at);
    }

    /** A message is delayed by whole seconds, so a check in time may be up to one late. */
    private boolean isInTimeFor(Instant due) {
      return at.isBefore(due.plusSeconds(1));
    }
  }

  /** {@return what is due, the earliest first; a close before a refresh at the same time} */
  public List<Due> dues() {
    CheckReason closing = resolvedAt.isPresent() ? CheckReason.HELD_CLOSE : CheckReason.ONE_SHOT;
    return Stream.of(
            closeDueAt.map(at -> new Due(at, closing)),
            refreshDueAt.map(at -> new Due(at, CheckReason.REFRESH)),
            issueDueAt().map(at -> new Due(at, CheckReason.MAINTENANCE)))
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(Due::at))
        .toList();
  }

  /** {@return when an issue that is withheld is due, if that is known} */
  public Optional<Instant> issueDueAt() {
    return withheld.flatMap(Withheld::until);
  }

  public boolean isCloseDue(Instant now) {
    return closeDueAt.filter(at -> !now.isBefore(at)).isPresent();
  }

  /**
   * {@return whether another check than {@code eventId} waits for the same due time, and arrives in
   * time} Only one of the two has to keep waiting.
   */
  public boolean hasOtherWaitingCheck(EventId eventId, Instant now) {
    return waitingCheck
        .filter(check -> check.at().isAfter(now) && !check.sentBy().equals(eventId))
        .filter(check -> closeDueAt.or(this::issueDueAt).filter(check::isInTimeFor).isPresent())
        .isPresent();
  }

  /** {@return whether a refresh that was held back is due} */
  public boolean isRefreshDue(Instant now) {
    return refreshDueAt.filter(at -> !now.isBefore(at)).isPresent();
  }

  /** {@return how often it fired again within the last hour} */
  public int recentFlaps(Instant now) {
    return (int) flaps.stream().filter(at -> at.isAfter(now.minus(FLAP_WINDOW))).count();
  }

  /** {@return whether its close is held because it keeps firing again} */
  public boolean isFlapping(Instant now) {
    return recentFlaps(now) >= FLAPS;
  }

  /** {@return the past issues of the last 30 days, the newest first} */
  public List<PastIssue> recentIssues(Instant now) {
    return pastIssues.stream().filter(past -> past.firingSince().isAfter(now.minus(PAST))).toList();
  }

  /** {@return the log at the beginning of the next episode} */
  EpisodeLog inNewEpisode() {
    return EMPTY.with().flaps(flaps).pastIssues(pastIssues).build();
  }

  /**
   * {@return the log at the beginning of the next episode, after one with {@code issue}}
   *
   * @param before when this episode began, if its log does not say it
   */
  EpisodeLog inNewEpisodeAfter(IssueRef issue, Instant before) {
    List<PastIssue> past = new ArrayList<>(withIssue(issue).pastIssues());
    past.addFirst(new PastIssue(issue, firingSince.orElse(before)));
    return withPastIssues(past).inNewEpisode();
  }

  /** {@return the log once {@code issue} is this episode's, again or for the first time} */
  public EpisodeLog withIssue(IssueRef issue) {
    return withPastIssues(pastIssues.stream().filter(past -> !past.issue().equals(issue)).toList());
  }

  /** {@return the log once the alert was reported as firing} */
  public EpisodeLog fired(AlertEvent event) {
    return with()
        .firingSince(firingSince.or(() -> Optional.of(event.occurredAt())))
        .heard(heard + 1)
        .resolvedAt(Optional.empty())
        .latest(Optional.of(event))
        .build();
  }

  /** {@return the log once the alert was reported as resolved} */
  public EpisodeLog resolved(AlertEvent event) {
    return with()
        .resolvedAt(resolvedAt.or(() -> Optional.of(event.occurredAt())))
        .latest(Optional.of(event))
        .build();
  }

  /** {@return the log once the alert fired again at {@code now}, soon after it had resolved} */
  public EpisodeLog flapped(Instant now) {
    List<Instant> more = new ArrayList<>(flaps);
    more.add(now);
    return withFlaps(more);
  }

  private static Instant inMillis(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }
}
