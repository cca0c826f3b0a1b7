package org.pytorch.alerting.github.issue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.SentWindow;
import org.pytorch.alerting.model.json.PackedPayload;

/**
 * What the state machine asks of this function.
 *
 * @param ownEvent the asker's; told unless the decision names another
 * @param payload the provider's own words about {@code ownEvent}, packed
 * @param saidAt when the asker's message was first put on our queue
 * @param outcomeUnknown whether an earlier try of this step, in this execution, may have sent a
 *     write; false when absent
 */
public record ActionRequest(
    Decision.Act decision,
    @JsonProperty("event") AlertEvent ownEvent,
    Optional<String> payload,
    Instant saidAt,
    Optional<Boolean> outcomeUnknown,
    String executionId,
    Instant executionStartedAt) {

  /** {@return the claim under which to act} */
  public Claim claim() {
    return decision.claim();
  }

  /** {@return the alert to act for, with its payload where it is the asker's own} */
  public AlertEvent event() {
    if (decision.event().isEmpty()) {
      return withPayload(ownEvent);
    }
    AlertEvent told = decision.event().get();
    // Team and priority may be what the alert is known by; all else is the asker's own.
    return decision.help() ? told : withPayload(told);
  }

  private AlertEvent withPayload(AlertEvent event) {
    return payload
        .map(PackedPayload::unpack)
        .map(raw -> event.toBuilder().rawProvider(Optional.of(raw)).build())
        .orElse(event);
  }

  /**
   * {@return whether an earlier attempt may have done this already, completely or in part} Nothing
   * else is a reason to search.
   */
  public boolean mayBeDone() {
    return triedBefore() || claim().sent().isPresent();
  }

  /** {@return when earlier attempts may have sent a write; absent when none can have} */
  public Optional<SentWindow> sent(Instant now) {
    Claim claim = claim();
    if (!triedBefore()) {
      return claim.sent();
    }
    // A clock that was set back must not turn a retry into a failure.
    Instant until = now.isBefore(claim.claimedAt()) ? claim.claimedAt() : now;
    return Optional.of(SentWindow.covering(claim.sent(), new SentWindow(claim.claimedAt(), until)));
  }

  private boolean triedBefore() {
    return outcomeUnknown.orElse(false);
  }
}
