package org.pytorch.alerting.decide;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.message.DecideRequest.Trigger;
import org.pytorch.alerting.decide.rule.Decider;
import org.pytorch.alerting.decide.rule.Rule;
import org.pytorch.alerting.model.AlertEvent;
import org.pytorch.alerting.model.EventId;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.SourceDimension;
import org.pytorch.alerting.model.action.AlertAction;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.action.ExecutionId;
import org.pytorch.alerting.model.action.ReasonCode;
import org.pytorch.alerting.model.check.Check;
import org.pytorch.alerting.model.check.CheckReason;
import org.pytorch.alerting.model.check.NextCheck;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.route.Routing;
import org.pytorch.alerting.model.status.IssueRef;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.Priming;
import org.pytorch.alerting.runtime.Restorable;
import org.pytorch.alerting.runtime.StacklessException;

/** The Lambda behind "Decide action": takes a {@link DecideRequest}, returns a {@link Decision}. */
public final class DecideHandler implements RequestStreamHandler {
  private final Restorable<StateUpdates> updates;
  private final Rule<DecideRequest, Decision> decider;
  private final Log log;

  /** Reads the process's variables, and prepares for a snapshot of the process. */
  public DecideHandler() {
    this(Wiring.of(Host.system()));
    Priming.beforeSnapshot(new LifecycleRehearsal(), Log.of("decide", Host.system()));
  }

  public DecideHandler(Wiring wiring) {
    this.updates = Restorable.of(wiring.updates());
    this.decider = wiring.decider();
    this.log = Log.of("decide", wiring.host());
  }

  /**
   * What the function works with.
   *
   * @param updates builds them, now and again after each restore
   */
  public record Wiring(
      Host host, Supplier<StateUpdates> updates, Rule<DecideRequest, Decision> decider) {
    /**
     * {@return the wiring that the host's variables ask for}
     *
     * @throws IllegalStateException if a variable is missing or malformed
     */
    public static Wiring of(Host host) {
      DecideSettings settings = DecideSettings.of(host.environment());
      Decider decider = new Decider(settings.repository()).sharing();
      return new Wiring(
          host,
          () -> StateUpdates.of(host, settings.state()),
          settings.searchUnknown() ? decider.searchingForUnknownIssues() : decider);
    }
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, @Nullable Context context) {
    Json.write(output, answer(Json.read(input, Input.class)));
  }

  /**
   * @param event absent for a check, and if the payload cannot be read as an alert
   * @param check for a check, what it was sent for
   */
  record Input(
      EventId eventId,
      Fingerprint fingerprint,
      Optional<AlertEvent> event,
      Optional<CheckReason> check,
      Instant saidAt,
      String token,
      Instant executionStartedAt) {
    Input {
      requireNonNull(eventId, "event_id is null");
      requireNonNull(fingerprint, "fingerprint is null");
      requireNonNull(saidAt, "said_at is null");
      requireNonNull(token, "token is null");
      requireNonNull(executionStartedAt, "execution_started_at is null");
    }

    /** {@return the event or check; empty if the payload cannot be read as an alert} */
    Optional<Trigger> trigger() {
      return event.<Trigger>map(Trigger.Event::new).or(() -> check.map(Trigger.Check::new));
    }
  }

  private Decision answer(Input input) {
    return input
        .trigger()
        .map(
            trigger ->
                decide(
                    new DecideRequest(
                        input.eventId(),
                        input.fingerprint(),
                        trigger,
                        input.saidAt(),
                        ClaimToken.ofIteration(input.token()),
                        input.executionStartedAt())))
        .orElseGet(() -> reject(input));
  }

  /** The alert is unknown, so it has no row. */
  private Decision reject(Input input) {
    Decision decision =
        new Decision.Skip(
            AlertAction.REJECT,
            ReasonCode.UNREADABLE,
            "The payload cannot be read as alerts; the diagnosis says what the sender has to fix.",
            input.fingerprint(),
            0,
            Optional.empty());
    describe(decision, input.eventId(), ClaimToken.ofIteration(input.token())).write();
    countReason(decision);
    return decision;
  }

  private Log.Line describe(Decision decision, EventId eventId, ClaimToken token) {
    return line(decision.action())
        .with("action", decision.action())
        .with("code", decision.code())
        .with("reason", decision.reason())
        .with("fingerprint", decision.fingerprint())
        .with("event_id", eventId)
        .with("message_id", ExecutionId.messageId(token.value()))
        .with("delivery_id", eventId.deliveryId());
  }

  private void countReason(Decision decision) {
    log.count(
        "DecisionReasons",
        1,
        Map.of("action", decision.action().name(), "reason", decision.code().name()));
  }

  private Decision decide(DecideRequest request) {
    try {
      Decision decision = updates.get().decide(decider, request);
      logDecision(request, decision);
      return decision;
    } catch (StacklessException e) {
      logRefusal(request, e);
      throw e;
    }
  }

  private void logDecision(DecideRequest request, Decision decision) {
    String source = source(request);
    Optional<Decision.Act> act =
        decision instanceof Decision.Act it ? Optional.of(it) : Optional.empty();
    boolean help = act.filter(Decision.Act::help).isPresent();
    // A check has none of its own.
    Optional<Routing> routing =
        request.said().or(() -> act.flatMap(Decision.Act::event)).flatMap(AlertEvent::routing);
    describe(decision, request.eventId(), request.token())
        .with("claimed_event_id", act.map(it -> it.claim().eventId()))
        .with("source", source)
        .with("state", request.said().map(AlertEvent::state))
        .with("check", check(request))
        .with("route", routing.map(Routing::route))
        .with("repository", act.map(it -> it.claim().repository()).filter(_ -> routing.isPresent()))
        .with("episode", episode(decision))
        .with("issue", issue(decision).map(Object::toString))
        .with("token", request.token())
        .with("help", help)
        .with("attempt", act.map(it -> it.claim().attempt()))
        .with("not_before", act.map(Decision.Act::notBefore))
        .with("retry_at", retryAt(decision))
        .with("next_check_s", decision.nextCheck().map(NextCheck::delaySeconds))
        .write();
    log.count(
        "AlertsDecided",
        1,
        Map.of("action", decision.action().name(), "source", SourceDimension.of(source)));
    countReason(decision);
    if (decision.action() == AlertAction.REJECT) {
      // Normalize counts its own rejections; only decide knows that this event is not a repeat.
      log.count("AlertsRejected", 1, Map.of());
    }
    if (help) {
      log.count("AlertsHelped", 1, Map.of("action", decision.action().name()));
    }
  }

  private static Optional<CheckReason> check(DecideRequest request) {
    return switch (request.trigger()) {
      case Trigger.Check(CheckReason reason) -> Optional.of(reason);
      case Trigger.Shared _ -> Optional.of(CheckReason.MEMBER);
      case Trigger.Event _ -> Optional.empty();
    };
  }

  private static String source(DecideRequest request) {
    return request.said().map(AlertEvent::source).orElse(Check.SOURCE);
  }

  private static Optional<Integer> episode(Decision decision) {
    return switch (decision) {
      case Decision.Act act -> Optional.of(act.episode());
      case Decision.Skip skip -> Optional.of(skip.episode());
      case Decision.Postpone _ -> Optional.empty();
    };
  }

  private static Optional<IssueRef> issue(Decision decision) {
    return switch (decision) {
      case Decision.Act act -> act.issue();
      case Decision.Skip skip -> skip.issue();
      case Decision.Postpone _ -> Optional.empty();
    };
  }

  private static Optional<Instant> retryAt(Decision decision) {
    return decision instanceof Decision.Postpone postpone
        ? Optional.of(postpone.retryAt())
        : Optional.empty();
  }

  private Log.Line line(AlertAction action) {
    return switch (action) {
      case CREATE,
          COMMENT,
          UPDATE,
          REOPEN,
          CLOSE,
          COUNT,
          JOIN,
          SKIP_STALE,
          SKIP_MANUAL_CLOSE,
          SKIP_POLICY,
          POSTPONE ->
          log.info("Alert decided");
      // The event goes to the dead-letter queue.
      case REJECT, GIVE_UP -> log.warn("Alert decided");
    };
  }

  private void logRefusal(DecideRequest request, StacklessException e) {
    String error = e.getClass().getSimpleName();
    Log.Line line =
        e instanceof StateStoreUnavailableException
            ? log.error("Alert not decided")
            : log.warn("Alert not decided");
    line.with("error", error)
        .with("reason", String.valueOf(e.getMessage()))
        .with("fingerprint", request.fingerprint())
        .with("event_id", request.eventId())
        .with("source", source(request))
        .with("token", request.token())
        .with("message_id", ExecutionId.messageId(request.token().value()))
        .with("delivery_id", request.eventId().deliveryId())
        .write();
    log.count("AlertsNotDecided", 1, Map.of("error", error));
  }
}
