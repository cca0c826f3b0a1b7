package org.pytorch.alerting.decide.message;

import static java.util.Objects.requireNonNull;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.status.SharingAlerts;
import org.pytorch.alerting.runtime.Deadline;

/**
 * The input of the state "Decide action": what does this event or check mean, and may the caller
 * act on it?
 *
 * @param trigger what the decision is about: an event, a shared issue or a check
 * @param saidAt when the trigger's message was first put on our queue
 * @param token the caller's, the same when a step is retried
 * @param executionStartedAt when the caller's execution began, which sets its deadline
 */
@RecordBuilder
public record DecideRequest(
    EventId eventId,
    Fingerprint fingerprint,
    Trigger trigger,
    Instant saidAt,
    ClaimToken token,
    Instant executionStartedAt)
    implements DecideRequestBuilder.With {

  /** What makes the state machine ask for a decision. */
  public sealed interface Trigger {
    /** The provider says that the alert fires or has resolved. */
    record Event(AlertEvent event) implements Trigger {
      public Event {
        requireNonNull(event, "event is null");
      }
    }

    /**
     * What the alerts that share one issue say together.
     *
     * @param sharing the alerts
     * @param firingSince when the first of those that fire began to, by the provider's clock
     */
    record Shared(AlertEvent event, SharingAlerts sharing, Optional<Instant> firingSince)
        implements Trigger {
      public Shared {
        requireNonNull(event, "event is null");
        requireNonNull(sharing, "sharing is null");
        requireNonNull(firingSince, "firingSince is null");
      }
    }

    /** We ask what is due. */
    record Check(CheckReason reason) implements Trigger {
      public Check {
        requireNonNull(reason, "reason is null");
      }
    }
  }

  public DecideRequest {
    requireNonNull(eventId, "event_id is null");
    requireNonNull(fingerprint, "fingerprint is null");
    requireNonNull(trigger, "trigger is null");
    requireNonNull(saidAt, "said_at is null");
    requireNonNull(token, "token is null");
    requireNonNull(executionStartedAt, "execution_started_at is null");
  }

  /** A request for an event of a provider. */
  public DecideRequest(
      EventId eventId,
      Fingerprint fingerprint,
      AlertEvent event,
      Instant saidAt,
      ClaimToken token,
      Instant executionStartedAt) {
    this(eventId, fingerprint, new Trigger.Event(event), saidAt, token, executionStartedAt);
  }

  /** {@return the event, unless it is a check} */
  public Optional<AlertEvent> said() {
    return switch (trigger) {
      case Trigger.Event(AlertEvent event) -> Optional.of(event);
      case Trigger.Shared(AlertEvent event, var _, var _) -> Optional.of(event);
      case Trigger.Check _ -> Optional.empty();
    };
  }

  /**
   * {@return the event}
   *
   * @throws IllegalStateException if it is a check
   */
  public AlertEvent event() {
    return said().orElseThrow(() -> new IllegalStateException("a check has no event"));
  }

  /** {@return the same request with another event} */
  public DecideRequest withEvent(AlertEvent event) {
    return withTrigger(new Trigger.Event(event));
  }

  public Deadline deadline() {
    return Deadline.ofExecution(executionStartedAt);
  }
}
