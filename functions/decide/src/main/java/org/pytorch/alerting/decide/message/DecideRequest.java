package org.pytorch.alerting.decide.message;

import static java.util.Objects.requireNonNull;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.runtime.Deadline;

/**
 * The question of the state "Decide action": what does this event mean, and may I act on it?
 *
 * @param saidAt when the event's message was first put on our queue
 * @param token the caller's, the same when a step is retried
 * @param executionStartedAt when the caller's execution began, which sets its deadline
 */
@RecordBuilder
public record DecideRequest(
    EventId eventId,
    Fingerprint fingerprint,
    AlertEvent event,
    Instant saidAt,
    ClaimToken token,
    Instant executionStartedAt)
    implements DecideRequestBuilder.With {
  public DecideRequest {
    requireNonNull(eventId, "event_id is null");
    requireNonNull(fingerprint, "fingerprint is null");
    requireNonNull(event, "event is null");
    requireNonNull(saidAt, "said_at is null");
    requireNonNull(token, "token is null");
    requireNonNull(executionStartedAt, "execution_started_at is null");
  }

  public Deadline deadline() {
    return Deadline.ofExecution(executionStartedAt);
  }
}
