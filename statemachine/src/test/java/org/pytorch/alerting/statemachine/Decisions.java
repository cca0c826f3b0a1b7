package org.pytorch.alerting.statemachine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.decide.Recorded;
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

  /** Why decide decides, whatever it is. */
  static final String REASON = "COMMENT for event other is given up after 20 attempts: scripted";

  /** When the event of a claim was first said: not when this execution's message was. */
  static final Instant SAID_AT = Instant.parse("2026-03-04T07:12:10.500Z");

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

  /** As {@link #helps}, where the other event is this one. */
  static Script helps(AlertAction action, AlertEvent other) {
    return call ->
        new Answer.Value(decision(action, call.payload(), OTHER_EVENT, Json.write(other), true));
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
    return ends(Outcome.Result.DONE);
  }

  /** {@return github's answer: a person has closed the issue} */
  static Script manuallyClosed() {
    return ends(Outcome.Result.MANUALLY_CLOSED);
  }

  /** {@return record's answer: after an action for another event, ask for your own} */
  static Script settled() {
    return call -> recorded(call, Recorded.Result.SETTLED, isHelp(call));
  }

  /** {@return record's answer: what is known now changes what this event means} */
  static Script settledDifferently() {
    return call -> recorded(call, Recorded.Result.SETTLED, true);
  }

  /** {@return record's answer when it was told of a failure} */
  static Script released() {
    return call -> recorded(call, Recorded.Result.RELEASED, false);
  }

  /** {@return record's answer to a failure after which the action is not tried again} */
  static Script releasedForGood() {
    return call -> recorded(call, Recorded.Result.RELEASED, true);
  }

  /** {@return an answer of record as only another version of it could give} */
  static Script records(Map<String, Object> answer) {
    return call -> new Answer.Value(Messages.tree(answer));
  }

  private static Script ends(Outcome.Result result) {
    return call ->
        new Answer.Value(Messages.tree(new Outcome(result, Optional.of(ISSUE), Optional.empty())));
  }

  private static boolean isHelp(Call call) {
    return call.payload().at("/decision/help").asBoolean();
  }

  private static Answer recorded(Call call, Recorded.Result result, boolean again) {
    Decision decision = Json.read(call.payload().get("decision").toString(), Decision.class);
    return new Answer.Value(
        Messages.tree(
            new Recorded(
                result,
                again,
                decision.fingerprint(),
                decision.claim().orElseThrow().eventId(),
                decision.action(),
                decision.episode(),
                decision.issue())));
  }

  private static JsonNode decision(
      AlertAction action, JsonNode asked, String eventId, boolean help) {
    return decision(action, asked, eventId, asked.get("event").toString(), help);
  }

  private static JsonNode decision(
      AlertAction action, JsonNode asked, String eventId, String event, boolean help) {
    Optional<Claim> claim =
        Optional.of(
                new Claim(
                    new EventId(eventId),
                    Json.read(event, AlertEvent.class),
                    SAID_AT,
                    new ClaimToken(asked.get("token").asText()),
                    help ? 2 : 1,
                    CLAIMED_AT,
                    Optional.empty()))
            .filter(made -> action.isClaimed());
    return Messages.tree(
        new Decision(
            action,
            REASON,
            new Fingerprint(asked.get("fingerprint").asText()),
            1,
            help,
            claim,
            action == AlertAction.CREATE ? Optional.empty() : Optional.of(ISSUE),
            Optional.empty(),
            false));
  }
}
