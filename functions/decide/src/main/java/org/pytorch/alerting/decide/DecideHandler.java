package org.pytorch.alerting.decide;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pytorch.alerting.model.AlertAction;
import org.pytorch.alerting.model.Claim;
import org.pytorch.alerting.model.Decision;
import org.pytorch.alerting.model.Host;
import org.pytorch.alerting.model.Json;
import org.pytorch.alerting.model.Log;
import org.pytorch.alerting.model.SourceDimension;
import org.pytorch.alerting.model.StacklessException;
import org.pytorch.alerting.snapstart.Priming;
import org.pytorch.alerting.snapstart.Restorable;

/** Lambda behind "Decide action": {@link DecideRequest} in, {@link Decision} out. */
public final class DecideHandler implements RequestStreamHandler {
  private final Restorable<StateUpdates> updates;
  private final Rule<DecideRequest, Decision> decider;
  private final Log log;

  /** Reads the process's variables, and prepares for a snapshot of the process. */
  public DecideHandler() {
    this(Host.system());
    Priming.beforeSnapshot(new LifecycleRehearsal(), Log.of("decide", Host.system()));
  }

  /**
   * Reads the host's variables and builds the client.
   *
   * @throws IllegalStateException if a variable is missing or malformed
   */
  public DecideHandler(Host host) {
    this(host, Restorable.of(() -> StateUpdates.of(host)), new Decider());
  }

  public DecideHandler(Host host, StateUpdates updates, Rule<DecideRequest, Decision> decider) {
    this(host, Restorable.of(() -> updates), decider);
  }

  private DecideHandler(
      Host host, Restorable<StateUpdates> updates, Rule<DecideRequest, Decision> decider) {
    this.updates = updates;
    this.decider = decider;
    this.log = Log.of("decide", host);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, @Nullable Context context) {
    Json.write(output, decide(Json.read(input, DecideRequest.class)));
  }

  private Decision decide(DecideRequest request) {
    try {
      Decision decision = updates.get().apply(decider, request.fingerprint(), request);
      logDecision(request, decision);
      return decision;
    } catch (StacklessException e) {
      logRefusal(request, e);
      throw e;
    }
  }

  private void logDecision(DecideRequest request, Decision decision) {
    String source = request.event().source();
    line(decision.action())
        .with("action", decision.action())
        .with("reason", decision.reason())
        .with("fingerprint", decision.fingerprint())
        .with("event_id", request.eventId())
        .with("claimed_event_id", decision.claim().map(Claim::eventId))
        .with("source", source)
        .with("state", request.event().state())
        .with("episode", decision.episode())
        .with("issue", decision.issue().map(Object::toString))
        .with("token", request.token())
        .with("help", decision.help())
        .with("attempt", decision.claim().map(Claim::attempt))
        .write();
    log.count(
        "AlertsDecided",
        1,
        Map.of("action", decision.action().name(), "source", SourceDimension.of(source)));
    if (decision.action() == AlertAction.REJECT) {
      // Normalize counts what it rejects itself; only here is it known that this is no repeat.
      log.count("AlertsRejected", 1, Map.of());
    }
    if (decision.help()) {
      log.count("AlertsHelped", 1, Map.of("action", decision.action().name()));
    }
  }

  private Log.Line line(AlertAction action) {
    return switch (action) {
      case CREATE, COMMENT, CLOSE, SKIP_STALE, SKIP_MANUAL_CLOSE -> log.info("Alert decided");
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
        .with("source", request.event().source())
        .with("token", request.token())
        .write();
    log.count("AlertsNotDecided", 1, Map.of("error", error));
  }
}
