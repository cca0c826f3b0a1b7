package org.pytorch.alerting.github.issue;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.PackedDetails;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.model.status.Change;

/**
 * The state machine's request to this function.
 *
 * @param ownEvent the caller's event; reported unless the decision names another; absent if a check
 *     caused the action, and then the decision names one
 * @param payload the provider's own text about {@code ownEvent}, packed
 * @param saidAt when the caller's message was first put on our queue
 * @param outcomeUnknown whether an earlier try of this step, in this execution, may have sent a
 *     write; false if absent
 */
@RecordBuilder
public record ActionRequest(
    Decision.Act decision,
    @JsonProperty("event") Optional<AlertEvent> ownEvent,
    Optional<String> payload,
    Instant saidAt,
    Optional<Boolean> outcomeUnknown,
    String executionId,
    Instant executionStartedAt)
    implements ActionRequestBuilder.With {
  public ActionRequest {
    if (ownEvent.isEmpty() && decision.event().isEmpty()) {
      throw new IllegalArgumentException("no event to report: " + decision.claim().eventId());
    }
  }

  /** {@return the claim for this action} */
  public Claim claim() {
    return decision.claim();
  }

  /**
   * {@return what the issue said before, where the event differs} The event may be newer than the
   * one that changed it.
   */
  public Change change() {
    Change change = decision.change().orElse(Change.NONE);
    AlertEvent event = decision.event().orElseGet(() -> ownEvent.orElseThrow().completed());
    return new Change(
        change.priority().filter(former -> event.priority().filter(it -> it == former).isEmpty()),
        change.teams().equals(event.teams()) ? List.of() : change.teams(),
        change.condition().filter(former -> former != event.firesFor()));
  }

  /** {@return the alert to report, with its payload if it is the caller's own} */
  public AlertEvent event() {
    if (decision.event().isEmpty()) {
      return payloadAddedTo(ownEvent.orElseThrow().completed());
    }
    AlertEvent reported = decision.event().get();
    // Team and priority may be the alert's known ones; the rest is the caller's own.
    return decision.help() ? reported : payloadAddedTo(reported);
  }

  private AlertEvent payloadAddedTo(AlertEvent event) {
    return payload.map(packed -> PackedDetails.addTo(event, packed)).orElse(event);
  }

  /**
   * {@return whether an earlier attempt may have done this already, completely or in part} This is
   * the only reason to search.
   */
  public boolean mayBeDone() {
    return triedBefore() || claim().sent().isPresent();
  }

  /** {@return when earlier attempts may have sent a write; absent if none can have} */
  public Optional<SentWindow> sent(Instant now) {
    Claim claim = claim();
    if (!triedBefore()) {
      return claim.sent();
    }
    // A clock that was set back must not make a retry fail.
    Instant until = now.isBefore(claim.claimedAt()) ? claim.claimedAt() : now;
    SentWindow ours = new SentWindow(claim.claimedAt(), until);
    return Optional.of(claim.sent().map(ours::covering).orElse(ours));
  }

  private boolean triedBefore() {
    return outcomeUnknown.orElse(false);
  }
}
