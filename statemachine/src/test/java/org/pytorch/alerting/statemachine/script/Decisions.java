package org.pytorch.alerting.statemachine.script;

import static org.pytorch.alerting.model.check.CheckReason.REFRESH;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.decide.message.Recorded;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertEvents;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.Claim;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.DecisionActBuilder;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.model.check.NextCheck;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.status.IssueRef;

/** Results of decide, github and record, built from the model's own records. */
public final class Decisions {
  /** The event of another message, whose action our alert finishes. */
  public static final String OTHER_EVENT = "another-message#0";

  /** The reason of every decision. */
  public static final String REASON =
      "COMMENT for event other is given up after 20 attempts: scripted";

  /**
   * When the claim's event was first reported; differs from the time of this execution's message.
   */
  public static final Instant SAID_AT = Instant.parse("2026-03-04T07:12:10.500Z");

  /** When the message is to be redelivered. */
  public static final Instant RETRY_AT = Instant.parse("2026-03-04T07:13:30Z");

  private static final Instant CLAIMED_AT = Instant.parse("2026-03-04T07:12:12Z");
  private static final IssueRef ISSUE = new IssueRef("harbor/alerts", 7);

  private Decisions() {}

  /** {@return decide's result: this action, at once, for the alert's own event} */
  public static Script decides(AlertAction action) {
    return call -> new Response.Value(Messages.tree(decision(action, call)));
  }

  /**
   * {@return decide's result: this action, whose turn is {@code later} than the execution's start}
   */
  public static Script decidesLater(AlertAction action, Duration later) {
    return call -> {
      Instant started =
          OffsetDateTime.parse(call.payload().get("execution_started_at").asText()).toInstant();
      return new Response.Value(
          Messages.tree(act(action, call, call.eventId(), started.plus(later)).build()));
    };
  }

  /** {@return decide's result: first finish this action of {@link #OTHER_EVENT}} */
  public static Script helps(AlertAction action) {
    return helps(action, Messages.event(0));
  }

  /** As {@link #helps}, for the other event {@code other}. */
  public static Script helps(AlertAction action, AlertEvent other) {
    return call ->
        new Response.Value(
            Messages.tree(
                act(action, call, OTHER_EVENT, CLAIMED_AT).event(Optional.of(other)).build()));
  }

  /** {@return decide's result: this action, and a check that is sent after a delay} */
  public static Script sendsCheck(AlertAction action, int delaySeconds) {
    return call -> {
      ObjectNode decision = (ObjectNode) Messages.tree(decision(action, call));
      return new Response.Value(
          decision.set(
              "look_again",
              Messages.tree(new NextCheck(new Check(fingerprint(call), REFRESH), delaySeconds))));
    };
  }

  /** As {@link #sendsCheck}, with a turn that is {@code later} than the execution's start. */
  public static Script sendsCheckAndWaits(AlertAction action, Duration later, int delaySeconds) {
    return call -> {
      Response.Value decision = (Response.Value) decidesLater(action, later).respond(call);
      JsonNode check = ((Response.Value) sendsCheck(action, delaySeconds).respond(call)).payload();
      return new Response.Value(
          ((ObjectNode) decision.payload()).set("look_again", check.get("look_again")));
    };
  }

  /** {@return decide's result with one field changed, as only a bug could produce it} */
  public static Script decidesWith(AlertAction action, String field, Object value) {
    return call -> {
      ObjectNode decision = (ObjectNode) Messages.tree(decision(action, call));
      return new Response.Value(decision.set(field, Messages.tree(value)));
    };
  }

  /** {@return github's result: done} */
  public static Script done() {
    return ends(Outcome.Result.DONE);
  }

  /** {@return github's result: a person has closed the issue} */
  public static Script manuallyClosed() {
    return ends(Outcome.Result.MANUALLY_CLOSED);
  }

  /** {@return github's result: GitHub limits requests until {@link #RETRY_AT}} */
  public static Script limited() {
    return call ->
        new Response.Value(Messages.tree(Outcome.rateLimited(RETRY_AT, "429: slow down")));
  }

  /**
   * {@return record's result: another event's action is done; redeliver the message for its own}
   */
  public static Script settled() {
    return call -> recorded(call, Recorded.Result.SETTLED, isHelp(call));
  }

  /** {@return record's result: the new state changes what this event means} */
  public static Script settledDifferently() {
    return call -> recorded(call, Recorded.Result.SETTLED, true);
  }

  /** {@return record's result after a failure} */
  public static Script released() {
    return call -> recorded(call, Recorded.Result.RELEASED, false);
  }

  /**
   * {@return record's result when the message is to be redelivered: to give up, or after a limit}
   */
  public static Script releasedForRedelivery() {
    return call -> recorded(call, Recorded.Result.RELEASED, true);
  }

  /** {@return a result that only another version of record could return} */
  public static Script records(Map<String, Object> response) {
    return call -> new Response.Value(Messages.tree(response));
  }

  private static Script ends(Outcome.Result result) {
    return call ->
        new Response.Value(
            Messages.tree(new Outcome(result, Optional.of(ISSUE), Optional.empty())));
  }

  private static boolean isHelp(Call call) {
    return call.payload().at("/decision/help").asBoolean();
  }

  private static Response recorded(Call call, Recorded.Result result, boolean isRedelivered) {
    Decision.Act decision =
        Json.read(call.payload().get("decision").toString(), Decision.Act.class);
    return new Response.Value(
        Messages.tree(
            new Recorded(
                result,
                Optional.of(new Recorded.Rest("POSTPONED", RETRY_AT)).filter(_ -> isRedelivered),
                decision.fingerprint(),
                decision.claim().eventId(),
                decision.action(),
                decision.episode(),
                decision.issue())));
  }

  private static Decision decision(AlertAction action, Call call) {
    return switch (action) {
      case CREATE, COMMENT, UPDATE, REOPEN, CLOSE ->
          act(action, call, call.eventId(), CLAIMED_AT).event(latest(call)).build();
      case GIVE_UP ->
          act(action, call, call.eventId(), CLAIMED_AT)
              .event(
                  Optional.of(Json.read(call.payload().get("event").toString(), AlertEvent.class)))
              .build();
      case COUNT, JOIN, SKIP_STALE, SKIP_MANUAL_CLOSE, SKIP_POLICY, REJECT ->
          new Decision.Skip(
              action, ReasonCode.STALE, REASON, fingerprint(call), 1, Optional.of(ISSUE));
      case POSTPONE ->
          new Decision.Postpone(ReasonCode.NO_TURN, REASON, fingerprint(call), RETRY_AT);
    };
  }

  /** A check has no event, so decide returns the newest one that it knows. */
  private static Optional<AlertEvent> latest(Call call) {
    return Optional.of(AlertEvents.firing().build())
        .filter(_ -> call.payload().path("event").isNull());
  }

  private static DecisionActBuilder act(
      AlertAction action, Call call, String eventId, Instant notBefore) {
    boolean help = eventId.equals(OTHER_EVENT);
    return DecisionActBuilder.builder()
        .action(action)
        .code(ReasonCode.STILL_FIRING)
        .reason(REASON)
        .fingerprint(fingerprint(call))
        .episode(1)
        .help(help)
        .claim(
            new Claim(
                new EventId(eventId),
                SAID_AT,
                new ClaimToken(call.payload().get("token").asText()),
                help ? 2 : 1,
                CLAIMED_AT,
                Optional.empty(),
                ISSUE.repo()))
        .issue(action == AlertAction.CREATE ? Optional.empty() : Optional.of(ISSUE))
        .notBefore(notBefore);
  }

  private static Fingerprint fingerprint(Call call) {
    return new Fingerprint(call.payload().get("fingerprint").asText());
  }
}
