package org.pytorch.alerting.decide;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pytorch.alerting.decide.message.RecordRequest;
import org.pytorch.alerting.decide.message.Recorded;
import org.pytorch.alerting.decide.message.StepError;
import org.pytorch.alerting.decide.rule.Recorder;
import org.pytorch.alerting.decide.rule.Rule;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.action.ExecutionId;
import org.pytorch.alerting.model.action.Outcome;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.runtime.Host;
import org.pytorch.alerting.runtime.Log;
import org.pytorch.alerting.runtime.Priming;
import org.pytorch.alerting.runtime.Restorable;
import org.pytorch.alerting.runtime.StacklessException;

/**
 * The Lambda behind "Record outcome" and "Release claim": takes a {@link RecordRequest}, returns
 * {@link Recorded}.
 */
public final class RecordHandler implements RequestStreamHandler {
  private final Restorable<StateUpdates> updates;
  private final Rule<RecordRequest, Recorded> recorder;
  private final Log log;

  /** Reads the process's variables, and prepares for a snapshot of the process. */
  public RecordHandler() {
    this(Wiring.of(Host.system()));
    Priming.beforeSnapshot(new LifecycleRehearsal(), Log.of("record", Host.system()));
  }

  public RecordHandler(Wiring wiring) {
    this.updates = Restorable.of(wiring.updates());
    this.recorder = wiring.recorder();
    this.log = Log.of("record", wiring.host());
  }

  /**
   * What the function works with.
   *
   * @param updates builds them, now and again after each restore
   */
  public record Wiring(
      Host host, Supplier<StateUpdates> updates, Rule<RecordRequest, Recorded> recorder) {
    /**
     * {@return the wiring that the host's variables ask for}
     *
     * @throws IllegalStateException if a variable is missing or malformed
     */
    public static Wiring of(Host host) {
      StateSettings settings = StateSettings.of(host.environment());
      return new Wiring(host, () -> StateUpdates.of(host, settings), new Recorder());
    }
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, @Nullable Context context) {
    Json.write(output, settle(Json.read(input, RecordRequest.class)));
  }

  private Recorded settle(RecordRequest request) {
    try {
      Recorded recorded = apply(request);
      logRecord(request, recorded);
      return recorded;
    } catch (StacklessException e) {
      logRefusal(request, e);
      throw e;
    }
  }

  private Recorded apply(RecordRequest request) {
    Fingerprint fingerprint = request.decision().fingerprint();
    // The rate limit is stored before the claim is free: the next holder asks for a turn.
    return request
        .outcome()
        .flatMap(Outcome::retryAt)
        .map(until -> updates.get().applyInSilence(until, recorder, fingerprint, request))
        .orElseGet(() -> updates.get().apply(recorder, fingerprint, request));
  }

  private void logRecord(RecordRequest request, Recorded recorded) {
    String result = recorded.result().jsonName();
    boolean givenUp = isGivenUp(request);
    about(log(givenUp), request)
        .with("reason", Optional.of(request.decision().reason()).filter(_ -> givenUp))
        .with("given_up", Optional.of(recorded.action()).filter(_ -> givenUp))
        .with("result", result)
        .with("retry_at", recorded.retryAt())
        .with("episode", recorded.episode())
        .with("issue", recorded.issue().map(Object::toString))
        .write();
    log.count(
        "OutcomesRecorded",
        1,
        Map.of("result", result, "action", recorded.action().name(), "outcome", outcome(request)));
    if (givenUp) {
      log.count("ActionsGivenUp", 1, Map.of("action", recorded.action().name()));
    }
  }

  private Log.Line log(boolean givenUp) {
    return givenUp
        ? log.error("Action given up: fix the reason, then redrive its event from the DLQ")
        : log.info("Outcome recorded");
  }

  private static boolean isGivenUp(RecordRequest request) {
    return request.outcome().filter(it -> it.result() == Outcome.Result.GIVEN_UP).isPresent();
  }

  private void logRefusal(RecordRequest request, StacklessException e) {
    String error = e.getClass().getSimpleName();
    Log.Line line =
        e instanceof StateStoreUnavailableException
            ? log.error("Outcome not recorded")
            : log.warn("Outcome not recorded");
    about(line, request)
        .with("record_error", error)
        .with("reason", String.valueOf(e.getMessage()))
        .write();
    log.count("OutcomesNotRecorded", 1, Map.of("error", error));
  }

  private static Log.Line about(Log.Line line, RecordRequest request) {
    return line.with("action", request.decision().action())
        .with("outcome", outcome(request))
        .with("note", request.outcome().flatMap(Outcome::note))
        .with("error", request.error().map(StepError::error))
        .with("cause", request.error().flatMap(StepError::cause))
        .with("fingerprint", request.decision().fingerprint())
        .with("event_id", request.claim().eventId())
        .with("token", request.claim().token())
        .with("message_id", ExecutionId.messageId(request.claim().token().value()))
        .with("delivery_id", request.claim().eventId().deliveryId())
        .with("help", request.decision().help())
        .with("attempt", request.claim().attempt());
  }

  private static String outcome(RecordRequest request) {
    return request.outcome().map(outcome -> outcome.result().jsonName()).orElse("failed");
  }
}
