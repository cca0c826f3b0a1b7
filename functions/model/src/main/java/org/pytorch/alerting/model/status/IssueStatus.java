package org.pytorch.alerting.model.status;

import static java.util.Objects.requireNonNull;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.json.NamedInJson;

/**
 * What an issue's status block says about its alert, besides the newest event: a pure function of
 * the alert's row.
 *
 * @param firingSince when the episode's first firing began by the provider's clock, in ms
 * @param lastHeardAt when an event of the alert was last accepted, in ms
 * @param heard how often the alert was reported as firing in this episode, from 1
 * @param resolvedAt when it resolved by the provider's clock, in ms; absent while it fires
 * @param closesAt when a held close is due, in ms
 * @param flaps how often it fired again shortly after it had resolved, in the last hour
 * @param flapping whether that was so often that its close is held
 * @param pastIssues earlier issues of the alert in the last 30 days, the newest first
 * @param sharing the alerts that share the issue, if it is a shared one
 */
@RecordBuilder
public record IssueStatus(
    State state,
    Instant firingSince,
    Instant lastHeardAt,
    int heard,
    Optional<Instant> resolvedAt,
    Optional<Instant> closesAt,
    int flaps,
    boolean flapping,
    List<PastIssue> pastIssues,
    Optional<SharingAlerts> sharing)
    implements IssueStatusBuilder.With {

  /** The state as the first line shows it. */
  public enum State implements NamedInJson {
    FIRING,
    /** It has resolved, and its issue stays open for a while in case it fires again. */
    HELD,
    RESOLVED
  }

  public IssueStatus {
    requireNonNull(state, "state is null");
    firingSince = firingSince.truncatedTo(ChronoUnit.MILLIS);
    lastHeardAt = lastHeardAt.truncatedTo(ChronoUnit.MILLIS);
    if (heard < 1) {
      throw new IllegalArgumentException("heard is not positive: " + heard);
    }
    resolvedAt = resolvedAt.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
    closesAt = closesAt.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
    pastIssues = List.copyOf(pastIssues);
    requireNonNull(sharing, "sharing is null");
  }
}
