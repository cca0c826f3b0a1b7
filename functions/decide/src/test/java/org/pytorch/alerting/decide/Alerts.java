package org.pytorch.alerting.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.DecideRequest.Trigger;
import org.pytorch.alerting.decide.row.AlertDetails;
import org.pytorch.alerting.decide.row.AlertStatus;
import org.pytorch.alerting.decide.row.Pending;
import org.pytorch.alerting.decide.row.PendingBuilder;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.row.StoredAlertBuilder;
import org.pytorch.alerting.decide.rule.Decider;
import org.pytorch.alerting.decide.rule.Rule;
import org.pytorch.alerting.decide.rule.Transition;
import org.pytorch.alerting.decide.turn.Turn;
import org.pytorch.alerting.decide.turn.TurnRequest;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.AlertEvents;
import org.pytorch.alerting.model.AlertState;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.Identity;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.status.IssueRef;

/** Alerts, rows and requests for tests, with invented names. */
public final class Alerts {
  /** When the alert first fired, by its provider's clock. */
  public static final Instant T0 = Instant.parse("2026-03-04T07:00:00Z");

  /** When decide is asked, by our clock. */
  public static final Instant NOW = Instant.parse("2026-03-04T08:00:00Z");

  /** When the message that decide is asked about was put on the queue, by our clock. */
  public static final Instant SAID = Instant.parse("2026-03-04T07:59:59Z");

  public static final Fingerprint FINGERPRINT = new Fingerprint("a1".repeat(32));

  /** An alert without a row. */
  public static final StoredAlert UNKNOWN = StoredAlert.unknown(FINGERPRINT);

  public static final String REPOSITORY = "harbor/alerts";
  public static final IssueRef ISSUE = new IssueRef(REPOSITORY, 7);
  public static final EventId EVENT = new EventId("message-1#0");
  public static final EventId OTHER_EVENT = new EventId("message-2#0");
  public static final EventId CHECK = new EventId("check-1#0");
  public static final ClaimToken TOKEN = new ClaimToken("execution-1#0");
  public static final ClaimToken OTHER_TOKEN = new ClaimToken("execution-2#0");

  private Alerts() {}

  public static AlertEvent event(AlertState state, Instant occurredAt) {
    return AlertEvents.firing()
        .state(state)
        .occurredAt(occurredAt)
        .teams(List.of("harbor", "dev-infra"))
        .identity(new Identity(Optional.of("1"), Optional.empty(), Optional.of("04ae3ef0")))
        .build();
  }

  public static AlertEvent firing(Instant occurredAt) {
    return event(AlertState.FIRING, occurredAt);
  }

  public static AlertEvent resolved(Instant occurredAt) {
    return event(AlertState.RESOLVED, occurredAt);
  }

  public static DecideRequest ask(AlertEvent event) {
    return ask(EVENT, event, TOKEN);
  }

  public static DecideRequest ask(EventId eventId, AlertEvent event, ClaimToken token) {
    return new DecideRequest(eventId, FINGERPRINT, event, SAID, token, NOW.minusSeconds(2));
  }

  /** The same, but its message was put on the queue at {@code saidAt}. */
  public static DecideRequest said(Instant saidAt, DecideRequest request) {
    return request.withSaidAt(saidAt);
  }

  /** The same, asked by an execution that began at {@code startedAt}. */
  public static DecideRequest startedAt(Instant startedAt, DecideRequest request) {
    return request.withExecutionStartedAt(startedAt);
  }

  /** {@return {@code event} with a policy that makes each of its repeats a comment} */
  public static AlertEvent commenting(AlertEvent event) {
    return living(event, "\"repeats\":\"comment\"");
  }

  /** {@return {@code event} with a policy's lifecycle settings, the members of a JSON object} */
  public static AlertEvent living(AlertEvent event, String settings) {
    String routing = "{\"route\":\"defaults\",\"lifecycle\":{%s}}".formatted(settings);
    return routed(event, routing);
  }

  /** {@return {@code event} with a policy's routing, a JSON object} */
  public static AlertEvent routed(AlertEvent event, String routing) {
    return event.toBuilder().routing(Optional.of(Json.read(routing, Routing.class))).build();
  }

  /** {@return {@code request} as the state machine writes it, which names each member} */
  public static ObjectNode input(DecideRequest request) {
    ObjectNode input =
        Json.mapper()
            .createObjectNode()
            .put("event_id", request.eventId().value())
            .put("fingerprint", request.fingerprint().hex())
            .putNull("event")
            .putNull("check")
            .put("said_at", Json.format(request.saidAt()))
            .put("token", request.token().value())
            .put("execution_started_at", Json.format(request.executionStartedAt()));
    return switch (request.trigger()) {
      case Trigger.Event(AlertEvent event) ->
          input.<ObjectNode>set("event", Json.mapper().valueToTree(event));
      case Trigger.Check(CheckReason reason) -> input.put("check", reason.jsonName());
      case Trigger.Shared _ -> input.put("check", CheckReason.MEMBER.jsonName());
    };
  }

  /** {@return a check of {@link #FINGERPRINT}, asked about by an execution that began just now} */
  public static DecideRequest check(CheckReason reason, Instant now) {
    return new DecideRequest(
        CHECK, FINGERPRINT, new Trigger.Check(reason), now.minusSeconds(600), TOKEN, now);
  }

  /** {@return {@code event} as a sender says it that names neither a team nor a priority} */
  public static AlertEvent incomplete(AlertEvent event) {
    return event.toBuilder().teams(List.of()).priority(Optional.empty()).build();
  }

  /** An open first episode with an issue, whose last event is the firing of {@link #T0}. */
  public static StoredAlertBuilder open() {
    return StoredAlert.unknown(FINGERPRINT)
        .with()
        .version(4)
        .status(AlertStatus.OPEN)
        .episode(1)
        .lastProviderStateAt(T0)
        .lastSaidAt(T0.plusSeconds(1))
        .episodeSaidAt(T0.plusSeconds(1))
        .firingAt(Optional.of(T0))
        .issue(Optional.of(ISSUE))
        .firstSeenAt(T0.plusSeconds(5))
        .lastSeenAt(T0.plusSeconds(5))
        .ttlExpiresAt(NOW.plus(Duration.ofDays(30)))
        .details(AlertDetails.unknown().after(firing(T0)));
  }

  /** An open episode whose issue was found closed some time ago. */
  public static StoredAlertBuilder manuallyClosed() {
    return open().manuallyClosedAt(Optional.of(T0.plusSeconds(60)));
  }

  /** An open episode whose issue the action for {@link #EVENT} has just found closed. */
  public static StoredAlertBuilder seenClosed() {
    return manuallyClosed().seenClosedBy(List.of(EVENT));
  }

  public static StoredAlertBuilder closed() {
    return open().status(AlertStatus.CLOSED);
  }

  /** An action that {@link #OTHER_EVENT}'s execution has claimed 10 s ago. */
  public static Pending pending(AlertAction action) {
    return pending(action, NOW.minusSeconds(10));
  }

  private static Pending pending(AlertAction action, Instant claimedAt) {
    AlertEvent event = action == AlertAction.CLOSE ? resolved(T0) : firing(T0);
    return PendingBuilder.builder()
        .action(action)
        .eventId(OTHER_EVENT)
        .event(event)
        .saidAt(T0.plusSeconds(1))
        .token(OTHER_TOKEN)
        .attempt(1)
        .claimedAt(claimedAt)
        .notBefore(claimedAt.plusSeconds(1))
        .leaseExpiresAt(claimedAt.plusSeconds(300))
        .held(true)
        .build();
  }

  /** The same, claimed 300 s ago: its holder has vanished, and its lease has just expired. */
  public static Pending abandoned(AlertAction action) {
    return pending(action, NOW.minusSeconds(300));
  }

  /** The same after {@code attempt - 1} attempts, at which its holder is still at work. */
  public static Pending attempt(int attempt, Pending pending) {
    return pending.withAttempt(attempt);
  }

  public static Outcome outcome(Outcome.Result result) {
    return new Outcome(result, Optional.of(ISSUE), Optional.empty());
  }

  public static <A> Transition.Write<A> written(Transition<A> transition) {
    return (Transition.Write<A>) transition;
  }

  public static <A> A kept(Transition<A> transition) {
    return ((Transition.Keep<A>) transition).answer();
  }

  public static Decision decided(Transition<Decision> transition) {
    return switch (transition) {
      case Transition.Write<Decision>(StoredAlert _, Decision decision) -> decision;
      case Transition.Keep<Decision>(Decision decision) -> decision;
      case Transition.TakeTurn<Decision> wanted -> throw new AssertionError(wanted);
      case Transition.TakePlace<Decision> wanted -> throw new AssertionError(wanted);
      case Transition.Refuse<Decision>(var reason) -> throw reason;
    };
  }

  public static Decision.Act act(Decision decision) {
    return (Decision.Act) decision;
  }

  public static Decision.Act acted(Transition<Decision> transition) {
    return act(decided(transition));
  }

  public static Decision.Postpone postponed(Transition<Decision> transition) {
    return (Decision.Postpone) kept(transition);
  }

  /** The rule of {@code decider}, with a turn at once for whoever wants one. */
  public static Rule<DecideRequest, Decision> atOnce(Decider decider) {
    return (row, request, now) -> grant(decider.apply(row, request, now), new Turn.Granted(now));
  }

  /** {@return what follows if whoever wants a turn gets {@code turn}} */
  public static <A> Transition<A> grant(Transition<A> transition, Turn turn) {
    return transition instanceof Transition.TakeTurn<A>(TurnRequest _, var then)
        ? then.apply(turn)
        : transition;
  }
}
