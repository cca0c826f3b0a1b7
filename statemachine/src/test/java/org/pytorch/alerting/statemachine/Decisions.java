package org.pytorch.alerting.statemachine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.model.AlertAction;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.Claim;
import org.pytorch.alerting.model.ClaimToken;
import org.pytorch.alerting.model.Decision;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.IssueRef;
import org.pytorch.alerting.model.Json;
import org.pytorch.alerting.model.Outcome;

/** What decide, github and record answer, made of the model's own records. */
final class Decisions {
  /** The event of another message, whose action an alert of ours finishes. */
  static final String OTHER_EVENT = "another-message#0";

  private static final Instant CLAIMED_AT = Instant.parse("2026-03-04T07:12:12Z");
  private static final IssueRef ISSUE = new IssueRef("harbor/alerts", 7);

  private Decisions() {}

  /** {@return decide's answer: this action, for the event that was asked about} */
  static Script decides(AlertAction action) {
    return call -> new Answer.Value(decision(action, call.payload(), call.eventId(), false));
  }

  /** {@return decide's answer: first finish this action of {@link #OTHER_EVENT}} */
  static Script helps(AlertAction action) {
    return call -> new Answer.Value(decision(action, call.payload(), OTHER_EVENT, true));
  }

  /** {@return decide's answer with one field another one, as only a mistake could make it} */
  static Script decidesWith(AlertAction action, String field, Object value) {
    return call -> {
      ObjectNode decision = (ObjectNode) decision(action, call.payload(), call.eventId(), false);
      return new Answer.Value(decision.set(field, Messages.tree(value)));
    };
  }

  /** {@return github's answer} */
  static Script done() {
    return call ->
        new Answer.Value(
            Messages.tree(new Outcome(Outcome.Result.DONE, Optional.of(ISSUE), Optional.empty())));
  }

  /** {@return record's answer} */
  static Script settled() {
    return call -> new Answer.Value(Messages.tree(Map.of("result", "settled")));
  }

  /** {@return record's answer when it was told of a failure} */
  static Script released() {
    return call -> new Answer.Value(Messages.tree(Map.of("result", "released")));
  }

  private static JsonNode decision(
      AlertAction action, JsonNode asked, String eventId, boolean help) {
    AlertEvent event = Json.read(asked.get("event").toString(), AlertEvent.class);
    Optional<Claim> claim =
        Optional.of(
                new Claim(
                    new EventId(eventId),
                    event,
                    new ClaimToken(asked.get("token").asText()),
                    help ? 2 : 1,
                    CLAIMED_AT))
            .filter(made -> action.isClaimed());
    return Messages.tree(
        new Decision(
            action,
            "scripted",
            new Fingerprint(asked.get("fingerprint").asText()),
            1,
            help,
            claim,
            action == AlertAction.CREATE ? Optional.empty() : Optional.of(ISSUE)));
  }
}
